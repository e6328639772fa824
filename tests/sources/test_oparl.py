"""One test for each way in which a council system can be wrong, against a real server on the loopback."""

import datetime as dt
from collections.abc import Iterator

import pytest

from assistant.errors import SourceFailed
from assistant.sources import Failure, Memory, SourcePaper
from assistant.sources.oparl import OParl
from assistant.sources.web import Fetcher
from tests.sources.council import Answer, Council


@pytest.fixture
def council() -> Iterator[Council]:
    with Council() as made:
        yield made


def source(council: Council, waits: list[float] | None = None) -> OParl:
    return OParl(council.url, fetcher=Fetcher(council.url, sleep=(waits if waits is not None else []).append))


def papers(council: Council, memory: Memory | None = None) -> list[SourcePaper]:
    found = list(source(council).papers(memory if memory is not None else Memory()))
    assert all(isinstance(one, SourcePaper) for one in found), found
    return [one for one in found if isinstance(one, SourcePaper)]


def test_a_paper_comes_with_its_consultations_resolved(council: Council) -> None:
    body, office = council.organization(1, "Gemeinderat"), council.organization(2, "Tiefbauamt")
    meeting = council.meeting(1, "2020-03-24", body)
    council.paper(
        1,
        paperType="Anfrage",
        underDirectionOf=[office],
        consultation=[{"id": council.id("c/1"), "meeting": meeting, "role": "Kenntnisnahme"}],
    )
    (paper,) = papers(council)
    assert paper.head is not None
    assert (paper.head.reference, paper.head.paper_type, paper.head.department) == (
        "2020/0001",
        "Anfrage",
        "Tiefbauamt",
    )
    (consultation,) = paper.head.consultations
    assert (consultation.organization, consultation.date) == ("Gemeinderat", dt.date(2020, 3, 24))
    assert consultation.role == "Kenntnisnahme"


def test_file_text_comes_from_text_else_from_its_address(council: Council) -> None:
    council.paper(1, text="Innen")
    council.paper(2, text=None)
    council.downloads["download/2"] = "Außen".encode()
    files = [file for paper in papers(council) for file in paper.fetch().files]
    assert [file.data.decode() for file in files] == ["Innen", "Außen"]
    assert [file.date for file in files] == [dt.date(2020, 2, 1)] * 2


@pytest.mark.parametrize("links", [True, False])
def test_all_pages_are_read_by_links_or_by_counting(council: Council, links: bool) -> None:
    council.links = links
    for number in range(7):
        council.paper(number)
    assert len(papers(council)) == 7


def test_pages_in_a_circle_end_with_an_error(council: Council) -> None:
    loop = b'{"data": [], "links": {"next": "%s"}}' % council.id("paper?page=1").encode()
    council.faults["paper"] = [Answer(body=loop)] * 3
    with pytest.raises(SourceFailed, match="im Kreis"):
        papers(council)


def test_busy_servers_are_asked_again_when_they_say(council: Council) -> None:
    council.paper(1)
    council.faults["paper"] = [Answer(503, b"busy", "text/plain", {"Retry-After": "7"}), Answer(502), Answer(429)]
    waits: list[float] = []
    assert len(list(source(council, waits).papers(Memory()))) == 1
    assert waits == [7.0, 2.0, 4.0]


def test_a_server_that_stays_busy_is_named(council: Council) -> None:
    council.faults["system"] = [Answer(503)] * 20
    with pytest.raises(SourceFailed, match=r"503.*später"):
        papers(council)


def test_broken_json_is_asked_for_again(council: Council) -> None:
    council.paper(1)
    council.faults["paper"] = [Answer(body=b'{"data": [{'), Answer(body=b"<html>Wartung</html>", kind="text/html")]
    assert len(papers(council)) == 1


def test_broken_json_that_stays_is_an_error(council: Council) -> None:
    council.faults["paper"] = [Answer(body=b'{"data": [{')] * 9
    with pytest.raises(SourceFailed, match="JSON"):
        papers(council)


def test_wrong_content_type_and_byte_order_mark_do_not_matter(council: Council) -> None:
    council.faults["paper"] = [Answer(body=b'\xef\xbb\xbf{"data": []}', kind="text/html")]
    assert papers(council) == []


