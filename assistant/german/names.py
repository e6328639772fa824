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
    Abdul Abdullah Abel Adalbert Ada Agathe Aileen Aische Aldo Alena Aleksandar Aleksandra Alessandro Alessia Alexa
    Alexej Alf Alfons Alisa Alissa Aljoscha Almut Alois Alwin Alma Amanda Amir Amira Anabel Anastasia Anatol Andre
    André Andrej Andrzej Anika Anett Angelo Angelina Annabell Annalena Annika Ansgar Antonio Arian Aron Arthur Artur
    Arndt Arved Aslan Athanasios Attila Aurelia Aylin Ayla Aynur Azra Balthasar Baris Bela Benita Benno Bente Berit
    Bernadette Bert Berta Bianca Bilal Birger Björg Bogdan Boris Branko Brunhilde Burak Burcu Can Carina Carlo
    Carlos Carolina Catharina Cathrin Celina Cem Cemal Ceyda Chantal Chiara Chris Cindy Clara Clarissa Constanze
    Cord Corinna Cornelius Cosima Cyrill Damian Dana Danijel Danilo Daria Dario Davide Deborah Denise Deniz Derya
    Diana Diego Dietlind Dilara Dilek Dimitri Dimitrios Dominique Donata Dragan Ebru Edda Edeltrud Edmund Eduard
    Eduardo Edwin Egbert Egon Ekaterina Ekkehard Elias Elif Elina Elisa Ella Elli Elvira Emanuel Emel Emilia Emily
    Emine Emre Enrico Enzo Ercan Erkan Erol Erna Esra Eugenie Eyüp Ewald Ezra Falk Farid Fatima Fatih Federico
    Felicitas Fiete Filip Finja Flora Franca Francesca Francesco Francis Franco Frauke Frederic Frederik Freya
    Fridolin Frieda Frieder Friedemann Gabriel Gabriela Gero Gernot Gertraud Gesine Gianluca Gilbert Gina Giovanni
    Giuseppe Gökhan Gönül Greta Gretel Grit Gundolf Gunda Guntram Gustavo Hakan Halil Halina Hamza Hanna Hanne
    Hansjörg Hanspeter Harry Hartwig Hassan Hatice Hauke Hedda Heidemarie Heinke Hella Henrik Henriette Henrike
    Herta Hilke Hinnerk Hinrich Holm Hubertus Hülya Hüseyin Ibrahim Ignaz Igor Ilka Ilker Ilse Immanuel Ingeburg
    Ingmar Ingolf Insa Irina Irmtraud Irmi Isa Isabelle Isolde Ismail Ismet Iwan Jaap Jacqueline Jacob Jakob James
    Jannik Janosch Jaron Jaroslaw Jean Jeannette Jelena Jenny Jennifer Jeremias Jerome Jessica Jill Jimmy Jo Joana
    Johan Jolanta Jonathan Jordis Jorge José Josefa Josefine Josephine Joshua Jost Jule Julien Juliette Jurek Justin
    Justus Kaan Kadir Kaja Kalle Kamil Karim Karina Karolin Karoline Katarina Kay Kemal Kenan Kevin Kim Klaas Kira
    Knut Korbinian Korinna Kristian Kristin Kübra Laila Lale Lambert Lara Larissa Lasse Laurenz Laurin Lea Leander
    Leandra Leila Lennard Lenny Leopold Leslie Levent Lia Lieselore Lilian Liliane Lilli Lilly Lina Lino Lisanne
    Lore Loretta Lorenz Lorena Lou Louis Louisa Louise Luca Lucia Lucie Luis Luka Lüder Lüppo Lutger Madeleine Magda
    Mahmut Mandy Manja Mara Marek Mareike Marian Mariana Marietta Marija Marika Marit Marita Mark Marko Marlis Marta
    Marten Marvin Maryam Mascha Maurice Maurizio Maja Max Maxim Maximiliane Meinhard Meinolf Melek Melina Melissa
    Mercedes Merete Meryem Mia Michal Michel Michele Michelle Miguel Mika Mikael Mila Milan Milena Mina Mirjam
    Mirco Miroslav Mohamed Mohammad Mohammed Mona Morten Muhammed Muhammet Muriel Musa Nadia Nadja Nadin Najib Nanni
    Naomi Natascha Nathalie Nathan Nazan Nele Nelly Nesrin Niclas Nicola Nicolas Nicolai Nihat Nikita Niko Nikola
    Nikolai Nikolaus Nikolas Nilgün Nils Noah Noel Noemi Nurcan Nuri Ocke Okan Oktay Olav Oleg Onur Orhan Ortrud
    Oskar Osman Ottmar Otmar Özcan Özgür Özlem Pablo Pamela Paolo Pasquale Patrizia Pauline Paulina Pavel Pedro
    Pelin Per Pierre Philip Philippa Philippe Pinar Piotr Quirin Rachel Radovan Rahel Rahsan Raik Ramazan Ramon
    Randolf Raoul Rasmus Raul Regine Reimer Reimund Reinhardt Reinhild Remo Renata Resi Ria Ricardo Riccardo Rico
    Rieke Roberto Roger Roma Romy Ronja Ronny Roswitha Rosemarie Rosa Rosina Roxana Ruben Rupert Ruprecht Sabrije
    Sahra Salim Salvatore Sami Samira Samuele Sandro Sara Saskia Selçuk Selim Selina Semra Serap Serdar Serge Sergej
    Serhat Serkan Severin Sevgi Sevim Sezer Sibel Sibylle Sidonie Silas Silvana Silvan Silvio Simona Sinan Siri Siw
    Solveig Sonia Sören Stanislaw Stella Stephen Steve Steven Stina Stine Suleika Süleyman Susann Susan Susi Sybille
    Talia Tamara Tamer Tammo Tanja Tarik Tayfun Teresa Tessa Thea Theo Thekla Therese Thilda Thimo Thorben Thore
    Tilda Till Tillmann Timon Timotheus Titus Tjark Toralf Toni Tore Torge Traute Trude Tülay Tuncay Tyll Ufuk Ugur
    Ulfert Umut Undine Urban Urs Urte Valentina Valeria Valerie Vasilios Veit Viktoria Vicky Viola Violetta Vitali
    Vivian Vivien Vladimir Wencke Wanda Wendelin Wenke Wenzel Werner Wibke Wieland Wiltrud Winfrid Wladimir Wolf-Dieter
    Xaver Xenia Yannik Yasin Yavuz Yilmaz Yusuf Zafer Zehra Zeynep Zita Zora
