"""Heads of many towns: values behind labels, in tables, and columns that fell apart."""

import datetime as dt

import pytest

from assistant.model import Consultation, Paper
from assistant.reading.assemble import assemble_inquiry, assemble_paper
from assistant.reading.document import FileMeta
from assistant.reading.plain import document_from_text
from assistant.reading.titles import plain_topic, title_inquiry

BODY = "\n\nSachverhalt:\n\n1. Wird gebaut?\n\nEs wird im nächsten Jahr gebaut.\n"


def paper(text: str) -> Paper:
    return assemble_paper([(FileMeta("datei.txt"), document_from_text(text + BODY))]).paper


TABLE = """# MITTEILUNGSVORLAGE

Vorlage-Nr.: MV 23/0417
**Amt für Verkehr**\t\t**Datum: 05.06.2023**
**Bearb.:**\t**Lorenz, Mia**\t**Tel.: -12**\t**öffentlich**
**Az.:**\t66.2/lo

Beratungsfolge\tSitzungstermin\tZuständigkeit\tTOP
Verkehrsausschuss\t19.06.2023\tAnhörung\t7.1
Stadtrat\t04.07.2023\tEntscheidung\t12

**Beantwortung der Anfrage von Herrn Dr. Pohl zum Thema Tempo 30 in der Ulmenallee vom 2. Mai 2023**"""

APART = """STADT UFERLAND
Die Oberbürgermeisterin

STELLUNGNAHME zur Anfrage
Stadträtin Vera Holm (UWG)

vom: 12.01.2022
eingegangen: 13.01.2022
Gremium:
14. Sitzung Stadtrat
Termin:
Vorlage Nr.:
TOP:

Verantwortlich:
22.02.2022
2022/0113
9
öffentlich
Dez. 3
Beleuchtung im Stadtpark"""


def test_a_head_in_a_table() -> None:
    found = paper(TABLE)
    assert found.reference == "MV 23/0417"
    assert found.paper_type == "Mitteilungsvorlage"
    assert found.department == "Amt für Verkehr"
    assert found.clerk == "Lorenz, Mia"
    assert found.file_number == "66.2/lo"
    assert found.date == dt.date(2023, 6, 5)
    assert found.public
    assert (
        found.name == "Beantwortung der Anfrage von Herrn Dr. Pohl zum Thema Tempo 30 in der Ulmenallee vom 2. Mai 2023"
    )
    assert found.consultations == (
        Consultation(organization="Verkehrsausschuss", date=dt.date(2023, 6, 19), role="Anhörung", agenda_item="7.1"),
        Consultation(organization="Stadtrat", date=dt.date(2023, 7, 4), role="Entscheidung", agenda_item="12"),
    )
    assert found.inquiry is not None
    assert (found.inquiry.asked_by, found.inquiry.topic) == ("Herr Dr. Pohl", "Tempo 30 in der Ulmenallee")
    assert found.inquiry.date == dt.date(2023, 5, 2)


def test_columns_that_fell_apart() -> None:
    found = paper(APART)
    assert found.reference == "2022/0113"
    assert found.department == "Dez. 3"
    assert found.paper_type == "Stellungnahme zur Anfrage"
    assert found.name == "Beleuchtung im Stadtpark"
    assert found.consultations == (
        Consultation(organization="14. Sitzung Stadtrat", date=dt.date(2022, 2, 22), agenda_item="9"),
    )
    assert found.inquiry is not None
    assert found.inquiry.asked_by == "Stadträtin Vera Holm (UWG)"
    assert found.inquiry.date == dt.date(2022, 1, 12)


def test_an_empty_file_number_stays_empty() -> None:
    assert paper(TABLE.replace("\t66.2/lo", "")).file_number is None


@pytest.mark.parametrize(
    ("mark", "public"),
    [("öffentlich", True), ("nichtöffentlich", False), ("Status: nicht öffentlich", False), ("", True)],
)
def test_public_or_not(mark: str, public: bool) -> None:
    assert paper(f"Stadt Uferland\nBESCHLUSSVORLAGE\n{mark}\n\nGrundstückskauf").public is public