def test_a_connection_that_breaks_off_is_tried_again(council: Council) -> None:
    council.paper(1)
    council.faults["paper"] = [Answer(body=b'{"data": []', claim=5000)]
    assert len(papers(council)) == 1


def test_redirects_on_the_host_are_followed(council: Council) -> None:
    council.paper(1, text=None)
    council.downloads["moved/1"] = b"Da"
    council.faults["download/1"] = [Answer(302, headers={"Location": "/oparl/moved/1"})]
    assert papers(council)[0].fetch().files[0].data == b"Da"


@pytest.mark.parametrize(
    "target",
    ["http://example.org/x", "http://127.0.0.1:1/x", "file:///etc/passwd", "http://u:p@127.0.0.1/x", "http://[::1]/x"],
)
def test_redirects_elsewhere_are_refused(council: Council, target: str) -> None:
    council.paper(1, text=None)
    council.faults["download/1"] = [Answer(302, headers={"Location": target})]
    fetched = papers(council)[0].fetch()
    assert not fetched.files
    assert "genannt wurde" in fetched.failures[0].reason


def test_redirects_in_a_circle_end(council: Council) -> None:
    council.paper(1, text=None)
    council.faults["download/1"] = [Answer(302, headers={"Location": "/oparl/download/1"})] * 20
    assert "im Kreis" in papers(council)[0].fetch().failures[0].reason


def test_a_missing_file_is_a_lasting_failure_and_spares_the_others(council: Council) -> None:
    paper = council.paper(1)
    paper["auxiliaryFile"] = [{"id": council.id("file/9"), "downloadUrl": council.id("download/9"), "name": "Anlage"}]
    fetched = papers(council)[0].fetch()
    assert [file.name for file in fetched.files] == ["Stellungnahme"]
    assert [failure.lasting for failure in fetched.failures] == [True]


def test_a_file_listed_twice_is_one_file(council: Council) -> None:
    paper = council.paper(1)
    paper["auxiliaryFile"] = [dict(paper["mainFile"])]
    assert len(papers(council)[0].fetch().files) == 1


def test_links_that_name_another_host_are_read_from_the_one_that_was_named(council: Council) -> None:
    council.id_host = "https://alt.musterstadt.example"
    body = council.organization(1, "Gemeinderat")
    council.paper(1, consultation={"meeting": council.meeting(1, "2020-03-24", body)})
    (paper,) = papers(council)
    assert paper.head is not None
    assert paper.head.consultations[0].organization == "Gemeinderat"
    before = paper.keys
    council.id_host = "https://neu.musterstadt.example"
    council.paper(1)
    assert papers(council)[0].keys == before


def test_an_unchanged_run_costs_a_constant_number_of_requests(council: Council) -> None:
    for number in range(9):
        council.paper(number, modified=f"2020-01-{number + 1:02d}T00:00:00+01:00")
    memory = Memory()
    papers(council, memory)
    council.log.clear()
    papers(council, memory)
    assert len(council.log) == 5


def test_the_next_run_asks_with_an_overlap_for_what_changed(council: Council) -> None:
    council.paper(1)
    council.paper(2, modified="2020-05-01T00:00:00+02:00")
    memory = Memory()
    papers(council, memory)
    council.paper(1, text="Neu", modified="2020-05-01T00:00:05+02:00")
    council.paper(3, modified="2020-04-30T23:58:00+02:00")
    assert {paper.name for paper in papers(council, memory)} == {"Vorlage 1", "Vorlage 2", "Vorlage 3"}


def test_the_cursor_stays_when_a_run_breaks_off(council: Council) -> None:
    council.paper(1)
    memory = Memory()
    council.faults["paper"] = [Answer(500)] * 20
    with pytest.raises(SourceFailed):
        papers(council, memory)
    assert memory.cursor is None


def test_a_meeting_that_moves_brings_its_papers_again(council: Council) -> None:
    body = council.organization(1, "Gemeinderat")
    meeting = council.meeting(1, "2020-03-24", body)
    council.paper(1, consultation=[{"meeting": meeting}])
    council.paper(2, modified="2020-02-02T00:00:00+01:00")
    memory = Memory()
    first = {paper.name: paper.origins for paper in papers(council, memory)}
    council.meeting(1, "2020-04-21", body, modified="2020-06-01T00:00:00+02:00")
    (again, *_others) = [paper for paper in papers(council, memory) if paper.name == "Vorlage 1"]
    assert again.head is not None
    assert again.head.consultations[0].date == dt.date(2020, 4, 21)
    assert again.origins != first["Vorlage 1"]


