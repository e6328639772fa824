"""What a clerk or a model says in other words passes; the twin that changes one thing in it does not."""

import datetime as dt

import pytest

from assistant.drafting.verify import judge


def follows(sentence: str, quote: str) -> bool:
    return judge(sentence, "", [quote], [dt.date(2020, 10, 12)], dt.date(2021, 6, 1)).supported


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Das Regenrückhaltebecken hat ein Volumen von 8 m³.",
            "Das Regenrückhaltebecken fasst 8.000 Liter.",
            "Das Regenrückhaltebecken fasst 800 Liter.",
        ),
        (
            "Die Prüfung der 12 Anlagen erfolgt monatlich durch den Bauhof.",
            "Die 12 Anlagen werden einmal im Monat vom Bauhof geprüft.",
            "Die 12 Anlagen werden zweimal im Monat vom Bauhof geprüft.",
        ),
        (
            "Die 30 Rauchmelder werden zweimal im Jahr überprüft.",
            "Die 30 Rauchmelder werden halbjährlich überprüft.",
            "Die 30 Rauchmelder werden jährlich überprüft.",
        ),
        (
            "Ein Stellplatz kostet am Tag höchstens 8 Euro.",
            "Ein Stellplatz kostet am Tag maximal aber 8 Euro.",
            "Ein Stellplatz kostet am Tag mindestens aber 8 Euro.",
        ),
        (
            "Auf dem Festplatz sind höchstens 500 Besucher zugelassen.",
            "Die Zahl der zugelassenen Besucher ist auf dem Festplatz auf 500 begrenzt.",
            "Auf dem Festplatz sind mindestens 500 Besucher zugelassen.",
        ),
        (
            "Die Teilnehmerzahl ist auf maximal 20 Personen begrenzt.",
            "Die Teilnehmerzahl ist auf höchstens 20 Personen begrenzt.",
            "Die Teilnehmerzahl beträgt 20 Personen.",
        ),
        (
            "Die Genehmigung gilt ein Jahr.",
            "Die Genehmigung gilt zwölf Monate.",
            "Die Genehmigung gilt zwölf Wochen.",
        ),
        (
            "An der Radtour haben 84 Personen teilgenommen.",
            "Die Radtour zählte 84 Teilnehmende.",
            "Die Radtour zählte 84 Betreuende.",
        ),
        (
            "Es fehlen 45 Plätze für Kinder über drei Jahren und 20 Plätze für Kinder unter drei Jahren.",
            "Es fehlen 20 Plätze für Kinder unter drei Jahren.",
            "Es fehlen 45 Plätze für Kinder unter drei Jahren.",
        ),
    ],
)
def test_values_said_otherwise(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)
