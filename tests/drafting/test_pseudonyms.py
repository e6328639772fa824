"""Personal data does not leave the house."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.pseudonyms import Pseudonyms

LETTER = (
    "Frau Dr. Sabine Kellermann (s.kellermann@auental.example, Tel. 07251 / 44 55 66) vertritt Herrn Thomas Brandt. "
    "Frau Dr. Sabine Kellermann wohnt in der Lindenstraße 12, 76543 Auental. IBAN DE89 3704 0044 0532 0130 00."
)


def test_names_and_contacts_are_replaced_and_come_back():
    pseudonyms = Pseudonyms()
    hidden = pseudonyms.hide(LETTER)
    for personal in ("Kellermann", "Brandt", "44 55 66", "Lindenstraße 12", "DE89", "@auental"):
        assert personal not in hidden
    assert pseudonyms.reveal(hidden) == LETTER


def test_the_same_person_has_the_same_name_throughout():
    pseudonyms = Pseudonyms()
    first, second = (
        pseudonyms.hide("Herr Thomas Brandt leitet das Amt."),
        pseudonyms.hide("Herr Thomas Brandt schied aus."),
    )
    assert first.split("]")[0] == second.split("]")[0]


def test_a_pseudonym_that_was_never_given_out_stands_for_nobody():
    assert Pseudonyms().reveal("[Person 1] sagt zu.") == "[Person 1] sagt zu."


@given(st.text(max_size=300))
def test_hiding_and_revealing_loses_nothing(text):
    pseudonyms = Pseudonyms()
    hidden = pseudonyms.hide(text)
    if "[" not in text:
        assert pseudonyms.reveal(hidden) == text


def test_more_than_nine_persons_are_told_apart():
    surnames = [
        "Brandt",
        "Keller",
        "Vogel",
        "Lorenz",
        "Winter",
        "Sommer",
        "Krause",
        "Pohl",
        "Seidel",
        "Arnold",
        "Busch",
        "Franke",
    ]
    text = " ".join(f"Herr {name} spricht." for name in surnames)
    pseudonyms = Pseudonyms()
    assert pseudonyms.reveal(pseudonyms.hide(text)) == text