"""
_GIVEN = frozenset(_GIVEN_TEXT.split())
_PARTICLE = r"(?:(?:von|vom|van|de|del|della|di|zu|zur|zum|ter|ten|le|la|el|al)\s(?:(?:der|den|dem|de|und|zu)\s){0,2})"
_PART = r"(?:[A-ZÄÖÜÉÁÓİŞÇĞØ][^\W\d_]{1,30}+(?>(?:-[A-ZÄÖÜ][^\W\d_]{1,30}+){0,4})(?!-))"
_INITIAL = r"(?:\s[A-ZÄÖÜ]\.)"
_ACADEMIC = (
    r"(?:(?:Dr\.-Ing\.|Dr\.|Prof\.|h\.\s?c\.|Dipl\.-\w{2,6}\.|Ing\.|med\.|jur\.|phil\.|a\.\s?D\."
    r"|Professorin|Professor)\s?)"
)
_OFFICE = (
    r"(?:(?:Erste[rn]?|Zweite[rn]?|Dritte[rn]?|erste[rn]?|zweite[rn]?|ehemalige[rn]?)\s)?"
    r"(?:[A-ZÄÖÜ][a-zäöü]{2,20}|Ober|Alt)?(?:[Bb]ürgermeister(?:in)?|[Ss]tadtr(?:at|ats|ätin)|[Dd]ezernent(?:in)?"
    r"|[Mm]inister(?:in)?|[Aa]mtsleiter(?:in)?"
    r"|[Rr]ats(?:herrn?|frau|mitglied)|[Ss]tadtverordnete[rn]?|[Oo]rtsvorsteher(?:in|s)?|[Ll]andr(?:at|ätin)"
    r"|[Bb]eigeordnete[rn]?|[Aa]bgeordnete[rn]?"
    r"|[Gg]emeinderätin|[Ss]taatssekretär(?:in)?|[Ff]raktionsvorsitzende[rn]?|[Rr]eferent(?:in)?"
    r"|[Kk]olleg(?:en?|in)|[Ss]enator(?:in)?|[Pp]räsident(?:in)?|[Aa]bteilungsleiter(?:in)?)"
)
_TITLED = re.compile(
    rf"(?<![\w-])(?:(?P<salutation>Herrn?|Frau)|(?P<office>{_OFFICE}))(?P<office2>\s{_OFFICE})?\s{_ACADEMIC}{{0,4}}"
    rf"(?P<name>{_PARTICLE}?{_PART}(?P<more>{_INITIAL}?(?:\s{_PARTICLE}?{_PART}){{0,2}}))"
)
_ACADEMIC_NAME = re.compile(
    rf"(?<![\w-])(?:Dr\.|Prof\.)\s?{_ACADEMIC}{{0,3}}(?P<name>{_PARTICLE}?{_PART}(?P<more>{_INITIAL}?(?:\s{_PARTICLE}?{_PART}){{0,2}}))"
)
_PAIR = re.compile(rf"(?<![\w-]){_PART}(?=\s(?:{_PARTICLE})?[A-ZÄÖÜ])")
_REST = re.compile(rf"{_INITIAL}?(?:\s{_PART}){{0,2}}?\s{_PARTICLE}?(?P<surname>{_PART})")
_GIVEN_SECOND = re.compile(rf"\s(?P<second>{_PART})(?=\s[A-ZÄÖÜ])")
# Capitalised words that follow an office or salutation without being a name.
_NO_NAME = re.compile(
    r"(?:ung|heit|keit|schaft|tion|amt|ausschuss|ausschuß|stadt|verwaltung|antrag|anfrage|beschluss|vorlage|frage"
    r"|dezernat|rat|meister|meisterin|in der|"
    r"straße|schule|platz|weg|halle|park|allee|gasse|haus|heim|fraktion|nahme|gespräch|bericht|auftrag|bereich"
    r"|ehrung|gremium|verhalt)$",
    re.IGNORECASE,
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
    Es Ihr Ihre Damen Herren Stadt Land Kreis Kommune Gemeinde AfD Grüne Linke
    Recht Für Bauen Umwelt Soziales Finanzen Inneres Verkehr Kultur Bürgermeister
    Oberbürgermeister Bürgermeisterin Oberbürgermeisterin Stadtrat Stadträtin Stadträte Name Antwort Protokoll
    Punkt Rede Kenntnis Mitglied Mitglieder Auch Auf Aus Als Nach Über Unter Hat Ist Wird Kann Soll Sachen Rathaus
    Amt Büro Sitzung Ende Anfang Mitte Uhr Euro
"""
_NO_NAME_WORDS = frozenset(_NO_NAME_WORDS_TEXT.split())
# What shows that a name has ended: a party, an apposition, the end, the next person.
_APPOSITION = re.compile(
    r"\s{0,2}(?:\((?!\d)|,\s(?:der|die|dem|des|Herrn?|Frau|Dr\.)\s|\Z|(?:,|\sund|\ssowie)\s(?:Herrn?|Frau|Dr\.)\s)"
)
_NOT_AFTER = re.compile(
    r"[\s-](?:Straße|Str\.|Schule|Platz|Weg|Allee|Halle|Ring|Gymnasium|Realschule|Stiftung|Haus|Brücke|Ufer|Park"
    r"|Stadion|Stift|Institut\w*|Klinik\w*|Universität|Hochschule|Theater|Preis\w*|Verein|Museum|Kaserne|Siedlung"
    r"|Zentrum|Gesellschaft|Denkmal|Gemeinschaftsschule|Grundschule|Werkrealschule|Krankenhaus|Kolleg|Archiv|GmbH|AG|KG"
    r"|Gedächtnis\w*|Saal|Bad|Turm|Kirche|Fonds|Bibliothek|Kita|Akademie|Verlag)\b"
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
    return word not in _NO_NAME_WORDS and not unlike.search(word) and (len(word) == 2 or not word.isupper())


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
    return (len(word) == 2 and word[1] == ".") or all(part in _GIVEN for part in word.split("-"))


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
