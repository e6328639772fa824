"""Names of persons: after a title or office, or a given name with a surname."""

import re
from collections.abc import Iterator

from assistant.german.values import Mention

_GIVEN_TEXT = """
    Achim Adam Adelheid Adrian Agnes Ahmet Alex Alexander Alexandra Alfred Ali Alice Alina Amelie Andrea Andreas
    Angela Angelika Anita Anja Anke Ann Anna Anne Annegret Annelie Annelore Annemarie Annette Anni Anton Antonia
    Armin Arne Arno Arnold Astrid August Axel Ayse Barbara Bastian Beate Beatrice Benedikt Benjamin Bernd Bernhard
    Berthold Bertram Bettina Birgit Björn Bodo Brigitte Britta Bruno Burkhard Carl Carla Carmen Carola Carolin
    Caroline Carsten Charlotte Christa Christel Christian Christiane Christina Christine Christof Christoph
    Claudia Claus Clemens Constantin Cornelia Dagmar Daniel Daniela David Dennis Detlef Detlev Dieter Dietmar
    Dietrich Dirk Dominik Dora Doris Dorothea Dorothee Eberhard Eckart Eckhard Edeltraud Edgar Edith Elena
    Elfriede Elisabeth Elke Ellen Elmar Else Emil Emma Erhard Erich Erik Erika Ernst Erwin Esther Eugen Eva Evelyn
    Fabian Fatma Felix Ferdinand Florian Frank Franz Franziska Fred Friederike Friedhelm Friedrich Fritz Gabi
    Gabriele Georg Gerald Gerd Gerda Gerhard Gerlinde Gertrud Gisela Gottfried Götz Gregor Gudrun Guido Gundula
    Günter Günther Gunter Gustav Hannah Hannelore Hannes Hanno Hans Harald Hartmut Hasan Hedwig Heide Heidi
    Heidrun Heike Heiko Heiner Heinrich Heinz Helene Helga Helge Helmut Hendrik Henning Henry Herbert Heribert
    Hermann Hilde Hildegard Hiltrud Holger Horst Hubert Hugo Ida Ilona Ilse Imke Ina Ines Inga Ingbert Inge
    Ingeborg Ingo Ingrid Irene Iris Irmgard Isabel Isabella Ivan Jan Jana Janina Jasmin Jens Joachim Jochen Johann
    Johanna Johannes John Jonas Jörg Jörn Josef Joseph Judith Julia Julian Juliane Jürgen Jutta Kai Karen Karin
    Karl Karla Karsten Katharina Kathrin Katja Katrin Kerstin Kilian Kirsten Klara Klaus Konrad Konstantin
    Kristina Kurt Lars Laura Lena Leo Leon Leonie Lennart Lieselotte Linda Lisa Lothar Lucas Ludger Ludwig Luisa
    Luise Lukas Lutz Lydia Magdalena Maike Maja Malte Manfred Manuel Manuela Marc Marcel Marco Marcus Margarete
    Margarethe Margit Margot Margret Maria Marianne Marie Marina Mario Marion Markus Marlene Marlies Martha Martin
    Martina Mathias Mathilde Matthias Max Maximilian Mehmet Melanie Meike Michael Michaela Miriam Mirko Monika
    Monique Moritz Murat Mustafa Nadine Nadja Natalie Niclas Nicole Nico Niels Niklas Nils Nina Nora Norbert Olaf
    Ole Olga Oliver Olivia Oskar Oswald Otto Parsa Pascal Patricia Patrick Paul Paula Peter Petra Philipp Pia
    Rafael Rainer Ralf Ralph Raimund Ramona Raphael Rebecca Regina Reiner Reinhard Reinhold Renate René Ricarda
    Richard Rita Robert Robin Roland Rolf Roman Ronald Rosa Rosemarie Rosi Rüdiger Rudi Rudolf Ruth Sabine Sabrina
    Samuel Sandra Sarah Sascha Sebastian Selma Senta Siegfried Siglinde Sigrid Silke Silvia Simon Simone Sina
    Sofia Sofie Sonja Sophia Sophie Stefan Stefanie Steffen Steffi Stephan Stephanie Sven Svenja Susanne Sylvia
    Tanja Tatjana Theodor Theresa Theresia Thilo Thomas Thorsten Tilman Tim Timo Tina Tobias Tom Torben Torsten
    Traudel Udo Ulf Uli Ulla Ulrich Ulrike Ursula Uta Ute Uwe Valentin Vanessa Vera Verena Veronika Victoria
    Viktor Vincent Volker Volkmar Walburga Waldemar Walter Waltraud Waltraut Werner Wiebke Wilfried Wilhelm Willi
    Willy Winfried Wolf Wolfgang Wolfram Yannick Yasemin Yvonne Zoe Lisbeth Jette Merle Finn Hauke Sönke Swantje
    Birte Inken Levke Thies Momme Maren Dörte Gesa Antje Wencke Heino Eike Elfi
"""
_GIVEN = frozenset(_GIVEN_TEXT.split())
_PARTICLE = r"(?:(?:von|vom|van|de|del|della|di|zu|zur|zum|ter|ten|le|la|el|al)\s(?:(?:der|den|dem|de|und|zu)\s){0,2})"
_PART = r"(?:[A-ZÄÖÜÉİŞÇĞ][^\W\d_]{1,30}+(?:-[A-ZÄÖÜ][^\W\d_]{1,30}+){0,4}+(?!-))"
_ACADEMIC = (
    r"(?:(?:Dr\.|Prof\.|h\.\s?c\.|Dipl\.-\w{2,6}\.|Ing\.|med\.|jur\.|phil\.|a\.\s?D\.|Professorin|Professor)\s?)"
)
_OFFICE = (
    r"(?:(?:Erste[rn]?|Zweite[rn]?|Dritte[rn]?|erste[rn]?|zweite[rn]?|ehemalige[rn]?)\s)?"
    r"(?:[A-ZÄÖÜ][a-zäöü]{2,20}|Ober|Alt)?(?:[Bb]ürgermeister(?:in)?|[Ss]tadtr(?:at|ats|ätin)|[Dd]ezernent(?:in)?"
    r"|[Mm]inister(?:in)?|[Aa]mtsleiter(?:in)?"
    r"|[Rr]ats(?:herrn?|frau|mitglied)|[Ss]tadtverordnete[rn]?|[Oo]rtsvorsteher(?:in|s)?|[Ll]andr(?:at|ätin)"
    r"|[Bb]eigeordnete[rn]?|[Aa]bgeordnete[rn]?"
    r"|[Gg]emeinderätin|[Ss]taatssekretär(?:in)?|[Ff]raktionsvorsitzende[rn]?|[Rr]eferent(?:in)?"
    r"|[Ss]enator(?:in)?|[Pp]räsident(?:in)?|[Aa]bteilungsleiter(?:in)?)"
)
_TITLED = re.compile(
    rf"(?<![\w-])(?:(?P<salutation>Herrn?|Frau)|(?P<office>{_OFFICE}))(?P<office2>\s{_OFFICE})?\s{_ACADEMIC}{{0,4}}"
    rf"(?P<name>{_PARTICLE}?{_PART}(?P<more>(?:\s{_PARTICLE}?{_PART}){{0,2}}))"
)
_ACADEMIC_NAME = re.compile(
    rf"(?<![\w-])(?:Dr\.|Prof\.)\s?{_ACADEMIC}{{0,3}}(?P<name>{_PARTICLE}?{_PART}(?P<more>(?:\s{_PARTICLE}?{_PART}){{0,2}}))"
)
_PAIR = re.compile(rf"(?<![\w-]){_PART}(?=\s(?:{_PARTICLE})?[A-ZÄÖÜ])")
_REST = re.compile(rf"(?:\s{_PART}){{0,2}}?\s{_PARTICLE}?(?P<surname>{_PART})")
_GIVEN_SECOND = re.compile(rf"\s(?P<second>{_PART})(?=\s[A-ZÄÖÜ])")
# Capitalised words that follow an office or salutation without being a name.
_NO_NAME = re.compile(
    r"(?:ung|heit|keit|schaft|tion|amt|ausschuss|ausschuß|stadt|verwaltung|antrag|anfrage|beschluss|vorlage|frage"
    r"|dezernat|rat|meister|meisterin|in der|"
    r"straße|schule|platz|weg|halle|park|allee|gasse|haus|heim|fraktion|nahme|gespräch|bericht|auftrag|bereich"
    r"|ehrung|gremium)$"
)
_OFFICE_WORD = re.compile(
    r"(?:[a-zäöü]rats?"
    r"|meister|meisterin|minister|ministerin|präsident|präsidentin|direktor|direktorin|rätin|stadtrat|landrat|admiral|leiter|leiterin"
    r"|vorsitzende|vorsitzender|dezernent|dezernentin|professor|professorin|doktor|sekretär|sekretärin)s?$",
    re.IGNORECASE,
)
_NO_NAME_WORDS_TEXT = """
    Beamte Beamter
    Dr Prof Herr Herrn Frau Und Die Der Das Den Dem Ein Eine Im In Am An Zu Zur Zum Bei Mit Von Vom Wie Wir Sie Er
    Es Ihr Ihre Damen Herren Stadt Land Kreis Kommune Gemeinde CDU SPD FDP AfD GRÜNE Grüne Linke KULT FW Karlsruhe
    Hamburg Berlin Recht Baden Für Bauen Umwelt Soziales Finanzen Inneres Verkehr Kultur Bürgermeister
    Oberbürgermeister Bürgermeisterin Oberbürgermeisterin Stadtrat Stadträtin Stadträte Name Antwort Protokoll
    Punkt Rede Kenntnis Mitglied Mitglieder Auch Auf Aus Als Nach Über Unter Hat Ist Wird Kann Soll Sachen Rathaus
    Amt Büro Sitzung Ende Anfang Mitte Uhr Euro
"""
_NO_NAME_WORDS = frozenset(_NO_NAME_WORDS_TEXT.split())
_APPOSITION = re.compile(r"\s{0,2}(?:\((?!\d)|,\s(?:der|die|dem|des)\s)")
_NOT_AFTER = re.compile(
    r"[\s-](?:Straße|Str\.|Schule|Platz|Weg|Allee|Halle|Ring|Gymnasium|Realschule|Stiftung|Haus|Brücke|Ufer|Park"
    r"|Stadion|Stift)\b"
)


