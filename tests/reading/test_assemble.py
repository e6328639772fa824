"""Whole papers: several files, voices, outcomes, what replaces what, and what must always hold."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model import Outcome, PaperHead, PaperReading, PassageKind, Voice
from assistant.reading.assemble import assemble_inquiry, assemble_paper
from assistant.reading.document import FileMeta
from assistant.reading.plain import document_from_text

LETTER = """ANFRAGE

Fraktion Freies Uferland

Radweg am Deich

1. Wann wird der Radweg am Deich erneuert?

2. Wie hoch sind die Kosten?

Begründung:
Der Weg ist in schlechtem Zustand. Warum geschieht nichts?
"""
RUNNING = """STELLUNGNAHME zur Anfrage

Fraktion Freies Uferland

Radweg am Deich

Der Radweg wird im Jahr 2024 erneuert, die Kosten betragen rund 310.000 Euro. Das Land fördert die Maßnahme.
"""
NUMBERED = """STELLUNGNAHME zur Anfrage

Fraktion Freies Uferland

Radweg am Deich

Zu 1.
Der Radweg wird im Jahr 2024 erneuert.

Zu 2.
Die Kosten betragen rund 310.000 Euro.
"""
MINUTES = """NIEDERSCHRIFT

Gremium: 12. Sitzung Stadtrat
Termin: 4. Mai 2023

Punkt 7 der Tagesordnung: Radweg am Deich

Beschluss:
Der Radweg wird im Jahr 2024 erneuert.

Abstimmungsergebnis:
{vote}

Stadtrat Harms (Freies Uferland): Wir haben darauf lange genug gewartet und freuen uns über den Beginn der Arbeiten.

