"""`vorlagen serve` as a process of its own, killed in the middle while people work in the browser."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.web.texts import PARKING, PIGEONS, finished, inquiry

_SERVE = "from assistant.cli import main; main()"


class Service:
    """The demo in a process that can be killed and started again at the same address."""

    def __init__(self, data: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, "serve", "--demo", "--port", str(self.port)],
            env={**os.environ, "VORLAGEN_DATA_DIR": str(self._data), "OMP_NUM_THREADS": "1"},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not self._answers():
            assert self._process.poll() is None, "the service did not start"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.base}/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """Like a power cut, for it and its children."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)

    def api(self) -> httpx.Client:
        return httpx.Client(base_url=f"{self.base}/api/v1", timeout=60)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = Service(tmp_path_factory.mktemp("getötet"))
    made.start()
    yield made
    made.kill()


def test_killed_while_drafting_the_page_that_waits_gets_its_draft(chromium: Any, service: Service) -> None:
    many = "\n".join(f"{n}. Was kostet ein Bewohnerparkausweis im {n}. Jahr?" for n in range(1, 25))
    with service.api() as api:
        id = inquiry(api, f"Anfrage zum Parken\n\n{many}")["id"]
    window = chromium.new_page(locale="de-DE")
    window.goto(f"{service.base}/anfragen/{id}")
    window.get_by_role("button", name="Fragen stimmen").click(no_wait_after=True)
    with service.api() as api:
        while not _begun(api, id):
            time.sleep(0.02)
    service.kill()
    service.start()
    with service.api() as api:
        draft_id = api.get(f"/inquiries/{id}/draft").json()["id"]
        window.goto(f"{service.base}/entwuerfe/{draft_id}")
        window.get_by_role("heading", name="Antwort", exact=True).wait_for(timeout=60_000)
        made = api.get(f"/drafts/{draft_id}").json()
    assert len(made["items"]) == 24
    assert window.locator(".va-questions li").count() == 24
    window.close()


def _begun(api: httpx.Client, id: str) -> bool:
    answer = api.get(f"/inquiries/{id}/draft")
    return answer.status_code == 200 and len(answer.json()["items"]) > 0


def test_killed_while_typing_what_was_saved_is_there_and_the_rest_stays_in_the_window(
    chromium: Any, service: Service
) -> None:
    with service.api() as api:
        made = finished(api, PIGEONS)
    window = chromium.new_page(locale="de-DE")
    window.goto(f"{service.base}/entwuerfe/{made['id']}")
    window.get_by_text("Text bearbeiten").click()
    field = window.get_by_label("Antwort auf Frage 1")
    field.fill("Gespeichert vor dem Absturz.")
    window.locator("[data-state=gespeichert]").wait_for()
    service.kill()
    field.fill("Gespeichert vor dem Absturz. Getippt während des Absturzes.")
    window.get_by_text("Nicht gespeichert. Der Text bleibt hier stehen").wait_for()
    window.context.set_offline(True)  # else the window may save the rest before it is looked at
    service.start()
    with service.api() as api:
        kept = api.get(f"/drafts/{made['id']}").json()["items"][0]["sentences"]
        assert [s["text"] for s in kept] == ["Gespeichert vor dem Absturz."]
        window.context.set_offline(False)
        window.locator("[data-state=gespeichert]").wait_for(timeout=20_000)
        now = api.get(f"/drafts/{made['id']}").json()["items"][0]["sentences"]
    assert [s["text"] for s in now] == ["Gespeichert vor dem Absturz.", "Getippt während des Absturzes."]
    window.close()


def test_killed_between_two_acts_no_acknowledged_act_is_lost(service: Service) -> None:
    with service.api() as api:
        made = finished(api, PARKING)
        answer = api.post(f"/drafts/{made['id']}/sign-offs", json={"decision": "mitgezeichnet"})
        assert answer.status_code == 201
    service.kill()
    service.start()
    with service.api() as api:
        assert api.get(f"/drafts/{made['id']}").json() == made
        assert api.get(f"/drafts/{made['id']}/sign-offs").json() == [answer.json()]
        api.post(f"{service.base}/person-wechseln", data={"login": "schlusszeichnung"})
        assert "Die Kette ist unversehrt" in api.get(f"{service.base}/protokoll").text