def names(text: str) -> Iterator[Mention]:
    """Persons; `value` is the name without title and office. Titled ones come first, not sorted."""
    for pattern in (_TITLED, _ACADEMIC_NAME):
        for match in pattern.finditer(text):
            mention = _titled(text, match)
            if mention:
                yield mention
    yield from _given_and_surname(text)


def _is_name(word: str, addressed: bool = False) -> bool:
    """Whether a capitalised word can be a name; after `Herr` or `Frau` all but an office can (`Herr Backhaus`)."""
    unlike = _OFFICE_WORD if addressed else _NO_NAME
    return word not in _NO_NAME_WORDS and not unlike.search(word) and not word.isupper()


def _titled(text: str, match: re.Match[str]) -> Mention | None:
    parts = match["name"].split()
    kept = _name_parts(
        parts, _APPOSITION.match(text, match.end()) is not None, bool(match.groupdict().get("salutation"))
    )
    if not kept:
        return None
    end = match.start("name") + len(" ".join(kept)) if " ".join(parts) == match["name"] else match.end("name")
    return Mention("person", match.start(), end, text[match.start() : end], " ".join(kept))


def _name_parts(parts: list[str], closed: bool, addressed: bool) -> list[str]:
    """The leading words that make one name: particles, given names, then one surname.

    A given name that is not in the list is still one where a party or an apposition follows (`closed`).
    """
    if closed and len(parts) == 2 and all(map(_is_name, parts)):
        return parts
    kept: list[str] = []
    for part in parts:
        if part[0].isupper() and not _is_name(part, addressed):
            break
        kept.append(part)
        if part[0].isupper() and not _is_given(part):
            break
    while kept and kept[-1][0].islower():
        kept.pop()
    return kept


def _is_given(word: str) -> bool:
    return all(part in _GIVEN for part in word.split("-"))


def _given_and_surname(text: str) -> Iterator[Mention]:
    end = 0
    for match in _PAIR.finditer(text):
        if match.start() < end or not _is_given(match[0]):
            continue
        position = match.end()
        second = _GIVEN_SECOND.match(text, position)
        while second and _is_given(second["second"]):
            position = second.end()
            second = _GIVEN_SECOND.match(text, position)
        rest = _REST.match(text, position)
        if not rest or not _is_name(rest["surname"]) or _NOT_AFTER.match(text, rest.end()):
            continue
        end = rest.end()
        yield Mention("person", match.start(), end, text[match.start() : end], text[match.start() : end])
