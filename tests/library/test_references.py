"""References in running text, and the places in which they are looked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import references


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Siehe Vorlage Nr. 17-123 und 2019/1010.", ["17-123", "2019/1010"]),
        ("DRUCKSACHEN-NR. BV 12/034-A", ["BV 12/034-A"]),
        ("wie in M 23/0101 beschlossen", ["M 23/0101"]),
        ("am 12.05.2019 um 12/3 Uhr, 2019/20.5", []),
        ("Vorlage Nr.\n2019", []),
    ],
)
def test_references_are_found_as_printed(text: str, found: list[str]) -> None:
    assert list(references.references_in(text).values()) == found


PIECES = [
    "Vorlage",
    "Nr.",
    "-nummer ",
    "DS",
    " ",
    "  ",
    "2019",
    "/",
    "12",
    "0034",
    "17-123",
    "M",
    "ABCDEF ",
    ".",
    "\n",
    "x" * 40,
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_looking_only_in_promising_places_misses_nothing(text: str) -> None:
    whole = {match[0] for match in references._REFERENCE.finditer(text)}
    near = {
        m[0] for start, end in references._promising(text) for m in references._REFERENCE.finditer(text, start, end)
    }
    assert near == whole
