"""Beside the text of an answer: Prüfhinweise, open points, comments, assignments, Zulieferungen."""

from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile

from assistant.publishing import Format
from assistant.review import Reply, read_reply
from web.pages.forms import day, go
from web.pages.frame import PREFIX, Place, Version
from web.policy import Reader, TheDesk, Writer

router = APIRouter(prefix=PREFIX, include_in_schema=False)


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


@router.post("/hinweis-oeffnen")
def reopen(id: str, person: Writer, desk: TheDesk, item: Place, flag: Annotated[str, Form(max_length=64)]) -> Response:
    desk.reopen(id, person, flag)
    return go(f"/entwuerfe/{id}", "geoeffnet", "hinweise", frage=item + 1)


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
    reply = Reply(text=text)
    if datei is not None and datei.filename:
        numbers = dict(enumerate(i.number for i in desk.draft(id, person).items))
        reply = read_reply(datei.file.read(), datei.filename, numbers.get(item, ""))
    desk.take_reply(
        id,
        person,
        item,
        reply.text,
        office=office,
        informant=informant or reply.informant,
        as_of=day(as_of) or reply.as_of,
        source=reply.source,
        replace=bool(ersetzen),
        version=version,
    )
    return go(f"/entwuerfe/{id}", "zulieferung", "antwort", frage=item + 1)
