"""The interface under whatever its own description allows, and much that it does not."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error

from tests.web.texts import draft


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
