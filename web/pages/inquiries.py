"""Anfragen: the list, taking one in, and checking how it was split into questions."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from assistant.errors import BadInput, VorlagenError
from assistant.model import Inquiry, Question
from assistant.review import (
    Desk,
    Person,
    Right,
    State,
    is_question,
    join_question,
    marked_original,
    no_question,
    split_question,
)
from web.pages.forms import day, go
from web.policy import Reader, TheDesk, Writer
from web.problems import status_of
from web.render import page
from web.tasks import pasted, take_in

router = APIRouter(include_in_schema=False)


@router.get("/")
def overview(request: Request, person: Reader, desk: TheDesk, stand: str = "", text: str = "") -> HTMLResponse:
    """All inquiries: mine first, then by the day they are due."""
    lines = desk.inquiries(person, state=stand, text=text)
    counts = desk.library.counts(not person.not_public)
    filtered = bool(stand or text)
    return page(
        request,
        "anfragen.html",
        lines=lines,
        stand=stand,
        text=text,
        states=list(State),
        counts=counts,
        filtered=filtered,
    )


@router.get("/anfragen/neu")
def new_form(request: Request, person: Writer) -> HTMLResponse:
    return page(request, "anfrage_neu.html", text="", error="", not_public=False)


@router.post("/anfragen")
async def add(request: Request, person: Writer, desk: TheDesk) -> Response:
    """A file, or else the text; what cannot be read comes back with its text and the reason."""
    async with request.form(max_files=1, max_fields=10) as form:
        upload, text = form.get("datei"), str(form.get("text") or "")
        public = False if form.get("nichtoeffentlich") else None
        data, name = pasted(text), "Anfrage.txt"
        if upload is not None and not isinstance(upload, str) and upload.filename:
            data, name = await upload.read(), upload.filename
    try:
        filed = await run_in_threadpool(take_in, desk, person, data, name, public)
    except VorlagenError as error:
        context = {"text": text, "error": str(error), "not_public": public is False}
        return page(request, "anfrage_neu.html", status=status_of(error), **context)
    return go(f"/anfragen/{filed.inquiry.id}", "aufgenommen")


@router.get("/anfragen/{id}")
def check(request: Request, id: str, person: Reader, desk: TheDesk) -> HTMLResponse:
    """The split beside the original; nothing of the text is missing there."""
    filed = desk.inquiry(id, person)
    open_for_changes = filed.state in (None, State.draft) and not filed.drafting and person.may(Right.write)
    return page(
        request,
        "anfrage.html",
        filed=filed,
        inquiry=filed.inquiry,
        original=marked_original(filed.inquiry),
        open=open_for_changes,
        notices=desk.library.notices,
    )


@router.post("/anfragen/{id}/fragen")
def save_questions(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Annotated[int, Form()],
    number: Annotated[list[str] | None, Form()] = None,
    text: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """The questions as they were corrected; one that was emptied is gone."""
    before = desk.inquiry(id, person).inquiry
    rows = zip(number or [], text or [], strict=False)
    questions = tuple(_kept(before, at, n.strip(), t) for at, (n, t) in enumerate(rows) if t.strip())
    desk.change_inquiry(id, person, {"questions": questions}, version=version)
    return go(f"/anfragen/{id}", "gespeichert", "fragen")


def _kept(before: Inquiry, at: int, number: str, text: str) -> Question:
    """A question keeps its place in the original as long as its words are the same."""
    text = text.replace("\r\n", "\n").strip()
    old = before.questions[at] if at < len(before.questions) else None
    if old and old.text.split() == text.split():
        return old.model_copy(update={"number": number})
    return Question(number=number, text=text, start=old.start if old else None, end=old.end if old else None)


@router.post("/anfragen/{id}/kopf")
def save_head(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Annotated[int, Form()],
    topic: Annotated[str, Form(max_length=500)] = "",
    asked_by: Annotated[str, Form(max_length=200)] = "",
    organization: Annotated[str, Form(max_length=200)] = "",
    date: Annotated[str, Form(max_length=40)] = "",
    due: Annotated[str, Form(max_length=40)] = "",
    nichtoeffentlich: Annotated[str, Form()] = "",
) -> Response:
    changes = {
        "topic": topic.strip(),
        "asked_by": asked_by.strip() or None,
        "organization": organization.strip() or None,
        "date": day(date),
        "due": day(due),
        "public": not nichtoeffentlich,
    }
    desk.change_inquiry(id, person, changes, version=version)
    return go(f"/anfragen/{id}", "gespeichert")


@router.post("/anfragen/{id}/teilen")
def split(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Annotated[int, Form()],
    place: Annotated[int, Form()],
    ab: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    _change(desk, person, id, version, lambda inquiry: split_question(inquiry, place, ab))
    return go(f"/anfragen/{id}", "geteilt", "fragen")


@router.post("/anfragen/{id}/verbinden")
def join(
    id: str, person: Writer, desk: TheDesk, version: Annotated[int, Form()], place: Annotated[int, Form()]
) -> Response:
    _change(desk, person, id, version, lambda inquiry: join_question(inquiry, place))
    return go(f"/anfragen/{id}", "verbunden", "fragen")


@router.post("/anfragen/{id}/keine-frage")
def set_apart(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Annotated[int, Form()],
    place: Annotated[int, Form()],
    art: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    _change(desk, person, id, version, lambda inquiry: no_question(inquiry, place, art))
    return go(f"/anfragen/{id}", "abgesetzt", "anderes")


@router.post("/anfragen/{id}/doch-frage")
def take_back(
    id: str, person: Writer, desk: TheDesk, version: Annotated[int, Form()], place: Annotated[int, Form()]
) -> Response:
    _change(desk, person, id, version, lambda inquiry: is_question(inquiry, place))
    return go(f"/anfragen/{id}", "gespeichert", "fragen")


def _change(desk: Desk, person: Person, id: str, version: int, change: Callable[[Inquiry], dict[str, Any]]) -> None:
    desk.change_inquiry(id, person, change(desk.inquiry(id, person).inquiry), version=version)


@router.get("/anfragen/{id}/original")
def original(id: str, person: Reader, desk: TheDesk) -> Response:
    """The file as it came in: always a download, never shown as a page of ours."""
    name, data = desk.original(id, person)
    from urllib.parse import quote

    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    headers = {"content-disposition": disposition, "content-security-policy": "sandbox; default-src 'none'"}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.post("/anfragen/{id}/entwurf")
def make_draft(id: str, request: Request, person: Writer, desk: TheDesk) -> Response:
    """Start the draft and go to where its progress shows."""
    if not desk.inquiry(id, person).inquiry.questions:
        raise BadInput("In der Anfrage ist noch keine Frage erkannt. Bitte zuerst die Fragen prüfen.")
    draft, started = desk.start_draft(id, person)
    if started:
        request.app.state.jobs.start(draft.id).finished.wait(3.0)
    return go(f"/entwuerfe/{draft.id}")
