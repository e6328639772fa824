"""The measures of the comparison with a plain chain."""

import math
from collections import Counter

import pytest

from evals.benchmarks.drafting_usefulness import SYSTEMS, Answered, Record, _compared, _holds, _table


def test_a_reused_sentence_is_found_across_line_breaks_and_hyphenation():
    assert _holds("Davor. Die Einla-\ndung geht an\nalle Vereine. Danach.", "Die Einladung geht an alle Vereine.")


def test_another_sentence_on_the_same_subject_is_not_taken_for_it():
    assert not _holds("Die Einladung ging nie an einen der Vereine.", "Die Einladung geht an alle Vereine der Stadt.")
    assert not _holds("", "Die Einladung geht an alle Vereine.")


def test_figures_of_the_official_answer_count_by_value():
    row = _compared(Answered(("Es gibt 1.250 Plätze.",)), "Es gibt 1250 Plätze in 4 Häusern.", Counter())
    assert (row["figures recall"], row["figures precision"]) == (0.5, 1.0)


def test_silence_has_no_precision_and_does_not_count_there():
    silent = _compared(Answered(("",)), "Es gibt 4 Häuser.", Counter())
    assert math.isnan(silent["words precision"])
    assert silent["questions answered"] == 0
    spoken = _compared(Answered(("Es gibt 4 Häuser.",)), "Es gibt 4 Häuser.", Counter())
    table = _table({name: [silent, spoken] for name in SYSTEMS})
    assert table["words precision"]["ours"][0] == 1.0


def test_a_stopped_run_goes_on_where_it_stood(tmp_path):
    kept = tmp_path / "drafts.jsonl"
    first = Record(kept, "openai:klein", "town")
    assert first.said("official", "1", lambda: {"ours": ["Ja."]}) == {"ours": ["Ja."]}
    again = Record(kept, "openai:klein", "town")
    assert again.said("official", "1", lambda: pytest.fail("asked again")) == {"ours": ["Ja."]}
    assert again.said("reused", "1", lambda: {"ours": []}) == {"ours": []}
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2


def test_a_run_with_another_model_is_not_mixed_in(tmp_path):
    kept = tmp_path / "drafts.jsonl"
    Record(kept, None, "town").said("official", "1", dict)
    with pytest.raises(SystemExit):
        Record(kept, "openai:klein", "town")
