"""The whole service on a real PostgreSQL: from an upload to the paper that is found, several people at once."""

import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from assistant.settings import Settings
from tests.postgres import Server
from tests.web.conftest import served
from tests.web.opener import Browser
from tests.web.test_api import *  # noqa: F403 - every test of the interface once more
from tests.web.texts import PARKING, finished, said
from web.app import create_app


@pytest.fixture(scope="module")
def demo_app(postgres: Server, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    url = postgres.url(postgres.database(postgres_template))
    return create_app(Settings(data_dir=tmp_path_factory.mktemp("demo"), database_url=url), demo=True)


@pytest.fixture(scope="module")
def demo(demo_app: Any) -> Iterator[str]:
    with served(demo_app) as base:
        yield base


def test_a_file_becomes_a_paper_that_several_have_signed(api: httpx.Client, demo: str, demo_app: Any) -> None:
    file = {"file": ("Anfrage.txt", PARKING.encode())}
    inquiry = api.post("/inquiries", files=file).json()
    made = finished(api, made=api.post(f"/inquiries/{inquiry['id']}/draft").json())
    path = f"{demo}/api/v1/drafts/{made['id']}"
    people = {login: Browser(demo).as_person(login).client for login in ("mitzeichnung", "schlusszeichnung")}
    assert api.post(f"{path}/sign-offs", json={"decision": "mitgezeichnet"}).status_code == 201
    returned = people["mitzeichnung"].post(f"{path}/sign-offs", json={"decision": "zurückgegeben", "note": "Kürzer."})
    assert returned.status_code == 201
    _edit_at_once(demo, path)
    for client, decision in (
        (api, "mitgezeichnet"),
        (people["mitzeichnung"], "mitgezeichnet"),
        (people["schlusszeichnung"], "schlusszeichnung"),
    ):
        signed = client.post(f"{path}/sign-offs", json={"decision": decision})
        assert signed.status_code == 201, signed.text
    published = api.post(f"{path}/publish", json={"reference": "M 24/0917", "date": "2024-09-20"})
    assert published.status_code == 200, published.text
    assert api.get(f"/papers/{published.json()['paper']}").json()["reference"] == "M 24/0917"
    assert demo_app.state.desk.verify_journal() == []
    assert demo_app.state.library.check().ok


def _edit_at_once(demo: str, path: str) -> None:
    """Of four that save on the same version one wins; the others are told what came first."""
    answers: list[int] = []
    tag = Browser(demo).client.get(path).headers["etag"]

    def save(number: int) -> None:
        body = {"items": [{"number": "1", "sentences": [said(f"Das hat Person {number} geschrieben.")]}]}
        answers.append(Browser(demo).client.patch(path, json=body, headers={"If-Match": tag}).status_code)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 412, 412, 412]
