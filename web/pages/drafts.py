"""The editor: question by question, with the evidence beside the answer, and every way of changing it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

from assistant.errors import BadInput
from assistant.model import Draft, Precedent, Statement, StatementKind
from assistant.review import Desk, StaleDraft, word_differences
from web import views
from web.events import events
from web.pages.forms import day, go
from web.pages.frame import PREFIX, Place, Version, draft_frame
from web.paper_text import around, quotables
from web.policy import Reader, Signer, TheDesk, Writer
from web.render import fragment, page

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("")
def editor(request: Request, id: str, person: Reader, desk: TheDesk, frage: int = 1, suche: str = "") -> HTMLResponse:
    """One question at a time: its answer, what it rests on, what is still to do."""
    drafting, done, total, failure = desk.drafting(id, person)
    draft = desk.draft(id, person)
    if drafting or failure:
        filed = desk.inquiry(draft.inquiry.id, person)
        return page(request, "entwurf_entsteht.html", id=id, filed=filed, done=done, total=total, failure=failure)
    shown = views.answers(draft, desk.settled(id, person))
    now = shown[views.choose(shown, frage - 1)]
    found = _search(desk, draft, suche) if suche.strip() else []
    return page(
        request,
        "entwurf.html",
        **draft_frame(desk, person, draft, "bearbeiten"),
        answers=shown,
        now=now,
        can_edit=desk.may_edit(id, person),
        last_change=desk.last_change(id, person, now.place),
        suche=suche,
        found=found,
        quotables=quotables,
        comments=[c for c in desk.comments(id, person) if c.item == now.place],
        assignments=[a for a in desk.assignments(id, person) if a.item == now.place],
        departments=_departments(desk, now),
    )


def _search(desk: Desk, draft: Draft, text: str) -> list[Precedent]:
    from assistant.retrieval import search

    return search(desk.library, text[:10_000], desk.scope_of(draft.inquiry), limit=8)


def _departments(desk: Desk, answer: views.Answer) -> list[str]:
    names = [d.name for d in answer.item.departments] + [d.name for d in desk.town.departments]
    return list(dict.fromkeys(names))


@router.get("/quelle")
def source(request: Request, id: str, person: Reader, desk: TheDesk, paper: str, start: int, end: int) -> HTMLResponse:
    """The highlighted source with the text around it, to be shown beside the answer."""
    citation = desk.citation(id, person, paper, start, end)
    found = desk.library.paper(citation.paper, public_only=not person.not_public)
    blocks = around(found.text, start, end) if found else []
    return fragment("quelle.html", citation=citation, name=found.name if found else "", blocks=blocks)


@router.get("/fortschritt")
def progress(request: Request, id: str, person: Reader, desk: TheDesk) -> StreamingResponse:
    """How the draft is coming on, for the page that waits."""
    desk.draft(id, person)
    return StreamingResponse(events(request.app.state.jobs.job(id)), media_type="text/event-stream")


# --- Saving ---------------------------------------------------------------------------------------


@router.post("/text")
def save_text(
    request: Request,
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Version,
    item: Place,
    text: Annotated[str, Form(max_length=100_000)] = "",
    leise: Annotated[str, Form()] = "",
) -> Response:
    """Save an answer edited as text; when somebody was faster both texts are shown, nothing is lost."""
    try:
        saved = desk.save_text(id, person, item, text, version=version)
    except StaleDraft as error:
        return _conflict(request, error.draft, item, text, bool(leise))
    if leise:  # saved in the background while typing: only the new version is wanted, and what was taken out
        change = desk.last_change(id, person, item)
        return JSONResponse({"version": saved.version, "taken_out": list(change.taken_out) if change else []})
    return go(f"/entwuerfe/{id}", "gespeichert", "antwort", frage=item + 1)


def _conflict(request: Request, draft: Draft, item: int, mine: str, quiet: bool) -> Response:
    if quiet:
        return Response("Jemand anderes hat inzwischen gespeichert.", 412, media_type="text/plain")
    theirs = draft.items[item].text if 0 <= item < len(draft.items) else ""
    pieces = word_differences(theirs, " ".join(mine.split()))
    return page(request, "konflikt.html", status=412, draft=draft, item=item, mine=mine, theirs=theirs, pieces=pieces)


@router.post("/satz")
def save_sentence(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Version,
    item: Place,
    sentence: Place,
    text: Annotated[str, Form(max_length=20_000)] = "",
    kind: Annotated[str, Form(max_length=20)] = "",
    office: Annotated[str, Form(max_length=200)] = "",
    informant: Annotated[str, Form(max_length=200)] = "",
    as_of: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Reword one sentence, and say what it rests on when no earlier paper says it."""
    changes: dict[str, Any] = {"statement": _statement(kind, office, informant, as_of, note)}
    if text.strip():
        changes["text"] = " ".join(text.split())
    desk.change_sentence(id, person, item, sentence, version=version, **changes)
    return go(f"/entwuerfe/{id}", "gespeichert", f"satz-{sentence + 1}", frage=item + 1)


def _statement(kind: str, office: str, informant: str, as_of: str, note: str) -> Statement | None:
    if not kind and not any((office.strip(), informant.strip(), as_of.strip(), note.strip())):
        return None
    if kind not in set(StatementKind):
        raise BadInput("Bitte wählen, worauf der Satz beruht.")
    return Statement(
        kind=StatementKind(kind),
        office=office.strip() or None,
        person=informant.strip() or None,
        as_of=day(as_of),
        note=note.strip() or None,
    )


@router.post("/satz-streichen")
def drop_sentence(id: str, person: Writer, desk: TheDesk, version: Version, item: Place, sentence: Place) -> Response:
    """Take a sentence out; it stays in the earlier version, from which it can be brought back."""
    desk.change_sentence(id, person, item, sentence, version=version, text="")
    return go(f"/entwuerfe/{id}", "gespeichert", "antwort", frage=item + 1)


@router.post("/einfuegen")
def insert(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Version,
    item: Place,
    paper: Annotated[str, Form(max_length=100)],
    start: Place,
    end: Place,
) -> Response:
    """Take over a sentence of an earlier answer with its citation."""
    citation = desk.citation(id, person, paper, start, end)
    desk.insert(id, person, item, citation, version=version)
    return go(f"/entwuerfe/{id}", "eingefuegt", "antwort", frage=item + 1)


@router.post("/fassung")
def restore(
    id: str, person: Writer, desk: TheDesk, version: Version, item: Place, fassung: Annotated[int, Form()]
) -> Response:
    desk.restore(id, person, item, fassung, version=version)
    return go(f"/entwuerfe/{id}", "wiederhergestellt", "antwort", frage=item + 1)


@router.post("/rueckgaengig")
def undo(id: str, person: Writer, desk: TheDesk, version: Version, item: Place) -> Response:
    """Take back the last change of an answer."""
    desk.undo(id, person, item, version=version)
    return go(f"/entwuerfe/{id}", "rueckgaengig", "antwort", frage=item + 1)


@router.post("/weitergeben")
def submit(
    id: str, person: Signer, desk: TheDesk, version: Version, note: Annotated[str, Form(max_length=5000)] = ""
) -> Response:
    """Pass the finished draft on to those who sign."""
    desk.submit(id, person, version=version, note=note)
    return go(f"/entwuerfe/{id}/zeichnen", "weitergegeben")
