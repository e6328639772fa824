"""What a clerk or a model says in other words passes; the twin that changes one thing in it does not."""

import pytest

from tests.drafting.judging import follows


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


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Im Jahr 2019 gingen 41 Anträge ein, im Jahr davor waren es 29.",
            "2019 gingen 41 Anträge ein; 2018 waren es 29.",
            "2019 gingen 29 Anträge ein; 2018 waren es 41.",
        ),
        (
            "Die Rücklage betrug zum Jahresende 2019 rund 3 Mio. Euro.",
            "Ende 2019 hatte die Rücklage einen Stand von rund 3 Mio. Euro.",
            "Anfang 2019 hatte die Rücklage einen Stand von rund 3 Mio. Euro.",
        ),
        (
            "Der Stromverbrauch der Halle lag 2019 bei 80.000 kWh und damit um zehn Prozent niedriger als 2018.",
            "2019 verbrauchte die Halle 80.000 kWh Strom, zehn Prozent weniger als 2018.",
            "2018 verbrauchte die Halle 80.000 kWh Strom, zehn Prozent weniger als 2019.",
        ),
        (
            "Die Auslastung der Tiefgarage lag werktags bei 55 Prozent, an Sonntagen bei 20 Prozent.",
            "An Sonntagen war die Tiefgarage zu 20 Prozent ausgelastet.",
            "An Sonntagen war die Tiefgarage zu 55 Prozent ausgelastet.",
        ),
    ],
)
def test_times_said_otherwise(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Der Heimatverein erhält vom Landkreis für seine Arbeit einen Zuschuss von 9.000 Euro.",
            "Der Landkreis unterstützt den Heimatverein bei seiner Arbeit mit 9.000 Euro.",
            "Der Heimatverein unterstützt den Landkreis bei seiner Arbeit mit 9.000 Euro.",
        ),
        (
            "Das Grundstück am Hafen befindet sich überwiegend im Eigentum des Landes, nur ein kleiner Teil gehört der "
            "Stadt.",
            "Das Grundstück am Hafen gehört überwiegend dem Land.",
            "Das Grundstück am Hafen gehört dem Land.",
        ),
        (
            "Der Deich ist gesperrt, Fußgänger und Radfahrer dürfen ihn weiterhin benutzen.",
            "Der Deich ist gesperrt. Zu Fuß und mit dem Rad darf man ihn weiterhin benutzen.",
            "Der Deich ist gesperrt. Mit dem Auto darf man ihn weiterhin benutzen.",
        ),
        (
            "Der Ortsbeirat wurde frühzeitig in das Verfahren einbezogen.",
            "Der Ortsbeirat war frühzeitig in das Verfahren eingebunden.",
            "Der Ortsbeirat war in das Verfahren nicht eingebunden.",
        ),
        (
            "An der Allee stehen überwiegend Platanen, Linden und Eschen.",
            "An der Allee stehen unter anderem Platanen.",
            "An der Allee stehen ausschließlich Platanen.",
        ),
    ],
)
def test_parties_and_things_said_otherwise(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Wie viele Gebäude leer stehen, ist der Verwaltung nicht bekannt.",
            "Zahlen zu leer stehenden Gebäuden liegen der Verwaltung nicht vor.",
            "Leer stehende Gebäude gibt es nicht.",
        ),
        (
            "Die Verwaltung geht davon aus, dass der Markt jährlich 9.000 Gäste anziehen wird.",
            "Nach Einschätzung der Verwaltung wird der Markt jährlich 9.000 Gäste anziehen.",
            "Der Markt zieht jährlich 9.000 Gäste an.",
        ),
        (
            "Die Verwaltung hat geplant, dass der Markt jährlich 9.000 Gäste anziehen soll.",
            "Geplant ist, dass der Markt jährlich 9.000 Gäste anzieht.",
            "Nach Einschätzung des Landes zieht der Markt jährlich 9.000 Gäste an.",
        ),
        (
            "Das Tiefbauamt schlägt vor, die Gasse für den Verkehr zu sperren.",
            "Die Gasse soll nach dem Vorschlag des Tiefbauamts für den Verkehr gesperrt werden.",
            "Die Gasse soll für den Verkehr gesperrt werden.",
        ),
        (
            "Die Jagdpacht läuft zum 31. März 2022 aus und soll nicht verlängert werden.",
            "Die Jagdpacht endet am 31.03.2022.",
            "Die Jagdpacht endet am 31.03.2022 und wird nicht verlängert.",
        ),
        (
            "Die Gebühr für einen Ausweis beläuft sich auf 12 Euro; eine Anhebung ist nicht vorgesehen.",
            "Ein Ausweis kostet 12 Euro.",
            "Ein Ausweis kostet 12 Euro. Eine Anhebung ist vorgesehen.",
        ),
        (
            "Der Bau einer Rampe ist aus Platzgründen nicht möglich, wie eine Prüfung des Bauamts ergeben hat.",
            "Eine Prüfung des Bauamts hat ergeben, dass aus Platzgründen keine Rampe gebaut werden kann.",
            "Eine Prüfung des Bauamts hat ergeben, dass eine Rampe gebaut werden kann.",
        ),
        (
            "Die Stadt haftet nur bei Verletzung ihrer Aufsichtspflicht.",
            "Die Stadt haftet nur dann, wenn sie ihre Aufsichtspflicht verletzt hat.",
            "Die Stadt haftet, wenn jemand verletzt wird.",
        ),
        (
            "Die Arbeiten an der Brücke konnten im Mai 2020 vollständig abgeschlossen werden.",
            "Die Arbeiten an der Brücke wurden im Mai 2020 vollständig abgeschlossen.",
            "Die Arbeiten an der Brücke wurden im Mai 2020 teilweise abgeschlossen.",
        ),
        (
            "In Nordheim fehlen 20 Plätze für Kinder und 15 Plätze für Jugendliche in der Betreuung.",
            "In Nordheim fehlen 15 Plätze für Jugendliche in der Betreuung.",
            "In Nordheim gibt es 15 Plätze für Jugendliche in der Betreuung.",
        ),
    ],
)
def test_force_said_otherwise(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Auf die Ausschreibung gingen vier Bewerbungen ein, zwei Firmen wurden eingeladen.",
            "Es gab vier Bewerbungen auf die Ausschreibung.",
            "Es gab zwei Bewerbungen auf die Ausschreibung.",
        ),
        (
            "Die im Jahr 2015 eröffnete Mensa wird von vielen Kindern besucht.",
            "Die Mensa wurde 2015 eröffnet und wird von vielen Kindern besucht.",
            "Die Mensa wurde 2015 erweitert und wird von vielen Kindern besucht.",
        ),
        (
            "Das Angeln am Weiher ist seit dem 1. Mai 2019 nicht mehr erlaubt; Ausnahmen gelten für Vereinsmitglieder.",
            "Seit Mai 2019 darf am Weiher nicht mehr geangelt werden. Ausgenommen sind Vereinsmitglieder.",
            "Seit Mai 2019 darf am Weiher geangelt werden. Ausgenommen sind Vereinsmitglieder.",
        ),
        (
            "Die Reinigung der Gehwege ist von den Anwohnern bis 9 Uhr, an Feiertagen bis 10 Uhr vorzunehmen.",
            "Die Anwohner müssen die Gehwege bis 9 Uhr reinigen, an Feiertagen bis 10 Uhr.",
            "Die Anwohner müssen die Gehwege bis 10 Uhr reinigen.",
        ),
        (
            "Das Defizit des Theaters hat sich von 90.000 Euro im Jahr 2017 auf 60.000 Euro im Jahr 2019 verringert.",
            "Das Theater hatte 2019 ein Defizit von 60.000 Euro.",
            "Das Theater hatte 2019 ein Defizit von 90.000 Euro.",
        ),
        (
            "Die Linie 3 wird seit 2019 nicht mehr über den Markt, sondern über die Ringstraße geführt.",
            "Seit 2019 fährt die Linie 3 über die Ringstraße statt über den Markt.",
            "Seit 2019 fährt die Linie 3 über den Markt statt über die Ringstraße.",
        ),
        (
            "Der Höchstsatz der Gebühr beträgt 50 Euro im Monat.",
            "Maximal sind 50 Euro Gebühr im Monat zu zahlen.",
            "Mindestens 50 Euro Gebühr sind im Monat zu zahlen.",
        ),
        (
            "Die Lüftung wird zwischen 22 Uhr und 6 Uhr abgeschaltet, um Strom zu sparen.",
            "Um Strom zu sparen, ist die Lüftung von 22 bis 6 Uhr ausgeschaltet.",
            "Um Strom zu sparen, ist die Lüftung von 6 bis 22 Uhr ausgeschaltet.",
        ),
    ],
)
def test_clauses_put_together_otherwise(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Für den Umbau der Bühne werden 30.000 Euro benötigt, von denen der Förderverein die Hälfte übernimmt.",
            "Der Umbau der Bühne kostet 30.000 Euro; 50 Prozent davon trägt der Förderverein.",
            "Der Umbau der Bühne kostet 30.000 Euro; 20 Prozent davon trägt der Förderverein.",
        ),
        (
            "Die Einnahmen sanken von 8 Mio. Euro im Jahr 2018 auf 6 Mio. Euro im Jahr 2019 und damit um ein Viertel.",
            "2019 gab es 6 Mio. Euro Einnahmen, 25 Prozent weniger als 2018 mit 8 Mio. Euro.",
            "2019 gab es 8 Mio. Euro Einnahmen, 25 Prozent weniger als 2018 mit 6 Mio. Euro.",
        ),
        (
            "Die Gemeinde Au verfügt über keinen eigenen Bauhof, will aber bis 2022 einen gemeinsamen Bauhof gründen.",
            "In Au gibt es keinen eigenen Bauhof. Bis 2022 will die Gemeinde einen gemeinsamen Bauhof gründen.",
            "In Au gibt es keinen eigenen Bauhof. Bis 2022 will die Gemeinde keinen gemeinsamen Bauhof gründen.",
        ),
        (
            "Das Dorfmuseum hat keine festen Angestellten; der Betrieb wird von acht Ehrenamtlichen aufrechterhalten.",
            "Acht Ehrenamtliche halten den Betrieb des Dorfmuseums aufrecht. Feste Angestellte gibt es dort nicht.",
            "Acht feste Angestellte halten den Betrieb des Dorfmuseums aufrecht.",
        ),
        (
            "Bei der Prüfung wurden neun Mängel festgestellt, von denen sieben inzwischen behoben sind.",
            "Bei der Prüfung wurden neun Mängel festgestellt. Sieben davon wurden inzwischen behoben.",
            "Bei der Prüfung wurden neun Mängel festgestellt. Keiner davon wurde inzwischen behoben.",
        ),
        (
            "Von den 60 Formularen können derzeit 20 online ausgefüllt werden.",
            "20 der 60 Formulare sind derzeit online ausfüllbar.",
            "20 der 60 Formulare sind derzeit nicht online ausfüllbar.",
        ),
        (
            "Grünschnitt kann bis zu einer Menge von 3 Kubikmetern je Anlieferung abgegeben werden.",
            "Man kann bis zu 3 m³ Grünschnitt je Anlieferung abgeben.",
            "Man kann mindestens 3 m³ Grünschnitt je Anlieferung abgeben.",
        ),
    ],
)
def test_parts_of_one_sentence_told_apart(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)


