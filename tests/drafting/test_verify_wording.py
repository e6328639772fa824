"""The same said in other words passes, and what those words could hide does not."""

import pytest

from tests.drafting.judging import follows


@pytest.mark.parametrize(
    ("quote", "fine", "wrong"),
    [
        (
            "Der Umzug ist für den März des kommenden Jahres vorgesehen.",
            "Der Umzug ist für März 2021 vorgesehen.",
            "Der Umzug ist für März 2020 vorgesehen.",
        ),
        (
            "Die Mindesttiefe der Stellplätze beträgt 5 Meter.",
            "Stellplätze müssen mindestens 5 Meter tief sein.",
            "Stellplätze müssen höchstens 5 Meter tief sein.",
        ),
        (
            "Vorgesehen sind der Umbau der Küche sowie die Erneuerung der Leitungen.",
            "Es ist vorgesehen, die Küche umzubauen und die Leitungen zu erneuern.",
            "Die Küche wurde umgebaut und die Leitungen wurden erneuert.",
        ),
        (
            "In der Aula ist eine neue Bestuhlung sowie eine Induktionsschleife geplant.",
            "Geplant ist in der Aula eine neue Bestuhlung sowie eine Induktionsschleife.",
            "In der Aula wurde eine neue Bestuhlung sowie eine Induktionsschleife eingebaut.",
        ),
        (
            "Das Landesamt hat mitgeteilt, der Grenzwert sei eingehalten.",
            "Laut Landesamt ist der Grenzwert eingehalten.",
            "Laut Fraktion ist der Grenzwert eingehalten.",
        ),
        (
            "Anwohner behaupten, der Grenzwert sei überschritten.",
            "Laut Anwohnern ist der Grenzwert überschritten.",
            "Der Grenzwert ist überschritten.",
        ),
        (
            "Eine Öffnung ist erst möglich, wenn die Abnahme erfolgt ist.",
            "Eine Öffnung ist erst nach der Abnahme möglich.",
            "Eine Öffnung ist möglich.",
        ),
        (
            "Die Baumschutzsatzung hat noch Gültigkeit.",
            "Die Satzung zum Baumschutz gilt noch.",
            "Die Satzung zum Baumschutz gilt nicht mehr.",
        ),
        (
            "An Sonntagen ist das Hallenbad nicht geöffnet.",
            "Sonntags ist das Hallenbad geschlossen.",
            "Sonntags ist das Hallenbad geöffnet.",
        ),
        (
            "Die Siedlung wird durch den ÖPNV erschlossen.",
            "Die Siedlung wird durch den öffentlichen Personennahverkehr erschlossen.",
            "Die Siedlung wird durch den öffentlichen Individualverkehr erschlossen.",
        ),
        (
            "Im Jugendhaus kann eine Hausaufgabenhilfe in Anspruch genommen werden.",
            "Das Jugendhaus bietet eine Hausaufgabenhilfe an.",
            "Das Jugendhaus bietet eine Rechtsberatung an.",
        ),
        (
            "Beschwerden sind der Verwaltung nicht zugegangen.",
            "Bei der Verwaltung sind keine Beschwerden eingegangen.",
            "Bei der Verwaltung sind Beschwerden eingegangen.",
        ),
        (
            "Seitens der Feuerwehr bestehen gegen den Anbau keine Bedenken.",
            "Die Feuerwehr hat gegen den Anbau keine Einwände erhoben.",
            "Die Feuerwehr hat gegen den Anbau Einwände erhoben.",
        ),
        (
            "Die Erteilung der Zulassung setzt voraus, dass die Prüfung vor der Abgabe abgelegt wird.",
            "Die Zulassung wird nur erteilt, wenn die Prüfung vor der Abgabe abgelegt wurde.",
            "Die Zulassung wird erteilt.",
        ),
        (
            "Da die Gewährleistung noch läuft, konnte der Prozess bislang nicht beendet werden.",
            "Der Prozess ist noch nicht beendet, weil die Gewährleistung noch läuft.",
            "Der Prozess ist beendet.",
        ),
        (
            "Wegen unvollständiger Angaben wurde der Bauantrag abgelehnt.",
            "Der Bauantrag wurde abgelehnt, weil die Angaben unvollständig waren.",
            "Dem Bauantrag wurde zugestimmt, weil die Angaben vollständig waren.",
        ),
        (
            "Der Stichweg ist rund 500 Meter lang.",
            "Der Stichweg ist etwa einen halben Kilometer lang.",
            "Der Stichweg ist etwa einen halben Hektar groß.",
        ),
        (
            "Die Spenden werden für die Orgel verwendet.",
            "Die Spenden fließen in die Orgel.",
            "Die Spenden fließen in die Glocken.",
        ),
        (
            "Das Archiv steht gegen Anmeldung auch Schulklassen offen.",
            "Das Archiv ist gegen Anmeldung auch Schulklassen zugänglich.",
            "Das Archiv ist gegen Anmeldung auch Schulklassen nicht zugänglich.",
        ),
        (
            "In allen Gebäuden wurde der Richtwert für Radon eingehalten.",
            "Der Richtwert für Radon wurde in keinem Gebäude überschritten.",
            "Der Richtwert für Radon wurde in allen Gebäuden überschritten.",
        ),
    ],
)
def test_another_wording_passes_and_its_neighbour_does_not(quote: str, fine: str, wrong: str) -> None:
    assert follows(fine, quote)
    assert not follows(wrong, quote)
