"""The parts of the search that are pure: subjects, likeness, citations, the retriever."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Library
from assistant.model import Scope, Voice
from assistant.retrieval import as_retriever, citations_in
from assistant.retrieval.candidates import holds
from assistant.retrieval.citations import without_references
from assistant.retrieval.fusion import weights
from assistant.retrieval.likeness import likeness, near_duplicates
from assistant.retrieval.query import analyse
from assistant.retrieval.units import is_furniture, voice_of

LETTER = (
    "Kosten der Ferienbetreuung STADT LINDENAU Anfrage der Fraktion vom 3. Mai 2021 öffentlich "
    "Kosten der Ferienbetreuung Wie haben sich die Kosten in den letzten Jahren entwickelt?"
)


def _even(terms: object) -> dict[str, float]:
    return dict.fromkeys(terms, 4.0)  # type: ignore[call-overload]


def test_the_subject_of_a_letter_is_what_it_says_twice() -> None:
    assert analyse(LETTER, "", _even).subject == "Kosten der Ferienbetreuung"


def test_the_subject_of_a_question_in_context_is_the_topic() -> None:
    assert analyse("Wie viele?", "Ferienbetreuung", _even).subject == "Ferienbetreuung"


def test_long_texts_are_cut_to_few_terms() -> None:
    text = " ".join(f"wort{chr(97 + at % 26)}{chr(97 + at // 26)}" for at in range(500))
    assert len(analyse(text, "", _even).weights) <= 60


def test_near_duplicates_are_those_with_a_few_other_words() -> None:
    text = (
        "Die Verwaltung hat die Maßnahme geprüft und wird dem Ausschuss im Herbst darüber berichten, wie es weitergeht."
    )
    assert near_duplicates(text, text.replace("Herbst", "Winter")) or near_duplicates(text, f"{text} Danke.")
    assert not near_duplicates(
        text, "Die Bibliothek öffnet im Sommer an Samstagen eine Stunde früher als im Winter üblich."
    )


@given(st.sets(st.sampled_from("abcdef"), min_size=1), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_likeness_is_even_handed(one: set[str], other: set[str]) -> None:
    idf = dict.fromkeys("abcdef", 3.0)
    assert likeness(one, other, idf) == likeness(other, one, idf)
    assert (likeness(one, other, idf) == 1) == (one == other)


def test_a_letter_that_came_back_is_recognised() -> None:
    assert holds(LETTER, [f"Vorlage 2021/0034 {LETTER}"])
    assert not holds(LETTER, ["Kosten der Ferienbetreuung: sie betragen 65 Euro je Woche."])


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("Sparkasse Lindenau IBAN DE12 3456 7890 1234 5678 90 BIC SPLIDE21 Steuernummer 12/345", True),
        (
            "Rathaus, Telefon 0123 4567-0 Fax 0123 4568 E-Mail post@lindenau.example www.lindenau.example",
            True,
        ),
        (
            "Die Stadt ist unter der Telefonnummer 115 zu erreichen; die Wartezeit beträgt im Mittel zwei Minuten.",
            False,
        ),
    ],
)
def test_letterheads_are_known_by_what_stands_in_them(text: str, furniture: bool) -> None:
    assert is_furniture(text) is furniture


def test_a_motion_is_the_movers_voice_even_in_the_administrations_file(lindenau: Library) -> None:
    unit = next(unit for unit in lindenau.units_of(lindenau.paper_ids()) if unit.kind == "passage")
    motion = replace(unit, voice=Voice.administration, text="Die Linke-Fraktion beantragt, 20.000 Euro einzustellen.")
    report = replace(unit, voice=Voice.administration, text="Die Verwaltung beantragt beim Land einen Zuschuss.")
    assert (voice_of(motion), voice_of(report)) == (Voice.asker, Voice.administration)


def test_reads_references_and_takes_them_out() -> None:
    text = "Auf die Vorlage Nr. 2017/0031 und die M 23/0101 wird verwiesen."
    assert citations_in(text) == ["2017/0031", "M 23/0101"]
    assert "2017" not in without_references(text)


def test_the_learned_weights_prefer_the_newer_and_the_fitting() -> None:
    assert weights()["age"] < 0
    assert all(weights()[name] > 0 for name in ("file_place", "title_place", "meaning", "cited", "day"))


def test_is_a_langchain_retriever(lindenau: Library) -> None:
    documents = as_retriever(lindenau, Scope(), limit=3).invoke("Laubbläser im Stadtpark")
    assert "Akku" in documents[0].page_content
    assert documents[0].metadata["paper"]["reference"] == "2016/0044"
