"""One thing said in many ways: each follows from each other, and nothing else does."""

import datetime as dt

import pytest

from assistant.drafting.verify import Judgement, judge
from evals.verification import FormScore, form_scores


@pytest.fixture(scope="module")
def scores() -> list[FormScore]:
    return form_scores()


def test_what_says_something_else_is_caught(scores: list[FormScore]) -> None:
    missed = [pair for score in scores for pair in score.missed]
    assert sum(score.other for score in scores) > 9000
    assert len(missed) <= 2, missed


def test_what_says_the_same_passes(scores: list[FormScore]) -> None:
    """A share is a quarter of another, a postponement no decision yet …: what is still refused is known and little."""
    refused = {score.name: len(score.refused) / score.same for score in scores if score.refused}
    assert sum(len(score.refused) for score in scores) <= 0.04 * sum(score.same for score in scores)
    assert not {name for name, share in refused.items() if share > 0.1} - {"share", "vote", "cause", "duration"}, (
        refused
    )


def verdict(sentence: str, *quotes: str) -> Judgement:
    return judge(sentence, "", quotes, [None] * len(quotes), dt.date(2021, 6, 1))


@pytest.mark.parametrize(
    ("sentence", "quote", "derivation"),
    [
        ("Die Frist beträgt drei Monate.", "Die Frist läuft von März bis Mai 2020.", "2020-03 bis 2020-05"),
        ("Die Pacht beträgt 6.000 Euro im Jahr.", "Die Pacht beträgt vierteljährlich 1.500 Euro.", "je Quartal"),
        ("Jede vierte Stelle ist frei.", "Von 80 Stellen sind 20 frei.", "20 von 80"),
        ("Für 20 Bänke fallen 16.000 Euro an.", "20 Bänke kosten je 800 Euro.", "20 × 800 Euro"),
        ("Die Zahl stieg von 200 auf 250.", "Die Zahl stieg um 50 auf 250.", "250 − 50"),
    ],
)
def test_what_follows_by_reckoning_says_from_what(sentence: str, quote: str, derivation: str) -> None:
    result = verdict(sentence, quote)
    assert result.supported, result.reasons
    assert any(derivation in how for how in result.derivation), result.derivation


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Der Beirat lehnt den Plan ab.", "Der Beirat wurde über den Plan informiert."),
        ("Das Land bezahlt den Ausbau.", "Das Land begleitet den Ausbau."),
        ("Die Schule begrüßt den Umzug.", "Die Schule kennt den Umzug."),
    ],
)
def test_another_predicate_is_another_claim(sentence: str, quote: str) -> None:
    assert not verdict(sentence, quote).supported


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Der Ausschuss tagt vor der Messe.", "Der Ausschuss tagt nach der Messe."),
        ("Das Heft geht vom Amt an den Verein.", "Das Heft geht vom Verein an das Amt."),
        ("Statt der Hecke wird der Zaun versetzt.", "Statt des Zauns wird die Hecke versetzt."),
        ("Der Hang rutschte wegen des Baus.", "Der Bau ruhte wegen des Hangs."),
        ("Die zweite Prüfung war im Mai.", "Die erste Prüfung war im Mai."),
    ],
)
def test_what_a_preposition_or_an_adjective_belongs_to(sentence: str, quote: str) -> None:
    assert not verdict(sentence, quote).supported