@pytest.mark.parametrize(
    ("row", "public"), [("Stadtrat\t04.07.2023\t12\tx\t", True), ("Stadtrat\t04.07.2023\t12\t\tx", False)]
)
def test_a_cross_counts_for_its_column(row: str, public: bool) -> None:
    head = f"Stadt Uferland\nBESCHLUSSVORLAGE\n\nGremium\tTermin\tTOP\tö\tnö\n{row}\n\nGrundstückskauf"
    assert paper(head).public is public


@pytest.mark.parametrize(
    ("printed", "reference"),
    [
        ("Vorlage Nr.: 2021/0450", "2021/0450"),
        ("Drucksache Nr. 19/2045", "19/2045"),
        ("Drucksachen-Nr.: DS 0123/24", "DS 0123/24"),
        ("Vorlage-Nr.: M 23/0101", "M 23/0101"),
        ("Vorlagennummer: BV/0815/2022", "BV/0815/2022"),
    ],
)
def test_references(printed: str, reference: str) -> None:
    assert paper(f"Stadt Uferland\nMITTEILUNGSVORLAGE\n{printed}\n\nParken").reference == reference


@pytest.mark.parametrize(
    ("title", "asked_by", "organization", "topic"),
    [
        ("Anfrage der SPD-Fraktion zum Thema Parken vom 3. Mai 2021", None, "SPD-Fraktion", "Parken"),
        (
            "Beantwortung der Großen Anfrage der Fraktion Stadt und Land zum Thema Klima",
            None,
            "Fraktion Stadt und Land",
            "Klima",
        ),
        ("Anfrage der Liberalen Gemeinschaft zum Thema Sport", None, "Liberale Gemeinschaft", "Sport"),
        ("Anfrage des Jugendbeirates zum Thema Skaterbahn", None, "Jugendbeirat", "Skaterbahn"),
        (
            "Beantwortung der Anfrage von Frau Stadträtin Holm betreffend Schulweg",
            "Frau Stadträtin Holm",
            None,
            "Schulweg",
        ),
        ("Anfrage GRÜNE: Bäume im Park", None, "GRÜNE", "Bäume im Park"),
    ],
)
def test_who_asks_what(title: str, asked_by: str | None, organization: str | None, topic: str) -> None:
    found = title_inquiry(title)
    assert (found.asked_by, found.organization, found.topic) == (asked_by, organization, topic)


def test_a_date_that_does_not_exist_is_none() -> None:
    assert paper("Stadt Uferland\nMITTEILUNGSVORLAGE\nDatum: 31.02.2020\n\nParken").date is None


def test_the_order_of_consultation_is_no_title() -> None:
    head = "STELLUNGNAHME zur Anfrage\nVorlage Nr.: 2016/0301\nVerantwortlich: Dez. 1\nBau der Halle am\nSportpark"
    found = paper(f"{head}\n\nGremium Termin TOP ö nö\nGemeinderat 21.06.2016 12 x")
    assert found.name == "Bau der Halle am Sportpark"
    assert found.consultations[0].date == dt.date(2016, 6, 21)


def test_a_head_as_a_list() -> None:
    found = paper(
        "- **Vorlage-Nr.:** M 24/0123\n- **Datum:** 05.02.2024\n- **Bearb.:** Behrends, Anke Tel.: -512\n\n# Parken"
    )
    assert (found.reference, found.date, found.clerk) == ("M 24/0123", dt.date(2024, 2, 5), "Behrends, Anke")


@pytest.mark.parametrize(
    ("head", "public"),
    [
        ("Gremium Termin TOP\nö\nnö\nGemeinderat 28.07.2022 18 x", True),
        ("Gremium Termin TOP ö nö\nGemeinderat 17.11.2022 9.4.1\n☒\n☐", True),
        ("Gremium Termin TOP ö nö\nGemeinderat 17.11.2022 9.4.1\n☐\n☒", False),
        ("Gremium Termin TOP ö nö\nHauptausschuss 8.12.2022 7\n☐\n☒\nGemeinderat 15.12.2022 9\n☒\n☐", True),
        ("Bekanntgabe des im nichtöffentlichen Teil gefassten Beschlusses", True),
        ("Umbau, davon eine nicht-öffentliche Gruppe", True),
        ("Nichtöffentliche Beschlussvorlage", False),
        ("Status: nicht öffentlich", False),
    ],
)
def test_a_mark_that_fell_apart_and_a_word_that_is_no_mark(head: str, public: bool) -> None:
    assert paper(f"Stadt Uferland\n{head}\n\nGrundstückskauf am Hafen").public is public