def test_what_could_be_seen_was_not_seen_for_that() -> None:
    quote = "Die neuen Räume konnten am Samstag von allen Bürgern besichtigt werden."
    assert not follows("Die neuen Räume wurden am Samstag von allen Bürgern besichtigt.", quote)


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Es gibt 12 Zelte mit insgesamt 96 Plätzen.",
            "Es gibt 12 Zelte mit zusammen 96 Plätzen.",
            "Es gibt 12 Zelte mit jeweils 96 Plätzen.",
        ),
        (
            "Das Museum zählte 2019 insgesamt 900 Gäste, das sind 40 Gäste mehr als im Vorjahr.",
            "2019 zählte das Museum 900 Gäste, 40 mehr als 2018.",
            "2019 zählte das Museum 900 Gäste, 40 weniger als 2018.",
        ),
        (
            "Die Kosten für den Anbau der Bücherei belaufen sich laut Kostenberechnung auf rund 2 Mio. Euro brutto.",
            "Laut Kostenberechnung kostet der Anbau der Bücherei rund 2.000.000 Euro brutto.",
            "Laut Kostenberechnung kostet der Anbau der Bücherei rund 2.000.000 Euro netto.",
        ),
        (
            "Das Land fördert den Bau mit 30 Prozent, höchstens jedoch mit 2 Mio. Euro.",
            "Der Bau wird vom Land mit 30 Prozent gefördert, maximal mit 2 Mio. Euro.",
            "Der Bau wird vom Land mit 30 Prozent gefördert, mindestens mit 2 Mio. Euro.",
        ),
        (
            "Alle weiterführenden Schulen sind mit Tafeln ausgestattet.",
            "Alle weiterführenden Schulen haben Tafeln.",
            "Alle Schulen sind mit Tafeln ausgestattet.",
        ),
        (
            "Durch die neue Heizung werden jährlich 20 Tonnen CO2 eingespart.",
            "Die neue Heizung spart im Jahr 20 t CO2 ein.",
            "Die neue Heizung verursacht im Jahr 20 t CO2.",
        ),
    ],
)
def test_a_small_change_that_turns_it(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)