def test_deleted_objects_are_told(council: Council) -> None:
    council.paper(1)
    memory = Memory()
    papers(council, memory)
    council.delete(1, "2020-07-01T00:00:00+02:00")
    assert [paper.deleted for paper in papers(council, memory)] == [True]


def test_what_could_not_be_had_is_asked_for_again(council: Council) -> None:
    council.paper(1)
    council.paper(2, modified="2020-08-01T00:00:00+02:00")
    memory = Memory()
    (first, _) = papers(council, memory)
    memory.retry = frozenset(first.keys)
    assert "Vorlage 1" in {paper.name for paper in papers(council, memory)}
    council.faults["paper/1"] = [Answer(404)]
    assert any(isinstance(one, Failure) and one.lasting for one in source(council).papers(memory))


def test_vendors_odd_values_are_survived(council: Council) -> None:
    council.paper(1, date="unbekannt", consultation="nichts", underDirectionOf=None, reference=17, modified="gestern")
    council.papers["paper/2"] = {"id": 5}
    (paper,) = papers(council)
    assert paper.head is not None
    assert (paper.head.date, paper.head.reference, paper.head.consultations) == (None, None, ())


def test_something_that_is_no_oparl_is_named(council: Council) -> None:
    council.faults["system"] = [Answer(body=b'{"hello": 1}')]
    with pytest.raises(SourceFailed, match="kein OParl-System"):
        papers(council)


def test_too_much_is_not_read(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.sources.web.LARGEST_PAGE", 100)
    council.faults["paper"] = [Answer(body=b" " * 5000)]
    with pytest.raises(SourceFailed, match="größer als"):
        papers(council)


def test_a_list_that_is_not_there_is_told_and_the_others_are_read(council: Council) -> None:
    council.paper(1)
    council.faults["meeting"] = [Answer(404)]
    memory, one = Memory(), source(council)
    paper, failure = one.papers(memory)
    assert isinstance(paper, SourcePaper)
    assert isinstance(failure, Failure)
    assert "404" in failure.reason
    assert (one.complete, memory.cursor) == (False, None)
    assert len(papers(council, memory)) == 1
    assert memory.cursor


def test_what_no_list_has_is_fetched_by_its_address_once(council: Council) -> None:
    body = council.organization(1, "Gemeinderat")
    meeting = council.meeting(1, "2020-03-24", body)
    consultation = [{"id": council.id("c/1"), "meeting": meeting}]
    for number in (1, 2):
        council.paper(number, consultation=consultation, underDirectionOf=[council.id("org/99")])
    for name in ("organization", "meeting"):
        council.faults[name] = [Answer(body=b'{"data": []}')] * 2
    memory = Memory()
    for paper in papers(council, memory):
        assert paper.head is not None
        (found,) = paper.head.consultations
        assert (found.organization, found.date) == ("Gemeinderat", dt.date(2020, 3, 24))
        assert paper.head.department is None
    for path in ("meeting/1", "org/1", "org/99"):
        assert council.log.count(f"/oparl/{path}") == 1
    council.log.clear()
    memory.full = True
    papers(council, memory)
    assert "/oparl/meeting/1" not in council.log


def test_parts_of_a_paper_given_by_address_are_fetched(council: Council) -> None:
    whole = council.paper(1)
    file = whole["mainFile"]
    council.meetings["file/1"] = file
    whole["mainFile"] = file["id"]
    whole["auxiliaryFile"] = [council.id("file/404")]
    (paper,) = papers(council)
    assert [one.name for one in paper.fetch().files] == ["Stellungnahme"]


def test_objects_on_other_hosts_are_asked_of_the_host_that_was_named(council: Council) -> None:
    council.paper(1, underDirectionOf=["https://anderswo.example/oparl/org/7"])
    (paper,) = papers(council)
    assert paper.head is not None
    assert "/oparl/org/7" in council.log
