"""The draft: question by question, with its evidence beside it, its flags as tasks, and every version kept."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, StreamingResponse

from assistant.errors import BadInput
from assistant.model import Draft, Precedent, Statement, StatementKind
from assistant.publishing import Format, Sources
from assistant.review import Desk, Person, StaleDraft, State, word_differences
from assistant.review import reply_text as text_of_reply
from web import views
from web.jobs import events
from web.pages.forms import day, go
from web.policy import Reader, Signer, TheDesk, Writer
from web.render import fragment, page
from web.tasks import exported, imprint, signatures

router = APIRouter(prefix="/entwuerfe/{id}", include_in_schema=False)
Version = Annotated[int, Form()]
Place = Annotated[int, Form()]


@router.get("")
def editor(
    request: Request, id: str, person: Reader, desk: TheDesk, frage: int = 1, suche: str = "", alle: int = 0
) -> HTMLResponse:
    """One question at a time: its answer, what it rests on, what is still to do."""
    drafting, done, total, failure = desk.drafting(id, person)
    filed = desk.inquiry(desk.draft(id, person).inquiry.id, person)
    if drafting or failure:
        return page(request, "entwurf_entsteht.html", id=id, filed=filed, done=done, total=total, failure=failure)
    draft = desk.draft(id, person)
    shown = views.answers(draft, desk.settled(id, person))
    now = shown[views.choose(shown, frage - 1)]
    found = _search(desk, draft, person, suche) if suche.strip() else []
    return page(
        request,
        "entwurf.html",
        **draft_frame(desk, person, draft, "bearbeiten"),
        answers=shown,
        now=now,
        can_edit=desk.may_edit(id, person),
        suche=suche,
        found=found,
        precedents=now.item.precedents,
        rejected=now.item.rejected,
        quotables=_quotables(desk, [*found, *now.item.precedents], draft),
        comments=[c for c in desk.comments(id, person) if c.item == now.place],
        assignments=[a for a in desk.assignments(id, person) if a.item == now.place],
        departments=_departments(desk, now),
        statement_kinds=views.STATEMENT_WORDS,
        voice_words=views.VOICE_WORDS,
        outcome_words=views.OUTCOME_WORDS,
    )


def draft_frame(desk: Desk, person: Person, draft: Draft, tab: str) -> dict[str, Any]:
    """What stands around every page of a draft."""
    filed = desk.inquiry(draft.inquiry.id, person)
    return {
        "draft": draft,
        "filed": filed,
        "tab": tab,
        "state": filed.state or State.draft,
        "stops": desk.way(draft.id, person),
        "may_decide": desk.may_decide(draft.id, person),
    }


def _search(desk: Desk, draft: Draft, person: Person, text: str) -> list[Precedent]:
    from assistant.retrieval import search

    scope = desk.scope_of(draft.inquiry)
    return search(desk.library, text[:10_000], scope, limit=8)


def _quotables(desk: Desk, found: list[Precedent], draft: Draft) -> dict[str, list[views.Quotable]]:
    public_only = desk.scope_of(draft.inquiry).public_only
    papers = {p.paper.id: desk.library.paper(p.paper.id, public_only=public_only) for p in found}
    return {
        quotable_key(p): views.quotables(p, paper.text)
        for p in found
        if (paper := papers[p.paper.id]) and p.voice.speaks_for_town
    }


def quotable_key(found: Precedent) -> str:
    place = found.exchange.number if found.exchange else str(found.passage.start if found.passage else "")
    return f"{found.paper.id}·{place}·{found.rank}"


def _departments(desk: Desk, answer: views.Answer) -> list[str]:
    names = [d.name for d in answer.item.departments] + [d.name for d in desk.town.departments]
    return list(dict.fromkeys(names))


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
    if leise:  # saved in the background while typing: only the new version is wanted
        return Response(str(saved.version), media_type="text/plain")
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
    kind: Annotated[str, Form(max_length=20)] = "",
    office: Annotated[str, Form(max_length=200)] = "",
    informant: Annotated[str, Form(max_length=200)] = "",
    as_of: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Say what a sentence rests on when no earlier paper says it."""
    if kind not in set(StatementKind):
        raise BadInput("Bitte wählen, worauf der Satz beruht.")
    statement = Statement(
        kind=StatementKind(kind),
        office=office.strip() or None,
        person=informant.strip() or None,
        as_of=day(as_of),
        note=note.strip() or None,
    )
    desk.change_sentence(id, person, item, sentence, version=version, statement=statement)
    return go(f"/entwuerfe/{id}", "gespeichert", f"satz-{sentence + 1}", frage=item + 1)


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


