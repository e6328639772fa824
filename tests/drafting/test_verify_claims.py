"""What a sentence adds to its quote or takes from elsewhere in it: each beside the sentence that says what is there."""

import pytest

from tests.drafting.judging import follows


@pytest.mark.parametrize(
    ("quote", "fine", "invented"),
    [
        (
            "Die Stadthalle hat 900 Sitzplätze.",
            "Die Stadthalle bietet 900 Sitzplätze.",
            "Die Stadthalle ist mit 900 Sitzplätzen die größte Halle im Kreis.",
        ),
        (
            "Der Ringweg ist die am stärksten befahrene Straße; die Zählung ergab 9.000 Fahrzeuge.",
            "Am stärksten befahren ist der Ringweg.",
            "Am gefährlichsten ist der Ringweg.",
        ),
        (
            "Die Kämmerei hatte 2018 Ausgaben von 40.000 Euro, 2019 von 55.000 Euro.",
            "Am höchsten waren die Ausgaben der Kämmerei 2019 mit 55.000 Euro.",
            "Am niedrigsten waren die Ausgaben der Kämmerei 2019 mit 55.000 Euro.",
        ),
    ],
)
def test_a_superlative_stands_in_the_quote_or_follows_from_its_values(quote: str, fine: str, invented: str) -> None:
    assert follows(fine, quote)
    assert not follows(invented, quote)


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("Das Archiv zieht um. Im Keller wurde Schimmel gefunden.", "Das Archiv zieht wegen Schimmels um.", False),
        (
            "Das Archiv zieht um. Grund dafür ist Schimmel im Keller.",
            "Das Archiv zieht wegen Schimmels im Keller um.",
            True,
        ),
        (
            "Die Fahrgastzahl stieg. Im Mai wurde das Jobticket eingeführt.",
            "Durch das Jobticket stieg die Fahrgastzahl.",
            False,
        ),
        (
            "Die Fahrgastzahl stieg infolge des Jobtickets.",
            "Durch das Jobticket stieg die Fahrgastzahl.",
            True,
        ),
    ],
)
def test_what_only_stands_beside_it_is_no_cause(quote: str, sentence: str, expected: bool) -> None:
    assert follows(sentence, quote) is expected


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("Der Kran steht neben der 1968 errichteten Mühle.", "Die Mühle wurde 1968 errichtet.", True),
        ("Der Kran steht neben der 1968 errichteten Mühle.", "Der Kran wurde 1968 errichtet.", False),
        ("Das Forum arbeitet mit einer Stiftung, die das Land fördert.", "Das Land fördert die Stiftung.", True),
        ("Der Chor probt mit der Kapelle, die von der Stadt gefördert wird.", "Der Chor wird gefördert.", False),
        ("Der Chor, der von der Stadt gefördert wird, probt in der Aula.", "Der Chor wird gefördert.", True),
        (
            "Der Seniorenrat hat den Bau befürwortet, die Schülervertretung wurde angehört.",
            "Der Seniorenrat und die Schülervertretung haben den Bau befürwortet.",
            False,
        ),
        (
            "Der Seniorenrat hat den Bau befürwortet, die Schülervertretung wurde angehört.",
            "Der Seniorenrat hat den Bau befürwortet.",
            True,
        ),
        ("Die Stadt hat die Stadtwerke mit dem Betrieb betraut.", "Die Stadt hat die Stadtwerke betraut.", True),
        ("Die Stadt hat die Stadtwerke mit dem Betrieb betraut.", "Die Stadtwerke haben die Stadt betraut.", False),
        ("Die Partnerstadt Uhlen bezahlt den Austausch.", "Die Stadt bezahlt den Austausch.", False),
        ("Die Kreisstadt Uhlen bezahlt den Austausch.", "Die Stadt bezahlt den Austausch.", True),
    ],
)
def test_it_is_said_of_the_same_one(quote: str, sentence: str, expected: bool) -> None:
    assert follows(sentence, quote) is expected


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("Vier der neun Aufzüge sind defekt.", "Die Aufzüge sind defekt.", False),
        ("Vier der neun Aufzüge sind defekt.", "Von den neun Aufzügen sind vier defekt.", True),
        ("Die Satzung wurde am 07.07.2020 vom Rat beschlossen.", "Der Rat hat die Satzung beschlossen.", True),
        (
            "Es gibt 60 Hausmeister. In den Schulen sind 20 Hausmeister krank.",
            "Von den 60 Hausmeistern sind 20 krank.",
            False,
        ),
        ("Es gibt 60 Hausmeister. Davon sind 20 krank.", "Von den 60 Hausmeistern sind 20 krank.", True),
        ("1.900 Kinder besuchen eine private Schule.", "1.900 Kinder besuchen eine Schule.", False),
        ("Die Gärtner wurden befragt, die Floristen nicht.", "Die Gärtner wurden nicht befragt.", False),
        ("Die Gärtner wurden befragt, die Floristen nicht.", "Die Floristen wurden nicht befragt.", True),
    ],
)
def test_a_part_is_not_the_whole(quote: str, sentence: str, expected: bool) -> None:
    assert follows(sentence, quote) is expected


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("Der Probebetrieb lief von Mai 2018 bis Juli 2019.", "Den Probebetrieb gibt es seit Mai 2018.", False),
        ("Die Quote stieg von 40 auf 46 Prozent.", "Die Quote stieg um 6 Prozent.", False),
        ("Die Quote stieg von 40 auf 46 Prozent.", "Die Quote stieg um 6 Prozentpunkte.", True),
        ("Die Quote stieg von 40 auf 46 Prozent.", "Die Quote stieg um 15 Prozent.", True),
        ("Im Bauhof werden zwei Stellen geschaffen.", "Im Bauhof werden zwei Stellen abgebaut.", False),
    ],
)
def test_it_is_as_much_and_as_far_as_the_quote_says(quote: str, sentence: str, expected: bool) -> None:
    assert follows(sentence, quote) is expected


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("Der Eintritt in den Zoo ist für Kinder unter 6 Jahren frei.", "Der Eintritt in den Zoo ist frei.", False),
        ("Das Angeln ist am Nordweiher erlaubt.", "Das Angeln ist erlaubt.", False),
        ("Das Angeln ist am Nordweiher erlaubt.", "Am Nordweiher ist das Angeln erlaubt.", True),
        ("Die Meldestelle ist im Juli geschlossen.", "Die Meldestelle ist geschlossen.", False),
        ("Die Rampe wurde im Juli für den Verkehr gesperrt.", "Die Rampe wurde gesperrt.", True),
        (
            "Die Lesung fiel wegen Krankheit aus; wegen Frostes blieb der Brunnen leer.",
            "Die Lesung fiel wegen Frostes aus.",
            False,
        ),
        (
            "Die Lesung fiel wegen Krankheit aus; wegen Frostes blieb der Brunnen leer.",
            "Wegen Krankheit fiel die Lesung aus.",
            True,
        ),
        ("Die Messstelle berät zu Lärm.", "Die Messstelle misst den Lärm.", False),
    ],
)
def test_it_holds_as_far_as_the_quote_says(quote: str, sentence: str, expected: bool) -> None:
    assert follows(sentence, quote) is expected