@pytest.mark.parametrize(
    ("head", "marked"),
    [
        ("Gremium Termin TOP ö nö\nGemeinderat 21.06.2016 12 x", None),
        ("Gremium\tTermin\tTOP\tö\tnö\nGemeinderat\t21.06.2016\t12\tx", None),
        ("Gremium\tTermin\tTOP\tö\tnö\nGemeinderat\t21.06.2016\t12\tx\t", True),
        ("Gremium\tTermin\tTOP\tö\tnö\nGemeinderat\t21.06.2016\t12\t\tx", False),
    ],
)
def test_a_cross_whose_column_cannot_be_told_marks_nothing(head: str, marked: bool | None) -> None:
    text = f"Stadt Uferland\nBESCHLUSSVORLAGE\n\n{head}\n\nGrundstückskauf am Hafen"
    assert assemble_paper([(FileMeta("v.txt"), document_from_text(text))]).marked is marked


@pytest.mark.parametrize(
    ("head", "reference", "name"),
    [
        (
            "Landeshauptstadt Elbau\n\nMitglied des Stadtrates\nFrau Susann Merk\nDATUM 21. Juni 2022"
            "\n\nBarrierefreie Haltestellen\nAF2210/22\n\nSehr geehrte Frau Merk,",
            "AF2210/22",
            "Barrierefreie Haltestellen",
        ),
        (
            "Kreisstadt Homfeld\nMitteilungsvorlage MV 2023/044\n"
            "Beantwortung der Anfrage der FDP-Fraktion vom 20.03.2023 zum Thema Laternen",
            "MV 2023/044",
            "Beantwortung der Anfrage der FDP-Fraktion vom 20.03.2023 zum Thema Laternen",
        ),
        (
            "Stadt Leineburg\n\nVorlagen-Nummer 19.07.2021\n2544/2021\n\n"
            "Antwort der Verwaltung auf die\nAnfrage der CDU-Fraktion zu Sirenen",
            "2544/2021",
            "Antwort der Verwaltung auf die Anfrage der CDU-Fraktion zu Sirenen",
        ),
        (
            "Landkreis Mittelheide\nDer Landrat\n\nAnfrage-Nr. VII-F-05512-AW-01\n\n"
            "Antwort auf die Anfrage der Kreistagsfraktion Mitte vom 12.04.2021\n„Schulbegleitung“",
            "VII-F-05512-AW-01",
            "Antwort auf die Anfrage der Kreistagsfraktion Mitte vom 12.04.2021 „Schulbegleitung“",
        ),
        (
            "Stadt Ilmenrode\nVorlage 55/2023\nFachdienst Bauen\n\nAntwort zur Anfrage der Fraktion Mitte vom 7.5.2023",
            "55/2023",
            "Antwort zur Anfrage der Fraktion Mitte vom 7.5.2023",
        ),
    ],
)
def test_heads_of_other_towns(head: str, reference: str, name: str) -> None:
    found = paper(head)
    assert (found.reference, found.name) == (reference, name)


@pytest.mark.parametrize(
    ("title", "asked_by", "organization", "topic"),
    [
        ("Antwort zur Anfrage der Fraktion „Zukunft Steinach“ vom 8. Mai", None, "Fraktion „Zukunft Steinach“", None),
        ("Anfrage gem. § 12 GeschO der UWG-Fraktion hier: Schulen", None, "UWG-Fraktion", "Schulen"),
        ("Beantwortung der Anfrage Nr. 17/2023 der CDU-Fraktion", None, "CDU-Fraktion", None),
        ("Antwort auf die Anfrage der Kreistagsfraktion Mitte „Schulweg“", None, "Kreistagsfraktion Mitte", "Schulweg"),
        ("Antwort auf die Anfrage der Gemeindevertreterin Petersen", "Gemeindevertreterin Petersen", None, None),
        ("Beantwortung der Anfrage der ÖDP vom 11.07.2023: Igelschutz", None, "ÖDP", "Igelschutz"),
    ],
)  # fmt: skip
def test_who_asks_in_the_titles_of_other_towns(
    title: str, asked_by: str | None, organization: str | None, topic: str | None
) -> None:
    found = title_inquiry(title)
    assert (found.asked_by, found.organization, found.topic) == (asked_by, organization, topic)