Herr Klaas (Verwaltung): Die Ausschreibung ist für den Herbst vorgesehen und wird vorher im Ausschuss beraten.
"""


def read(*files: tuple[str, str], head: PaperHead | None = None) -> PaperReading:
    metas = [FileMeta(name, date=dt.date(2023, 1, 1 + index)) for index, (name, _) in enumerate(files)]
    reading = assemble_paper(
        [(meta, document_from_text(text)) for meta, (_, text) in zip(metas, files, strict=True)], head
    )
    check(reading)
    return reading


def check(reading: PaperReading) -> None:
    """What must hold of every reading, whatever was read."""
    paper, end = reading.paper, 0
    for file in paper.files:
        assert 0 <= file.start <= file.end <= len(paper.text)
        assert file.start >= end or file.start == file.end
        assert len(file.page_starts) == file.pages
        assert list(file.page_starts) == sorted(file.page_starts)
        end = file.end
    for exchange in paper.exchanges:
        assert exchange.answer == "\n\n".join(paper.text[span.start : span.end] for span in exchange.spans)
        assert exchange.answer.strip()
        file = paper.files[exchange.file]
        assert all(file.start <= span.start < span.end <= file.end for span in exchange.spans)
        assert exchange.number not in exchange.joint_with
        assert exchange.number not in exchange.refers_to
    for passage in reading.passages:
        assert passage.text == paper.text[passage.start : passage.end]
    assert paper.id
    assert paper.id.replace("-", "").isalnum()


def voices(reading: PaperReading) -> list[Voice]:
    return [file.voice for file in reading.paper.files]


def test_running_text_answers_every_question_of_the_anfrage() -> None:
    exchanges = read(("Anfrage", LETTER), ("Stellungnahme", RUNNING)).paper.exchanges
    assert [exchange.number for exchange in exchanges] == ["1", "2"]
    assert exchanges[0].question == "Wann wird der Radweg am Deich erneuert?"
    assert exchanges[0].joint_with == ("2",)
    assert exchanges[0].answer.startswith("Der Radweg wird im Jahr 2024 erneuert")


def test_answers_by_number_take_their_questions_from_the_anfrage() -> None:
    exchanges = read(("Anfrage", LETTER), ("Stellungnahme", NUMBERED)).paper.exchanges
    assert [(exchange.question, exchange.answer) for exchange in exchanges] == [
        ("Wann wird der Radweg am Deich erneuert?", "Der Radweg wird im Jahr 2024 erneuert."),
        ("Wie hoch sind die Kosten?", "Die Kosten betragen rund 310.000 Euro."),
    ]


def test_a_single_question_without_number_is_answered_by_the_whole_text_whatever_it_counts() -> None:
    letter = "ANFRAGE\n\nFraktion Freies Uferland\n\nRadweg am Deich\n\nWann wird der Radweg am Deich erneuert?\n"
    counted = RUNNING + "\nSchlecht ist der Weg zwischen dem Anleger und der\n1. Schleuse der Stadt.\n"
    (exchange,) = read(("Anfrage", letter), ("Stellungnahme", counted)).paper.exchanges
    assert exchange.answer.startswith("Der Radweg wird im Jahr 2024 erneuert")
    assert exchange.answer.endswith("1. Schleuse der Stadt.")


def test_an_answer_has_the_date_of_its_file() -> None:
    exchange = read(("Anfrage", LETTER), ("Stellungnahme", NUMBERED)).paper.exchanges[0]
    assert exchange.date == dt.date(2023, 1, 2)
    assert exchange.file == 1


def test_the_asker_is_never_the_towns_voice() -> None:
    reading = read(
        ("Anfrage", LETTER), ("Stellungnahme", NUMBERED), ("Protokoll", MINUTES.format(vote="einstimmig zugestimmt"))
    )
    assert voices(reading) == [Voice.asker, Voice.administration, Voice.speaker]
    asked = [passage for passage in reading.passages if passage.file == 0]
    assert asked
    assert all(passage.voice is Voice.asker for passage in asked)


@pytest.mark.parametrize(
    ("vote", "outcome"),
    [
        ("einstimmig zugestimmt", Outcome.adopted),
        ("mehrheitlich abgelehnt", Outcome.rejected),
        ("22 Ja, 18 Nein", Outcome.adopted),
        ("17 Ja-Stimmen, 24 Nein-Stimmen", Outcome.rejected),
        ("mit den genannten Änderungen zugestimmt", Outcome.amended),
        ("in geänderter Fassung mit 27 Ja-Stimmen gegen 3 Nein-Stimmen angenommen", Outcome.amended),
        ("Antrag zurückgezogen", Outcome.withdrawn),
        ("Verwiesen in den Bauausschuss", Outcome.postponed),
        ("Keine Abstimmung", Outcome.noted),
    ],
)
def test_the_outcome_of_a_vote(vote: str, outcome: Outcome) -> None:
    text = MINUTES.format(vote=vote).replace("Beschluss:\nDer Radweg wird im Jahr 2024 erneuert.\n\n", "")
    assert read(("Protokoll", text)).paper.outcome is outcome


@pytest.mark.parametrize(
    ("vote", "voice"), [("einstimmig zugestimmt", Voice.decision), ("mehrheitlich abgelehnt", Voice.asker)]
)
def test_a_resolution_is_a_decision_only_when_adopted(vote: str, voice: Voice) -> None:
    reading = read(("Protokoll", MINUTES.format(vote=vote)))
    resolution = next(passage for passage in reading.passages if "im Jahr 2024 erneuert" in passage.text)
    assert resolution.voice is voice
    speeches = {passage.voice for passage in reading.passages if "lange genug" in passage.text}
    assert speeches == {Voice.speaker}
    assert {passage.voice for passage in reading.passages if "Ausschreibung" in passage.text} == {Voice.administration}


def test_a_replaced_file_gives_no_exchange() -> None:
    new = NUMBERED.replace("STELLUNGNAHME", "- Bitte austauschen -\n\nSTELLUNGNAHME").replace("310.000", "345.000")
    reading = read(("Anfrage", LETTER), ("Stellungnahme", NUMBERED), ("Stellungnahme neu", new))
    assert [file.replaced for file in reading.paper.files] == [False, True, False]
    assert [exchange.file for exchange in reading.paper.exchanges] == [2, 2]
    assert not [passage for passage in reading.passages if passage.file == 1]


def test_a_stellungnahme_to_an_antrag_gives_passages_not_exchanges() -> None:
    motion = (
        "ANTRAG\n\nFraktion Freies Uferland\n\nBänke am Deich\n\nDie Verwaltung stellt zehn Bänke am"
        " Deich auf. Sie fehlen dort."
    )
    answer = (
        "STELLUNGNAHME zum Antrag\n\nFraktion Freies Uferland\n\nBänke am Deich\n\nDie Verwaltung"
        " empfiehlt, den Antrag abzulehnen, weil Mittel fehlen."
    )
    reading = read(("Antrag", motion), ("Stellungnahme", answer))
    assert reading.paper.exchanges == ()
    assert voices(reading) == [Voice.asker, Voice.administration]


ANSWER_WITH_LETTER = """STELLUNGNAHME zur Anfrage