@pytest.mark.parametrize(
    ("quote", "sentence", "expected"),
    [
        ("In drei von neun Häusern sind die Aufzüge defekt.", "Die Aufzüge sind defekt.", False),
        ("In drei von neun Häusern sind die Aufzüge defekt.", "In drei der neun Häuser sind die Aufzüge defekt.", True),
        ("Im Tal gibt es 14 gewerbliche Imker.", "Im Tal gibt es 14 Imker.", False),
        ("Im Tal gibt es 14 gewerbliche Imker.", "14 gewerbliche Imker gibt es im Tal.", True),
        ("Im Tal gibt es 14 verschiedene Vereine.", "Im Tal gibt es 14 Vereine.", True),
        ("Es liegen keine schriftlichen Einwände vor.", "Es liegen keine Einwände vor.", False),
        ("Die Sternwarte hat 900 Gäste.", "Immer mehr Gäste hat die Sternwarte.", False),
        ("Die Zahl der Gäste der Sternwarte steigt.", "Die Sternwarte hat immer mehr Gäste.", True),
        ("Die Sternwarte wurde von 900 Gästen besucht.", "Die Sternwarte wurde sehr gut besucht.", False),
        ("Die Sternwarte wurde außerordentlich gut besucht.", "Die Sternwarte wurde sehr gut besucht.", True),
    ],
)
def test_what_narrows_it_is_kept_and_no_degree_is_added(quote: str, sentence: str, expected: bool) -> None:
    assert follows(sentence, quote) is expected
