"""What counts as substance: the rule on which signatures live or die."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Sentence, Statement, StatementKind
from assistant.review import Edit, compare, item_hash, value_changes, word_differences
from assistant.review.edits import from_text
from tests.review.offices import SENTENCES, cited, item, paper

BEFORE = (
    "Am Bahnhof wurden 2021 insgesamt 14 Fahrradbügel aufgestellt, zuständig ist das Tiefbauamt der Stadt Auenrade."
)


def _item(text: str, **changes: object):
    return item("1", "Wie viele?", [Sentence(text=text, author="petersen", **changes)])


@pytest.mark.parametrize(
    ("after", "edit"),
    [
        (BEFORE, Edit.none),
        (BEFORE.replace("aufgestellt,", "aufgestellt;"), Edit.editorial),
        (BEFORE.replace("insgesamt", "zusammen"), Edit.editorial),
        (BEFORE.replace("wurden", "wurden", 1).replace("der Stadt", "unserer Stadt"), Edit.editorial),
        (BEFORE.replace("14", "15"), Edit.substantive),
        (BEFORE.replace("2021", "2022"), Edit.substantive),
        (BEFORE.replace("wurden", "wurden nicht"), Edit.substantive),
        (BEFORE.replace("Tiefbauamt", "Hauptamt"), Edit.substantive),
        (BEFORE.replace("insgesamt 14", "mindestens 14"), Edit.substantive),
        (BEFORE.replace("wurden", "werden"), Edit.substantive),
        ("Dazu ist alles gesagt, das Übrige steht im Bericht.", Edit.substantive),
    ],
)
def test_small_words_and_values_make_the_difference(after: str, edit: Edit) -> None:
    assert compare(_item(BEFORE), _item(after)).edit is edit


def test_an_amount_a_law_and_a_name_are_substance() -> None:
    before = "Die Kosten betragen 1.200 Euro nach § 8 Abs. 2 GemO, sagte Frau Petersen."
    for old, new in (("1.200", "1.300"), ("§ 8 Abs. 2", "§ 8 Abs. 3"), ("Frau Petersen", "Frau Hansen")):
        change = compare(_item(before), _item(before.replace(old, new)))
        assert change.edit is Edit.substantive, new
        assert change.reasons


def test_losing_a_citation_is_substance_even_when_no_word_changes() -> None:
    source = paper()
    quoted = item("1", "Wie viele?", [cited(source.text[:30], source)])
    bare = item("1", "Wie viele?", [Sentence(text=source.text[:30], author="petersen")])
    assert "ein Beleg" in compare(quoted, bare).reasons


def test_another_source_of_a_statement_is_substance() -> None:
    said = Statement(kind=StatementKind.office, office="Tiefbauamt")
    other = Statement(kind=StatementKind.office, office="Betriebshof")
    assert compare(_item(BEFORE, statement=said), _item(BEFORE, statement=other)).edit is Edit.substantive


def test_the_hash_is_of_what_is_said_not_of_what_was_found() -> None:
    one = _item(BEFORE)
    assert item_hash(one) == item_hash(one.model_copy(update={"confidence": 0.9, "open_points": ("x",)}))
    assert item_hash(one) != item_hash(_item(BEFORE + "."))


def test_text_edited_as_text_keeps_unchanged_sentences_and_their_evidence() -> None:
    source = paper()
    before = [cited("Zuständig für die Wartung ist der Betriebshof.", source), cited(SENTENCES[0], source)]
    text = f"{before[0].text} Das ist ein neuer Satz. {before[1].text.replace('14', '15')}"
    after = from_text(text, before, "petersen")
    assert [s.author for s in after] == ["machine", "petersen", "petersen"]
    assert after[0] == before[0]
    assert after[1].citations == ()
    assert after[2].citations == before[1].citations


@given(st.lists(st.sampled_from(["Der", "Weg", "ist", "14", "m", "breit.", "Am", "Markt"]), max_size=12), st.data())
def test_differences_give_both_texts_back(words: list[str], data: st.DataObject) -> None:
    other = data.draw(st.permutations(words))
    pieces = word_differences(" ".join(words), " ".join(other))
    old = " ".join(p.text for p in pieces if p.kind != "added")
    new = " ".join(p.text for p in pieces if p.kind != "removed")
    assert (old, new) == (" ".join(words), " ".join(other))


def test_a_value_that_changed_stands_beside_what_it_was() -> None:
    before = "Ein Ausweis kostet 30,70 € im Jahr. Am Bahnhof stehen 14 Bügel. Die Frist endete am 1. März 2020."
    after = "Am Bahnhof stehen 17 Bügel. Ein Ausweis kostet 96,00 € im Jahr. Grundlage ist § 6a StVG."
    changes = [(c.before, c.after) for c in value_changes(before, after)]
    assert ("30,70 €", "96,00 €") in changes
    assert ("14", "17") in [(b.split()[0], a.split()[0]) for b, a in changes if b and a]
    assert ("", "§ 6a StVG") in changes
    assert ("1. März 2020", "") in changes


def test_values_of_different_matters_are_not_set_against_each_other() -> None:
    changes = value_changes("Im Haushalt stehen 500 Euro für Farbe.", "Der Zaun kostete 700 Euro.")
    assert {(c.before, c.after) for c in changes} == {("500 Euro", ""), ("", "700 Euro")}


def test_a_word_that_happens_to_stand_in_both_is_not_told_as_the_same() -> None:
    before = "Die Kosten trägt allein der Landkreis und zahlt sie jährlich im März aus."
    after = "Über Anträge entscheidet künftig nur noch der Ausschuss nach Anhörung aller Ortschaften."
    assert [piece.kind for piece in word_differences(before, after)] == ["removed", "added"]


def test_a_word_between_two_small_changes_is_told_as_the_same() -> None:
    pieces = word_differences("Es gibt 17 Bänke und 3 Tische.", "Es gibt 18 Bänke und 4 Tische.")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "Es gibt"),
        ("removed", "17"),
        ("added", "18"),
        ("same", "Bänke und"),
        ("removed", "3"),
        ("added", "4"),
        ("same", "Tische."),
    ]
