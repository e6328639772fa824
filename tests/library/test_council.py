"""A council's papers in the library: in step with it, and merged with what was there before."""

import datetime as dt
import random
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.library import IngestReport, Library
from assistant.library.keeper import keeping
from assistant.model import Scope
from assistant.sources.oparl import OParl
from assistant.sources.web import Fetcher
from tests.library.conftest import TakeIn
from tests.sources.council import Answer, Council


@pytest.fixture
def council() -> Iterator[Council]:
    with Council() as made:
        yield made


def sync(take_in: TakeIn, council: Council, **options: bool) -> IngestReport:
    return take_in(OParl(council.url, fetcher=Fetcher(council.url, sleep=lambda _: None)), **options)


def test_a_council_is_taken_in_and_an_unchanged_one_costs_nothing(council: Council, take_in: TakeIn) -> None:
    for number in range(5):
        council.paper(number)
    assert sync(take_in, council).papers == 5
    report = sync(take_in, council)
    assert (report.papers, report.unchanged) == (0, 5)


def test_a_withdrawn_paper_is_hidden_at_once(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1)
    sync(take_in, council)
    council.delete(1, "2020-03-01T00:00:00+01:00")
    assert sync(take_in, council).removed == 1
    assert library.paper("2020/0001") is None
    assert library.words.search("Stück", Scope()) == []
    council.paper(1, modified="2020-04-01T00:00:00+02:00")
    assert sync(take_in, council).papers == 1


def test_only_a_full_run_removes_what_the_council_forgot(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1)
    council.paper(2)
    sync(take_in, council)
    del council.papers["paper/2"]
    sync(take_in, council)
    assert library.counts()["papers"] == 2
    assert sync(take_in, council, full=True).removed == 1
    assert library.counts()["papers"] == 1


def test_a_full_run_that_breaks_off_removes_nothing(council: Council, take_in: TakeIn, library: Library) -> None:
    for number in range(4):
        council.paper(number)
    sync(take_in, council)
    council.papers.clear()
    council.faults["paper"] = [Answer(500)] * 20
    report = sync(take_in, council, full=True)
    assert "antwortet nicht" in report.failed[0].reason
    assert library.counts()["papers"] == 4
    assert "antwortet nicht" in library.runs()[0]["error"]


def test_what_could_not_be_listed_is_never_taken_for_gone(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1)
    sync(take_in, council)
    council.faults["paper"] = [Answer(404)]
    report = sync(take_in, council, full=True)
    assert (report.removed, len(report.failed)) == (0, 1)
    assert library.paper("2020/0001") is not None


def test_a_full_run_finds_changes_without_a_new_date(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1)
    council.paper(2, modified="2020-06-01T00:00:00+02:00")
    sync(take_in, council)
    council.paper(1, text="Etwas ganz anderes.")
    sync(take_in, council)
    assert "anderes" not in str(library.paper("2020/0001"))
    assert sync(take_in, council, full=True).papers == 1
    assert "anderes" in str(library.paper("2020/0001"))


def test_a_passing_failure_of_a_file_is_mended_next_time(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1, text=None)
    council.paper(2, modified="2020-06-01T00:00:00+02:00")
    council.downloads["download/1"] = b"Frage: Und?\nAntwort: Ja."
    council.faults["download/1"] = [Answer(500)] * 20
    assert len(sync(take_in, council).failed) == 1
    council.faults.clear()
    assert sync(take_in, council).failed == ()
    paper = library.paper("2020/0001")
    assert paper is not None
    assert [exchange.answer for exchange in paper.exchanges] == ["Ja."]


def test_a_paper_without_any_file_is_known_by_its_head(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1, text=None)
    report = sync(take_in, council)
    assert (report.papers, len(report.failed)) == (1, 1)
    paper = library.paper("2020/0001")
    assert paper is not None
    assert (paper.name, paper.text, paper.files) == ("Vorlage 1", "", ())
    assert library.check().ok


