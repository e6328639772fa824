"""The desk on a real PostgreSQL: all its rules once more, and a journal that several write at once."""

import threading
from pathlib import Path

import pytest

from assistant.model import Statement, StatementKind
from assistant.review import Desk, ItemEdit, Person, SentenceEdit, StaleDraft
from assistant.settings import Settings
from tests.postgres import Server
from tests.review.offices import drafted, office
from tests.review.test_administration import *  # noqa: F403 - every test of these modules once more
from tests.review.test_desk import *  # noqa: F403
from tests.review.test_going_back import *  # noqa: F403
from tests.review.test_people import *  # noqa: F403
from tests.review.test_replies import *  # noqa: F403

SAID = Statement(kind=StatementKind.office, office="Tiefbauamt")


@pytest.fixture
def settings(postgres: Server, postgres_template: str, tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", database_url=postgres.url(postgres.database(postgres_template)))


def test_of_many_that_save_at_once_one_wins_and_the_journal_holds(
    desk: Desk, clerk: Person, settings: Settings
) -> None:
    id = drafted(desk, clerk)
    version = desk.draft(id, clerk).version
    came: list[str] = []

    def save(number: int) -> None:
        mine = office(settings)[0]
        edit = ItemEdit(place=0, sentences=(SentenceEdit(text=f"Es sind {number} Bügel.", statement=SAID),))
        try:
            mine.save(id, clerk, [edit], version=version)
            came.append("saved")
        except StaleDraft:
            came.append("stale")

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == ["saved", *["stale"] * 5]
    assert desk.verify_journal() == []
