"""Every route declares who may call it, and the door keeps to it."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from assistant.review import Role
from assistant.settings import Settings
from tests.web.conftest import served
from web.app import create_app

OPEN = {"/openapi.json", "/api/openapi.json", "/static"}


def _policies(dependant: Any) -> set[str]:
    own = {dependant.call.policy} if hasattr(dependant.call, "policy") else set()
    return own.union(*(_policies(one) for one in dependant.dependencies))


def _routes(app: Any) -> list[APIRoute]:
    """All routes, also those that a router holds inside the application."""
    found, waiting = [], list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found.append(route)
        inner = getattr(route, "original_router", None) or getattr(route, "router", None)
        waiting.extend(getattr(inner, "routes", []))
    return found


def test_every_route_declares_a_policy(demo_app: Any) -> None:
    routes = _routes(demo_app)
    assert len(routes) > 50
    without = [f"{r.methods} {r.path}" for r in routes if not _policies(r.dependant)]
    assert without == []


def test_what_changes_something_is_never_public_but_for_signing_on(demo_app: Any) -> None:
    public = {
        r.path for r in _routes(demo_app) if _policies(r.dependant) == {"public"} and r.methods & {"POST", "PATCH"}
    }
    assert public == {"/anmelden", "/abmelden", "/person-wechseln", "/darstellung"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A service with sign-on, one person for each role, and one who sees what is nichtöffentlich."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("town")))
    desk = app.state.desk
    for role in Role:
        desk.add_person(role.name, role.value, roles=[role.value], password="ein-langes-kennwort")
    desk.add_person("geheim", "Geheim", roles=["Sachbearbeitung"], not_public=True)
    tokens = {name: desk.new_token(name) for name in [*(role.name for role in Role), "geheim"]}
    with served(app) as base:
        yield base, tokens, desk


def _as(town: Any, name: str) -> httpx.Client:
    base, tokens, _ = town
    return httpx.Client(base_url=base, headers={"authorization": f"Bearer {tokens[name]}"}, timeout=60)


def test_nobody_gets_anything_without_signing_on(town: Any) -> None:
    app_routes = _routes(create_app(Settings(data_dir=Path("leer"))))
    with httpx.Client(base_url=town[0]) as stranger:
        for route in app_routes:
            if _policies(route.dependant) == {"public"}:
                continue
            path = route.path.replace("{id:path}", "x").replace("{id}", "x")
            for method in route.methods & {"GET", "POST", "PATCH"}:
                answer = stranger.request(method, path)
                signed_on_asked = answer.status_code == 401 or (
                    answer.status_code == 303 and answer.headers["location"].startswith("/anmelden")
                )
                assert signed_on_asked, f"{method} {path}: {answer.status_code}"


def test_a_wrong_key_is_not_the_clerk(demo: str) -> None:
    answer = httpx.get(f"{demo}/api/v1/search", params={"text": "Parken"}, headers={"authorization": "Bearer falsch"})
    assert answer.status_code == 401


WRITES = [
    ("POST", "/api/v1/inquiries", {"text": "1. Wie viele?"}),
    ("POST", "/api/v1/drafts/x/publish", {"reference": "M 1"}),
    ("POST", "/api/v1/drafts/x/sign-offs", {"decision": "mitgezeichnet"}),
    ("PATCH", "/api/v1/drafts/x", {"items": []}),
    ("PATCH", "/api/v1/inquiries/x", {"topic": "x"}),
]
MAY = {
    "clerk": {0: 1, 1: 0, 2: 1, 3: 1, 4: 1},
    "co_signer": {0: 0, 1: 0, 2: 1, 3: 0, 4: 0},
    "final_signer": {0: 0, 1: 0, 2: 1, 3: 0, 4: 0},
    "council_office": {0: 1, 1: 1, 2: 0, 3: 1, 4: 1},
    "admin": {0: 0, 1: 0, 2: 0, 3: 0, 4: 0},
    "auditor": {0: 0, 1: 0, 2: 0, 3: 0, 4: 0},
}


@pytest.mark.parametrize("role", list(MAY))
def test_each_role_writes_only_what_is_its_own(town: Any, role: str) -> None:
    with _as(town, role) as client:
        for place, (method, path, body) in enumerate(WRITES):
            answer = client.request(method, path, json=body, headers={"if-match": '"1"'})
            assert (answer.status_code != 403) == bool(MAY[role][place]), f"{role} {path}: {answer.status_code}"


@pytest.mark.parametrize("role", list(MAY))
def test_what_is_not_public_is_not_there(town: Any, role: str) -> None:
    with _as(town, "geheim") as owner:
        made = owner.post(
            "/api/v1/inquiries", json={"text": "Anfrage\n\n1. Wie hoch ist die Abfindung?", "public": False}
        )
        assert made.status_code == 201, made.text
        id = made.json()["id"]
        draft = owner.post(f"/api/v1/inquiries/{id}/draft").json()
    with _as(town, role) as client:
        for path in (
            f"/api/v1/inquiries/{id}",
            f"/api/v1/inquiries/{id}/draft",
            f"/api/v1/inquiries/{id}/draft/events",
            f"/api/v1/drafts/{draft['id']}",
            f"/api/v1/drafts/{draft['id']}/sign-offs",
            f"/api/v1/drafts/{draft['id']}/export",
            f"/anfragen/{id}",
            f"/anfragen/{id}/original",
            f"/entwuerfe/{draft['id']}",
            f"/entwuerfe/{draft['id']}/vergleich",
            f"/entwuerfe/{draft['id']}/zeichnen",
            f"/entwuerfe/{draft['id']}/ausgabe",
            f"/entwuerfe/{draft['id']}/verlauf",
            f"/entwuerfe/{draft['id']}/export",
            f"/entwuerfe/{draft['id']}/fortschritt",
        ):
            answer = client.get(path)
            assert answer.status_code == 404, f"{role} {path}: {answer.status_code}"
            assert "Abfindung" not in answer.text
        assert "Abfindung" not in client.get("/").text


def test_administration_and_journal_are_for_their_roles(town: Any) -> None:
    for role, pages in {"clerk": (403, 403), "admin": (200, 403), "auditor": (403, 200)}.items():
        with _as(town, role) as client:
            assert (client.get("/verwaltung").status_code, client.get("/protokoll").status_code) == pages, role
