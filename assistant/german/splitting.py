"""Where sentences end in council German.

A full stop is judged by the word before it (abbreviation, ordinal, letter, Roman numeral) and the
word after it (lower case, month, a word that begins sentences). Everything is one pass over the
candidates; no pattern here can backtrack more than a few characters.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class TextSpan(NamedTuple):
    start: int
    end: int


_CLOSERS = ")]}\"“”»«’‘'*_"
_CANDIDATE = re.compile(
    r"(?P<blank>\n[ \t\r\f\v]*\n\s*)"
    r"|(?P<item>\n[ \t]*(?:[•▪·●◦]|(?P<dash>[-–*])(?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s)))"
    r"|(?P<mark>[.!?…]++)(?P<close>[" + re.escape(_CLOSERS) + r"]*+)(?=\s|$)"
    r"|(?P<glued>(?<=[a-zäöüß]{3})[.?!])(?=[A-ZÄÖÜ][a-zäöü]{2})"
)
_NEXT = re.compile(r"\s*[(\[{\"„“»«‚‘'*_]*(?:[-–•]\s+)?(?P<word>[^\W\d_]+|\d+|\S)")
_BEFORE = re.compile(r"[^\s(\[„\"»«‚“/–]+$")
_LETTER_CHAIN = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
_ROMAN = re.compile(r"[IVX]{1,5}$")
_NUMBER = re.compile(r"\d+$")
_BULLET = re.compile(r"(?:[-–•▪·●◦*]+\s+)+")
_NOUN_AND_VERB = re.compile(
    r"\s+[A-ZÄÖÜ][\w-]{2,40} (?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann|können|muss|müssen"
    r"|soll|sollen|"
    r"geht|gehen|gibt|liegt|liegen|steht|stehen|erfolgt|erfolgen|findet|finden|folgt|folgen|gilt|gelten)\b"
)
_LIST_WORD = re.compile(r"\s*(?:[Zz]u (?:Frage |Ziffer |Punkt )?\d{1,2}[.):]|[a-z]\)\s)")

MONTHS = (
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember "
    "Jan Feb Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez"
)
_MONTHS = frozenset(MONTHS.split())

# Abbreviations that something always follows.
_OPEN_TEXT = """
    abs abt allg anl art aufl az bd bearb begr bes best bez bgm bldg bspw buchst bw bzgl bzw ca co dgl dipl dir dr
    drs einschl entspr erl evtl exkl fa ff fl flst flurst fr gem geb gepl gez ggf ggfs ggü grdst hptstr hl hr hrn
    hrsg i ing inkl insb insbes insg jew kap kfm kath ev lit lt ltd max mind min.d mtl nr nrn obb o.g örtl pos
    prof rd rel röm s sa schr sog st stellv städt tel tgl u urspr usf v vgl verw vors vorl zb ziff zz zzgl zzt z
    abb tab ges gesch jhrl jährl monatl wg zw bgmin stv ber früh evang ehem abzügl zuzügl incl med techn kirchl
    staatl öffentl vergl sogen ggfls voraus betr vollst
"""
_OPEN = frozenset(_OPEN_TEXT.split())
# Abbreviations that can also be a sentence's last word.
_EITHER_TEXT = """
    usw etc std min mio mrd tsd str jan feb mrz apr jun jul aug sep sept okt nov dez f hbf pl jh jhd chr d.j d.m
    d.h j mon wo tag qm st.d ha ff kfz lkw pkw zi pers o.ä u.ä o.g s.o s.u e.v a.d v.h n.n v.chr n.chr w.o a.a.o
    u.a m.e eur ust mwst gmbh mbh kg ag og eg ug ews ggmbh p.a h.c stk art stv jg bhf so mo di mi do fr sa kl ld
    u.v.m u.s.w
"""
_EITHER = frozenset(_EITHER_TEXT.split())
_SCALES = frozenset({"mio", "mrd", "tsd"})
_LABELS_TEXT = """
    nr nrn nummer frage fragen ziff ziffer top punkt punkte seite s anlage anlagen linie linien gleis zimmer raum
    amt klasse kap kapitel abb abbildung tab tabelle pos position haltestelle § §§ paragraf abs absatz satz
    artikel art haus block los phase variante stufe zone teil typ gruppe option vorlage antrag kategorie
    alternative abschnitt dezernat dez bauabschnitt halle kita modul spalte zeile und oder bis zu jahr
