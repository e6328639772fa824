"""The measures of the comparison with a plain chain."""

import math
from collections import Counter

from evals.benchmarks.drafting_usefulness import SYSTEMS, Answered, _compared, _holds, _table


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
