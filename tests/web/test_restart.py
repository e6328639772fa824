"""A kill in the middle of long work: the next start goes on where it ended."""

import time
from typing import Any

import httpx

from assistant.review import Desk, Role
from assistant.settings import Settings
from tests.review.offices import inquiry
from tests.web.conftest import served
from web.app import create_app


def _clerk(desk: Desk) -> Any:
    return desk.add_person("petersen", "Jana Petersen", roles=[Role.clerk.value])


def test_a_draft_that_was_being_made_is_made_after_the_restart(settings: Settings) -> None:
    killed = create_app(settings).state.desk
    clerk = _clerk(killed)
    filed = killed.add_inquiry(inquiry("Wie viele Bügel?", "Wer wartet sie?"), clerk)
    id, token = killed.start_draft(filed.inquiry.id, clerk)[0].id, killed.new_token("petersen")
    assert killed.unfinished_drafts() == [id]

    with served(create_app(settings)) as base:
        client = httpx.Client(base_url=f"{base}/api/v1", headers={"authorization": f"Bearer {token}"}, timeout=60)
        path = f"/inquiries/{filed.inquiry.id}/draft"
        assert "event: done" in client.get(f"{path}/events").text
        while client.post(path).status_code == 202:
            time.sleep(0.1)
        assert len(client.get(path).json()["items"]) == 2
        page = httpx.get(f"{base}/entwuerfe/{id}", headers={"authorization": f"Bearer {token}"})
        assert "keine frühere Antwort" in page.text