def test_labels_in_cells_of_their_own_need_no_colon() -> None:
    beside = "Stadt Uferland\n\nDatum\t05.07.2021\nSachbearbeitung\tFrau Dr. Silke Mohn, Tel. 415\nAmt\tHochbauamt\n\n"
    above = "Gemeinde Uferland\n\n"
    above += "Ihr Zeichen\tUnser Zeichen\tBearbeiter\tDatum\n-\t0241-7/24\tHerr Ober\t12. Februar 2024\n\n"
    behind = "Landkreis Uferland\n\nAuskunft erteilt: Frau Bruhn, Amt für Bevölkerungsschutz, Zimmer 211\n\n"
    letter = "Ihre Anfrage vom 29. Januar 2024 zum Hafen\n\nSehr geehrter Herr Mohn,"
    found = paper(beside + letter)
    assert (found.date, found.clerk, found.department) == (dt.date(2021, 7, 5), "Frau Dr. Silke Mohn", "Hochbauamt")
    found = paper(above + letter)
    assert (found.date, found.clerk, found.file_number) == (dt.date(2024, 2, 12), "Herr Ober", "0241-7/24")
    assert paper(behind + letter).clerk == "Frau Bruhn"


def test_who_asks_stands_behind_a_label() -> None:
    head = "Stadt Uferland\nBeantwortung einer Anfrage\nThema: Boote am Steg\nAnfragende: UWG-Gemeinderatsfraktion\n\n"
    inquiry = paper(head + "1. Wie viele Boote sind es?\n\nVierzehn.").inquiry
    assert inquiry is not None
    assert (inquiry.topic, inquiry.organization) == ("Boote am Steg", "UWG-Gemeinderatsfraktion")


def test_a_row_that_holds_a_date_and_its_label_is_no_consultation() -> None:
    found = paper("Stadt Uferland\tStadtamt 32\tStellungnahme-Nr. S0012/22\tDatum 03.05.2022\n\nBoote am Steg")
    assert (found.reference, found.date, found.consultations) == ("S0012/22", dt.date(2022, 5, 3), ())


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Anfrage der Ratsfraktion UWG zur Entwicklung des Hafens", "Entwicklung des Hafens"),
        (
            "Beantwortung der Anfrage der Stadträtin Ute Mohn (UWG) vom 09.06.2021 zum Ausbau des Stegs",
            "Ausbau des Stegs",
        ),
        ("Ihre Anfrage vom 29. Januar 2024 zur Beleuchtung am Hafen", "Beleuchtung am Hafen"),
        ("Anfrage der Kreistagsfraktion Mitte vom 19.02.2024 gemäß § 56 NKomVG; Hilfsfristen", "Hilfsfristen"),
        ("Anfrage des Stadtrats Olaf Mohn (UWG) vom 13.03.2023 – Zählung der Boote", "Zählung der Boote"),
        ("Vergabe des Gutachtens zum Hafen; Anfrage und Antrag auf Akteneinsicht", "Vergabe des Gutachtens zum Hafen"),
        (
            "Anfrage AF/2023/044 der Fraktion Mitte vom 20.06.2023 Wartezeiten im Bürgerbüro",
            "Wartezeiten im Bürgerbüro",
        ),
        ("Anfrage gem. § 56 NKomVG Gastschüler an Berufsschulen", "Gastschüler an Berufsschulen"),
        ("Anfrage Stege am Hafen", "Stege am Hafen"),
        ("AW: Anfrage Stege am Hafen", "Stege am Hafen"),
        ("über: Stege am Hafen", "Stege am Hafen"),
        ("Bootsverleih und Anfrageverhalten der Gäste", "Bootsverleih und Anfrageverhalten der Gäste"),
        (
            "Anfrage der Fraktion Mitte zur Sitzung am 4. Mai 2022",
            "Anfrage der Fraktion Mitte zur Sitzung am 4. Mai 2022",
        ),
    ],
)
def test_the_topic_in_a_title_without_the_word(title: str, topic: str) -> None:
    assert plain_topic(title) == topic


