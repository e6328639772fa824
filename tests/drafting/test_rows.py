"""Rows of tables as evidence."""

from assistant.drafting.aspects import aspects_of
from assistant.drafting.extractive import answer
from assistant.drafting.gaps import open_point
from assistant.drafting.rows import labelled, table_rows
from tests.drafting.test_extractive import OFFICE, scores
from tests.drafting.towns import paper, sentences_of

TABLE = """Die Plätze verteilen sich so:

| Schule | Kinder | Klassen |
|---|---|---|
| Altstadt | 298 | 13 |
| Westerfeld | 412 | 18 |

Die Zahlen steigen."""


def test_rows_know_their_place_and_their_heads():
    rows = list(table_rows(TABLE))
    assert [TABLE[r.start : r.end] for r in rows] == ["| Altstadt | 298 | 13 |", "| Westerfeld | 412 | 18 |"]
    assert {r.heads for r in rows} == {("Schule", "Kinder", "Klassen")}
    assert labelled(rows[0].heads, "| Altstadt | 298 | 13 |") == "Schule: Altstadt; Kinder: 298; Klassen: 13"


def test_bars_without_a_head_are_no_table():
    assert list(table_rows("| allein |\nText | mit | Strichen\n")) == []


def test_a_row_is_quoted_verbatim_and_shown_with_its_heads_beside_the_gap():
    school = paper("Schulen", (("Wie viele Kinder besuchen die Grundschulen?", TABLE),), "2019-03-01")
    pool = sentences_of(school)
    row = next(e for e in pool if "Westerfeld" in e.text)
    assert school.text[row.start : row.end] == row.quote == "| Westerfeld | 412 | 18 |"
    asked = aspects_of("Wie viele Kinder besuchen die Grundschule Westerfeld?")[0]
    found = answer(asked, pool, scores({"Schule: Westerfeld": 0.9}))
    assert found.sentences == ()
    assert found.old == (row,)
    assert "laut Tabelle Schule: Westerfeld; Kinder: 412; Klassen: 18" in (open_point(found, False, OFFICE) or "")
