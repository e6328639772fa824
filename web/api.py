"""The interface under /api/v1: the same objects as the command line, by token or session."""

import datetime as dt
import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.errors import BadInput, NotFound
from assistant.model import (
    Citation,
    Draft,
    Inquiry,
    OtherRequest,
    Paper,
    Precedent,
    Question,
    Scope,
    Statement,
)
from assistant.publishing import Format, Sources
from assistant.review import Desk, ItemEdit, Person, SentenceEdit, SignOff, parse_decision
from web.events import events
from web.jobs import Jobs
from web.policy import Reader, Releaser, Signer, TheDesk, Writer
from web.problems import MissingVersion
from web.tasks import exported, pasted, publish_paper, take_in

router = APIRouter(prefix="/api/v1")

LONGEST_TEXT = 10_000
_WAIT_FOR_DRAFT = 20.0


class Problem(BaseModel):
    """An error; `detail` is one German sentence that says what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem} for status in (401, 403, 422, 429, *statuses)}


# --- Search and papers ----------------------------------------------------------------------------


class SearchRequest(BaseModel):
    """A question or words; `public_only` may be narrowed, never widened beyond what the person may see."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    before: dt.date | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 10
    type: Annotated[str | None, Field(max_length=200)] = None
    organization: Annotated[str | None, Field(max_length=200)] = None
    department: Annotated[str | None, Field(max_length=200)] = None
    public_only: bool = False


@router.get("/search", responses=_errors())
def search(person: Reader, desk: TheDesk, query: Annotated[SearchRequest, Query()]) -> list[Precedent]:
    """Earlier answers and passages for a question, each with why it was found."""
    return _search(person, desk, query)


@router.post("/search", responses=_errors())
def search_long(person: Reader, desk: TheDesk, query: SearchRequest) -> list[Precedent]:
    """The same for texts that are too long for an address."""
    return _search(person, desk, query)


def _search(person: Person, desk: Desk, query: SearchRequest) -> list[Precedent]:
    from assistant.retrieval import search as find

    scope = Scope(
        before=query.before,
        public_only=query.public_only or not person.not_public,
        paper_type=query.type,
        organization=query.organization,
        department=query.department,
    )
    return find(desk.library, query.text, scope, limit=query.limit)


@router.get("/papers/{id:path}", responses=_errors(404))
def paper(id: str, person: Reader, desk: TheDesk) -> Paper:
    """A paper by its id, its reference or its OParl id."""
    found = desk.library.paper(id, public_only=not person.not_public)
    if found is None:
        raise NotFound("Diese Vorlage gibt es nicht.")
    return found


# --- Inquiries ------------------------------------------------------------------------------------

_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "PDF, DOCX, TXT, …"}},
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {
                        "text": {"type": "string", "minLength": 1},
                        "public": {"type": "boolean", "default": True},
                    },
                }
            },
        },
    }
}


@router.post(
    "/inquiries", status_code=201, response_model=Inquiry, responses=_errors(400, 413, 415), openapi_extra=_UPLOAD
)
async def add_inquiry(request: Request, response: Response, person: Writer, desk: TheDesk) -> Inquiry:
    """Take in an Anfrage: a file, or its text; the answer shows the questions as they were read."""
    data, name, public = await _inquiry_sent(request)
    filed = await run_in_threadpool(take_in, desk, person, data, name, public)
    response.headers["location"] = f"/api/v1/inquiries/{filed.inquiry.id}"
    response.headers["etag"] = f'"{filed.version}"'
    return filed.inquiry


async def _inquiry_sent(request: Request) -> tuple[bytes, str, bool | None]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _text_sent(await request.body())
    if kind != "multipart/form-data":
        raise HTTPException(415, "Erwartet wird eine Datei (multipart/form-data) oder JSON mit „text“.")
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise BadInput("Das Feld „file“ mit der Datei fehlt.")
        return await file.read(), file.filename or "Anfrage", None


def _text_sent(body: bytes) -> tuple[bytes, str, bool | None]:
    try:
        sent = json.loads(body)
    except ValueError as error:
        raise BadInput('Das ist kein gültiges JSON. Erwartet wird {"text": "…"}.') from error
    text = sent.get("text") if isinstance(sent, dict) else None
    public = sent.get("public") if isinstance(sent, dict) else None
    if not isinstance(text, str) or not text.strip() or not isinstance(public, bool | None):
        raise BadInput('Erwartet wird {"text": "…"} mit dem Text der Anfrage.')
    return pasted(text), "Anfrage.txt", public


@router.get("/inquiries/{id}", responses=_errors(404))
def inquiry(id: str, response: Response, person: Reader, desk: TheDesk) -> Inquiry:
    """An Anfrage as it was read and corrected."""
    filed = desk.inquiry(id, person)
    response.headers["etag"] = f'"{filed.version}"'
    return filed.inquiry


