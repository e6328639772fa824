"""When two German words say the same: inflection, derivation, compounds, and synonyms of administrations."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from assistant.drafting.verification.lists import lines_of
from assistant.german import fold

_PARTICLES = (
    "zurück|zusammen|fertig|bereit|statt|teil|fest|durch|nach|vor|aus|auf|ein|weg|her|hin|mit|bei|ab|an|um|zu|dar"
    "|fort|frei|weiter|gegen|unter|über|entgegen|heraus|hervor|hinzu|voraus|wieder|nieder"
)
_SEPARATED = re.compile(rf"^({_PARTICLES.replace('ü', 'u')})(?:ge|zu)([^\W\d_]{{3,}}(?:t|en))$")
_PARTICIPLE = re.compile(r"^ge([^\W\d_]{2,}(?:t|en))$")
_SUFFIX_WORDS = """
    ierungen ierung ierten ierter iertes ierte ieren iert igungen igung igten igte igen igt ungen ungs ung innen
    ischen ischer isches ische isch lichen licher liches liche lich enden ender endes ende end sten ster ste tes
    ten ter tem tet te en ern er em es e t s n
"""
_SUFFIXES = frozenset(_SUFFIX_WORDS.split())
_LONGEST = max(map(len, _SUFFIXES))
# Endings in which two related words may differ after what they share.
_ENDING_WORDS = """
    e en er ern es s n m em r t te ten ter tes tem et est st ung ungen ungs ieren iert ierte ierten ierung
    ierungen lich liche lichen licher isch ische ischen ig ige igen iger iges keit heit bar bare baren nis nisse
    nissen in innen erin erinnen end ende enden ender ens igung igungen igt igte igten schaft sten ste nd de den
    der ss sse ssen
"""
_ENDINGS = frozenset(_ENDING_WORDS.split()) | {""}
_IRREGULAR = {
    form: base
    for base, forms in {
        "steig": "stieg",
        "sink": "sank sunk",
        "schliess": "schloss schluss schlüss",
        "nehm": "nahm nomm nimm nimmt",
        "geb": "gab gib gibt",
        "geh": "ging gang",
        "steh": "stand stünd",
        "lieg": "lag leg",
        "find": "fand fund",
        "bring": "bracht",
        "trag": "trug träg",
        "zieh": "zog zug",
        "schreib": "schrieb",
        "biet": "bot bote",
        "treff": "traf troff triff",
        "halt": "hielt hält",
        "fahr": "fuhr fähr fahrt",
        "wachs": "wuchs wächs",
        "weis": "wies",
        "scheid": "schied",
        "tret": "trat tritt",
        "komm": "kam",
        "bleib": "blieb",
        "lass": "liess läss",
        "sprech": "sprach sproch spruch sprich",
        "treib": "trieb",
        "ginn": "gann gonn",
        "reiss": "riss",
        "schieb": "schob schub",
        "seh": "sah sieh",
        "fall": "fiel fäll",
        "fang": "fing fäng",
        "verlier": "verlor verlust",
        "leih": "lieh",
        "hang": "hing",
        "wend": "wandt",
        "ruf": "rief",
        "denk": "dacht",
        "greif": "griff",
        "tun": "tat tan",
        "werb": "warb worb",
        "kauf": "käuf",
        "setz": "satz sätz",
        "mess": "mass miss maß",
        "empfehl": "empfiehl empfahl empfohl",
        "schreit": "schritt",
        "heb": "hob hub",
        "lad": "lud",
        "schaff": "schuf",
        "brech": "brach broch brich bruch",
        "helf": "half holf hilf",
        "stoss": "stiess",
        "schneid": "schnitt",
        "nenn": "nannt",
        "kenn": "kannt",
        "send": "sandt",
        "wieg": "wog",
        "schein": "schien",
        "leid": "litt",
        "meid": "mied",
        "wahl": "wähl",
        "schwind": "schwand schwund",
        "gelt": "galt golt gilt",
        "lauf": "lief läuf",
        "schlag": "schlug schläg",
    }.items()
    for form in forms.split()
}
_SHORTEST = 3
_VERB_PREFIXES = frozenset(f"{_PARTICLES}|be|ver|ent|er|zer|ge".replace("ü", "u").split("|")) | {
    f"{a}{b}" for a in ("ab", "an", "aus", "ein", "vor", "zu", "mit") for b in ("ge", "be", "ver", "er")
}


_PLAIN = str.maketrans("äöüß", "aous")


@lru_cache(maxsize=65536)
def plain(word: str) -> str:
    """Without umlauts: `Verträge` and `Vertrag` differ only in their ending."""
    return word if word.isascii() else fold(word).translate(_PLAIN)


def _strip(word: str) -> str:
    """Endings off, twice at most, then the `t` and `e` of a weak verb's forms."""
    for _ in range(2):
        endings = (word[-length:] for length in range(_LONGEST, 0, -1) if length < len(word))
        word = word.removesuffix(next((ending for ending in endings if _comes_off(word, ending)), ""))
    bare = re.sub(r"(?:e?t|e)+$", "", word)
    return bare if len(bare) >= _SHORTEST else word


