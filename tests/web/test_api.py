"""The interface: statuses, versions, and the same objects as everywhere."""

import httpx
import pytest

from assistant.model import Draft, Inquiry, Paper
from tests.web.opener import Browser
from tests.web.texts import PARKING, PIGEONS, draft, finished, inquiry, said


def test_an_inquiry_comes_in_as_text_or_as_a_file(api: httpx.Client) -> None:
    text = api.post("/inquiries", json={"text": PARKING})
    file = api.post("/inquiries", files={"file": ("Anfrage.txt", PARKING.encode())})
    for answer in (text, file):
        assert answer.status_code == 201
        made = Inquiry.model_validate(answer.json())
        assert [q.number for q in made.questions] == ["1", "2"]
        assert answer.headers["location"].endswith(made.id)
        assert api.get(f"/inquiries/{made.id}").json() == answer.json()


@pytest.mark.parametrize(
    "request_",
    [
        {"json": {"text": "  "}},
        {"json": {}},
        {"json": ["x"]},
        {"content": b"{", "headers": {"content-type": "application/json"}},
        {"files": {"datei": ("x.txt", b"x")}},
        {"files": {"file": ("x.pdf", b"%PDF-1.7 kaputt")}},
        {"json": {"text": "1. Wie viele?", "public": "ja"}},
    ],
)
def test_what_cannot_be_read_is_said(api: httpx.Client, request_: dict) -> None:
    answer = api.post("/inquiries", **request_)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_another_kind_of_body_is_not_taken(api: httpx.Client) -> None:
    assert api.post("/inquiries", content=b"x", headers={"content-type": "text/plain"}).status_code == 415


