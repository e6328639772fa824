"""What other offices are asked for."""

import datetime as dt

from assistant.drafting import zulieferung
from assistant.drafting.aspects import aspects_of
from assistant.drafting.gaps import nothing_found
from assistant.model import DepartmentShare, DraftItem, FoundPaper, Inquiry, ItemStatus, Scope
from tests.drafting.towns import paper, precedents

OFFICES = (DepartmentShare(name="Gartenbauamt", share=0.75), DepartmentShare(name="Bauhof", share=0.25))
OLD = paper(
    "Spielplätze",
    (("Wie viele Spielplätze gibt es?", "Es gibt 128 Spielplätze.\nJahr | Anzahl\n2016 | 126\n2017 | 128"),),
)
POINT = "Wie viele Spielplätze gibt es? [aktueller Wert, Stand …; 12.04.2018: 128]"


def item(**changes) -> DraftItem:
    values = {
        "number": "2",
        "question": "Wie viele Spielplätze gibt es?",
        "status": ItemStatus.partial,
        "departments": OFFICES,
        "open_points": (POINT,),
        "precedents": tuple(precedents(OLD)),
    }
    return DraftItem(**{**values, **changes})


def test_the_office_that_answered_before_is_asked_with_the_old_answer():
    (request,) = zulieferung(item(), Inquiry(id="i", topic="Spielplätze"))
    assert request.department == "Gartenbauamt"
    assert request.old_answer.startswith("Es gibt 128 Spielplätze.")
    assert request.old_date == "12.04.2018"
    for part in ("An: Gartenbauamt", "Frage 2", POINT, "Spielplätze", "Stand (Datum)"):
        assert part in request.text


def test_an_old_table_comes_back_with_an_empty_column():
    (request,) = zulieferung(item(), Inquiry(id="i"))
    assert request.table.splitlines() == ["Jahr | Anzahl | aktuell (Stand …)", "2016 | 126 | …", "2017 | 128 | …"]


def test_without_open_points_nobody_is_asked():
    assert zulieferung(item(open_points=()), Inquiry(id="i")) == []


def test_without_precedent_only_what_must_be_supplied_is_asked_for():
    asked = "Wie viele Bäume stehen an der Straße? Wo stehen sie?"
    points = nothing_found(asked, aspects_of(asked), Scope(), OFFICES)
    requests = zulieferung(item(open_points=points, precedents=()), Inquiry(id="i"))
    assert [request.open_point for request in requests] == [
        "Wie viele Bäume stehen an der Straße?",
        "Wo stehen sie? (zu: „Wie viele Bäume stehen an der Straße?“)",
    ]
    assert all(request.old_answer == "" for request in requests)


def test_silence_says_what_was_searched_and_who_knows_and_never_that_nothing_exists():
    scope = Scope(before=dt.date(2020, 3, 1))
    text = " ".join(nothing_found("Wie viele Bäume?", aspects_of("Wie viele Bäume?"), scope, OFFICES))
    for part in ("01.03.2020", "öffentlichen", "Gartenbauamt (75 %)", "Zuzuliefern: Wie viele Bäume?"):
        assert part in text
    for claim in ("gibt es nicht", "existiert", "nicht vorhanden", "keine Unterlagen"):
        assert claim not in text


def test_where_the_subject_was_treated_before_is_said_and_asks_for_nothing():
    found = FoundPaper(id="p", reference="2018/07", name="Bäume an Straßen", date=dt.date(2018, 4, 12))
    points = nothing_found("Wie viele Bäume?", aspects_of("Wie viele Bäume?"), Scope(), OFFICES, [found])
    assert "Zum Thema gefunden" in points[1]
    assert "Vorlage 2018/07 vom 12.04.2018 („Bäume an Straßen“)" in points[1]
    asked = zulieferung(item(status=ItemStatus.no_precedent, open_points=points), Inquiry(id="i"))
    assert [request.open_point for request in asked] == ["Wie viele Bäume?"]


def test_an_earlier_answer_that_is_hardly_one_is_not_sent_to_another_office():
    unsure = tuple(p.model_copy(update={"confidence": 0.1}) for p in item().precedents)
    (request,) = zulieferung(item(precedents=unsure), Inquiry(id="i"))
    assert request.old_answer == request.table == ""


def test_a_question_without_any_office_says_so():
    (request,) = zulieferung(item(departments=()), Inquiry(id="i"))
    assert "(zuständige Dienststelle)" in request.text


def test_a_table_of_a_paper_comes_back_without_its_rules():
    table = "Die Zahlen:\n\n| Jahr | Anzahl |\n|---|---|\n| 2016 | 126 |\n| 2017 | 128 |"
    old = paper("Spielplätze", (("Wie viele Spielplätze gibt es?", table),))
    (request,) = zulieferung(item(precedents=tuple(precedents(old))), Inquiry(id="i"))
    assert request.table.splitlines() == ["Jahr | Anzahl | aktuell (Stand …)", "2016 | 126 | …", "2017 | 128 | …"]


def test_when_all_is_settled_what_was_searched_asks_for_nothing():
    searched = nothing_found("Wie viele Bäume?", [], Scope(), OFFICES)
    assert zulieferung(item(status=ItemStatus.no_precedent, open_points=searched), Inquiry(id="i")) == []