def _comes_off(word: str, ending: str) -> bool:
    shortest = 3 if len(word) <= 6 else 4
    if ending[0] == "s" and word[: -len(ending)].endswith("s"):
        # `fasste`, `muss`: the s belongs to the stem.
        return False
    return ending in _SUFFIXES and len(word) - len(ending) >= shortest


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """What is left of a folded word without inflection, derivation, and the marks of a participle."""
    word = re.sub(r"buss(?:es|e|en)$", "bus", plain(word))
    prefix, rest = "", word
    separated = _SEPARATED.match(word)
    participle = _PARTICIPLE.match(word)
    if separated:
        prefix, rest = separated[1], separated[2]
    elif participle:
        rest = participle[1]
    mixed = _MIXED.match(rest)
    return prefix + (mixed[1] + _MIXED_BASES[mixed[2]] if mixed else _base(_strip(rest)))


# `brachte` and `dachte` are no forms of `brechen` and `Dach`.
_MIXED = re.compile(r"([^\W\d_]{0,8}?)(bracht|dacht)(?:e|en|et|es|er)?$")
_MIXED_BASES = {"bracht": "bring", "dacht": "denk"}


def _base(rest: str) -> str:
    """`beschloss` as `beschliess`: the strong verbs, with or without a prefix."""
    for cut in range(len(rest) - 2):
        base = _STRONG.get(rest[cut:])
        if base and (cut == 0 or rest[:cut] in _VERB_PREFIXES):
            return rest[:cut] + base
    return rest


_STRONG = {_strip(plain(form)): _strip(base) for form, base in _IRREGULAR.items()}


@cache
def groups_in(name: str) -> dict[str, frozenset[int]]:
    """Root → the numbers of the lines of a list that it stands in."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(lines_of(name)):
        for word in line.split():
            found.setdefault(root(word.replace("ß", "ss")), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


@lru_cache(maxsize=1)
def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Root → the pairs of opposites it stands in, with its side."""
    found: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(lines_of("opposites.txt")):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                found.setdefault(root(word.replace("ß", "ss")), set()).add((number, side))
    return {key: frozenset(sides) for key, sides in found.items()}


def turns(word: str) -> bool:
    """Whether a folded word has an opposite."""
    return root(word) in _sides()


def opposed(word: str, pool: Iterable[str]) -> str | None:
    """The word of `pool` that says the opposite."""
    other_sides = {(number, 1 - side) for number, side in _sides().get(root(word), ())}
    return next((other for other in pool if other_sides & _sides().get(root(other), frozenset())), None)


