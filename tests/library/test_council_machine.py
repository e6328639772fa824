"""A council that changes, fails and lies at any time: after one quiet run the library says what it says."""

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from assistant.library import IngestOptions, Library, ingest
from assistant.settings import Settings
from assistant.sources.oparl import OParl
from assistant.sources.web import Fetcher
from tests.library.fakes import HashingEmbedder, SimpleReader
from tests.library.test_council import local, remote
from tests.sources.council import Answer, Council

NUMBERS = st.integers(0, 4)
PLACES = ["system", "bodies", "organization", "meeting", "paper", *(f"download/{n}" for n in range(5)), "paper/1"]
FAULTS = [
    Answer(500),
    Answer(503, headers={"Retry-After": "3"}),
    Answer(404),
    Answer(302, headers={"Location": "http://anderswo.example/oparl/paper"}),
    Answer(302, headers={"Location": "/oparl/paper"}),
    Answer(body=b'{"data": [{'),
    Answer(body=b"<html>Wartung</html>", kind="text/html"),
    Answer(body=b'{"data": []', claim=900),
]


class CouncilMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.settings = Settings(data_dir=self.root / "data")
        self.library = Library.open(self.settings, HashingEmbedder())
        self.council = Council().__enter__()
        self.clock = 0
        self.body = self.council.organization(1, "Gemeinderat")
        self.meeting = self.council.meeting(1, "2020-03-24", self.body)

    def teardown(self) -> None:
        self._quiet_run_makes_equal()
        self.library.close()
        self.council.__exit__()
        shutil.rmtree(self.root)

    @property
    def stamp(self) -> str:
        self.clock += 1
        return f"2020-05-01T{self.clock // 60:02d}:{self.clock % 60:02d}:00+02:00"

    @rule(number=NUMBERS, text=st.booleans(), consulted=st.booleans())
    def put(self, number: int, text: bool, consulted: bool) -> None:
        stamp = self.stamp
        self.council.downloads[f"download/{number}"] = f"Geladen {self.clock}".encode()
        consultation = [{"meeting": self.meeting}] if consulted else []
        words = f"Absatz {self.clock}" if text else None
        self.council.paper(number, text=words, modified=stamp, consultation=consultation)

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        if f"paper/{number}" in self.council.papers:
            self.council.delete(number, self.stamp)

    @rule()
    def move_the_meeting(self) -> None:
        stamp = self.stamp
        self.council.meeting(1, f"2020-04-{self.clock % 28 + 1:02d}", self.body, modified=stamp)

    @rule()
    def rename_the_body(self) -> None:
        stamp = self.stamp
        self.council.organization(1, f"Gemeinderat {self.clock}", modified=stamp)

    @rule(place=st.sampled_from(PLACES), answers=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=8))
    def fail(self, place: str, answers: list[Answer]) -> None:
        self.council.faults[place] = list(answers)

    @rule(host=st.sampled_from([None, "https://ris.musterstadt.example", "http://alt.example:8080"]))
    def write_another_host(self, host: str | None) -> None:
        """Only into what is written from now on; what was there keeps its path."""
        self.council.id_host = host

    @rule(pages=st.integers(1, 3), links=st.booleans())
    def page_otherwise(self, pages: int, links: bool) -> None:
        self.council.page_size, self.council.links = pages, links

    @rule(full=st.booleans())
    def sync(self, full: bool) -> None:
        fetcher = Fetcher(self.council.url, sleep=lambda _: None)
        source = OParl(self.council.url, fetcher=fetcher)
        ingest(self.library, [source], IngestOptions(full=full), reader=SimpleReader())

    @rule()
    def reopen(self) -> None:
        self.library.close()
        self.library = Library.open(self.settings, HashingEmbedder())

    def _quiet_run_makes_equal(self) -> None:
        self.council.faults.clear()
        self.sync(full=False)
        assert by_path(local(self.library)) == by_path(remote(self.council))
        assert self.library.check().ok


def by_path(papers: dict[str, tuple]) -> dict[str, tuple]:
    """Whatever host the ids are written with."""
    return {oparl_id.partition("/oparl/")[2]: told for oparl_id, told in papers.items()}


CouncilMachine.TestCase.settings = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "6")), stateful_step_count=15, deadline=None
)
TestCouncilMachine = CouncilMachine.TestCase