# --- Beside the text ------------------------------------------------------------------------------


@router.post("/hinweis")
def settle(
    id: str,
    person: Writer,
    desk: TheDesk,
    item: Place,
    flag: Annotated[str, Form(max_length=64)],
    note: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    desk.settle(id, person, item, flag, note)
    return go(f"/entwuerfe/{id}", "erledigt", "hinweise", frage=item + 1)


@router.post("/offener-punkt")
def settle_point(id: str, person: Writer, desk: TheDesk, version: Version, item: Place, point: Place) -> Response:
    desk.settle_point(id, person, item, point, version=version)
    return go(f"/entwuerfe/{id}", "punkt", "offen", frage=item + 1)


@router.post("/kommentar")
def comment(
    id: str,
    person: Reader,
    desk: TheDesk,
    item: Place,
    text: Annotated[str, Form(max_length=5000)] = "",
    sentence: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    desk.comment(id, person, item, text, sentence)
    return go(f"/entwuerfe/{id}", "kommentar", "kommentare", frage=item + 1)


@router.post("/kommentar-erledigt")
def finish_comment(id: str, person: Reader, desk: TheDesk, item: Place, comment: Annotated[int, Form()]) -> Response:
    desk.finish_comment(id, person, comment)
    return go(f"/entwuerfe/{id}", "gespeichert", "kommentare", frage=item + 1)


@router.post("/zuweisen")
def assign(
    id: str,
    person: Writer,
    desk: TheDesk,
    item: Place,
    department: Annotated[str, Form(max_length=200)] = "",
    due: Annotated[str, Form(max_length=40)] = "",
    zurueck: Annotated[str, Form()] = "",
) -> Response:
    """Give the question to a department, or take it back."""
    if zurueck:
        desk.unassign(id, person, item, department)
    else:
        desk.assign(id, person, item, department, day(due))
    return go(f"/entwuerfe/{id}", "zugewiesen", "zulieferung", frage=item + 1)


@router.post("/zulieferung")
def request_contribution(
    id: str,
    person: Writer,
    desk: TheDesk,
    item: Place,
    department: Annotated[str, Form(max_length=200)] = "",
    due: Annotated[str, Form(max_length=40)] = "",
    art: Annotated[str, Form(max_length=10)] = "mail",
) -> Response:
    """The request as a mail file or as a Word form, to be sent with any mail program."""
    files = desk.request(id, person, department, due=day(due), items=[item])
    if art == "word":
        headers = {"content-disposition": 'attachment; filename="Zulieferung.docx"'}
        return Response(files.form, media_type=Format.docx.media_type, headers=headers)
    headers = {"content-disposition": 'attachment; filename="Zulieferung.eml"'}
    return Response(files.mail, media_type="message/rfc822", headers=headers)


@router.post("/antwort")
def take_reply(
    id: str,
    person: Writer,
    desk: TheDesk,
    version: Version,
    item: Place,
    office: Annotated[str, Form(max_length=200)] = "",
    informant: Annotated[str, Form(max_length=200)] = "",
    as_of: Annotated[str, Form(max_length=40)] = "",
    text: Annotated[str, Form(max_length=20_000)] = "",
    ersetzen: Annotated[str, Form()] = "",
    datei: UploadFile | None = None,
) -> Response:
    """A reply, pasted or as a file, becomes the answer with office, person and day filled in."""
    if datei is not None and datei.filename:
        text = text_of_reply(datei.file.read(), datei.filename)
    desk.take_reply(
        id,
        person,
        item,
        text,
        office=office,
        informant=informant,
        as_of=day(as_of),
        replace=bool(ersetzen),
        version=version,
    )
    return go(f"/entwuerfe/{id}", "zulieferung", "antwort", frage=item + 1)


# --- Looking back, comparing, giving out ----------------------------------------------------------


@router.get("/vergleich")
def compare(request: Request, id: str, person: Reader, desk: TheDesk, frage: int = 1, mit: int = 1) -> HTMLResponse:
    """The answer against an earlier one: by word, by value, and all earlier ones in time."""
    from assistant.retrieval import timeline

    draft = desk.draft(id, person)
    shown = views.answers(draft, desk.settled(id, person))
    if not shown:
        raise BadInput("Der Entwurf entsteht gerade noch. Bitte einen Augenblick warten.")
    now = shown[views.choose(shown, frage - 1)]
    earlier = [p for p in now.item.precedents if p.voice.speaks_for_town]
    chosen = earlier[views.choose(earlier, mit - 1)] if earlier else None
    return page(
        request,
        "vergleich.html",
        **draft_frame(desk, person, draft, "vergleich"),
        answers=shown,
        now=now,
        earlier=earlier,
        chosen=chosen,
        comparison=views.comparison(now.item, chosen) if chosen else None,
        mention_words=views.MENTION_WORDS,
        timeline=timeline(desk.library, chosen or now.item.question, desk.scope_of(draft.inquiry)) if earlier else [],
        earlier_text=views.earlier_text,
        contradictions=[t for t in now.tasks if t.flag.kind == "contradiction"],
    )


@router.get("/quelle")
def source(request: Request, id: str, person: Reader, desk: TheDesk, paper: str, start: int, end: int) -> HTMLResponse:
    """The highlighted source with the text around it, to be shown beside the answer."""
    citation = desk.citation(id, person, paper, start, end)
    found = desk.library.paper(citation.paper, public_only=not person.not_public)
    blocks = views.around(found.text, start, end) if found else []
    return fragment("quelle.html", citation=citation, name=found.name if found else "", blocks=blocks)


@router.get("/verlauf")
def history(request: Request, id: str, person: Reader, desk: TheDesk, frage: int = 1) -> HTMLResponse:
    """Every version of an answer, what changed from one to the next, and a way back."""
    draft = desk.draft(id, person)
    shown = views.answers(draft, desk.settled(id, person))
    place = views.choose(draft.items, frage - 1)
    versions = desk.versions(id, person, place)
    older = [*versions[1:], None]
    changes = [
        (v, word_differences(before.content.text, v.content.text) if before else [])
        for v, before in zip(versions, older, strict=True)
    ]
    names = {p.login: p.name for p in desk.people()} | {"machine": "Vorlagen-Assistent"}
    return page(
        request,
        "verlauf.html",
        **draft_frame(desk, person, draft, "verlauf"),
        answers=shown,
        now=shown[place] if shown else None,
        changes=changes,
        names=names,
        can_edit=desk.may_edit(id, person),
    )


@router.get("/ausgabe")
def output(request: Request, id: str, person: Reader, desk: TheDesk) -> HTMLResponse:
    """Files, the text for the council system in one click, and the release."""
    from assistant.publishing import export

    draft = desk.checked_draft(id, person)
    decisions = desk.sign_offs(id, person)
    text = export(draft, Format.txt, desk.town, Sources.none, signatures(decisions), imprint(desk, person, draft))
    return page(
        request,
        "ausgabe.html",
        **draft_frame(desk, person, draft, "ausgabe"),
        text=text.decode(),
        released=desk.released(id, person),
        formats=[(Format.docx, "Word"), (Format.pdf, "PDF"), (Format.md, "Markdown"), (Format.json, "JSON")],
        sources=[(Sources.none, "ohne"), (Sources.footnotes, "als Fußnoten"), (Sources.annex, "als Anlage")],
    )


@router.get("/export")
def download(
    id: str, person: Reader, desk: TheDesk, format: Format = Format.docx, quellen: Sources = Sources.none
) -> Response:
    data, name = exported(desk, person, id, format, quellen)
    return Response(
        data, media_type=format.media_type, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


@router.get("/fortschritt")
def progress(request: Request, id: str, person: Reader, desk: TheDesk) -> StreamingResponse:
    """How the draft is coming on, for the page that waits."""
    desk.draft(id, person)
    return StreamingResponse(events(request.app.state.jobs.job(id)), media_type="text/event-stream")


@router.post("/weitergeben")
def submit(
    id: str, person: Signer, desk: TheDesk, version: Version, note: Annotated[str, Form(max_length=5000)] = ""
) -> Response:
    """Pass the finished draft on to those who sign."""
    desk.submit(id, person, version=version, note=note)
    return go(f"/entwuerfe/{id}/zeichnen", "weitergegeben")
