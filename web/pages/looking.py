"""Looking at a draft: against earlier answers, through its versions, and as it goes out."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import BadInput
from assistant.publishing import Format, Sources
from web import views
from web.comparing import comparison, earlier_answers, with_values
from web.pages.frame import PREFIX, draft_frame
from web.policy import Reader, TheDesk
from web.render import page
from web.sittings import sittings
from web.tasks import exported, imprint, signatures

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/vergleich")
def compare(request: Request, id: str, person: Reader, desk: TheDesk, frage: int = 1, mit: int = 1) -> HTMLResponse:
    """The answer against an earlier one: by word, by value, and all earlier ones in time."""
    from assistant.retrieval import timeline

    draft = desk.draft(id, person)
    shown = views.answers(draft, desk.settled(id, person))
    if not shown:
        raise BadInput("Der Entwurf entsteht gerade noch. Bitte einen Augenblick warten.")
    now = shown[views.choose(shown, frage - 1)]
    earlier = earlier_answers(now.item)
    chosen = earlier[views.choose(earlier, mit - 1)] if earlier else None
    return page(
        request,
        "vergleich.html",
        **draft_frame(desk, person, draft, "vergleich"),
        answers=shown,
        now=now,
        earlier=earlier,
        chosen=chosen,
        compared=comparison(now, chosen) if chosen else None,
        timeline=timeline(desk.library, chosen or now.item.question, desk.scope_of(draft.inquiry)) if earlier else [],
        with_values=with_values,
        contradictions=[t for t in now.tasks if t.flag.kind == "contradiction"],
    )


@router.get("/verlauf")
def history(request: Request, id: str, person: Reader, desk: TheDesk, frage: int = 1) -> HTMLResponse:
    """Every version of an answer, what changed from one to the next, and a way back."""
    draft = desk.draft(id, person)
    shown = views.answers(draft, desk.settled(id, person))
    place = views.choose(draft.items, frage - 1)
    names = {p.login: p.name for p in desk.people()} | {"machine": "Vorlagen-Assistent"}
    return page(
        request,
        "verlauf.html",
        **draft_frame(desk, person, draft, "verlauf"),
        answers=shown,
        now=shown[place] if shown else None,
        sittings=sittings(desk.versions(id, person, place)),
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
        formats=[(Format.docx, "Word"), (Format.pdf, "PDF")],
        other_formats=[(Format.md, "Text mit Auszeichnung (Markdown)"), (Format.json, "Daten (JSON)")],
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
