"""Gold cases in real papers: kept without text, found again in a library, made into drafts by small edits."""

import pytest

from assistant.library import IngestOptions, Library, ingest
from assistant.settings import Settings
from evals.flags import KINDS, judged
from evals.real_flags import Passages, digest, folded, part_of, resolved, stored_cases

LONGEST_EDIT = 80
TEXT = (
    "Vorlage Nr.: 2018/0001\n\nStellungnahme\n\nDie Gebühr für einen\nStand beträgt 12 Euro im Monat. "
    "Zuständig ist das Marktamt der Stadt."
)
PASSAGE = "Die Gebühr für einen Stand beträgt 12 Euro im Monat."


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_thirty_real_cases_of_both_sorts_in_both_parts(kind: str) -> None:
    cases = stored_cases(kind)
    assert len(cases) >= 30
    assert len({case["id"] for case in cases}) == len(cases)
    for part in ("development", "held_out"):
        chosen = [bool(case["flagged"]) for case in cases if part_of(case) == part]
        assert True in chosen
        assert False in chosen


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_papers_is_kept(kind: str) -> None:
    own_words = {"before", "after"}
    for case in stored_cases(kind):
        for name in ("text", "a", "b"):
            if name in case:
                assert set(case[name]) == {"paper", "start", "end", "hash"}
        assert all(len(new) <= LONGEST_EDIT for _, _, new in case.get("edits", ()))
        written = {name for name, value in case.items() if isinstance(value, str)}
        assert written <= own_words | {"date", "today", "date_a", "date_b"}


@pytest.fixture
def passages(tmp_path, settings: Settings):
    source = tmp_path / "source"
    source.mkdir()
    (source / "vorlage.txt").write_text(TEXT, encoding="utf-8")
    with Library.open(settings) as library:
        ingest(library, [str(source)], IngestOptions())
        (paper_id,) = library.paper_ids()
        paper = library.paper(paper_id)
        assert paper is not None
        found = Passages(library)
        found._ids["vo/1"] = paper_id
        yield found, paper.text


def place(text: str, moved: int = 0) -> dict:
    start = text.index("Die Gebühr")
    length = text.index("Monat.") + len("Monat.") - start
    return {"paper": "vo/1", "start": start + moved, "end": start + moved + length, "hash": digest(PASSAGE)}


def test_a_passage_is_found_at_its_place_and_where_it_has_moved(passages) -> None:
    found, text = passages
    assert found.text(place(text)) == PASSAGE
    assert found.text(place(text, moved=7)) == PASSAGE
    assert found.text({**place(text), "hash": "0" * 16}) is None
    assert found.text({**place(text), "paper": "vo/2"}) is None


def test_edits_make_a_sentence_of_a_draft_and_the_passage_its_quote(passages) -> None:
    found, text = passages
    at = PASSAGE.index("12")
    case = {
        "id": 1,
        "date": "2018-01-01",
        "text": place(text),
        "edits": [[at, at + 2, "13"]],
        "flagged": [[at, at + 7]],
    }
    whole = resolved(case, found)
    assert whole is not None
    assert whole["text"] == "Die Gebühr für einen Stand beträgt 13 Euro im Monat."
    assert whole["quotes"] == [PASSAGE]
    result = judged("amount", [whole])
    assert (result.precision, result.recall) == (1.0, 1.0)


def test_words_of_our_own_stand_before_and_after(passages) -> None:
    found, text = passages
    case = {"id": 1, "date": "2018-01-01", "text": place(text), "before": "Erstens.", "after": "Ende.", "flagged": []}
    whole = resolved(case, found)
    assert whole is not None
    assert whole["text"] == f"Erstens. {PASSAGE} Ende."


def test_what_the_library_lacks_is_left_out(passages) -> None:
    found, text = passages
    assert resolved({"id": 1, "date": "2018-01-01", "text": {**place(text), "hash": ""}, "flagged": []}, found) is None


def test_white_space_does_not_count() -> None:
    assert digest(folded("a  b\n c")) == digest("a b c")
