import datetime as dt
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.german import DateValue, dates, mentions, parse_date, sentences, statutes


def test_kinds_do_not_overlap_and_the_specific_one_wins() -> None:
    text = (
        "Am 16. März 2014 zahlte Frau Dr. Kern nach § 8 Abs. 2 GemO und der Richtlinie 2008/50/EG 1,25 Mio. € für 3 km."
    )
    assert [(m.kind, m.text) for m in mentions(text)] == [
        ("date", "16. März 2014"),
        ("person", "Frau Dr. Kern"),
        ("law", "§ 8 Abs. 2 GemO"),
        ("law", "Richtlinie 2008/50/EG"),
        ("amount", "1,25 Mio. €"),
        ("figure", "3 km"),
    ]


@pytest.mark.parametrize(
    "text", ["Linie 5", "Frage 2", "Vorlage 2019/1010", "Nr. 71", "1. Bauabschnitt", "Amt 20", "04321 133"]
)
def test_names_of_things_are_no_figures(text: str) -> None:
    assert not [m for m in mentions(f"Hierzu siehe {text} im Plan") if m.kind == "figure"]


def test_a_year_counts_where_something_is_counted() -> None:
    found = mentions("2000 Bäume im Jahr 2000")
    assert [(m.kind, m.text) for m in found] == [("figure", "2000"), ("date", "2000")]


def test_a_range_gives_both_numbers_unit_and_scale() -> None:
    assert [(m.value, m.unit) for m in mentions("Es fallen 10 bis 12 Mio. € an.")] == [
        (Decimal(10_000_000), "EUR"),
        (Decimal(12_000_000), "EUR"),
    ]


def test_periods_have_first_and_last_day() -> None:
    value = next(iter(dates("im 2. Quartal 2020"))).value
    assert isinstance(value, DateValue)
    assert (value.start, value.end) == (dt.date(2020, 4, 1), dt.date(2020, 6, 30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24.02.2023", dt.date(2023, 2, 24)),
        ("vom 7. September 2022", dt.date(2022, 9, 7)),
        ("3.4.19", dt.date(2019, 4, 3)),
        ("31.02.2023", None),
        ("Januar 2023", None),
        ("24.02.2023 und 25.02.2023", None),
        ("", None),
    ],
)
def test_parse_date(text: str, expected: dt.date | None) -> None:
    assert parse_date(text) == expected


def test_spellings_of_one_section_are_one() -> None:
    spellings = ["§ 8 Abs. 2 Satz 1 GemO", "§8 Absatz 2 Satz 1 GemO", "§ 8 Abs. 2 S. 1 GemO"]
    assert {statutes(f"Nach {s} gilt das.")[0].value for s in spellings} == {"§ 8 Abs. 2 Satz 1 GemO"}


def test_the_agenda_is_no_law() -> None:
    assert not statutes("Die Tagesordnung, die Größenordnung und die Zuordnung blieben gleich.")


@given(st.text(max_size=300))
def test_mentions_stand_where_they_say(text: str) -> None:
    found = mentions(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


UNITS = (
    "1", "1.", "1.000", "§ 1 ", "1, ", "§ 1 Abs. 1 ", "ein", "dreizehn", "Dr. ", "Anna ", "A", "Aa", "Herr von der ",
    "(", ". ", "\n", "- \n", "Rad-", "1.1.", "bis 1 ", "z. B. ", "Ordnung", "GO", "20", "2019/", "a.b", "1 2 ", "„",
    "?“ ", "Hans Peter ",
)  # fmt: skip
ADVERSARIAL = [(unit * 20_000)[:20_000] for unit in UNITS]


@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: repr(text[:8]))
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    """The time itself is not asserted: a pattern that backtracks would not end at this length."""
    assert mentions(text) is not None
    assert sentences(text) is not None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Herr Backhaus fragt nach.", "Backhaus"),
        ("Das Schreiben des Herrn Oberbürgermeisters liegt vor.", None),
        ("Der Gemeinderat Stuttgart hat zugestimmt.", None),
        ("Stadtrat Wiebke Petersen (BUNT) fragt.", "Wiebke Petersen"),
    ],
)
def test_names_after_a_salutation_or_office(text: str, name: str | None) -> None:
    assert [m.value for m in mentions(text) if m.kind == "person"] == ([name] if name else [])


def shown(text: str) -> list[tuple[str, str, str]]:
    return [(m.kind, m.text, m.unit) for m in mentions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Tagesordnungspunkt 9 wird aufgerufen",
        "Stellungnahme zu Antrag 220 der Fraktion",
        "siehe Antwort zu Frage 1 und 2",
        "in der Erdbebenzone 1 gebaut",
        "Moltkestr. 22, 76543 Uferland",
        "in der Uferallee 100 bereits bekannt",
        "Telefon: +49 4321 40244-712",
        "im Maßstab 1:2000 gezeichnet",
        "durch das COVID 19 Virus",
        "viele tausend weitere Kästen",
        "2.3 GEGENSTAND DER FÖRDERUNG",
        "Dez. 1 und Dez. 5 sind beteiligt",
    ],
)
def test_numbers_that_only_name_something_are_none(text: str) -> None:
    assert shown(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Abgefahren wurden 90 t.", ("figure", "90 t", "t")),
        ("in der Uferstraße 12 neue Bäume", ("figure", "12", "")),
        ("es sind ca.18 % der Menge", ("figure", "18 %", "%")),
        ("nach 9-monatigem Einsatz", ("figure", "9-monatigem", "Monate")),
        ("im 10jährigen Ablauf", ("figure", "10jährigen", "Jahre")),
        ("eine Erhöhung um 2000.- im Jahr", ("amount", "2000.-", "EUR")),
        ("dem Antrag 500 Euro zu geben", ("amount", "500 Euro", "EUR")),
        ("es waren weniger als 2018.", ("date", "2018", "")),
        ("mehr als 2018 neue Bäume", ("figure", "2018", "")),
        ("im Haushalt 2021 Stellenkürzung", ("date", "2021", "")),
        ("am 15./16. Dezember 2020", ("date", "15./16. Dezember 2020", "")),
        ("rund 120 000 Tonnen", ("figure", "120 000 Tonnen", "t")),
        ("nach dem LJagdG zulässig", ("law", "LJagdG", "")),
        ("die Regelungen des AÜG", ("law", "AÜG", "")),
        ("spricht Stadtrat Thomas H. Ohm", ("person", "Stadtrat Thomas H. Ohm", "")),
        ("wie Kollegin Dr. Harms sagte", ("person", "Kollegin Dr. Harms", "")),
        ("mit Frau Prof. Dr.-Ing. Annette Kern", ("person", "Frau Prof. Dr.-Ing. Annette Kern", "")),
    ],
)
def test_what_real_papers_taught(text: str, found: tuple[str, str, str]) -> None:
    assert shown(text) == [found]


def test_columns_of_a_table_do_not_grow_together() -> None:
    assert [m.text for m in mentions("2014/15 555 528 27 4,9")] == ["2014/15", "555", "528", "27", "4,9"]


@pytest.mark.parametrize(
    "text", ["im Anne Frank Haus", "das Robert Koch Institut", "die Verkehrs-AG", "VerkehrsAG und WEG"]
)
def test_houses_and_companies_are_neither_persons_nor_laws(text: str) -> None:
    assert [m for m in mentions(text) if m.kind in ("person", "law")] == []
