"""The verifier: what follows from its quotes passes, what does not is caught and named."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.verify import Judgement, judge, judge_cases, untraced
from assistant.errors import BadInput
from assistant.model import FlagKind
from evals.verification import score

TODAY = dt.date(2021, 6, 1)


def verdict(sentence: str, *quotes: str, question: str = "", dates: tuple[dt.date, ...] = ()) -> Judgement:
    return judge(sentence, question, quotes, dates, TODAY)


def test_the_pairs_the_rules_were_written_on() -> None:
    result = score("development")
    assert result.caught >= 0.98, result.missed_ids
    assert result.refused <= 0.06, result.refused_ids


def test_the_pairs_held_out() -> None:
    """Only the shares are asserted: naming the pairs here would invite tuning on them."""
    result = score("held_out")
    assert result.defects >= 80
    assert result.fine >= 60
    assert result.caught >= 0.95
    # With the fine sentences of `outsider-20`, none of which was tuned on: 12 of its 40 are refused.
    assert result.refused <= 0.12


@pytest.mark.parametrize(
    ("sentence", "quotes", "derivation"),
    [
        ("Es kostet 1,25 Mio. €.", ["Es kostet 1.250.000 Euro."], "1.250.000 Euro"),
        (
            "Insgesamt wurden 135 Bäume gepflanzt.",
            ["2018 wurden 60 Bäume gepflanzt.", "2019 wurden 75 Bäume gepflanzt."],
            "60 + 75",
        ),
        ("Die Ausgaben lagen bei rund 1,4 Mio. Euro.", ["Die Ausgaben lagen bei 1.398.420 Euro."], "gerundet"),
        ("Das sind 25 Prozent der Wohnungen.", ["Von 120 Wohnungen sind 30 gefördert."], "30 von 120"),
        ("Die Fläche umfasst 1,5 ha.", ["Die Fläche umfasst 15.000 m²."], "15.000 m²"),
    ],
)
def test_what_follows_is_supported_and_says_from_what(sentence: str, quotes: list[str], derivation: str) -> None:
    result = verdict(sentence, *quotes)
    assert result.supported, result.reasons
    assert any(derivation in how for how in result.derivation), result.derivation


@pytest.mark.parametrize(
    ("sentence", "quotes", "outcome"),
    [
        ("Die Brücke wurde 2017 saniert.", ["Die Brücke wurde 2016 saniert."], "fabricated"),
        ("Es kostet 1,35 Mio. €.", ["Es kostet 1.250.000 Euro."], "fabricated"),
        ("Die Linie wird verlängert.", ["Die Linie wird nicht verlängert."], "misattributed"),
        ("Die Halle hat 620 Plätze.", ["Das Theater hat 620 Plätze.", "Die Halle wurde 2014 eröffnet."], "stitched"),
        ("Der Weg wird gebaut.", ["Wird der Weg gebaut?"], "misattributed"),
    ],
)
def test_what_does_not_follow_is_named(sentence: str, quotes: list[str], outcome: str) -> None:
    result = verdict(sentence, *quotes)
    assert (result.supported, result.outcome) == (False, outcome)
    assert result.reasons
    assert result.flags


def test_without_a_quote_nothing_is_supported() -> None:
    assert verdict("Die Brücke wurde saniert.").outcome == "fabricated"


def test_flags_stand_where_they_say() -> None:
    sentence = "Die Sanierung kostete 2017 rund 5 Mio. Euro nach § 3 KAG laut Frau Kern."
    flags = verdict(sentence, "Die Sanierung wurde abgeschlossen.").flags
    assert {FlagKind.date, FlagKind.amount, FlagKind.law, FlagKind.person} <= {flag.kind for flag in flags}
    assert all(sentence[flag.start : flag.end] == flag.text for flag in flags)


def test_what_is_given_as_current_is_flagged_at_the_words_that_say_so() -> None:
    flags = verdict("In der Kita sind zur Zeit 80 Plätze frei.", "In der Kita sind 80 Plätze frei.").flags
    assert [flag.text for flag in flags if flag.kind == FlagKind.stale] == ["zur Zeit"]


def test_an_old_value_given_as_current_is_flagged_but_follows() -> None:
    sentence = "Derzeit gibt es 120 Plätze."
    result = verdict(sentence, sentence, dates=(dt.date(2014, 3, 1),))
    assert result.supported
    assert FlagKind.stale in {flag.kind for flag in result.flags}


def test_verbatim_sentences_of_any_shape_follow_from_their_quote() -> None:
    quote = (
        "Wenn Schadstoffe gefunden werden, wird das Amt informiert, bei Bedarf eine Sofortmaßnahme eingeleitet und im "
        "Ausschuss berichtet. "
        "Auf Privatgrundstücken führt die Stadt keine Bekämpfung aus; hier ist der Eigentümer selbst verantwortlich."
    )
    for sentence in quote.split(". "):
        assert verdict(sentence, quote).supported


def test_a_sentence_of_common_words_needs_its_quote_too() -> None:
    assert not verdict("Das ist hier so nicht der Fall.", "Die Brücke wurde 2016 saniert.").supported


@pytest.mark.parametrize("text", ["}, {", "...", "—", "( )", "Nach Auskunft der Verwaltung"])
@pytest.mark.parametrize("quotes", [("Die Brücke wurde 2016 saniert.",), ("}, { ... — ( )",), ()])
def test_what_says_nothing_is_not_supported(text: str, quotes: tuple[str, ...]) -> None:
    result = verdict(text, *quotes)
    assert (result.supported, result.outcome) == (False, "fabricated")
    assert result.reasons


def test_the_question_alone_carries_nothing() -> None:
    question = "Wie funktioniert das neue Bürgerbüro im Rathaus?"
    assert not verdict(
        "Das neue Bürgerbüro ist im Rathaus.", "Die Brücke wurde 2016 saniert.", question=question
    ).supported


def test_a_negation_lost_in_a_long_sentence_is_caught() -> None:
    quote = "Die Daten werden nicht erhoben, und eine Auswertung, die Kosten verursacht, ist ebenfalls nicht geplant."
    assert not verdict(quote.replace("ebenfalls nicht", "ebenfalls"), quote).supported


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_the_verifier(sentence: str, quotes: list[str]) -> None:
    result = judge(sentence, "", quotes, [None] * len(quotes), TODAY)
    assert all(sentence[flag.start : flag.end] == flag.text for flag in result.flags)


@pytest.mark.parametrize("digit", "0123456789")
def test_any_other_digit_is_caught(digit: str) -> None:
    quote = "Im Jahr 2019 wurden in Lindenau 4.371 Anzeigen registriert."
    sentence = quote.replace("4.371", f"4.3{digit}1")
    assert verdict(sentence, quote).supported == (digit == "7")


# --- untraced ---------------------------------------------------------------------------------------


def test_untraced_names_what_stands_nowhere() -> None:
    text = "2019 zahlte Herr Kern nach § 3 KAG 5.000 Euro für die Linie 7 (Vorlage 2018/0455)."
    found = untraced(text, "", ["Die Vorlage 2018/0455 nennt 4.000 Euro für die Linie 9."])
    assert [flag.text for flag in found] == ["2019", "Herr Kern", "§ 3 KAG", "5.000 Euro", "7"]
    assert all(text[flag.start : flag.end] == flag.text for flag in found)


def test_untraced_takes_question_quotes_and_what_follows_from_them() -> None:
    quotes = ["2018 wurden 60 Bäume gepflanzt.", "Im Jahr 2019 wurden nach § 24 Abs. 2 GemO 75 Bäume gepflanzt."]
    text = "Insgesamt wurden 2018 und 2019 nach § 24 GemO 135 Bäume an der Ringstraße 12 gepflanzt."
    assert untraced(text, "Wie viele Bäume stehen an der Ringstraße 12?", quotes) == []


def test_untraced_finds_values_in_any_sentence_of_a_text() -> None:
    text = "Die Halle ist groß. Sie hat 400 Plätze. Der Eintritt kostet 7 Euro."
    assert [flag.text for flag in untraced(text, "", ["Die Halle hat 400 Plätze."])] == ["7 Euro"]


# --- the command's contract -------------------------------------------------------------------------

CASE = {
    "id": "a",
    "question": "?",
    "sentence": "Nein.",
    "quotes": ["Nein."],
    "source_dates": ["2020-01-01"],
    "today": "2021-01-01",
}


def test_cases_come_back_with_their_ids() -> None:
    (result,) = judge_cases([CASE])
    assert (result["id"], result["supported"], result["outcome"]) == ("a", True, "supported")
    assert {"flags", "derivation"} <= set(result)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"sentence": None}, "Feld sentence"),
        ({"sentence": "  "}, "Feld sentence"),
        ({"quotes": "Nein."}, "Feld quotes"),
        ({"quotes": [1]}, "Feld quotes"),
        ({"source_dates": ["gestern"]}, "Feld source_dates"),
        ({"source_dates": [None, None]}, "Feld source_dates"),
        ({"today": "morgen"}, "Feld today"),
        ({"question": 5}, "Feld question"),
    ],
)
def test_a_wrong_case_is_named_and_the_others_are_judged(change: dict[str, object], named: str) -> None:
    before, wrong, after = judge_cases([CASE, CASE | {"id": "b"} | change, CASE])
    assert before["supported"]
    assert after["supported"]
    assert (wrong["id"], wrong["supported"]) == ("b", False)
    assert wrong["error"].startswith(f"Fall 2, {named}")


def test_what_is_no_case_is_named_by_its_place() -> None:
    wrong, right = judge_cases(["text", CASE])
    assert (wrong["id"], right["id"]) == (1, "a")
    assert "Fall 1" in wrong["error"]
    assert "error" not in right


@pytest.mark.parametrize("cases", [{}, "text", None])
def test_what_is_no_list_of_cases_is_refused(cases: object) -> None:
    with pytest.raises(BadInput, match="Erwartet wird"):
        judge_cases(cases)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Die Halle wurde 2012 saniert.", "Die 2012 errichtete Halle wurde 2019 saniert."),
        ("Die Bücherei wurde 2019 eröffnet.", "Die 2014 eröffnete Bücherei wurde 2019 erweitert."),
        ("Die Satzung wurde 2010 geändert.", "Die Satzung aus dem Jahr 2010 wurde 2017 geändert."),
        ("Der Bau wurde 2017 fertiggestellt.", "Nach dem Spatenstich im Jahr 2017 wurde der Bau 2019 fertiggestellt."),
        ("Das Programm endete 2016.", "Das Programm lief von 2016 bis 2019."),
        (
            "2019 lagen die Kosten bei 40.000 Euro.",
            "Die Kosten lagen bei 40.000 Euro (2018) bzw. 44.000 Euro (2019).",
        ),
    ],
)
def test_a_year_of_something_else_in_the_same_sentence_is_caught(sentence: str, quote: str) -> None:
    assert verdict(sentence, quote).outcome == "misattributed"


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Der Bau wurde 2019 fertiggestellt.", "Nach dem Spatenstich im Jahr 2017 wurde der Bau 2019 fertiggestellt."),
        ("Die Halle wurde 2019 saniert.", "Die 2012 errichtete Halle wurde 2019 saniert."),
        ("Die Bücherei wurde 2014 eröffnet.", "Die 2014 eröffnete Bücherei wurde 2019 erweitert."),
        ("2018 hatte die Feuerwehr 230 Einsätze.", "Die Feuerwehr rückte 2018 zu 230 Einsätzen aus."),
    ],
)
def test_the_right_year_of_two_passes(sentence: str, quote: str) -> None:
    assert verdict(sentence, quote).supported


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Eine Beleuchtung scheidet aus.", "Eine Beleuchtung kommt nicht in Betracht."),
        ("Der Antrag wurde abgelehnt.", "Dem Antrag wurde nicht zugestimmt."),
        ("Das Grillen ist verboten.", "Das Grillen ist nicht erlaubt."),
        ("Der Eintritt ist kostenlos.", "Für den Eintritt werden keine Gebühren erhoben."),
        ("Schäden wurden nicht festgestellt.", "Schäden konnten nicht festgestellt werden."),
    ],
)
def test_a_denial_in_other_words_is_the_same_denial(sentence: str, quote: str) -> None:
    assert verdict(sentence, quote).supported, verdict(sentence, quote).reasons
    assert verdict(quote, sentence).supported, verdict(quote, sentence).reasons


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Eine Ausnahme kommt in Betracht.", "Eine Ausnahme scheidet aus."),
        ("Das Verkehrsaufkommen ist gestiegen.", "Das Verkehrsaufkommen ist zurückgegangen."),
        ("Im Heim sind 15 Plätze belegt.", "Das Heim hat 15 Plätze, von denen 12 belegt sind."),
        ("Die Kita Süd erhält einen Anbau.", "Die Kita Nord erhält einen Anbau, die Kita Süd eine neue Heizung."),
        ("Die Stadt gewährt Zuschüsse.", "Die Stadt hat bis 2012 Zuschüsse gewährt."),
        ("Die Stadt muss den Antrag ablehnen.", "Die Stadt kann den Antrag ablehnen."),
    ],
)
def test_what_is_turned_around_is_named_misattributed(sentence: str, quote: str) -> None:
    assert verdict(sentence, quote).outcome == "misattributed"


def test_a_sentence_full_of_numbers_takes_no_longer_than_a_reader_would_wait():
    """It is bounded by the longest sentence; each number is compared with each of the quote."""
    sentence = "neun der " * 150 + "Hallen"
    started = time.process_time()
    judge(sentence, "", [f"{sentence} stehen."], [None], TODAY)
    assert time.process_time() - started < 5


def test_a_sentence_without_end_is_refused_at_once():
    endless = "Es gab " + ", ".join(f"{n} Bäume in Straße {n}" for n in range(100, 5000)) + "."
    [verdict] = judge_cases([{"id": "1", "question": "Wie viele?", "sentence": endless, "quotes": ["Es gab 5 Bäume."]}])
    assert (verdict["supported"], verdict["outcome"]) == (False, "fabricated")
    assert "teilen" in verdict["reasons"][0]


# --- Said in other words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Im Jugendhaus sind 30 Kinder angemeldet.", "Im Jugendhaus werden 30 Kinder geführt."),
        ("Die Halle mietet die Stadt vom Kreis an.", "Der Kreis vermietet die Halle an die Stadt."),
        ("Das Amt hat montags bis freitags geöffnet.", "Öffnungszeiten des Amtes: Mo–Fr."),
        ("Der Beirat tagt zweimal im Monat.", "Der Beirat tagt alle zwei Wochen."),
        ("Die Schulden sanken von 21,4 auf 19,9 Mio. Euro.", "Die Schulden sanken von 21,4 Mio. € auf 19,9 Mio. €."),
        ("Die Steuer beträgt 108 Euro im Jahr.", "Jährlich sind 108 Euro Steuer zu entrichten."),
        ("2022 waren es 640 Einsätze.", "Die Feuerwehr rückte 2022 insgesamt 640-mal aus."),
    ],
)
def test_a_paraphrase_with_words_of_its_own_passes(sentence: str, quote: str) -> None:
    verdict = judge(sentence, "", [quote], [None], TODAY)
    assert verdict.supported, verdict.reasons


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Das Hochbauamt ist zuständig.", "Das Tiefbauamt ist zuständig."),
        ("Für die 148 Plätze gab es 12 Bewerbungen.", "Für die 12 Plätze gab es 148 Bewerbungen."),
        ("Das Bad öffnet im September 2025.", "Das Bad öffnet frühestens im September 2025."),
        ("Die Arbeiten sind beendet.", "Die Arbeiten sind fast beendet."),
        ("Dort gilt Tempo 30.", "Dort gilt nachts Tempo 30."),
        ("2022 kamen weniger Besucher als 2021.", "2021 kamen 16.000 Besucher, 2022 waren es 18.200 Besucher."),
        ("Die Stadt hat das Haus an die Kirche verkauft.", "Die Stadt hat das Haus von der Kirche gekauft."),
        (
            "Die Dauer richtet sich nach den Mängeln und muss mehrere Tage betragen.",
            "Die Dauer richtet sich nach den Mängeln und kann mehrere Tage betragen.",
        ),
    ],
)
def test_what_only_sounds_the_same_does_not(sentence: str, quote: str) -> None:
    assert not judge(sentence, "", [quote], [None], TODAY).supported


def test_a_relative_year_is_known_by_the_day_of_its_source() -> None:
    quote = "Im vergangenen Jahr wurden 30 Bäume gepflanzt."
    day = dt.date(2020, 5, 1)
    assert judge("2019 wurden 30 Bäume gepflanzt.", "", [quote], [day], TODAY).supported
    assert not judge("2018 wurden 30 Bäume gepflanzt.", "", [quote], [day], TODAY).supported