@pytest.mark.parametrize(
    ("title", "asked_by", "organization"),
    [
        ("Anfrage der CDU-Fraktion im Stadtrat Uferland zum Thema Stege", None, "CDU-Fraktion im Stadtrat Uferland"),
        ("Anfrage des Stadtrats Olaf Mohn (UWG) vom 13.03.2023", "Stadtrat Olaf Mohn", "UWG"),
        ("Anfrage AF/2023/044 der Fraktion Mitte vom 20.06.2023", None, "Fraktion Mitte"),
        ("Antwort auf die Anfrage der Gemeinderätin Petersen (Sitzung vom 4. Juli)", "Gemeinderätin Petersen", None),
    ],
)
def test_a_council_is_no_member_and_a_member_s_group_stands_in_brackets(
    title: str, asked_by: str | None, organization: str | None
) -> None:
    found = title_inquiry(title)
    assert (found.asked_by, found.organization) == (asked_by, organization)


@pytest.mark.parametrize(
    "above",
    [
        "FW|LISTE-Gemeinderatsfraktion",
        "LISTE/Die MITTE-Gemeinderatsfraktion",
        "Eingang: 22.09.2020",
        "Uferland, 05.02.2024",
    ],
)
def test_who_asks_and_when_is_no_title(above: str) -> None:
    assert paper(f"Anfrage\n{above}\n\nStege am See\n\n1. Wie viele Boote sind es?").name == "Stege am See"


def test_a_section_of_the_text_is_no_title() -> None:
    title = "Beantwortung der Anfragen der CDU-Fraktion vom 04.10.2022 und der UWG vom 11.10.2022 zum Hafen"
    found = paper(
        f"Stadt Uferland\n\n**{title}**\n\n**I. Anfrage der CDU-Fraktion**\n\nFrage 1: Wie viele Boote sind es?"
    )
    assert found.name == title


@pytest.mark.parametrize(
    ("line", "paper_type", "reference"),
    [
        ("Kleine Anfrage KA-0231/VI", "Kleine Anfrage", "KA-0231/VI"),
        ("Schriftliche Anfrage SA/118/VII", "Schriftliche Anfrage", "SA/118/VII"),
        ("Antwort der Verwaltung AW/2023/061", "Antwort der Verwaltung", "AW/2023/061"),
        ("Mitteilung Nr. 19/2022", "Mitteilung", "19/2022"),
        ("Vorlage - VO/2022/118\nVorlage-Art: Beantwortung einer Anfrage", None, "VO/2022/118"),
        ("Drucksache 22-3456\nKleine Anfrage nach § 24 BezVG", "Kleine Anfrage", "22-3456"),
    ],
)
def test_type_and_number_in_one_line(line: str, paper_type: str | None, reference: str) -> None:
    found = paper(
        f"Stadt Uferland\n\n{line}\n\nBoote am Steg\n\nDie Boote liegen seit Jahren am Steg und werden genutzt."
    )
    assert found.reference == reference
    assert paper_type is None or found.paper_type == paper_type


def test_the_art_of_a_paper_stands_behind_its_label() -> None:
    assert paper("Stadt Uferland\nVorlage-Art: Beantwortung einer Anfrage\n\nBoote am Steg").paper_type == (
        "Beantwortung einer Anfrage"
    )


def test_a_clerk_stands_behind_a_label_without_a_colon() -> None:
    assert paper("Stadt Uferland\nAuskunft erteilt Frau Mohn\n\nBoote am Steg").clerk == "Frau Mohn"


def test_a_letter_of_a_district_and_the_day_of_a_session() -> None:
    head = "Bezirksversammlung Uferland\nSchriftliche Anfrage SA/118/VII\n\nBezirksverordnete Dr. Nele Mohn\n"
    letter = (
        f"{head}Fraktion Bündnis 90/Die Grünen\n\nBetreff: Boote am Steg\n\nIch frage:\n\n1. Wie viele Boote sind es?"
    )
    inquiry = assemble_inquiry(document_from_text(letter), "anfrage.txt")
    assert (inquiry.asked_by, inquiry.organization) == (
        "Bezirksverordnete Dr. Nele Mohn",
        "Fraktion Bündnis 90/Die Grünen",
    )
    assert title_inquiry("Anfrage zur Kreistagssitzung am 20.06.2022: Boote am Steg").date is None
