"""The interface under whatever its own description allows, and much that it does not."""

from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from starlette.testclient import TestClient

from assistant.settings import Settings
from tests.web.conftest import served
from tests.web.texts import draft
from web.app import create_app


def test_nothing_brings_it_down(demo: str) -> None:
    operations = [one.ok() for one in schemathesis.openapi.from_url(f"{demo}/api/openapi.json").get_all_operations()]
    assert len(operations) >= 15
    for operation in operations:
        _bombard(operation)


def _bombard(operation: Any) -> None:
    """A dozen requests that the description allows."""

    @given(case=operation.as_strategy())
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def each(case: Any) -> None:
        answer = case.call()
        case.validate_response(answer, checks=[not_a_server_error])
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"], operation.path

    each()


def test_without_a_key_it_answers_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is asked, and however oddly: who is not signed on gets no answer from the library."""
    with served(create_app(Settings(data_dir=tmp_path_factory.mktemp("fremd")))) as base:
        httpx.get(f"{base}/api/openapi.json", timeout=60)  # made once; a busy machine takes its time
        for one in schemathesis.openapi.from_url(f"{base}/api/openapi.json").get_all_operations():
            _bombard_unknown(one.ok())


def _bombard_unknown(operation: Any) -> None:
    @given(case=operation.as_strategy())
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def each(case: Any) -> None:
        assert case.call(headers={"authorization": "Bearer falsch"}).status_code in (401, 404, 405), operation.path

    each()


ODD = ["\x00", "\ud800", "x" * 5000, "🕊" * 50, "../../etc/passwd", "%00", "' OR 1=1 --", "{{7*7}}", "\u202e"]


@pytest.mark.parametrize("text", ODD)
def test_odd_strings_are_taken_or_refused_but_never_break_it(api: Any, text: str) -> None:
    safe = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    body = b'{"text": "1. Wie viele? ' + text.encode("utf-16-be", "surrogatepass").hex().encode() + b'"}'
    made = draft(api, f"1. Wie viele {safe} gibt es?")
    sentence = {"text": safe, "statement": {"kind": "law", "note": safe}}
    answers = [
        api.post("/inquiries", json={"text": safe}),
        api.post("/inquiries", content=body, headers={"content-type": "application/json"}),
        api.post("/search", json={"text": safe}),
        api.get("/search", params={"text": "Parken", "department": safe[:300]}),
        api.get(f"/papers/{safe[:50]!r}"),
        api.post(f"/drafts/{made['id']}/sign-offs", json={"decision": safe}),
        api.post(f"/drafts/{made['id']}/sign-offs", json={"decision": "mitgezeichnet", "questions": [safe]}),
        api.patch(
            f"/drafts/{made['id']}",
            json={"items": [{"number": "1", "sentences": [sentence]}]},
            headers={"If-Match": '"1"'},
        ),
        api.post(f"/drafts/{made['id']}/publish", json={"reference": safe[:100]}),
        api.get(f"/drafts/{made['id']}/export", params={"format": "pdf"}),
        api.get(f"/drafts/{made['id']}/export", params={"format": "docx"}),
    ]
    assert [(a.request.url.path, a.text[:200]) for a in answers if a.status_code >= 500] == []


def test_a_fault_of_ours_is_said_in_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(data_dir=tmp_path), demo=True)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        monkeypatch.setattr("assistant.retrieval.search", lambda *_, **__: 1 / 0)
        told = client.get("/api/v1/search", params={"text": "Bänke"})
        page = client.get("/suche", params={"text": "Bänke"})
    assert (told.status_code, told.headers["content-type"]) == (500, "application/problem+json")
    assert "nicht an Ihrer Eingabe" in told.json()["detail"]
    assert page.status_code == 500
    assert "nicht an Ihrer Eingabe" in page.text
    assert not any("ZeroDivision" in answer.text or "Traceback" in answer.text for answer in (told, page))
