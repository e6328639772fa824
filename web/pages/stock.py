"""The library and its sources: what is in it, and taking more in from a page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.datastructures import UploadFile

from assistant.errors import BadInput
from assistant.review import Desk, Person, Right
from web.events import events
from web.pages.forms import go
from web.policy import Administrator, Reader, TheDesk
from web.render import page
from web.tasks import keep_uploads
from web.works import Works, taking_in

router = APIRouter(include_in_schema=False)
_MOST_FILES = 200
_LATEST = 50


@router.get("/bestand")
def library_page(request: Request, person: Reader, desk: TheDesk) -> HTMLResponse:
    """What is in the library, where it came from, what could not be read; and for the right role a way to add."""
    library = desk.library
    runs = library.runs()
    return page(
        request,
        "bestand.html",
        counts=library.counts(not person.not_public),
        runs=runs,
        source_name=source_name,
        systems=[feed for feed in dict.fromkeys(r["feed"] for r in runs) if feed.startswith(("http://", "https://"))],
        notices=library.notices,
        papers=library.latest(_LATEST, public_only=not person.not_public),
        work=request.app.state.works.last("ingest"),
        may_add=person.may(Right.administer),
    )


def source_name(feed: str) -> str:
    """A source as people know it: the address of a system, the name of a folder or file."""
    if not feed.startswith("file:"):
        return feed
    name = feed.rstrip("/").rsplit("/", 1)[-1]
    return "hochgeladene Dateien" if name == "eingang" else f"Ordner „{name}“"


@router.post("/bestand/hochladen")
async def upload(request: Request, person: Administrator, desk: TheDesk) -> Response:
    """Papers as files; they are kept in the data directory and taken in from there."""
    async with request.form(max_files=_MOST_FILES, max_fields=10) as form:
        sent = [f for f in form.getlist("dateien") if isinstance(f, UploadFile) and f.filename]
        files = [(f.filename or "", await f.read()) for f in sent]
        not_public = bool(form.get("nichtoeffentlich"))
    if not files:
        raise BadInput("Bitte mindestens eine Datei wählen.")
    folder = await run_in_threadpool(keep_uploads, desk, files)
    _begin(request.app.state.works, desk, person, folder, not_public)
    return go("/bestand", "begonnen", "arbeit")


@router.post("/bestand/einlesen")
def take_in(
    request: Request,
    person: Administrator,
    desk: TheDesk,
    quelle: Annotated[str, Form(max_length=1000)] = "",
    nichtoeffentlich: Annotated[str, Form()] = "",
) -> Response:
    """A folder on the server or a council information system; known ones are only asked for what changed."""
    source = quelle.strip()
    if not source:
        raise BadInput("Bitte einen Ordner oder die OParl-Adresse des Ratsinformationssystems angeben.")
    _begin(request.app.state.works, desk, person, source, bool(nichtoeffentlich))
    return go("/bestand", "begonnen", "arbeit")


def _begin(works: Works, desk: Desk, person: Person, source: str, not_public: bool) -> None:
    works.start("ingest", "Vorlagen aufnehmen", taking_in(desk, person, source, not_public))


@router.get("/bestand/fortschritt")
def progress(request: Request, person: Reader) -> StreamingResponse:
    return StreamingResponse(events(request.app.state.works.last("ingest")), media_type="text/event-stream")
