"""Foreign pages, foreign hosts, odd bodies, and texts that would like to be markup."""

import http.client

import httpx
import pytest

from assistant.errors import NotAllowed, WrongUsage
from assistant.review import Person, stations_of
from assistant.settings import Settings
from tests.web.conftest import served
from tests.web.opener import Browser
from tests.web.texts import draft, inquiry
from web.app import create_app
from web.pages.forms import inside
from web.security import Pace
from web.server import run

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u202e'\";--"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://boese.example"},
        {"origin": "null"},
    ],
)
def test_a_foreign_page_changes_nothing(demo: str, headers: dict[str, str]) -> None:
    answer = httpx.post(f"{demo}/api/v1/inquiries", json={"text": "1. Wie viele?"}, headers=headers)
    assert answer.status_code == 403
    assert "fremden Seite" in answer.json()["detail"]


def test_our_own_pages_and_programs_may(demo: str) -> None:
    for headers in ({"sec-fetch-site": "same-origin"}, {"origin": demo}, {}):
        assert httpx.post(f"{demo}/darstellung", data={"darstellung": "dark"}, headers=headers).status_code == 303


def test_the_demo_answers_only_to_its_own_name(demo: str) -> None:
    assert httpx.get(demo, headers={"host": "rebind.example"}).status_code == 421


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "rathaus.example", "::"])  # noqa: S104
def test_the_demo_is_for_this_machine_only(settings: Settings, host: str) -> None:
    with pytest.raises(WrongUsage, match=r"127\.0\.0\.1"):
        run(settings, host=host, port=0, demo=True)


def test_every_answer_carries_the_strict_headers(demo: str) -> None:
    for path in ("/", "/api/v1/papers/x", "/static/app.css", "/gibt-es-nicht"):
        headers = httpx.get(demo + path).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"


def test_the_cookie_is_out_of_reach_of_scripts(demo: str) -> None:
    cookie = httpx.post(f"{demo}/person-wechseln", data={"login": "mitzeichnung"}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_too_big_is_said_before_it_is_read(demo: str) -> None:
    connection = http.client.HTTPConnection(demo.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", "/anfragen")
    connection.putheader("content-length", "99999999")
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_the_pace_is_kept_per_caller() -> None:
    pace = Pace(per_minute=3)
    assert [pace.allows("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert pace.allows("b", 0.0)
    assert pace.allows("a", 30.0)


@pytest.mark.parametrize(
    "target", ["https://boese.example", "//boese.example", "/\\boese.example", "x", "/a\r\nset-cookie: x"]
)
def test_no_form_leads_out_of_the_house(target: str) -> None:
    assert inside(target) == "/"


def test_an_upload_comes_back_as_a_download_that_runs_nothing(api: httpx.Client, demo: str) -> None:
    made = api.post("/inquiries", files={"file": ('"><script>.txt', f"1. Wie viele?\n\n{HOSTILE}".encode())})
    assert made.status_code == 201, made.text
    answer = httpx.get(f"{demo}/anfragen/{made.json()['id']}/original")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_hostile_text_in_every_field_is_shown_as_text(api: httpx.Client, clerk: Browser) -> None:
    made = inquiry(api, f"Anfrage {HOSTILE}\n\n1. Wie viele {HOSTILE}?\n2. Warum?")
    changes = {
        "topic": HOSTILE,
        "asked_by": HOSTILE,
        "organization": HOSTILE,
        "other": [{"kind": HOSTILE, "text": HOSTILE}],
    }
    assert api.patch(f"/inquiries/{made['id']}", json=changes).status_code == 200
    id = api.post(f"/inquiries/{made['id']}/draft").json()["id"]
    sentence = {"text": HOSTILE, "statement": {"kind": "office", "office": HOSTILE, "person": HOSTILE, "note": HOSTILE}}
    number = api.get(f"/drafts/{id}").json()["items"][0]["number"]
    saved = api.patch(
        f"/drafts/{id}", json={"items": [{"number": number, "sentences": [sentence]}]}, headers={"If-Match": '"1"'}
    )
    assert saved.status_code == 200, saved.text
    clerk.send(f"/entwuerfe/{id}/kommentar", item=0, text=HOSTILE)
    clerk.send(f"/entwuerfe/{id}/zuweisen", item=0, department=HOSTILE)
    paths = ["", "/vergleich", "/zeichnen", "/ausgabe", "/verlauf", f"?suche={HOSTILE}"]
    for path in ["/", f"/anfragen/{made['id']}", f"/suche?text={HOSTILE}", *(f"/entwuerfe/{id}{p}" for p in paths)]:
        page = clerk.open(path)
        assert not page.tree.xpath("//script[not(@src)]"), path
        assert not page.tree.xpath("//img"), path
        assert "49" not in page.tree.xpath("string(//h1)")
    for format in ("docx", "pdf", "md", "json"):
        answer = api.get(f"/drafts/{id}/export", params={"format": format})
        assert answer.status_code == 200, f"{format}: {answer.text[:300]}"


def test_errors_say_nothing_of_the_inside(api: httpx.Client) -> None:
    id = draft(api)["id"]
    answer = api.patch(f"/drafts/{id}", content=b"{", headers={"If-Match": '"1"', "content-type": "application/json"})
    assert answer.status_code == 422
    assert "Traceback" not in answer.text
    assert "File " not in answer.text


def test_a_hostile_town_is_printed_as_it_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the administration fills in is no markup either: on pages, in files, in the journal."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("feindlich")), demo=True)
    with served(app) as base:
        desk = app.state.desk
        admin = desk.person("schlusszeichnung")
        stations = stations_of([HOSTILE, HOSTILE], ["", ""])
        departments = [{"name": HOSTILE, "head": HOSTILE, "email": HOSTILE}]
        changes = dict.fromkeys(("name", "state", "mayor_title", "mayor", "council", "answer_paper_type"), HOSTILE)
        desk.change_town(admin, changes | {"letterhead": [HOSTILE], "stations": stations, "departments": departments})
        desk.add_person("boese", HOSTILE, roles=["Sachbearbeitung"], department=HOSTILE)
        browser = Browser(base).as_person("schlusszeichnung")
        with httpx.Client(base_url=f"{base}/api/v1", timeout=60) as api:
            id = draft(api)["id"]
            paths = ["/", "/verwaltung", "/protokoll", "/bestand", f"/entwuerfe/{id}", f"/entwuerfe/{id}/zeichnen"]
            for path in paths:
                page = browser.open(path)
                assert not page.tree.xpath("//script[not(@src)] | //img"), path
            for format in ("docx", "pdf", "md"):
                exported = api.get(f"/drafts/{id}/export", params={"format": format})
                assert exported.status_code == 200, exported.text[:300]


def test_another_way_of_signing_on_takes_the_place_of_our_accounts(tmp_path_factory: pytest.TempPathFactory) -> None:
    class Directory:
        """A town hall's own directory, asked instead of our passwords."""

        def sign_on(self, login: str, secret: str) -> Person:
            if (login, secret) != ("petersen", "aus dem Verzeichnis"):
                raise NotAllowed("Anmeldename oder Kennwort stimmt nicht.")
            return app.state.desk.person("petersen")

    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("verzeichnis")), sign_on=Directory())
    app.state.desk.add_person("petersen", "Jana Petersen", roles=["Sachbearbeitung"])
    with served(app) as base:
        browser = Browser(base)
        browser.send("/anmelden", status=403, login="petersen", password="falsch")
        page = browser.send("/anmelden", login="petersen", password="aus dem Verzeichnis")
        assert "Jana Petersen" in page.text("//header")