"""
_LABELS = frozenset(_LABELS_TEXT.split())
_STARTERS_TEXT = """
    Ab Aber Abends Abgesehen Abschließend Abweichend Alle Allein Allerdings Alles Als Also Am An Andere
    Andererseits Anders Angesichts Anhand Ansonsten Anstelle Auch Auf Aufgrund Aus Ausgehend Außer Außerdem Bei
    Beide Beim Bereits Besonders Bezüglich Bis Bisher Bislang Bitte Da Dabei Dadurch Dafür Dagegen Daher Damals
    Damit Danach Daneben Dann Daran Darauf Daraufhin Daraus Darin Darüber Darum Darunter Das Dass Davon Dazu Dem
    Demnach Den Denkbar Denn Dennoch Der Deren Derzeit Des Deshalb Dessen Deswegen Die Dies Diese Diesem Diesen
    Dieser Dieses Doch Dort Durch Eben Ebenfalls Ebenso Ein Eine Einem Einen Einer Einerseits Eines Einige
    Einzelne Entsprechend Er Erst Erstmals Es Etwa Falls Fast Ferner Folgende Folglich Für Gegen Gegenüber
    Gegenwärtig Gemäß Gemeinsam Genau Generell Geplant Gerade Gerne Gibt Gilt Gleichzeitig Grundsätzlich Haben Hat
    Hier Hierbei Hierdurch Hierfür Hiermit Hierunter Hiervon Hierzu Hinsichtlich Hinter Hinzu Ihr Ihre Ihrer Im In
    Indem Infolge Innerhalb Ins Insbesondere Insgesamt Insofern Insoweit Inwieweit Inwiefern Inzwischen Ist Ja Je
    Jede Jeder Jedes Jedoch Kann Kein Keine Keiner Keines Können Künftig Laut Lediglich Letztlich Man Manche Mehr
    Mehrere Meist Mit Mithin Mittlerweile Momentan Muss Müssen Nach Nachdem Nachfolgend Natürlich Neben Nein Neu
    Nicht Nichts Noch Nun Nur Ob Obwohl Oder Oft Ohne Parallel Pro Samstags Schließlich Schon Seit Seitdem Seitens
    Sein Seine Selbst Sie Siehe Sind So Sobald Sofern Solange Solche Soll Sollen Sollte Sollten Somit Sonst
    Sonstige Soweit Sowohl Später Statt Stattdessen Teilweise Trotz Trotzdem Über Überdies Übrigens Um Und
    Unabhängig Unter Ursprünglich Viele Vielmehr Vom Von Vor Voraussichtlich Vorab Vorerst Während War Waren Warum
    Was Wegen Weil Weiter Weitere Weiterhin Weiteres Weiters Welche Welchem Welchen Welcher Welches Wenn Wer
    Werden Weshalb Wie Wieso Wieviel Wir Wird Wo Wobei Wodurch Wofür Woher Wohin Worauf Wurde Wurden Zeitgleich Zu
    Zudem Zuerst Zugleich Zuletzt Zum Zumal Zunächst Zur Zurzeit Zusammen Zusätzlich Zuständig Zuvor Zwar Zwischen
    Zwischenzeitlich Des Näheres Dementsprechend Demgegenüber Hieraus Hieran Erforderlich Betroffen Vorgesehen
    Vorbehaltlich Nachts Morgens Sonntags Werktags Tagsüber Mangels Entgegen Sofort Wäre Hätte Könnte Hiergegen
"""
STARTERS = frozenset(_STARTERS_TEXT.split())


def sentences(text: str) -> list[TextSpan]:
    """The sentences of `text`, trimmed; together they cover every word. A blank line always ends one."""
    return list(_spans(text))


def _spans(text: str) -> Iterator[TextSpan]:
    start = 0
    for match in _CANDIDATE.finditer(text):
        if match.start() < start:
            continue
        if not _ends_here(text, start, match):
            continue
        end = match.start() if match.lastgroup in ("blank", "item", "dash") else match.end()
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[TextSpan]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    bullet = _BULLET.match(text, start, end)
    if bullet and bullet.end() < end:
        start = bullet.end()
    if start < end and any(char.isalnum() for char in text[start:end]):
        yield TextSpan(start, end)


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    if match["blank"]:
        return True
    if match["item"]:
        return _item_begins(text, start, match)
    if match["glued"]:
        return _starter_at(text, match.end())
    return _mark_ends(text, start, match)


def _item_begins(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a new line that looks like a list item is one, or a wrapped line (`am` / `16. März`)."""
    if not match["dash"] and match["item"].strip()[0] in "•▪·●◦":
        return True
    before = text[start : match.start()].rstrip()
    if before and before[-1] in ":;.!?":
        return True
    if match["dash"]:
        # A list goes on: this sentence was itself set off by the same sign.
        return (bool(before) and text[:start].rstrip(" \t").endswith(match["dash"])) or _is_item(
            text, start, match["dash"]
        )
    return match["item"].rstrip().endswith(")") or _is_numbered(text, start)


