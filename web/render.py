"""Pages from templates: one environment, German dates, and what every page shows around its content."""

import datetime as dt
import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.review import Person, Right
from web import wording
from web.policy import person_of

HERE = Path(__file__).parent
_BERLIN = ZoneInfo("Europe/Berlin")
THEMES = {"light": "Hell", "dark": "Dunkel", "system": "Wie das Gerät"}

_NAVIGATION = (
    ("/", "Anfragen", Right.read),
    ("/suche", "Suche", Right.read),
    ("/bestand", "Bestand", Right.read),
    ("/guete", "Qualität", Right.read),
    ("/verwaltung", "Verwaltung", Right.administer),
    ("/protokoll", "Protokoll", Right.audit),
    ("/hilfe", "Hilfe", None),
)


def date(value: dt.date | dt.datetime | None) -> str:
    """`23.01.2024`; a dash where there is none."""
    if value is None:
        return "–"
    return _local(value).strftime("%d.%m.%Y")


def moment(value: dt.datetime) -> str:
    return _local(value).strftime("%d.%m.%Y, %H:%M Uhr")


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    return value.astimezone(_BERLIN) if isinstance(value, dt.datetime) else value


def percent(value: float) -> str:
    return f"{round(value * 100)} %"


def source_url(citation: Any) -> str:
    """The one address at which a quote is seen highlighted in its paper."""
    return f"/vorlagen/{citation.paper}?{urlencode({'start': citation.start, 'end': citation.end})}#stelle"


def beside_url(citation: Any, draft_id: str) -> str:
    """The same quote as a piece to be shown beside the answer."""
    place = {"paper": citation.paper, "start": citation.start, "end": citation.end}
    return f"/entwuerfe/{draft_id}/quelle?{urlencode(place)}"


@cache
def _stamp(name: str) -> str:
    return hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file; changes with its content, so that it can be kept for a year."""
    return f"/static/{name}?{_stamp(name)}"


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        date=date, moment=moment, percent=percent, source_url=source_url, beside_url=beside_url, query=urlencode
    )
    made.globals.update(asset=asset, words=wording)
    return made


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page with its frame."""
    person = getattr(request.state, "person", None)
    frame = {
        "request": request,
        "person": person,
        "navigation": _navigation(request, person),
        "demo_people": _demo_people(request),
        "town": request.app.state.desk.town,
        "theme": request.cookies.get("darstellung", "system"),
        "themes": THEMES,
        "here": str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        "message": MESSAGES.get(request.query_params.get("ok", ""), ""),
    }
    return HTMLResponse(environment().get_template(template).render(frame | context), status)


def fragment(template: str, **context: Any) -> HTMLResponse:
    """A piece of a page, for htmx to put in its place."""
    return HTMLResponse(environment().get_template(template).render(context))


# What a page says after a form was sent; the address carries only the key, never the text.
MESSAGES = {
    "aufgenommen": "Die Anfrage ist aufgenommen. Bitte prüfen Sie, ob die Fragen richtig erkannt sind.",
    "gespeichert": "Gespeichert.",
    "geteilt": "Die Frage ist geteilt.",
    "verbunden": "Die Fragen sind verbunden.",
    "abgesetzt": "Der Text ist abgesetzt und bleibt bei der Anfrage.",
    "entwurf": "Der Entwurf ist fertig. Bitte prüfen Sie jeden Satz, bevor Sie ihn weitergeben.",
    "rueckgaengig": "Die letzte Änderung ist rückgängig gemacht.",
    "geoeffnet": "Der Prüfhinweis ist wieder offen.",
    "begonnen": "Die Arbeit hat begonnen. Sie können diese Seite verlassen.",
    "stadtprofil": "Das Stadtprofil ist gespeichert und gilt ab sofort.",
    "suchverfahren": "Das Suchverfahren ist gewechselt.",
    "erledigt": "Der Prüfhinweis ist als geprüft vermerkt.",
    "punkt": "Der offene Punkt ist erledigt.",
    "eingefuegt": "Der Satz ist mit seinem Beleg eingefügt.",
    "kommentar": "Der Kommentar ist gespeichert.",
    "zugewiesen": "Die Frage ist zugewiesen.",
    "zulieferung": "Die Zulieferung ist in die Antwort übernommen.",
    "gezeichnet": "Ihre Entscheidung ist festgehalten.",
    "weitergegeben": "Der Entwurf ist zur Mitzeichnung gegeben.",
    "freigegeben": "Die Antwort ist freigegeben und wird bei der nächsten Anfrage gefunden.",
    "wiederhergestellt": "Die frühere Fassung ist wiederhergestellt.",
    "rueckmeldung": "Danke, die Rückmeldung ist gespeichert.",
    "person": "Die Person ist gespeichert.",
    "entfallen": "Die Station entfällt bei diesem Entwurf.",
}


def error_page(request: Request, status: int, detail: str) -> HTMLResponse:
    if not hasattr(request.state, "person"):
        request.state.person = person_of(request)
    titles = {
        403: "Das ist nicht möglich",
        404: "Nicht gefunden",
        409: "Das geht gerade nicht",
        412: "Inzwischen geändert",
    }
    return page(
        request, "fehler.html", status=status, title=titles.get(status, "Das hat nicht geklappt"), detail=detail
    )


def _navigation(request: Request, person: Person | None) -> list[tuple[str, str, bool]]:
    if person is None:
        return []
    path = request.url.path
    return [
        (address, label, path == address or (address != "/" and path.startswith(address)))
        for address, label, right in _NAVIGATION
        if right is None or person.may(right)
    ]


def _demo_people(request: Request) -> list[Person]:
    return request.app.state.desk.people() if request.app.state.demo else []
