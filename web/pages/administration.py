"""Administration: people, the town's profile, the switch for the language model, and the journal."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse

from assistant.errors import BadInput
from assistant.review import MODEL_SWITCH, Person, Right, Role
from web.pages.forms import go
from web.policy import Administrator, TheDesk, allow
from web.render import page

ACT_WORDS = {
    "person_added": "Person angelegt",
    "person_changed": "Person geändert",
    "person_disabled": "Person gesperrt",
    "person_enabled": "Person entsperrt",
    "signed_on": "angemeldet",
    "token_made": "Zugangsschlüssel ausgegeben",
    "inquiry_added": "Anfrage aufgenommen",
    "inquiry_changed": "Anfrage geändert",
    "draft_started": "Entwurf begonnen",
    "draft_made": "Entwurf erstellt",
    "edited": "Antwort bearbeitet",
    "quote_inserted": "Zitat eingefügt",
    "point_settled": "offenen Punkt erledigt",
    "restored": "frühere Fassung wiederhergestellt",
    "contribution": "Zulieferung in die Antwort übernommen",
    "contribution_asked": "um Zulieferung gebeten",
    "contribution_taken": "Zulieferung eingegangen",
    "commented": "kommentiert",
    "comment_done": "Kommentar erledigt",
    "flag_settled": "Prüfhinweis geprüft",
    "assigned": "Frage zugewiesen",
    "unassigned": "Zuweisung aufgehoben",
    "sign_off": "gezeichnet oder entschieden",
    "signature_voided": "Unterschrift durch Änderung ungültig",
    "station_waived": "Station entfallen",
    "released": "freigegeben",
    "filed": "in den Bestand übernommen",
    "switch_set": "Schalter gestellt",
}

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
        model_on=desk.switch(MODEL_SWITCH, "on") != "off",
        embedding=desk.library.embedder.fingerprint,
        profile=desk.town,
    )


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


@router.post("/verwaltung/modell")
def switch_model(person: Administrator, desk: TheDesk, an: Annotated[str, Form()] = "") -> Response:
    """The kill switch: off means that drafts are made without a language model from now on."""
    desk.set_switch(MODEL_SWITCH, "on" if an else "off", person)
    return go("/verwaltung", "gespeichert", "modell")


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
        act_words=ACT_WORDS,
    )
