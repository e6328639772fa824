"""Whose words a file holds, of every kind, and whose each part of it; and that real labels fit their measure."""

import hashlib
import json
from pathlib import Path

import pytest

from assistant.model import Voice
from assistant.reading.assemble import assemble_paper
from assistant.reading.document import FileMeta
from assistant.reading.plain import document_from_text
from assistant.settings import Settings
from evals import reading as measure
from evals.setup import Setup

CASES = measure.files_on_board()


def test_there_are_files_of_every_kind_and_voice() -> None:
    assert len(CASES) >= 50
    assert {case["voice"] for case in CASES} == {voice.value for voice in Voice}
    assert {"Einwohnerfrage", "Einwohnerfragestunde", "Abstimmungsliste", "Austauschblatt", "Änderungsantrag"} <= {
        case["kind"] for case in CASES
    }


@pytest.mark.parametrize("case", CASES, ids=[f"{case['id']} {case['name']}" for case in CASES])
def test_the_voice_of_a_file_and_of_its_parts(case: dict) -> None:
    reading = assemble_paper([(FileMeta(case["name"]), document_from_text(case["text"]))])
    assert measure.wrong_voices(case, reading) == []
    assert "outcome" not in case or reading.paper.outcome == case["outcome"]


def test_real_labels_hold_no_text_and_are_enough() -> None:
    labels = [json.loads(line) for line in measure._data("labels.jsonl").read_text().splitlines()]
    assert len({label["sha256"] for label in labels}) == len(labels) >= 100
    assert all(set(label) == {"sha256", "voice"} for label in labels)
    assert {label["voice"] for label in labels} <= {voice.value for voice in Voice}


def test_a_file_known_by_its_hash_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ANFRAGE\n\nFraktion Uferland\n\n1. Wann wird der Radweg gebaut?\n"
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "voice": "administration"}))
    monkeypatch.setattr(measure, "_data", lambda _name: labels)
    data = tmp_path / "daten"
    data.mkdir()
    (data / "1__2__Anfrage.txt").write_text(text)
    (data / "fremd.txt").write_text("Niemand hat diese Datei beurteilt.")
    rows = list(measure.produce(Setup(Settings(data_dir=tmp_path / "bestand"), data, None, None, None, tmp_path)))
    assert [(row["voices"], row["voices_right"]) for row in rows] == [(1, 0)]
    assert measure.score(rows)["voices_right"] == 0


