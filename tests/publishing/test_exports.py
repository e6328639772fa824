"""Each format says the same, and nothing that was not in the draft."""

import datetime as dt
import io
import json
import re
import zipfile

import docx
import pypdf
import pytest

from assistant.model import Draft, DraftItem
from assistant.publishing import Format, Imprint, Signature, export
from tests.publishing.papers import QUOTE, READ, SECOND, draft, item, squeezed

SIGNED = (Signature(station="sachbearbeitung", name="Lindner", date=dt.date(2024, 3, 12)),)


@pytest.mark.parametrize("format", READ)
def test_questions_answers_and_gaps_stand_in_every_format(format, answer, town, imprint):
    text = squeezed(READ[format](export(answer, format, town, imprint=imprint)))
    for said in (
        "Beantwortung der Anfrage von Herrn Ochsenfurth zum Thema Prüfung der Brücken vom 05.03.2024",
        "Wie oft wird die Brücke geprüft?",
        f"{QUOTE} {SECOND}",
        "Für die Prüfung stehen 40.000 € bereit.",
        "[offen: Mittel für das Jahr 2025]",
        "[offen: Zu dieser Frage ist noch keine Antwort eingetragen]",
    ):
        assert squeezed(said) in text


@pytest.mark.parametrize("format", READ)
def test_what_was_searched_and_who_may_know_is_not_printed(format, town):
    points = ("Gesucht wurde in allen Vorlagen.", "Vermutlich zuständig: Bauhof (60 %).", "Zuzuliefern: Wer haftet?")
    silent = DraftItem(number="1", question="Wer haftet?", status="no_precedent", open_points=points)
    text = squeezed(READ[format](export(draft(silent), format, town)))
    assert squeezed("[offen: Zu dieser Frage ist noch keine Antwort eingetragen]") in text
    assert text.count(squeezed("Wer haftet?")) == 1
    assert squeezed("Gesucht wurde") not in text
    assert squeezed("Bauhof") not in text


@pytest.mark.parametrize("format", READ)
def test_a_gap_under_its_question_does_not_ask_it_again(format, town):
    asked = "Wie viele Brücken gibt es?"
    points = (f"{asked} [aktueller Wert, Stand …; 01.06.2021: 12 Brücken]", "Wer prüft sie? – nicht behandelt.")
    gap = DraftItem(number="1", question=asked, status="partial", open_points=points)
    text = squeezed(READ[format](export(draft(gap), format, town)))
    assert squeezed("[offen: aktueller Wert, Stand …; 01.06.2021: 12 Brücken]") in text
    assert squeezed("[offen: Wer prüft sie? – nicht behandelt.]") in text


@pytest.mark.parametrize("format", READ)
def test_that_a_question_was_answered_before_is_a_proposal_until_a_person_has_decided(format, town):
    again = item(QUOTE).model_copy(update={"answer_kind": "Verweis auf die Antwort vom 01.06.2021 (Vorlage M 21/0007)"})
    mark = squeezed("[Vorschlag: Verweis auf die Antwort vom 01.06.2021 (Vorlage M 21/0007)]")
    printed = squeezed(READ[format](export(draft(again), format, town)))
    assert mark in printed
    assert squeezed(QUOTE) in printed
    by_hand = again.model_copy(update={"sentences": (again.sentences[0].model_copy(update={"author": "lindner"}),)})
    assert squeezed("Vorschlag") not in squeezed(READ[format](export(draft(by_hand), format, town)))
    released = Imprint(reference="M 24/0100", date=dt.date(2024, 3, 20), released=True)
    assert squeezed("Vorschlag") not in squeezed(READ[format](export(draft(again), format, town, imprint=released)))


@pytest.mark.parametrize("format", READ)
def test_a_draft_says_that_it_is_one_until_it_is_released(format, answer, town):
    released = Imprint(reference="M 24/0100", date=dt.date(2024, 3, 20), released=True)
    assert "ENTWURF" in READ[format](export(answer, format, town))
    text = READ[format](export(answer, format, town, imprint=released))
    assert "ENTWURF" not in text
    if format != "html":
        assert "M 24/0100" in text


@pytest.mark.parametrize("format", ["docx", "pdf", "md", "txt"])
def test_the_head_names_what_is_known_and_says_what_is_not(format, answer, town, imprint):
    text = squeezed(READ[format](export(answer, format, town, signoffs=SIGNED, imprint=imprint)))
    for said in ("Tiefbauamt", "Lindner, Eva", "66.1", "Bauausschuss", "09.04.2024", "Kenntnisnahme", "öffentlich"):
        assert squeezed(said) in text
    assert squeezed("wird vom RIS vergeben") in text
    assert squeezed("gez. Lindner, 12.03.2024") in text


def test_what_is_not_public_says_so(answer, town):
    secret = answer.model_copy(update={"inquiry": answer.inquiry.model_copy(update={"public": False})})
    assert "nichtöffentlich" in READ["txt"](export(secret, "txt", town))


