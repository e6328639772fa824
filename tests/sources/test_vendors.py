"""What makers of council systems do otherwise; the replies are written after what others have reported of them."""

import json
from collections.abc import Iterator

import pytest

from assistant.sources import Memory, SourcePaper
from assistant.sources.oparl import OParl
from assistant.sources.vendors import CCEgov, Somacos, Sternberg, Vendor, vendor_of
from assistant.sources.web import Fetcher
from tests.sources.council import Answer, Council

SYSTEMS = [
    ({"contactName": "STERNBERG Software GmbH & Co. KG", "product": "SD.NET RIM"}, Sternberg),
    ({"vendor": "http://cc-egov.de/"}, CCEgov),
    ({"vendor": "https://www.cc-egov.de", "product": "ALLRIS"}, CCEgov),
    ({"vendor": "http://www.somacos.de"}, Somacos),
    ({"product": "Sitzungsmanagementsystem Session  Copyright SOMACOS GmbH & Co. KG"}, Somacos),
    ({"vendor": "https://more-rubin.example", "product": "more! rubin"}, Vendor),
    ({"name": "Musterstadt", "vendor": None}, Vendor),
]


@pytest.mark.parametrize(("system", "kind"), SYSTEMS)
def test_the_maker_is_known_by_what_the_system_says(system: dict, kind: type[Vendor]) -> None:
    assert type(vendor_of(system)) is kind


@pytest.fixture
def council() -> Iterator[Council]:
    with Council() as made:
        yield made


def read(council: Council, system: dict, memory: Memory | None = None) -> list[SourcePaper]:
    told = {"id": council.url, "type": "https://schema.oparl.org/1.0/System", "body": council.id("bodies"), **system}
    council.faults["system"] = [Answer(body=json.dumps(told).encode())]
    source = OParl(council.url, fetcher=Fetcher(council.url, sleep=lambda _: None))
    found = list(source.papers(memory if memory is not None else Memory()))
    assert all(isinstance(one, SourcePaper) for one in found), found
    return [one for one in found if isinstance(one, SourcePaper)]


STERNBERG = {"contactName": "STERNBERG Software GmbH & Co. KG"}
NOTHING = b'{"error":"Die angeforderte Ressource wurde nicht gefunden.","code":802,"type":"SD.NET RIM Webservice"}'


def test_sternberg_says_nothing_new_as_an_error(council: Council) -> None:
    council.paper(1)
    memory = Memory()
    read(council, STERNBERG, memory)
    cursor = memory.cursor
    for name in ("organization", "meeting", "paper"):
        council.faults[name] = [Answer(404, NOTHING, "text/html")]
    assert read(council, STERNBERG, memory) == []
    assert memory.cursor == cursor


def test_sternberg_gives_an_empty_list_for_an_object(council: Council) -> None:
    council.faults["meeting"] = [Answer(body=b"[]")]
    council.paper(1)
    assert len(read(council, STERNBERG, Memory(cursor="2019-01-01T00:00:00+01:00"))) == 1


def test_sternberg_gives_the_body_for_the_list_of_bodies(council: Council) -> None:
    body = {"id": council.id("body/1"), "type": "https://schema.oparl.org/1.0/Body", "paper": council.id("paper")}
    council.faults["bodies"] = [Answer(body=json.dumps(body).encode())]
    council.paper(1)
    assert len(read(council, STERNBERG)) == 1


def test_sternberg_tells_of_the_deleted_without_their_type(council: Council) -> None:
    council.papers["paper/1"] = {"id": council.id("paper/1"), "deleted": True, "modified": "2020-01-01T00:00:00+01:00"}
    (paper,) = read(council, STERNBERG)
    assert paper.deleted


def test_sternberg_writes_addresses_of_files_wrong(council: Council) -> None:
    one, two = council.paper(1, text=None), council.paper(2, text=None)
    one["mainFile"]["downloadUrl"] = council.id("files//rim/7.pdf")
    two["mainFile"]["downloadUrl"] = council.id("files/Anlage 1.2.2")
    council.downloads |= {"files/rim/7.pdf": b"Sieben", "files/Anlage%201.2.pdf": b"Zwei"}
    assert [paper.fetch().files[0].data for paper in read(council, STERNBERG)] == [b"Sieben", b"Zwei"]


def test_cc_egov_writes_what_it_does_not_know(council: Council) -> None:
    council.paper(1, reference="N/A", paperType="  ", auxiliaryFile={"id": council.id("file/8"), "text": "Anlage"})
    (paper,) = read(council, {"vendor": "http://cc-egov.de/"})
    assert paper.head is not None
    assert (paper.head.reference, paper.head.paper_type) == (None, None)
    assert [file.data for file in paper.fetch().files][1:] == [b"Anlage"]


def test_cc_egov_leaves_control_characters_in_strings(council: Council) -> None:
    paper = json.dumps({"data": [council.paper(1, name="Zwei§Zeilen")]}, ensure_ascii=False).replace("§", "\t\n")
    council.faults["paper"] = [Answer(body=paper.encode())]
    (found,) = read(council, {"vendor": "http://cc-egov.de/"})
    assert found.name == "Zwei Zeilen"


def test_somacos_wants_moments_as_they_are(council: Council) -> None:
    read(council, {"vendor": "http://www.somacos.de"}, Memory(cursor="2020-01-01T10:30:00+01:00"))
    assert "/oparl/paper?modified_since=2020-01-01T10:20:00+01:00" in council.log
    council.log.clear()
    read(council, {}, Memory(cursor="2020-01-01T10:30:00+01:00"))
    assert "/oparl/paper?modified_since=2020-01-01T10%3A20%3A00%2B01%3A00" in council.log