def test_a_paper_whose_file_cannot_be_read_is_known_by_its_head(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    council.paper(1, text="KAPUTT")
    council.paper(2)
    report = sync(take_in, council)
    assert (report.papers, len(report.failed)) == (2, 1)
    paper = library.paper("2020/0001")
    assert paper is not None
    assert (paper.name, paper.exchanges) == ("Vorlage 1", ())
    assert sync(take_in, council).unchanged == 2
    assert library.check().ok


def test_characters_that_no_database_holds_are_marked(council: Council, take_in: TakeIn, library: Library) -> None:
    council.paper(1, name="Halb\x00e \ud83d Zeichen", text="Frage: Was\x00?\nAntwort: Es ist \udc00 gut.")
    assert sync(take_in, council).failed == ()
    paper = library.paper("2020/0001")
    assert paper is not None
    assert (paper.name, paper.exchanges[0].answer) == ("Halb\ufffde \ufffd Zeichen", "Es ist \ufffd gut.")
    assert library.check().ok


def test_the_councils_version_wins_over_a_file(
    council: Council, take_in: TakeIn, library: Library, folder: Path
) -> None:
    (folder / "a.txt").write_text("Vorlage: 2020/0001\n\nTitel: Entwurf\n\nFrage: Was?\nAntwort: Noch offen.")
    take_in()
    ours = library.paper("2020/0001")
    council.paper(1)
    report = sync(take_in, council)
    theirs = library.paper("2020/0001")
    assert ours is not None
    assert theirs is not None
    assert theirs.id == ours.id
    assert theirs.name == "Vorlage 1"
    assert library.counts()["papers"] == 1
    assert report.merged[0].paper == ours.id
    assert {"name", "text"} <= set(report.merged[0].fields)
    (folder / "a.txt").write_text("Vorlage: 2020/0001\n\nTitel: Entwurf\n\nFrage: Was?\nAntwort: Nichts.")
    take_in()
    assert library.paper("2020/0001") == theirs


def test_papers_are_found_by_the_id_they_had_under_another_host(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    council.paper(1)
    council.paper(11)
    sync(take_in, council)
    paper = library.paper("https://web.musterstadt.example/oparl/paper/1")
    assert paper is not None
    assert paper.reference == "2020/0001"
    assert library.paper("https://web.musterstadt.example/oparl/paper/111") is None


@pytest.mark.parametrize("seed", range(6))
def test_after_any_faults_and_one_quiet_run_local_equals_remote(
    council: Council, take_in: TakeIn, library: Library, seed: int
) -> None:
    rng, clock = random.Random(seed), 0
    body = council.organization(1, "Gemeinderat")
    meeting = council.meeting(1, "2020-03-24", body)
    for _ in range(12):
        clock += 1
        stamp = f"2020-05-01T{clock // 60:02d}:{clock % 60:02d}:00+02:00"
        change = rng.choice(["put", "put", "put", "delete", "move", "rename", "fault", "sync"])
        if change == "put":
            consultation = [{"meeting": meeting}] if rng.random() < 0.5 else []
            text = rng.choice([f"Absatz {clock}", None])
            number = rng.randrange(6)
            council.downloads[f"download/{number}"] = f"Geladen {clock}".encode()
            council.paper(number, text=text, modified=stamp, consultation=consultation)
        elif change == "delete" and council.papers:
            council.delete(int(rng.choice(list(council.papers)).split("/")[1]), stamp)
        elif change == "move":
            council.meeting(1, f"2020-04-{clock:02d}", body, modified=stamp)
        elif change == "rename":
            council.organization(1, f"Gemeinderat {clock}", modified=stamp)
        elif change == "fault":
            path = rng.choice(["paper", "meeting", "download/1", "download/2", "system", "paper/1"])
            broken = [Answer(503), Answer(body=b"{"), Answer(404), Answer(body=b"[", claim=900)]
            council.faults[path] = [rng.choice(broken) for _ in range(rng.randrange(1, 9))]
        else:
            sync(take_in, council)
    sync(take_in, council)
    council.faults.clear()
    clock += 1
    sync(take_in, council)
    assert local(library) == remote(council)
    assert library.check().ok


def remote(council: Council) -> dict[str, tuple]:
    """By path: the host that an id is written with may change between two objects."""
    bodies = {path_of(one["id"]): one["name"] for one in council.organizations.values()}
    meetings = council.meetings.values()
    days = {path_of(one["id"]): (bodies[path_of(one["organization"][0])], one["start"][:10]) for one in meetings}
    return {
        one["id"]: (
            one["name"],
            one["mainFile"].get("text")
            or council.downloads[one["mainFile"]["downloadUrl"].split("/oparl/")[1]].decode(),
            [days[path_of(item["meeting"])] for item in one.get("consultation", [])],
        )
        for one in council.papers.values()
        if not one.get("deleted")
    }


def path_of(address: str) -> str:
    return urlsplit(address).path


def downloaded(council: Council, file: dict[str, str]) -> str:
    return council.downloads[file["downloadUrl"].split("/oparl/")[1]].decode()


def local(library: Library) -> dict[str, tuple]:
    return {
        str(paper.oparl_id): (
            paper.name,
            paper.text.strip(),
            [(item.organization, str(item.date)) for item in paper.consultations],
        )
        for paper in library.papers(library.paper_ids())
    }


def test_news_are_fetched_on_schedule_while_the_service_runs(
    council: Council, take_in: TakeIn, library: Library
) -> None:
    council.paper(1)
    sync(take_in, council)
    council.paper(2, modified="2020-02-01T00:00:00+01:00")
    with keeping(library, sync_every=dt.timedelta(seconds=0.2), chroma=False):
        for _ in range(300):
            if library.paper("2020/0002"):
                break
            time.sleep(0.1)
    assert library.paper("2020/0002") is not None