@pytest.mark.parametrize("format", READ)
@pytest.mark.parametrize("sources", ["footnotes", "annex"])
def test_sources_name_reference_date_page_and_quote(format, sources, answer, town):
    text = READ[format](export(answer, format, town, sources))
    if (format, sources) == ("docx", "footnotes"):
        text = _footnotes(export(answer, "docx", town, "footnotes"))
    for said in ("M 21/0007", "01.06.2021", f"„{SECOND}“"):
        assert squeezed(said) in squeezed(text)
    assert "M 21/0007" not in READ[format](export(answer, format, town))


def test_a_person_s_statement_is_a_footnote_too(answer, town):
    assert "Mitteilung: Tiefbauamt, Stand 01.03.2024" in READ["txt"](export(answer, "txt", town, "footnotes"))


def _footnotes(data: bytes) -> str:
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml").decode()
    return re.sub(r"<[^>]+>", "", xml)


def test_every_footnote_in_word_is_referred_to_once_and_exists(answer, town):
    archive = zipfile.ZipFile(io.BytesIO(export(answer, "docx", town, "footnotes")))
    referred = re.findall(r'footnoteReference w:id="(\d+)"', archive.read("word/document.xml").decode())
    written = re.findall(r'<w:footnote w:id="(\d+)"', archive.read("word/footnotes.xml").decode())
    assert referred == written
    assert len(referred) == 3
    assert b"footnotes+xml" in archive.read("[Content_Types].xml")
    assert b"footnotes.xml" in archive.read("word/_rels/document.xml.rels")


def test_markdown_footnotes_are_defined_once(answer, town):
    text = export(answer, "md", town, "footnotes").decode()
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))


def test_json_is_the_draft(answer, town):
    data = export(answer, "json", town)
    assert Draft.model_validate_json(data) == answer
    assert json.loads(data)["inquiry"]["topic"] == "Prüfung der Brücken"


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("sources", ["none", "footnotes"])
def test_the_same_draft_gives_the_same_bytes(format, sources, answer, town, imprint):
    first = export(answer, format, town, sources, SIGNED, imprint)
    assert first == export(answer, format, town, sources, SIGNED, imprint)


def test_the_pdf_is_archivable_and_accessible(answer, town, imprint):
    reader = pypdf.PdfReader(io.BytesIO(export(answer, "pdf", town, "annex", imprint=imprint)))
    catalog = reader.trailer["/Root"]
    metadata = catalog["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part\D+2", metadata)
    assert re.search(r"pdfaid:conformance\W+A\b", metadata)
    assert re.search(r"pdfuaid:part\D+1", metadata)
    assert str(catalog["/Lang"]).lower().startswith("de")
    assert catalog["/MarkInfo"]["/Marked"]
    titles = [entry.title for entry in _flat(reader.outline)]
    assert titles[0].startswith("Beantwortung der Anfrage")
    assert "1. Wie oft wird die Brücke geprüft?" in titles
    assert "Frühere Antworten" in titles


def _flat(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def test_the_pdf_embeds_all_its_fonts(answer, town):
    reader = pypdf.PdfReader(io.BytesIO(export(answer, "pdf", town)))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_a_blank_line_in_a_sentence_begins_a_paragraph(answer, town):
    html = export(draft(item("Erster Absatz.\n\nZweiter Absatz.")), "html", town).decode()
    assert "<p>Erster Absatz.</p>\n<p>Zweiter Absatz.</p>" in html


def test_questions_without_numbers_are_counted(town):
    text = export(draft(item("Ja.", number=""), item("Nein.", number="")), "txt", town).decode()
    assert "Frage 1: " in text
    assert "Frage 2: " in text


TABLE = "Jahr\tPrüfungen\tKosten in €\n2019\t12\t31.420\n2021\t9\t27.960"


PIPED = "| Jahr | Prüfungen | Kosten in € |\n|---|---|---|\n| 2019 | 12 | 31.420 |\n| 2021 | 9 | 27.960 |"


@pytest.mark.parametrize("format", READ)
@pytest.mark.parametrize("table", [TABLE, PIPED])
def test_a_table_stays_a_table_and_its_figures_stay_apart(format, table, town):
    data = export(draft(item(f"Die Kosten betrugen:\n\n{table}\n\nDas ist alles.")), format, town)
    text = re.sub(r"[\s|]+|</?t[dr]>", " ", READ[format](data))
    assert re.search(r"2019 +12 +31\.420 +2021 +9 +27\.960", text)
    assert "Das ist alles." in text


@pytest.mark.parametrize("table", [TABLE, PIPED])
def test_a_table_in_word_is_one(table, town):
    document = docx.Document(io.BytesIO(export(draft(item(table)), "docx", town, "footnotes")))
    cells = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert cells == [line.split("\t") for line in TABLE.split("\n")]


@pytest.mark.parametrize("format", READ)
def test_a_tab_in_a_line_keeps_figures_apart(format, town):
    text = READ[format](export(draft(item("Stand 2019\t31 Plätze")), format, town))
    assert re.search(r"Stand 2019\s+31 Plätze", text)