def test_measures_are_given_by_type_and_house_style(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("STELLUNGNAHME zur Anfrage\n\n1. Wird gebaut?\n\nEs wird gebaut.\n")
    (tmp_path / "b.txt").write_text("ANFRAGE\n\n1. Wird gebaut?\n")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4 nichts")
    answer = {"exchanges": [{"number": "1", "question": "Wird gebaut?", "answer": "Es wird gebaut."}]}
    (tmp_path / "a.json").write_text(json.dumps(answer | {"style": "schlicht", "voice": "administration"}))
    (tmp_path / "b.json").write_text(json.dumps({"questions": ["Wird gebaut?"], "style": "brief"}))
    (tmp_path / "c.json").write_text(json.dumps(answer | {"style": "schlicht"}))
    setup = Setup(Settings(data_dir=tmp_path / "bestand"), tmp_path, None, None, None, tmp_path)
    rows = list(measure.produce(setup))
    found = measure.score(rows)
    assert (found["exchanges_exact, txt"], found["exchanges_exact, pdf"]) == (1.0, 0.0)
    assert (found["exchanges_exact, schlicht"], found["exchanges_exact, brief"]) == (0.5, 1.0)
    assert (found["inquiries_exact"], found["voices_right"], found["unread"]) == (1.0, 1.0, 1)
    assert found["documents_per_second, txt"] > 0


LETTER = """7. ÖFFENTLICHE SITZUNG DES GEMEINDERATES AM 3. MAI 2022

Vorlage Nr. 88    ANFRAGE
Zu TOP 4

A N F R A G E

der Stadträtin Vera Holm (UWG) vom 2. April 2022

1. Wie viele Bänke stehen am See?

2. Wer pflegt sie?

gez. Vera Holm

Stellungnahme:
"""


def test_a_letter_names_the_session_and_leaves_the_field_for_the_answer_empty() -> None:
    paper = assemble_paper([(FileMeta("TOP 4"), document_from_text(LETTER))]).paper
    assert paper.files[0].voice is Voice.asker
    assert paper.exchanges == ()


def test_an_answer_printed_on_the_form_of_the_anfrage_is_the_town_s() -> None:
    answer = "Anfrage\nStadträtin Vera Holm (UWG)\nvom: 02.04.2022\nVorlage Nr. 88\n\nBänke am See\n\n"
    answer += "Stellungnahme des Bürgermeisteramtes:\n\nZu 1:\nAm See stehen 14 Bänke.\n\nZu 2:\nDer Bauhof.\n"
    files = [("TOP 4", answer), ("Vorlage TOP 4", answer), ("Anfrage", LETTER)]
    paper = assemble_paper([(FileMeta(name), document_from_text(text)) for name, text in files]).paper
    assert [file.voice for file in paper.files] == [Voice.administration, Voice.administration, Voice.asker]
    assert [(one.number, one.question, one.answer) for one in paper.exchanges] == [
        ("1", "Wie viele Bänke stehen am See?", "Am See stehen 14 Bänke."),
        ("2", "Wer pflegt sie?", "Der Bauhof."),
    ]


def test_answers_by_number_meet_questions_that_the_letter_does_not_number() -> None:
    letter = "ANFRAGE\n\nder Stadträtin Vera Holm (UWG)\n\nBänke am See\n\n"
    letter += "Wie viele Bänke stehen am See?\n\nWer pflegt sie?\n"
    answer = "Anfrage\nStadträtin Vera Holm (UWG)\n\nBänke am See\n\nStellungnahme des Bürgermeisteramtes:\n\n"
    numbered = answer + "Zu 1:\nAm See stehen 14 Bänke.\n\nZu 2:\nDer Bauhof.\n"
    running = answer + "Am See stehen 14 Bänke, die der Bauhof pflegt.\n"
    found = []
    for text in (numbered, running):
        files = [("Stellungnahme", text), ("Anfrage", letter)]
        paper = assemble_paper([(FileMeta(name), document_from_text(content)) for name, content in files]).paper
        found.append([(one.number, one.question, one.answer) for one in paper.exchanges])
    first, second = "Wie viele Bänke stehen am See?", "Wer pflegt sie?"
    assert found[0] == [("1", first, "Am See stehen 14 Bänke."), ("2", second, "Der Bauhof.")]
    both = "Am See stehen 14 Bänke, die der Bauhof pflegt."
    assert found[1] == [("", first, both), ("", second, both)]


ASKS = "1. Wie viele Boote liegen am Steg?\n\n"
ANSWERS = "Am Steg liegen 14 Boote.\n"


@pytest.mark.parametrize(
    "text",
    [
        "Drucksache 21-0815\n\nKleine Anfrage nach § 24 BezVG\n\nBoote am Steg\n\n"
        "Das Bezirksamt beantwortet die Anfrage wie folgt:\n\n" + ASKS + ANSWERS,
        "Boote am Steg\n\nSehr geehrte Frau Holm,\n\nfür Ihre Anfrage danke ich Ihnen. Gerne nehme ich dazu wie folgt "
        "Stellung:\n\n" + ASKS.removeprefix("1. ") + ANSWERS,
        "Boote am Steg\n\nIn der Sitzung des Rates am 4. Mai 2022 wurde die\nAnfrage F0012/22 gestellt. Die Verwaltung "
        "nimmt hierzu\nwie folgt Stellung:\n\n" + ASKS + ANSWERS,
        "Anfrage der UWG-Fraktion\n\nBoote am Steg\n\nFrage\tAntwort des Gemeindevorstands\n"
        "1. Wie viele Boote liegen am Steg?\tAm Steg liegen 14 Boote.\n",
        "Anfrage der UWG-Fraktion\n\nAnfrage\tStellungnahme der Verwaltung\n"
        "Wie viele Boote liegen am Steg?\tAm Steg liegen 14 Boote.\n",
        "Beschlussvorlage-Nr. 2023-0077\n\nBoote am Steg – Anfrage der UWG-Fraktion\n\nAusgangslage:\n\n"
        "Der Steg gehört der Gemeinde.\n\n" + ASKS + ANSWERS,
        "Sitzungsvorlage 112/2022\n\nAnfrage Stadtrat Mohn (UWG) vom 02.05.2022: Boote am Steg\n\n"
        + ASKS
        + "Antwort der Verwaltung:\n\nZu Frage 1:\n\n"
        + ANSWERS,
    ],
    ids=["Drucksache", "Brief", "hierzu", "Tabelle", "Anfrage und Stellungnahme", "Vorlage", "Sitzungsvorlage"],
)
def test_who_says_that_he_answers_or_answers_beside_the_question_is_the_town(text: str) -> None:
    paper = assemble_paper([(FileMeta("0815"), document_from_text(text))]).paper
    assert paper.files[0].voice is Voice.administration
    assert [(one.question, one.answer) for one in paper.exchanges] == [
        ("Wie viele Boote liegen am Steg?", "Am Steg liegen 14 Boote.")
    ]


def test_a_table_whose_answers_are_empty_is_the_asker_s() -> None:
    text = "Anfrage der UWG-Fraktion\n\nBoote am Steg\n\nFrage\tAntwort\n1. Wie viele Boote liegen am Steg?\t\n"
    paper = assemble_paper([(FileMeta("0815"), document_from_text(text))]).paper
    assert paper.files[0].voice is Voice.asker
