"""Every route declares who may call it, and the door keeps to it."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from assistant.library import IngestOptions, ingest
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


@pytest.fixture(scope="module")
def secret_paper(town: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The id of a paper that is nichtöffentlich."""
    folder = tmp_path_factory.mktemp("geheim")
    text = "Mitteilungsvorlage\nM 23/0500\nDatum: 03.05.2023\n\nKauf des Speichers\n\n"
    (folder / "m.txt").write_text(f"{text}1. Was kostet der Speicher?\n\nDer Speicher kostet 815.000 Euro.\n", "utf-8")
    ingest(town[2].library, [str(folder)], IngestOptions(not_public=True))
    (id,) = town[2].library.paper_ids(public_only=False)
    return id


@pytest.mark.parametrize("role", list(MAY))
def test_a_paper_that_is_not_public_is_nowhere(town: Any, secret_paper: str, role: str) -> None:
    paths = [f"/api/v1/papers/{secret_paper}", "/api/v1/papers/M%2023/0500", f"/vorlagen/{secret_paper}"]
    paths += [f"/vorlagen/{secret_paper}?start=1&end=9"]
    with _as(town, role) as client:
        assert [client.get(path).status_code for path in paths] == [404] * len(paths)
        for path in ("/api/v1/search?text=Speicher", "/suche?text=Speicher", "/bestand", "/", "/suche?text=M+23/0500"):
            shown = client.get(path).text
            assert "815.000" not in shown, path
            assert "Kauf des Speichers" not in shown, path
    with _as(town, "geheim") as owner:
        assert [owner.get(path).status_code for path in paths] == [200] * len(paths)
        assert "815.000" in owner.get("/api/v1/search?text=Speicher").text


def _acts(app: Any) -> list[str]:
    """Every page's act on a draft or an inquiry, by its path."""
    return [r.path for r in _routes(app) if r.methods == {"POST"} and r.path.startswith(("/entwuerfe/", "/anfragen/"))]


def test_what_is_somebody_else_s_is_not_changed(town: Any, demo_app: Any) -> None:
    """Another clerk may read a public draft, comment on it and nothing else; who only reads may not even that."""
    with _as(town, "clerk") as owner:
        inquiry = owner.post("/api/v1/inquiries", json={"text": "Anfrage\n\n1. Wie viele Bänke?"}).json()["id"]
        draft = owner.post(f"/api/v1/inquiries/{inquiry}/draft").json()
    values = {"version": 1, "item": 0, "sentence": 0, "point": 0, "fassung": 1, "place": 0, "paper": "x", "start": 0}
    values |= {"end": 1, "comment": 1, "flag": "x", "text": "x", "department": "x", "kind": "law", "station": "x"}
    values |= {"decision": "mitgezeichnet", "reason": "x", "reference": "x", "office": "x", "ab": "x", "topic": "x"}
    before = town[2].draft(draft["id"], town[2].person("clerk"))
    town[2].add_person("anderer", "Anderer", roles=["Sachbearbeitung"])
    token = town[2].new_token("anderer")
    with httpx.Client(base_url=town[0], headers={"authorization": f"Bearer {token}"}, timeout=60) as other:
        for path in _acts(demo_app):
            real = path.replace("{id}", draft["id"] if path.startswith("/entwuerfe") else inquiry)
            answer = other.post(real, data=values)
            if path.endswith(("/kommentar", "/anfragen/{id}/entwurf")):  # allowed; only leads to the draft
                continue
            assert answer.status_code in (403, 404, 409, 422), f"{path}: {answer.status_code}"
        patched = other.patch(f"/api/v1/drafts/{draft['id']}", json={"items": []}, headers={"if-match": '"1"'})
        assert patched.status_code == 403
    assert town[2].draft(draft["id"], town[2].person("clerk")) == before