class InquiryChange(BaseModel):
    """What is to be changed; the rest stays."""

    model_config = ConfigDict(extra="forbid")

    kind: str | None = None
    reference: str | None = None
    date: dt.date | None = None
    asked_by: str | None = None
    organization: str | None = None
    topic: str | None = None
    preamble: str | None = None
    public: bool | None = None
    due: dt.date | None = None
    questions: tuple[Question, ...] | None = None
    other: tuple[OtherRequest, ...] | None = None


_NEVER_NULL = {"kind", "topic", "preamble", "public", "questions", "other"}


@router.patch("/inquiries/{id}", responses=_errors(404, 409))
def change_inquiry(
    id: str,
    change: InquiryChange,
    response: Response,
    person: Writer,
    desk: TheDesk,
    if_match: Annotated[str | None, Header()] = None,
) -> Inquiry:
    """Correct the head of an Anfrage or the split into questions."""
    changes = {name: getattr(change, name) for name in change.model_fields_set}
    empty = [name for name in changes if name in _NEVER_NULL and changes[name] is None]
    if empty:
        raise BadInput(f"Diese Angaben dürfen nicht leer sein: {', '.join(empty)}.")
    version = _version(if_match) if if_match is not None else None
    filed = desk.change_inquiry(id, person, changes, version=version)
    response.headers["etag"] = f'"{filed.version}"'
    return filed.inquiry


@router.post(
    "/inquiries/{id}/draft",
    response_model=Draft,
    responses={201: {"model": Draft}, 202: {"model": Draft}, **_errors(404, 409)},
)
def make_draft(id: str, request: Request, person: Writer, desk: TheDesk) -> Response:
    """The draft: 200 when there is one, 201 when it was made now, 202 while it is being made."""
    jobs: Jobs = request.app.state.jobs
    draft, started = desk.start_draft(id, person)
    if started:
        jobs.start(draft.id).finished.wait(_WAIT_FOR_DRAFT)
    drafting, _, _, failure = desk.drafting(draft.id, person)
    if failure and not drafting:
        raise BadInput(failure)
    status = 202 if drafting else 201 if started else 200
    return _draft_answer(desk.draft(draft.id, person), status, {"location": f"/api/v1/drafts/{draft.id}"})


@router.get("/inquiries/{id}/draft", responses=_errors(404))
def draft_of_inquiry(id: str, person: Reader, desk: TheDesk) -> Draft:
    """The draft of an Anfrage."""
    return desk.draft(_draft_id(desk, id, person), person)


@router.get("/inquiries/{id}/draft/events", response_class=StreamingResponse, responses=_errors(404))
def draft_events(id: str, request: Request, person: Reader, desk: TheDesk) -> StreamingResponse:
    """How the draft is coming on, as server-sent events: `progress` with done and total, then `done`."""
    draft_id = _draft_id(desk, id, person)
    return StreamingResponse(events(request.app.state.jobs.job(draft_id)), media_type="text/event-stream")


def _draft_id(desk: Desk, inquiry_id: str, person: Person) -> str:
    found = desk.inquiry(inquiry_id, person).draft_id
    if found is None:
        raise NotFound("Zu dieser Anfrage gibt es noch keinen Entwurf.")
    return found


# --- Drafts ---------------------------------------------------------------------------------------


class SentenceSent(BaseModel):
    """A sentence; who wrote it is decided by the desk, so an `author` that is sent is not read."""

    text: str
    citations: tuple[Citation, ...] = ()
    statement: Statement | None = None


class ItemSent(BaseModel):
    """An answer: its sentences, or its whole text. What else a Draft's item holds is not read."""

    number: str | None = None
    question: str | None = None
    sentences: tuple[SentenceSent, ...] | None = None
    text: Annotated[str | None, Field(max_length=100_000)] = None
    open_points: tuple[str, ...] | None = None


class DraftChange(BaseModel):
    items: tuple[ItemSent, ...]


@router.get("/drafts/{id}", responses=_errors(404))
def draft(id: str, response: Response, person: Reader, desk: TheDesk) -> Draft:
    """A draft; its ETag is the version that a change must name."""
    found = desk.draft(id, person)
    response.headers["etag"] = f'"{found.version}"'
    return found


