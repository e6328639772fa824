"""What of an earlier answer may stand in a new one."""

import pytest

from assistant.drafting.worth import Unfit, leans_on_the_last, unfit

GOOD = (
    "Zuständig für die Anordnung von Verkehrszeichen ist das Ordnungsamt als untere Verkehrsbehörde.",
    "Öffentliche Grünflächen werden in Auental grundsätzlich nicht beleuchtet.",
    "Nach § 8 Abs. 2 der Satzung sind Einwegteller auf Märkten verboten.",
    "Die Verwaltung prüft jeden Antrag einzeln.",
    "Am 31. Dezember 2023 waren 1.512 Bewohnerparkausweise gültig.",
    "Seit dem 1. Januar 2024 beträgt die Gebühr 96,00 € im Jahr.",
    "In den Jahren 2013, 2014, 2015 und 2016 sank sie.",
    "Der Gemeinderat hat die Richtlinie am 12. Mai 2015 beschlossen.",
    "Die Verwaltung wurde 2018 beauftragt, ein Konzept für den Rathausplatz zu erstellen.",
    "Der Gemeinderat beschließt jährlich über die Zuschüsse an die Vereine.",
    "Bei der Vergabe werden Preis und Qualität gleich gewichtet.",
)
BAD = {
    "Die Verwaltung nimmt zu den Fragen wie folgt Stellung.": Unfit.frame,
    "Aus Gründen des Sachzusammenhangs werden die Fragen 1 und 2 gemeinsam beantwortet.": Unfit.frame,
    "Die Fragestellerin möchte wissen, wie viele Bäume gefällt wurden.": Unfit.frame,
    "Die Verwaltung wird beauftragt, ein Konzept für eine Bürgerstiftung zu erarbeiten.": Unfit.frame,
    "Der Oberbürgermeister wird hiermit ermächtigt, den Vertrag zu schließen.": Unfit.frame,
    "Kurzfassung - Die Verwaltung wird beauftragt, die Gebühr zu senken.": Unfit.frame,
    "Der Stadtrat beauftragt die Verwaltung, die Gebühr zu senken.": Unfit.frame,
    "Hierzu wird auf die Antwort zu Frage 2 verwiesen.": Unfit.pointer,
    "Die Zahlen sind in der beigefügten Tabelle zusammengestellt.": Unfit.pointer,
    "Vor dem Hintergrund der Erläuterungen von Ziffern 1-3 wird davon abgesehen.": Unfit.pointer,
    "Siehe Antwort zu Frage 3 dieser Vorlage.": Unfit.pointer,
    "Wie oben bereits dargestellt, ist die Halle gesperrt.": Unfit.pointer,
    "Die Verwaltung bedankt sich für das Interesse an diesem Thema.": Unfit.courtesy,
    "Diese Behauptung ist völlig absurd und entbehrt jeder Grundlage.": Unfit.polemic,
    "Wie viele Bäume wurden im letzten Jahr gefällt?": Unfit.question,
    "Stellplätze am Bahnhof": Unfit.fragment,
    "Der Ausbau der Plätze U3,wardieseEnde2016mit 850 Plätzen abgeschlossen.": Unfit.fragment,
    "2014 312 450 12,5 % 2015 318 470 12,9 % Summe.": Unfit.fragment,
}


@pytest.mark.parametrize("text", GOOD)
def test_plain_statements_may_stand(text):
    assert unfit(text) is None


@pytest.mark.parametrize(("text", "reason"), BAD.items())
def test_what_belongs_to_the_old_document_is_left_out(text, reason):
    assert unfit(text) is reason


def test_a_sentence_that_only_repeats_its_question_is_left_out():
    question = "Wie viele Stellplätze hat das Parkhaus am Marktplatz?"
    assert unfit("Die Stellplätze des Parkhauses am Marktplatz.", question) is not None
    assert unfit("Das Parkhaus am Marktplatz hat Stellplätze.", question) is Unfit.echo
    assert unfit("Das Parkhaus am Marktplatz hat 312 Stellplätze, davon sechs barrierefreie.", question) is None


@pytest.mark.parametrize(
    "text",
    [
        "Diese Regelung gilt seit 2015.",
        "Selbstverständlich teilt die Stadtverwaltung diese Ansicht.",
        "Die Bäume sind im vorliegenden Fall nach der Satzung zu beurteilen.",
        "Sobald dieser Prozess abgeschlossen ist, wird der Gemeinderat eingebunden.",
        "Hierzu liegt ein Gutachten vor.",
        "Dadurch verkürzt sich die Wartezeit.",
        "Sie wird vom Gartenbauamt gepflegt.",
        "Nein, eine Beleuchtung ist nicht vorgesehen.",
        "Daher muss davon abgeraten werden.",
        "Bei dieser Variante entfallen Stellplätze.",
    ],
)
def test_sentences_that_lean_on_the_one_before(text):
    assert leans_on_the_last(text)


@pytest.mark.parametrize(
    "text",
    [
        "Die Stadt vergibt Grundstücke nach Richtlinien.",
        "Dieselfahrzeuge sind ausgenommen.",
        "Sicherheit hat Vorrang.",
        "Ihringen liegt außerhalb des Stadtgebiets.",
        "Sobald die Mittel bewilligt sind, beginnt der Bau.",
        "Damaschkeweg und Lindenallee erhalten neue Leuchten.",
        "Die Vereine erhalten einen Zuschuss, sofern diese Vereine gemeinnützig sind.",
        "Die Stadt fördert in diesem Jahr sechs Vereine.",
        "Wer einen Antrag stellt und diesen Antrag begründet, erhält Bescheid.",
        "Es gibt in Auental neun Wertstoffhöfe.",
    ],
)
def test_sentences_that_stand_alone(text):
    assert not leans_on_the_last(text)
