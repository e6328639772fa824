import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.german import content_words, dehyphenate, fold_umlauts, join_lines, split_compound, stem, words


def test_words_are_folded_and_numbers_stay_whole() -> None:
    assert words("Die Straße kostet 1.250,50 € – Rad- und Fußwege, § 47f") == [
        "die", "strasse", "kostet", "1.250,50", "rad", "und", "fusswege", "47f",
    ]  # fmt: skip


def test_umlauts_written_out_are_the_same() -> None:
    assert fold_umlauts("Müller-Straße") == fold_umlauts("Mueller-Strasse")


@pytest.mark.parametrize(
    "forms",
    [("vorlage", "vorlagen"), ("schule", "schulen"), ("antrag", "antrages", "anträge"), ("beschluss", "beschlusses")],
)
def test_forms_of_one_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@given(st.text(max_size=40))
def test_stemming_never_fails_nor_grows(word: str) -> None:
    assert len(stem(word)) <= len(word.lower().replace("ß", "ss"))


def test_content_words_leave_out_what_says_nothing() -> None:
    assert content_words("Die Verwaltung hat das nicht geprüft") == [stem("verwaltung"), stem("geprüft")]


LEXICON = {"stadt", "rat", "stadtrat", "beschluss", "rad", "weg", "bau", "radweg", "kinder", "garten", "platz"}


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Stadtratsbeschluss", ["stadtrat", "beschluss"]),
        ("Radwegebau", ["radweg", "bau"]),
        ("Kindergartenplatz", ["kinder", "garten", "platz"]),
        ("Stadt", ["stadt"]),
        ("Unbekanntes", ["unbekanntes"]),
        ("Radwegxyz", ["radwegxyz"]),
    ],
)
def test_compounds_split_where_the_lexicon_covers_them(word: str, parts: list[str]) -> None:
    assert split_compound(word, LEXICON) == parts


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("das Einladungsan-", "gebot", "das Einladungsangebot"),
        ("Rad-", "und Fußwege", "Rad- und Fußwege"),
        ("Karl-", "Wilhelm-Straße", "Karl-Wilhelm-Straße"),
        ("2015-", "2016", "2015-2016"),
        ("die Stadt", "plant", "die Stadt plant"),
        ("wei\u00ad", "ter", "weiter"),
        ("ja –", "oder nein", "ja – oder nein"),
        ("", "plant", "plant"),
    ],
)
def test_line_break_hyphens(left: str, right: str, joined: str) -> None:
    assert join_lines(left, right) == joined


def test_a_word_may_break_over_three_lines() -> None:
    assert dehyphenate(["Das Donau-", "dampf-", "schiff fährt"]) == "Das Donaudampfschiff fährt"


@given(st.lists(st.text(alphabet="abcÄ- \u00ad", max_size=12), max_size=8))
def test_dehyphenation_loses_no_letter(lines: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(char for char in text if char.isalpha())

    assert letters(dehyphenate(lines)) == letters("".join(lines))
