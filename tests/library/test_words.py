"""The word index: what finds what, what filters keep out, and how batches become visible."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.library.terms import common_idf, parts, terms
from assistant.library.words import WordIndex
from assistant.model import FoundPaper, Scope

EVERYTHING = Scope(public_only=False)


@dataclass
class Piece:
    """A unit as the index sees it."""

    id: int
    text: str
    paper: FoundPaper = field(default_factory=lambda: FoundPaper(id="p1", name="Vorlage"))
    title: str = "Vorlage"
    topic: str = ""
    question: str = ""
    kind: str = "passage"
    file: int = 0
    voice: str = "administration"
    passage_kind: str = "body"
    date: dt.date | None = dt.date(2019, 5, 1)
    organizations: tuple[str, ...] = ("Stadtrat",)
    content_hash: str = "h"


@pytest.fixture
def index(tmp_path: Path) -> WordIndex:
    return WordIndex(tmp_path / "words")


def _put(index: WordIndex, paper: str, pieces: Iterable[Piece]) -> None:
    with index.writing() as batch:
        batch.replace(paper, pieces)


def _found(index: WordIndex, query: str, scope: Scope = EVERYTHING) -> set[int]:
    return {unit for unit, _ in index.search(query, scope)}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Die Straße wird erneuert.", "STRASSEN"),
        ("Die Spielplätze sind geöffnet.", "spielplatz"),
        ("Die Schulhofsanierung beginnt.", "Sanierung der Schulhöfe"),
        ("Der Bericht der Haushaltsabteilung liegt vor.", "Haushalt"),
        ("Es kostet 1.250,50 Euro.", "1.250,50"),
    ],
)
def test_finds_other_forms_of_a_word(index: WordIndex, text: str, query: str) -> None:
    _put(index, "p1", [Piece(1, text)])
    assert _found(index, query) == {1}


def test_a_short_lexicon_word_is_no_part_by_chance() -> None:
    assert parts("schulhofsanier") == ("schulhof", "sanier")
    assert parts("lindenau") == ()


def test_common_words_tell_less_than_rare_ones() -> None:
    assert common_idf("stadt") < common_idf("radweg") < common_idf("taubenschlag")
    assert "und" not in terms("Stadt und Land")


def test_filters_fail_closed(index: WordIndex) -> None:
    hidden = FoundPaper(id="p2", name="Vorlage", public=False, paper_type="Antrag", department="Amt 7")
    _put(index, "p1", [Piece(1, "Radweg"), Piece(2, "Radweg", date=None)])
    _put(index, "p2", [Piece(3, "Radweg", paper=hidden, date=dt.date(2020, 1, 1), organizations=("Ortsrat  Nord",))])
    assert _found(index, "Radweg") == {1, 2, 3}
    assert _found(index, "Radweg", Scope()) == {1, 2}
    assert _found(index, "Radweg", Scope(before=dt.date(2019, 5, 1), public_only=False)) == set()
    assert _found(index, "Radweg", Scope(before=dt.date(2019, 5, 2), public_only=False)) == {1}
    assert _found(index, "Radweg", Scope(department="amt 7", public_only=False)) == {3}
    assert _found(index, "Radweg", Scope(organization="Ortsrat Nord", public_only=False)) == {3}
    assert _found(index, "Radweg", Scope(paper_type="Anfrage", public_only=False)) == set()
    assert _found(index, "Radweg", Scope(exclude=frozenset({"p1"}), public_only=False)) == {3}


def test_narrows_to_papers_and_voices(index: WordIndex) -> None:
    _put(index, "p1", [Piece(1, "Radweg", voice="asker"), Piece(2, "Radweg")])
    weights = {"text": {"radweg": 1.0}}
    assert [unit for unit, _ in index.search(weights, EVERYTHING, within=["p1"], voices=["administration"])] == [2]
    assert index.search(weights, EVERYTHING, within=["p9"]) == []


def test_a_paper_is_found_by_all_that_one_of_its_files_says(index: WordIndex) -> None:
    _put(index, "p1", [Piece(1, "Radweg"), Piece(2, "Mühlenstraße"), Piece(3, "Kosten", file=1)])
    whole = index.search_papers({"text": {"radweg": 1.0, "muhlenstrass": 1.0}}, EVERYTHING)
    single = index.search_papers({"text": {"radweg": 1.0}}, EVERYTHING)
    assert whole["p1"].score > single["p1"].score
    assert whole["p1"].day == dt.date(2019, 5, 1)


def test_boxes_and_votes_are_kept_but_not_found(index: WordIndex) -> None:
    _put(index, "p1", [Piece(1, "Radweg", passage_kind="box"), Piece(2, "Radweg", passage_kind="vote")])
    assert set(index.ids()) == {1, 2}
    assert _found(index, "Radweg") == set()
    assert index.search_papers({"text": {"radweg": 1.0}}, EVERYTHING) == {}


def test_a_batch_is_visible_whole_or_not_at_all(index: WordIndex) -> None:
    _put(index, "p1", [Piece(1, "Radweg", content_hash="alt")])

    def broken() -> Iterable[Piece]:
        yield Piece(2, "Gehweg")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        _put(index, "p1", broken())
    assert index.ids() == {1: "alt"}
    _put(index, "p1", [Piece(2, "Gehweg", content_hash="neu")])
    assert index.ids() == {2: "neu"}
    assert _found(index, "Radweg") == set()


def test_another_reader_sees_each_commit(index: WordIndex, tmp_path: Path) -> None:
    reader = WordIndex(tmp_path / "words")
    assert reader.ids() == {}
    _put(index, "p1", [Piece(1, "Radweg")])
    assert _found(reader, "Radweg") == {1}
    index.clear()
    assert reader.ids() == {}


def test_rarity_of_a_small_stock_leans_on_council_papers_at_large(index: WordIndex) -> None:
    _put(index, "p1", [Piece(1, "Stadt Radweg Taubenschlag")])
    assert index.rarity("Stadt") < index.rarity("Radweg") < index.rarity("Taubenschlag")
    assert index.rarity("und") == 0.0