@router.patch("/drafts/{id}", response_model=Draft, responses=_errors(404, 409, 412, 428))
def change_draft(
    id: str,
    request: Request,
    person: Writer,
    desk: TheDesk,
    change: Annotated[DraftChange, Body()],
    if_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Save answers. Without If-Match 428; when somebody was faster 412, with both texts."""
    if if_match is None:
        raise MissingVersion("Bitte im Kopf If-Match die Fassung angeben, auf der die Änderung beruht.")
    request.state.sent = change.model_dump(mode="json")
    before = desk.draft(id, person)
    edits = [_edit(before, item, person) for item in _numbered(before, change.items)]
    saved = desk.save(id, person, [e for e in edits if e], version=_version(if_match))
    return _draft_answer(saved, 200)


def _version(tag: str) -> int:
    plain = tag.strip().removeprefix("W/").strip().strip('"')
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise MissingVersion('If-Match muss die Fassung nennen, die gelesen wurde, zum Beispiel "3".')
    return int(plain)


def _numbered(draft: Draft, items: tuple[ItemSent, ...]) -> list[tuple[int, ItemSent]]:
    """Each sent item with its place: all of them in order, or some by their number."""
    if len(items) == len(draft.items) and all(
        s.number in (None, i.number) for s, i in zip(items, draft.items, strict=True)
    ):
        return list(enumerate(items))
    placed = []
    for item in items:
        places = [p for p, one in enumerate(draft.items) if one.number == item.number]
        if len(places) != 1:
            raise BadInput(f"Im Entwurf gibt es die Frage „{item.number or ''}“ nicht genau einmal.")
        placed.append((places[0], item))
    return placed


def _edit(draft: Draft, numbered: tuple[int, ItemSent], person: Person) -> ItemEdit | None:
    from assistant.review.edits import from_text

    place, sent = numbered
    if sent.sentences is not None:
        edits = tuple(SentenceEdit(text=s.text, citations=s.citations, statement=s.statement) for s in sent.sentences)
    elif sent.text is not None:
        made = from_text(sent.text, draft.items[place].sentences, person.login)
        edits = tuple(SentenceEdit(text=s.text, citations=s.citations, statement=s.statement) for s in made)
    else:
        return None
    return ItemEdit(place=place, sentences=edits, open_points=sent.open_points)


def _draft_answer(draft: Draft, status: int, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse(draft.model_dump(mode="json"), status, {"etag": f'"{draft.version}"', **(headers or {})})


class SignOffSent(BaseModel):
    """A decision at one's station; `questions` are numbers, none means all that the station answers for."""

    decision: Annotated[str, Field(max_length=100)]
    note: Annotated[str, Field(max_length=10_000)] = ""
    questions: Annotated[tuple[str, ...], Field(max_length=500)] = ()
    deputy: bool = False
    version: Annotated[int | None, Field(ge=1, le=10**9)] = None


@router.post("/drafts/{id}/sign-offs", status_code=201, responses=_errors(404, 409, 412))
def sign_off(id: str, sent: SignOffSent, person: Signer, desk: TheDesk) -> SignOff:
    """Decide: mitgezeichnet, mit_anmerkung, nicht_mitgezeichnet, fehlanzeige, zurueckgegeben, schlusszeichnung."""
    draft = desk.draft(id, person)
    places = [_place(draft, number) for number in sent.questions]
    decision = parse_decision(sent.decision)
    return desk.sign_off(id, person, decision, note=sent.note, items=places, version=sent.version, deputy=sent.deputy)


@router.get("/drafts/{id}/sign-offs", responses=_errors(404))
def sign_offs(id: str, person: Reader, desk: TheDesk) -> list[SignOff]:
    """All decisions, oldest first; `voided` names the answers for which one no longer counts."""
    return desk.sign_offs(id, person)


def _place(draft: Draft, number: str) -> int:
    places = [p for p, item in enumerate(draft.items) if item.number == number.strip()]
    if len(places) != 1:
        raise BadInput(f"Im Entwurf gibt es die Frage „{number[:50]}“ nicht genau einmal.")
    return places[0]


@router.get("/drafts/{id}/export", response_class=Response, responses=_errors(404, 409))
def export_draft(
    id: str, person: Reader, desk: TheDesk, format: Format = Format.docx, sources: Sources = Sources.none
) -> Response:
    """The answer as a file; until it is released every page says that it is a draft."""
    data, name = exported(desk, person, id, format, sources)
    return Response(
        data, media_type=format.media_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


class PublishSent(BaseModel):
    """`reference` is the number that the council information system gave; it is never made up here."""

    reference: Annotated[str, Field(max_length=100)] = ""
    date: dt.date | None = None


class Published(BaseModel):
    """A released answer: its number, its day, and the paper that it became."""

    draft: str
    state: str
    reference: str
    date: dt.date | None
    paper: str | None


@router.post("/drafts/{id}/publish", responses=_errors(404, 409))
def publish(id: str, person: Releaser, desk: TheDesk, sent: PublishSent | None = None) -> Published:
    """Release an answer that all have signed; it becomes a paper that is found the next time."""
    sent = sent or PublishSent()
    paper_id = publish_paper(desk, person, id, sent.reference, sent.date)
    reference, day, _ = desk.released(id, person)
    return Published(draft=id, state=desk.state(id, person), reference=reference, date=day, paper=paper_id)