def test_the_split_is_corrected_and_what_came_first_wins(api: httpx.Client) -> None:
    made = inquiry(api)
    tag = api.get(f"/inquiries/{made['id']}").headers["etag"]
    one = made["questions"][:1]
    changed = api.patch(f"/inquiries/{made['id']}", json={"questions": one}, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert changed.json()["questions"] == one
    late = api.patch(f"/inquiries/{made['id']}", json={"topic": "Spät"}, headers={"If-Match": tag})
    assert late.status_code == 409
    assert api.patch(f"/inquiries/{made['id']}", json={"unbekannt": 1}).status_code == 422
    assert api.patch(f"/inquiries/{made['id']}", json={"topic": None}).status_code == 422


def test_a_draft_is_made_once(api: httpx.Client) -> None:
    made = inquiry(api)
    first = api.post(f"/inquiries/{made['id']}/draft")
    second = api.post(f"/inquiries/{made['id']}/draft")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == api.get(f"/inquiries/{made['id']}/draft").json()
    shown = Draft.model_validate(first.json())
    assert [item.question for item in shown.items] == [q["text"] for q in made["questions"]]
    events = api.get(f"/inquiries/{made['id']}/draft/events")
    assert events.headers["content-type"].startswith("text/event-stream")
    assert events.text.rstrip().endswith("event: done\ndata: {}")


def test_every_machine_sentence_stands_verbatim_in_its_paper(api: httpx.Client) -> None:
    made = draft(api)
    cited = [(s, c) for i in made["items"] for s in i["sentences"] for c in s["citations"]]
    assert cited
    assert all(s["citations"] for i in made["items"] for s in i["sentences"])
    for _, citation in cited:
        paper = Paper.model_validate(api.get(f"/papers/{citation['paper']}").json())
        assert paper.text[citation["start"] : citation["end"]] == citation["quote"]


def test_saving_names_the_version_it_is_based_on(api: httpx.Client) -> None:
    made = draft(api)
    path, body = f"/drafts/{made['id']}", {"items": [{"number": "1", "sentences": [said("Neu.")]}]}
    assert api.get(path).headers["etag"] == '"1"'
    assert api.patch(path, json=body).status_code == 428
    assert api.patch(path, json=body, headers={"If-Match": "*"}).status_code == 428
    saved = api.patch(path, json=body, headers={"If-Match": '"1"'})
    assert saved.status_code == 200
    assert saved.headers["etag"] == '"2"'
    assert saved.json()["items"][0]["sentences"][0]["author"] == "sachbearbeitung"
    stale = api.patch(
        path, json={"items": [{"number": "1", "sentences": [said("Anders.")]}]}, headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412
    assert stale.json()["current"]["items"][0]["sentences"][0]["text"] == "Neu."
    assert stale.json()["yours"]["items"][0]["sentences"][0]["text"] == "Anders."


def test_a_draft_sent_back_as_it_came_changes_nothing(api: httpx.Client) -> None:
    made = draft(api)
    saved = api.patch(f"/drafts/{made['id']}", json={"items": made["items"]}, headers={"If-Match": '"1"'})
    assert saved.status_code == 200
    assert saved.json() == made


def test_nobody_can_pretend_to_be_the_machine(api: httpx.Client) -> None:
    made = draft(api)
    forged = {"text": "Alles ist kostenlos.", "author": "machine", "citations": [], "statement": None}
    saved = api.patch(
        f"/drafts/{made['id']}", json={"items": [{"number": "1", "sentences": [forged]}]}, headers={"If-Match": '"1"'}
    )
    assert saved.json()["items"][0]["sentences"][0]["author"] == "sachbearbeitung"
    blocked = api.post(f"/drafts/{made['id']}/sign-offs", json={"decision": "mitgezeichnet"})
    assert blocked.status_code == 409
    assert "Alles ist kostenlos." in blocked.json()["detail"]


def test_a_false_quote_is_refused(api: httpx.Client) -> None:
    made = draft(api)
    true = next(s for i in made["items"] for s in i["sentences"])
    false = {**true, "citations": [{**true["citations"][0], "quote": "Die Gebühr beträgt 99 Euro."}]}
    answer = api.patch(
        f"/drafts/{made['id']}", json={"items": [{"number": "1", "sentences": [false]}]}, headers={"If-Match": '"1"'}
    )
    assert answer.status_code == 422


def test_the_whole_way_through_the_interface(api: httpx.Client, demo: str) -> None:
    made = finished(api, PIGEONS)
    path = f"/drafts/{made['id']}"
    assert api.post(f"{path}/publish", json={"reference": "M 24/0901"}).status_code == 409
    assert api.post(f"{path}/publish").status_code == 409
    assert "[offen:" in api.get(f"{path}/export", params={"format": "md"}).text
    assert api.post(f"{path}/sign-offs", json={"decision": "mitgezeichnet"}).status_code == 201
    with httpx.Client(base_url=f"{demo}/api/v1", timeout=60) as other:
        for login, decision in (("mitzeichnung", "mitgezeichnet"), ("schlusszeichnung", "schlusszeichnung")):
            other.post(f"{demo}/person-wechseln", data={"login": login})
            answer = other.post(f"{path}/sign-offs", json={"decision": decision})
            assert answer.status_code == 201, answer.text
    assert api.post(f"{path}/publish", json={}).status_code == 422
    published = api.post(f"{path}/publish", json={"reference": "M 24/0901", "date": "2024-09-20"})
    assert published.status_code == 200, published.text
    released = api.get(f"{path}/export", params={"format": "md"}).text
    assert "[offen:" not in released
    paper = api.get(f"/papers/{published.json()['paper']}").json()
    assert paper["reference"] == "M 24/0901"
    found = api.get("/search", params={"text": "Wie viele Stadttauben leben in Auenrade?"}).json()
    assert "M 24/0901" in [hit["paper"]["reference"] for hit in found]
    assert api.patch(path, json={"items": []}, headers={"If-Match": f'"{made["version"]}"'}).status_code == 409


def test_a_return_needs_a_reason_and_an_unknown_decision_is_named(api: httpx.Client, demo: str) -> None:
    made = finished(api)
    path = f"{demo}/api/v1/drafts/{made['id']}/sign-offs"
    assert api.post(path, json={"decision": "vielleicht"}).status_code == 422
    api.post(path, json={"decision": "mitgezeichnet"})
    reviewer = Browser(demo).as_person("mitzeichnung").client
    assert reviewer.post(path, json={"decision": "zurückgegeben"}).status_code == 422
    assert reviewer.post(path, json={"decision": "zurückgegeben", "note": "Bitte kürzer."}).status_code == 201
    assert reviewer.post(path, json={"decision": "mitgezeichnet", "questions": ["99"]}).status_code == 422
    assert [s["decision"] for s in api.get(path).json()] == ["mitgezeichnet", "zurueckgegeben"]


@pytest.mark.parametrize(("format", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{"), ("md", b"")])
@pytest.mark.parametrize("sources", ["none", "footnotes", "annex"])
def test_exports(api: httpx.Client, exported: str, format: str, begins: bytes, sources: str) -> None:
    answer = api.get(f"/drafts/{exported}/export", params={"format": format, "sources": sources})
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"].startswith("attachment")
    if format == "json":
        assert Draft.model_validate(answer.json()).id == exported


@pytest.fixture(scope="module")
def exported(demo: str) -> str:
    with httpx.Client(base_url=f"{demo}/api/v1", timeout=60) as api:
        return draft(api)["id"]


def test_search_by_address_and_by_body(api: httpx.Client) -> None:
    asked = {"text": "Was kostet ein Bewohnerparkausweis?", "limit": 3}
    by_address, by_body = api.get("/search", params=asked), api.post("/search", json=asked)
    assert by_address.json() == by_body.json()
    assert 0 < len(by_address.json()) <= 3
    assert all(hit["why"] and hit["paper"]["public"] for hit in by_address.json())
    assert api.post("/search", json={"text": "Parken " * 1400}).status_code == 200
    assert api.post("/search", json={"text": "x" * 10_001}).status_code == 422
    assert api.get("/search", params={"text": "Parken", "before": "gestern"}).status_code == 422


@pytest.mark.parametrize("path", ["/inquiries/x", "/drafts/x", "/drafts/x/export", "/papers/x", "/drafts/x/sign-offs"])
def test_what_is_not_there(api: httpx.Client, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 404
    assert answer.json()["status"] == 404


def test_the_description_and_its_page(demo: str, clerk: Browser) -> None:
    document = httpx.get(f"{demo}/api/openapi.json").json()
    assert {"/api/v1/search", "/api/v1/inquiries", "/api/v1/drafts/{id}", "/api/v1/drafts/{id}/publish"} <= set(
        document["paths"]
    )
    shown = clerk.open("/api/docs").text()
    assert all(path in shown for path in document["paths"])


def test_health_and_measures_name_nobody(api: httpx.Client, demo: str) -> None:
    made = draft(api)
    assert httpx.get(f"{demo}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{demo}/readyz").status_code == 200
    measures = httpx.get(f"{demo}/metrics").text
    assert "vorlagen_requests_total" in measures
    for word in (made["id"], "sachbearbeitung", "Petersen", "Park"):
        assert word not in measures