def _is_item(text: str, start: int, sign: str) -> bool:
    return text[start : start + 200].lstrip().startswith(sign + " ")


def _is_numbered(text: str, start: int) -> bool:
    return bool(re.match(r"\s*\d{1,2}[.)]\s", text[start : start + 40]))


def _starter_at(text: str, position: int) -> bool:
    following = _NEXT.match(text, position)
    return bool(following) and following["word"] in STARTERS  # type: ignore[index]


def _mark_ends(text: str, start: int, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return True
    word = following["word"]
    if word[0].islower():
        return bool(_LIST_WORD.match(text, match.end()))
    mark, close = match["mark"], match["close"]
    if ")" in close and not _encloses_sentence(text, start, match.start()):
        return word in STARTERS
    before = _BEFORE.search(text, max(start, match.start() - 40), match.start())
    token = before[0] if before else ""
    if "?" in mark or mark in ("...", "…") or len(mark) > 1:
        return True
    if mark == "!":
        is_name = bool(close.strip(")")) or (len(token) > 1 and token[-2:].isupper())
        return word in STARTERS or not is_name
    if close:
        return True
    return _stop_ends(text, start, match.start(), token, word)


def _encloses_sentence(text: str, start: int, stop: int) -> bool:
    opening = text.rfind("(", start, stop)
    return opening >= 0 and not text[start:opening].strip(" \n\t-–•*_")


def _stop_ends(text: str, start: int, stop: int, token: str, word: str) -> bool:
    """Whether the full stop after `token` and before `word` (not in lower case) ends a sentence."""
    if not token:
        return True
    if _NUMBER.search(token) and not token[0].isalpha():
        return _number_ends(text, start, stop, token, word)
    if len(token) == 1 and token.isalpha():
        return _letter_ends(text, start, stop, token, word)
    key = token.lower().lstrip("-")
    if _ROMAN.match(token):
        return _roman_ends(text, start, stop, token, word)
    if _LETTER_CHAIN.match(token):
        return key in _EITHER and word in STARTERS
    return _word_ends(text, stop, key, word)


def _word_ends(text: str, stop: int, key: str, word: str) -> bool:
    last = key.rsplit("-", 1)[-1]
    if last in _SCALES:
        # `1,4 Mio. Euro ist …`: what is counted follows, whatever verb comes after it.
        return word in STARTERS
    if last in _EITHER or last.endswith("str"):
        return word in STARTERS or bool(_NOUN_AND_VERB.match(text, stop + 1))
    if last in _OPEN or last.endswith(("baudir", "verw.dir")):
        return False
    # No vowel: an abbreviation that nobody listed.
    unlisted = last.isalpha() and len(last) <= 5 and not any(char in "aeiouyäöü" for char in last)
    return not unlisted or word in STARTERS


def _previous(text: str, start: int, stop: int, token: str) -> str:
    """The word before `token`, folded, without its full stop."""
    before = text[max(start, stop - len(token) - 40) : stop - len(token)].split()
    return before[-1].lower().strip('.,(„"') if before else ""


def _number_ends(text: str, start: int, stop: int, token: str, word: str) -> bool:
    if word in _MONTHS or not text[start : stop - len(token)].strip(" \n\t-–•*_("):
        return False
    if text[start : stop - len(token)].rstrip().endswith(":"):
        return False
    if word in STARTERS:
        return True
    plain = token.isdigit()
    labelled = _previous(text, start, stop, token) in _LABELS - {"und", "oder", "bis", "zu", "jahr"}
    if word[0].isdigit():
        return not plain or len(token) > 2 or labelled
    return not plain or len(token) > 2 or labelled


def _letter_ends(text: str, start: int, stop: int, token: str, word: str) -> bool:
    if word not in STARTERS:
        return False
    previous = _previous(text, start, stop, token)
    return (
        previous.isdigit()
        or previous in _LABELS
        or f"{previous}.{token.lower()}" in _EITHER
        or token.lower() in _EITHER
    )


def _roman_ends(text: str, start: int, stop: int, token: str, word: str) -> bool:
    return word in STARTERS and bool(text[start : stop - len(token)].strip())