@lru_cache(maxsize=262144)
def related(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word, or synonyms."""
    if one == other:
        return True
    if one[0].isdigit() or other[0].isdigit():
        return False
    first, second = root(one), root(other)
    groups = groups_in("synonyms.txt")
    if first == second or groups.get(first, frozenset()) & groups.get(second, frozenset()):
        return True
    return _share_stem(plain(one), plain(other)) or _share_stem(first, second)


def _share_stem(one: str, other: str) -> bool:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    if shared < max(4, min(len(one), len(other)) - 4):
        return False
    return one[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def covered(word: str, pool: Iterable[str]) -> bool:
    """Whether the words of `pool` carry `word`: as itself, as a compound's head, or as the parts of a compound."""
    return _covered(word, tuple(pool))


@lru_cache(maxsize=65536)
def _covered(word: str, pool: tuple[str, ...]) -> bool:
    return _part_covered(word, pool) or _parts_covered(word, pool)


def _part_covered(part: str, pool: tuple[str, ...]) -> bool:
    if any(related(part, other) for other in pool):
        return True
    if part == "bau":
        return any(_OF_BUILDING.match(other) for other in pool)
    if len(part) < 4 or part[0].isdigit():
        return False
    bare = part[:3] if part[:3] in _SHORT_FIRST and part[3:] in _ENDINGS else _strip(part)
    bare = (
        bare
        if len(bare) >= 4 or bare in _SHORT_FIRST
        else part[:-2]
        if part.endswith(("et", "en", "te")) and len(part) > 5
        else part
    )
    return any(
        len(other) > len(part) - 3 and (_is_head(part, bare, other) or _is_first(bare, other) or _is_tail(part, other))
        for other in pool
    )


def _is_head(part: str, bare: str, other: str) -> bool:
    """`schule` is the head of `grundschulen`."""
    position = other.rfind(bare)
    return (position >= 3 and other[position + len(bare) :] in _ENDINGS) or other.endswith(part)


# `neue Schule` and `Schulneubau`.
_SHORT_FIRST = frozenset({"neu", "alt"})


_OF_BUILDING = re.compile(r"bau(?:kosten|beginn|start|zeit|phase|ende|dauer|arbeit|massnahme|summe|abschnitt|fertig)")


def _is_first(bare: str, other: str) -> bool:
    """`sanierung` begins `sanierungskosten`; short beginnings are too often another word."""
    if bare in _SHORT_FIRST:
        return f"{bare}bau" in other
    return len(bare) >= 4 and plain(other).startswith(plain(bare)) and len(other) - len(bare) >= 4


def _is_tail(part: str, other: str) -> bool:
    """`vergeben` stands in `platzvergabe` as its last part."""
    wanted = root(part)
    return len(wanted) >= 4 and wanted in _tails(other)


@lru_cache(maxsize=65536)
def _tails(word: str) -> frozenset[str]:
    """The roots of what may be a compound's last part; `kauf` is none of `verkauf`."""
    return frozenset(root(word[cut:]) for cut in range(3, len(word) - 4) if word[:cut] not in _VERB_PREFIXES)


_LINKS = ("", "s", "es", "n", "en", "er", "e")
# `Bauzeit`, `Sanierungsarbeiten`, `Baumaßnahme` say no more than what is done.
_EMPTY_TAIL_WORDS = """
    zeit zeiten dauer zahl zahlen anzahl massnahme massnahmen arbeit arbeiten verfahren vorhaben projekt projekts
    projektes bereich bereiche bereichen tätigkeit tätigkeiten vorgang vorgänge prozess phase höhe stand
    möglichkeit möglichkeiten gelegenheit gelegenheiten
"""
_EMPTY_TAILS = frozenset(_EMPTY_TAIL_WORDS.split())
_EMPTY_PARTS = frozenset({"gesamt", "jahres", "jahr", "einzel", "ge"})


def _parts_covered(word: str, pool: tuple[str, ...]) -> bool:
    if len(word) < 8:
        return False
    for cut in range(3, len(word) - 2):
        left, right = word[:cut], word[cut:]
        if not (
            right in _EMPTY_TAILS or _part_covered(right, pool) or (len(right) >= 8 and _parts_covered(right, pool))
        ):
            continue
        if any(
            left[: len(left) - len(link)] in _EMPTY_PARTS or _left_covered(left[: len(left) - len(link)], pool)
            for link in _LINKS
            if left.endswith(link)
        ):
            return True
    return False


def _left_covered(left: str, pool: tuple[str, ...]) -> bool:
    return len(left) >= 3 and _part_covered(left, pool)


# Words that carry no claim of their own: they need no quote.
_LIGHT_WORDS = " ".join(lines_of("light_words.txt"))
_LIGHT_VERBS_TEXT = """
    stehen liegen anbieten bieten verzeichnen aufwenden
    durchschnittlich jeweilig bisherig derzeitig betreffend entsprechend genannt
    durchführen vornehmen erfolgen betragen belaufen befinden bestehen ergeben stattfinden dauern umfassen gelten
    verfügen lauten feststellen handeln anfallen entstehen bereitstehen erstatten treffen auffallen angehören
    erheben leisten vorliegen vorhalten äussern verlaufen aufweisen darstellen bilden stammen
"""
_LIGHT_VERBS = _LIGHT_VERBS_TEXT.split()


@lru_cache(maxsize=65536)
def is_light(word: str) -> bool:
    """Whether a folded word carries no claim of its own."""
    return word in LIGHT or (len(word) > 4 and root(word) in _light_roots())


@lru_cache(maxsize=1)
def _light_roots() -> frozenset[str]:
    return frozenset(root(verb) for verb in _LIGHT_VERBS)


LIGHT = frozenset(word.replace("ß", "ss") for word in _LIGHT_WORDS.split())