Fraktion Freies Uferland

Radweg am Deich

1. Wann wird der Radweg am Deich erneuert?

Der Radweg wird im Jahr 2024 erneuert. Die Verwaltung bereitet die Ausschreibung vor.
\fFraktion Freies Uferland, Am Markt 3, 12345 Uferland

Herrn Bürgermeister
Dr. Uwe Thal
12345 Uferland

4. März 2023

Anfrage zum Thema

Radweg am Deich

Der Weg ist seit Jahren eine Zumutung, und die Verwaltung hat nichts getan, um das zu ändern.

1. Wann wird der Radweg am Deich erneuert?

gez. Harms
"""


def test_the_letter_that_an_answer_prints_stays_the_askers() -> None:
    reading = read(("Stellungnahme", ANSWER_WITH_LETTER))
    (exchange,) = reading.paper.exchanges
    assert exchange.answer.startswith("Der Radweg wird im Jahr 2024 erneuert.")
    assert "Uferland" not in exchange.answer
    assert {p.voice for p in reading.passages if "Zumutung" in p.text} == {Voice.asker}


def test_the_answer_behind_a_letter_is_the_towns_again() -> None:
    second = (
        "\fSTELLUNGNAHME zum Antrag\n\nDie Verwaltung empfiehlt, dem Antrag zuzustimmen, weil Mittel vorhanden sind."
    )
    passages = read(("Stellungnahme", ANSWER_WITH_LETTER + second)).passages
    assert {p.voice for p in passages if "Zumutung" in p.text} == {Voice.asker}
    assert {p.voice for p in passages if "zuzustimmen" in p.text} == {Voice.administration}


def test_a_mention_of_the_mayor_in_an_answer_is_no_letter() -> None:
    text = (
        NUMBERED
        + "\fFrau Bürgermeisterin Thal hat zugesagt, den Ausschuss im Herbst über den Radweg zu unterrichten.\n"
    )
    passages = read(("Anfrage", LETTER), ("Stellungnahme", text)).passages
    assert Voice.asker not in {p.voice for p in passages if p.file == 1}


def test_a_motion_on_which_the_administration_takes_a_position_is_its_answer() -> None:
    text = (
        "Antrag\nFraktion Freies Uferland\nvom 12. Januar 2006\n\nBänke am Deich\n\n"
        "Stellungnahme des Bürgermeisteramtes - Kurzfassung -\n\n"
        "Die Verwaltung stellt im Frühjahr zehn Bänke auf, die Mittel sind im Haushalt veranschlagt.\n"
    )
    assert voices(read(("TOP 16", text))) == [Voice.administration]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        (
            "Anlage 2\nQuelle: Polizeipräsidium Uferland, Statistik 2022\nDie Zahl der Diebstähle ist gesunken.",
            "third",
        ),
        ("Anlage\nAuszug aus Sozialgesetzbuch V\nZu den Leistungen gehören Untersuchungen der Zähne.", "third"),
        (
            "Anlage 1\nPolizeiverordnung der Stadt Uferland gegen unbefugtes Plakatieren nach dem Polizeigesetz",
            "administration",
        ),
        (
            "Anlage 1\nRichtlinien der Stadt Uferland für die Förderung von Trägern nach dem Sozialgesetzbuch",
            "administration",
        ),
    ],
)
def test_whose_words_an_attachment_holds(text: str, voice: str) -> None:
    assert voices(read(("Anlage", text))) == [Voice(voice)]


def test_a_box_is_a_passage_of_its_own() -> None:
    text = (
        "STELLUNGNAHME zur Anfrage\n\n1. Wird gebaut?\n\nEs wird gebaut.\n\nFinanzielle Auswirkungen:"
        " ja, 20.000 Euro\nKlimarelevanz: keine\n"
    )
    reading = read(("Antwort", text))
    assert reading.paper.exchanges[0].answer == "Es wird gebaut."
    assert [passage.kind for passage in reading.passages if "Klimarelevanz" in passage.text] == [PassageKind.box]


def test_the_head_of_the_council_system_wins_over_the_printed_one() -> None:
    head = PaperHead(
        oparl_id="https://ris.example/papers/1", reference="2023/0007", name="Radweg am Deich", paper_type="Anfrage"
    )
    paper = read(("Anfrage", LETTER), ("Stellungnahme", NUMBERED), head=head).paper
    assert (paper.reference, paper.name, paper.paper_type) == ("2023/0007", "Radweg am Deich", "Anfrage")
    assert paper.id == read(("Anfrage", LETTER), head=head).paper.id


def test_one_mark_makes_the_whole_paper_not_public() -> None:
    assert (
        read(
            (
                "Vorlage",
                "Stadt Uferland\nBESCHLUSSVORLAGE\nnichtöffentlich\n\nGrundstück\n\nDer Kauf wird empfohlen,"
                " weil er günstig ist.",
            )
        ).paper.public
        is False
    )
    assert (
        read(("Vorlage", "Stadt Uferland\nBESCHLUSSVORLAGE\n\nGrundstück\n\nDer Kauf wird empfohlen.")).paper.public
        is True
    )


WORDS = st.lists(
    st.sampled_from(
        [
            "1.",
            "2.",
            "3)",
            "A.",
            "a)",
            "Zu Frage 1:",
            "Zu den Fragen 1 und 2:",
            "Antwort:",
            "Wie viele?",
            "Warum ist das so?",
            "Die Stadt antwortet.",
            "\n",
            "\n\n",
            "\f",
            "Seite 2",
            "– 2 –",
            "*kursiv*",
            "**fett**",
            "| a | b |",
            "\t",
            "ANFRAGE",
            "STELLUNGNAHME zur Anfrage",
            "NIEDERSCHRIFT",
            "Beschluss:",
            "Abstimmungsergebnis: 3 Ja, 2 Nein",
            "Finanzielle Auswirkungen: ja",
            "Bitte austauschen",
            "nichtöffentlich",
            "Bau-",
            "gebiet",
            "gez. Uwe Thal",
            "31.02.2020",
            "Siehe Antwort zu Frage 1.",
            "Die Fragen 1 und 2 werden gemeinsam beantwortet.",
            "Termin: 30.02.2021",
            "Vorlage Nr.:",
            "öffentlich",
            "\u200b",
            "\U000e0041",
            "☒",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["Anfrage", "Stellungnahme", "Protokoll", "Anlage 1", ""]), WORDS), max_size=4)
)
def test_whatever_the_files_hold_the_reading_is_sound(files: list[tuple[str, str]]) -> None:
    read(*files)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=400), WORDS))
def test_whatever_the_letter_holds_nothing_of_it_is_misplaced(text: str) -> None:
    inquiry = assemble_inquiry(document_from_text(text), "brief.txt")
    for question in inquiry.questions:
        assert question.start is not None
        assert question.end is not None
        assert 0 <= question.start < question.end <= len(inquiry.text)
        assert question.text.split() == " ".join(question.text.split()).split()
        assert inquiry.text[question.start : question.end].split()[0] == question.text.split()[0]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=3))
def test_arbitrary_text_is_read_without_harm(texts: list[str]) -> None:
    read(*(("Stellungnahme", text) for text in texts))
