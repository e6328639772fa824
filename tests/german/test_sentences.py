from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.german import sentences, words


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Der Antrag wurde gem. § 8 Abs. 2 GemO geprüft. Er ist zulässig.",
            ["Der Antrag wurde gem. § 8 Abs. 2 GemO geprüft.", "Er ist zulässig."],
        ),
        ("Zuständig ist Dez. III. Es berichtet.", ["Zuständig ist Dez. III.", "Es berichtet."]),
        (
            "Der 1. Bauabschnitt beginnt am 16. März 2014 im Norden.",
            ["Der 1. Bauabschnitt beginnt am 16. März 2014 im Norden."],
        ),
        ("Überschrift\n\nErster Absatz", ["Überschrift", "Erster Absatz"]),
        ("am\n16. März tagt der Rat.", ["am\n16. März tagt der Rat."]),
        (
            "Der Umbau von 1,4 Mio. Euro ist bewilligt. Er beginnt.",
            ["Der Umbau von 1,4 Mio. Euro ist bewilligt.", "Er beginnt."],
        ),
        ("Es sind 1,4 Mio. Die Kosten steigen.", ["Es sind 1,4 Mio.", "Die Kosten steigen."]),
        ("Ziele:\n- Ruhe\n- Ordnung", ["Ziele:", "Ruhe", "Ordnung"]),
        ("(Die Anlage fehlt.) Sie folgt.", ["(Die Anlage fehlt.)", "Sie folgt."]),
        ("", []),
        ("…", []),
    ],
)
def test_hard_boundaries(text: str, expected: list[str]) -> None:
    assert split(text) == expected


council = st.lists(
    st.sampled_from(
        [
            "Die Verwaltung",
            "gem.",
            "§ 8",
            "Abs. 2",
            "1.",
            "Nr.",
            "16. März",
            "\n\n",
            "\n",
            "- ",
            "?",
            "!",
            ".",
            "…",
            "Dr.",
            "(",
            ")",
            "„",
            "“",
            "z. B.",
            "Haus",
            "a)",
            "III.",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.one_of(council, st.text(max_size=300)))
def test_spans_are_trimmed_in_order_and_cover_every_word(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    outside = set(range(len(text))) - {place for span in spans for place in range(span.start, span.end)}
    assert not any(text[place].isalnum() for place in outside)


@given(council)
def test_a_blank_line_always_ends_a_sentence(text: str) -> None:
    assert not any("\n\n" in part for part in split(text))


def test_no_word_is_lost() -> None:
    text = "1. Wie viele? 2. Wann? Die Kosten (ca. 5 Mio. €) trägt das Land. • Ende"
    assert [word for part in split(text) for word in words(part)] == words(text)
