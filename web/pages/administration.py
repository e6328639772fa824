"""Administration: people, the town's profile, the language model, the embedding, and the journal."""

from itertools import zip_longest
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from assistant.errors import BadInput
from assistant.review import Person, Right, Role, edited_way, profile_stamp
from web.events import events
from web.pages.forms import go
from web.policy import Administrator, TheDesk, allow
from web.render import page
from web.works import Works, choosing, learning

router = APIRouter(include_in_schema=False)
Auditor = Annotated[Person, Depends(allow(Right.audit))]


@router.get("/verwaltung")
def administration(request: Request, person: Administrator, desk: TheDesk) -> HTMLResponse:
    settings = desk.library.settings
    return page(
        request,
        "verwaltung.html",
        people=desk.people(),
        roles=list(Role),
        model=settings.chat_model,
        model_on=desk.model_is_on(),
        embeddings=desk.embeddings(),
        pinned=settings.embedding_model,
        work=request.app.state.works.last("train"),
        profile=desk.town,
        stamp=profile_stamp(desk.town),
    )


# --- People ---------------------------------------------------------------------------------------


@router.post("/verwaltung/person")
def add_person(
    person: Administrator,
    desk: TheDesk,
    login: Annotated[str, Form(max_length=64)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    department: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    role: Annotated[list[str] | None, Form()] = None,
    not_public: Annotated[str, Form()] = "",
) -> Response:
    desk.add_person(
        login.strip().casefold(),
        name,
        roles=role or [],
        department=department,
        not_public=bool(not_public),
        password=password or None,
        by=person.login,
    )
    return go("/verwaltung", "person", "personen")


@router.post("/verwaltung/aendern")
def change_person(
    person: Administrator,
    desk: TheDesk,
    login: Annotated[str, Form(max_length=64)],
    name: Annotated[str, Form(max_length=200)] = "",
    department: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    role: Annotated[list[str] | None, Form()] = None,
    not_public: Annotated[str, Form()] = "",
) -> Response:
    if login == person.login and Role.admin.value not in (role or []):
        raise BadInput("Die Fachadministration können Sie sich nicht selbst nehmen.")
    desk.change_person(
        login,
        by=person.login,
        name=name,
        department=department,
        roles=role or [],
        not_public=bool(not_public),
        password=password or None,
    )
    return go("/verwaltung", "person", "personen")


@router.post("/verwaltung/sperren")
def disable(
    person: Administrator, desk: TheDesk, login: Annotated[str, Form(max_length=64)], aktiv: Annotated[str, Form()] = ""
) -> Response:
    if login == person.login:
        raise BadInput("Sich selbst sperren geht nicht; das muss eine andere Person tun.")
    desk.disable_person(login, by=person.login, active=bool(aktiv))
    return go("/verwaltung", "person", "personen")


@router.post("/verwaltung/schluessel")
def new_token(
    request: Request, person: Administrator, desk: TheDesk, login: Annotated[str, Form(max_length=64)]
) -> HTMLResponse:
    """A key for the interface; it stands on this page and nowhere else."""
    return page(request, "schluessel.html", login=login, token=desk.new_token(login, by=person.login))


# --- The town -------------------------------------------------------------------------------------


@router.post("/verwaltung/stadtprofil")
def change_town(
    person: Administrator,
    desk: TheDesk,
    stamp: Annotated[str, Form(max_length=64)],
    name: Annotated[str, Form(max_length=200)] = "",
    state: Annotated[str, Form(max_length=100)] = "",
    letterhead: Annotated[str, Form(max_length=2000)] = "",
    mayor_title: Annotated[str, Form(max_length=100)] = "",
    mayor: Annotated[str, Form(max_length=200)] = "",
    council: Annotated[str, Form(max_length=100)] = "",
    stadtrat: Annotated[str, Form(max_length=40)] = "council_member",
    days_to_answer: Annotated[str, Form(max_length=5)] = "",
    answer_paper_type: Annotated[str, Form(max_length=100)] = "",
    station: Annotated[list[str] | None, Form()] = None,
    station_key: Annotated[list[str] | None, Form()] = None,
    department: Annotated[list[str] | None, Form()] = None,
    head: Annotated[list[str] | None, Form()] = None,
    email: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Names, departments, the Zeichnungsweg and the period; an emptied row is gone."""
    changes: dict[str, Any] = {
        "name": name.strip(),
        "state": state.strip(),
        "letterhead": [line.strip() for line in letterhead.splitlines() if line.strip()],
        "mayor_title": mayor_title.strip(),
        "mayor": mayor.strip(),
        "council": council.strip(),
        "stadtrat": stadtrat,
        "days_to_answer": days_to_answer.strip(),
        "answer_paper_type": answer_paper_type.strip(),
        "departments": _departments(department or [], head or [], email or []),
    }
    if station is not None:
        keys = station_key or []
        keys = [*keys, *[""] * (len(station) - len(keys))][: len(station)]
        changes["stations"] = edited_way(desk.town, station, keys)
    desk.change_town(person, changes, stamp=stamp)
    return go("/verwaltung", "stadtprofil", "stadtprofil")


def _departments(names: list[str], heads: list[str], emails: list[str]) -> list[dict[str, str]]:
    rows = zip_longest(names, heads, emails, fillvalue="")
    return [{"name": n.strip(), "head": h.strip(), "email": e.strip()} for n, h, e in rows if n.strip()]


# --- Language model and embedding -----------------------------------------------------------------


@router.post("/verwaltung/modell")
def switch_model(person: Administrator, desk: TheDesk, an: Annotated[str, Form()] = "") -> Response:
    """The kill switch: off means that no further question goes to a language model."""
    desk.switch_model(person, bool(an))
    return go("/verwaltung", "gespeichert", "modell")


@router.post("/verwaltung/lernen")
def learn(request: Request, person: Administrator, desk: TheDesk) -> Response:
    """Learn from the town's own papers, in the background."""
    works: Works = request.app.state.works
    works.start("train", "Aus den eigenen Vorlagen lernen", learning(desk, person))
    return go("/verwaltung", "begonnen", "suchverfahren")


@router.post("/verwaltung/suchverfahren")
def choose_embedding(
    request: Request, person: Administrator, desk: TheDesk, name: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Go over to another embedding, in most cases back to the one before."""
    works: Works = request.app.state.works
    work = works.start("train", "Suchverfahren wechseln", choosing(desk, person, name))
    work.finished.wait(3.0)
    return go("/verwaltung", "" if work.failed or work.running else "suchverfahren", "suchverfahren")


@router.get("/verwaltung/fortschritt")
def progress(request: Request, person: Administrator) -> StreamingResponse:
    return StreamingResponse(events(request.app.state.works.last("train")), media_type="text/event-stream")


# --- The journal ----------------------------------------------------------------------------------


_NOBODY = {"machine": "Vorlagen-Assistent", "vorlagen": "Befehlszeile"}


@router.get("/protokoll")
def journal(request: Request, person: Auditor, desk: TheDesk, gegenstand: str = "") -> HTMLResponse:
    """What was done, by whom and when, and whether the chain is whole."""
    entries = desk.journal(person, subject=gegenstand.strip())
    return page(
        request,
        "protokoll.html",
        entries=entries,
        broken=desk.verify_journal(),
        gegenstand=gegenstand,
        names={p.login: p.name for p in desk.people()} | _NOBODY,
    )
