"""What of an earlier answer can never be a sentence of a new one.

Frames, pointers, thanks, polemics and repeated questions belong to the old document, a command to a
machine belongs to nobody. A sentence that leans on the one before it (`Diese …`, `Hierzu …`) is
only understood together with it.
"""

import re
from enum import StrEnum

from assistant.drafting.patterns import any_of, words
from assistant.german import content_words, stem


class Unfit(StrEnum):
    """Why a sentence is left out."""

    question = "question"
    instruction = "instruction"
    fragment = "fragment"
    frame = "frame"
    pointer = "pointer"
    courtesy = "courtesy"
    polemic = "polemic"
    echo = "echo"


_FRAME = any_of(
    r"nimmt\b.{0,60}\bstellung\b",
    r"\bwie folgt\b.{0,40}(?:beantwortet|stellung|mitgeteilt)",
    r"\b(?:beantwortet|antwortet|teilt)\b.{0,50}\bwie folgt\b",
    r"\bteilt?\b.{0,50}\bfolgendes mit\b",
    r"\b(?:werden|wird)\b.{0,50}\b(?:gemeinsam|zusammen|zusammengefasst|en bloc)\s+beantwortet",
    r"\b(?:ihre[rn]?|die vorliegende|der vorliegenden|o\. ?g\.|oben genannte) anfrage\b",
    r"\b(?:die|der) fragestell(?:er|erin|enden|ung)\b",
    r"^(?:zu|antwort zu|antwort auf) (?:frage|ziffer|punkt)\b",
    r"\b(?:die|der|zur) anfrage (?:der|des|von|ist|gilt|wird|kann)\b",
    r"^(?:stellungnahme|kurzfassung)\b",
    words("sprechzettel", "beschlussantrag", "kenntnisnahme", "tagesordnungspunkt"),
    r"\bder gemeinderat nimmt\b.*\bkenntnis\b",
    # What a motion wants decided: no statement of the administration, nor of what was decided.
    r"^(?:die|der) [\w-]*(?:verwaltung|bürgermeister(?:in)?|magistrat|vorstand|landr[aä]t(?:in)?|stadt|kreis|betrieb)\b"
    r"(?: [A-ZÄÖÜ]\w+)? wird (?:\w+ ){0,2}(?:beauftragt|gebeten|ermächtigt|aufgefordert|ersucht)\b",
    r"^der [\w-]*(?:rat|tag|ausschuss) (?:beauftragt|ermächtigt|bittet) (?:die|den)\b",
)
_POINTED_AT = r"(?:anlage|tabellen?|aufstellung|liste|übersicht|grafik|abbildung|auflistung|karte|plan|ausführung\w*)"
_POINTER = any_of(
    r"\b(?:siehe|vgl\.|vergleiche|s\.)\s+(?:auch\s+)?(?:die\s+|hierzu\s+|dazu\s+)?"
    r"(?:oben|unten|o\.|u\.|antwort|frage|ziffer|punkt|anlage|anhang|tabelle|abbildung|nr|stellungnahme|erläuterung|begründung)",
    r"\b(?:antwort(?:en)?|ausführungen|beantwortung|stellungnahme)\b.{0,25}\b(?:zu|auf|unter|von|der)\s+"
    r"(?:den\s+|der\s+)?(?:fragen?|ziffern?|punkt|nr\.?|top)\b",
    r"\b(?:unter|in|zu|nach|von)\s+(?:den\s+)?(?:fragen?|ziffern?|punkt|nr\.)\s*\d",
    r"\b(?:beigefügte|beiliegende|anliegende|nachfolgende|nachstehende|folgende|obige|obenstehende|vorstehende)"
    rf"[nrsm]?\s+(?:\w+\s+)?{_POINTED_AT}\b",
    r"\b(?:der|den|die|als|in|siehe) anlagen?\b(?:\s*\d| (?:zu|entnommen|ersichtlich|beigefügt))",
    r"\bwie (?:unter|in) (?:nummer|nr\.|ziffer|punkt|frage)",
    r"\bwie (?:bereits |schon |oben |eingangs |zuvor )+"
    r"(?:unter|in|erwähnt|ausgeführt|dargestellt|beschrieben|dargelegt|erläutert|genannt|angesprochen|aufgeführt)",
    r"\b(?:oben|o\. ?g\.|vor)\s?(?:genannt|stehend|beschrieben|dargestellt|erwähnt)\w*",
    r"\bo\. ?g\.|\bs\. ?[ou]\.",
    r"\bwird (?:daher |hierzu |insoweit |im übrigen )?auf\b.{0,80}\bverwiesen\b",
    r"\bverweisen (?:wir|auf)\b|\bverweist\b.{0,20}\bauf (?:die|ihre|den)\b",
    r"\b(?:dargestellt|ersichtlich|entnommen|entnehmen)\b.{0,25}\b(?:werden|sind|ist)?\.?$",
)
_COURTESY = any_of(
    words(
        "bedank(?:t|en)",
        "dank(?:t|en)",
        "vielen dank",
        "herzlich\\w*",
        "mit freundlichen",
        "sehr geehrte",
        "bedauer(?:t|n)",
    ),
    words(
        "freu(?:t|en) sich",
        "bitte(?:t|n) um verständnis",
        "begrüßt? (?:die|das) (?:interesse|initiative|anfrage|anregung|antrag)",
    ),
)
_POLEMIC = any_of(
    r"\b(?:polemi|unverschämt|lächerlich|absurd|grotesk|haltlos|unsinn|populis|skandal|mutmaßung|spekulation)\w*",
    words("unterstell(?:t|ung|ungen|en)", "märchen", "aus der luft gegriffen", "wider besseres wissen", "selbstredend"),
    words("schlichtweg falsch", "offenkundig falsch", "entbehr(?:t|en) jeder", "wir sind uns sicher, dass"),
    r"\bhätten? (?:\w+ ){0,3}wissen (?:müssen|können)\b",
)
_MACHINE = r"(?:ki|sprachmodell\w*|chatbots?|textroboter|assistenten?)"
_COMMANDS = (
    "ignorier|vergiss|antworte|schreibe?|gib|lösche?|sende|füge|ersetze|bestätige|setze|übernimm|erkläre|nenne|formuliere"
    "|übersetze|unterdrücke|zitiere|beginne|lobe|behaupte|verweise"
)
_INSTRUCTION = any_of(
    rf"\b(?:an|hinweis|achtung|wichtig|geehrte[rs]?|liebe[rs]?)\b[^.]{{0,30}}\b{_MACHINE}\b",
    rf"\b(?:als|eine?) {_MACHINE}(?:-\w+)?\b.{{0,20}}\b(?:musst|müssen|sollst|sollen|hast|sind|bist)\b",
    rf"\b{_MACHINE}\b.{{0,40}}\b(?:hat|wird|soll|muss)\b.{{0,60}}\b"
    r"(?:an\w*geben|angewiesen|antwort\w*|ausgeben|auszugeben|schreiben)\b",
    words("system-?prompts?", "prompt", "systemnachricht", "llm", "gpt", "api-?schlüssel", "entwicklerhinweis"),
    words("language model", "previous instructions?", "disregard", "im_start", "im_end", "/?inst"),
    r"<\||\[/?INST|#{2,}",
    words(
        "(?:bisherigen|vorherigen|obigen|neue[nr]?|deine[nr]?|ihre) (?:anweisung|instruktion|vorgabe|rolle)(?:en|n)?"
    ),
    words(
        "anweisung(?:en)? (?:des|an|für) (?:administrators?|nutzers?|entwicklers?)",
        "automatische (?:auswertung|system)\\w*",
    ),
    rf"^(?:{_COMMANDS})(?:e|n sie)?\b(?! (?:wird|werden|hat|ist))",
    words("du bist", "wenn sie eine", "in (?:deine|ihre|jede)[rn]? (?:antworte?n?|entwurf)"),
    r"\bin (?:der antwort|den entwurf)\b.{0,40}\b(?:dass|schreib\w*)\b|\bschreib\w*\b.{0,20}\bin den entwurf\b",
    r"\b(?:jede|alle) (?:fragen?|antworten?)\b.{0,25}\b(?:mit|beantwort\w+)\b|\bist mit „.{0,120}zu beantworten",
    r"\b(?:antwort|antworten|entwurf)\b.{0,40}\b(?:zu ersetzen|hinzu|auszugeben|einzufügen)\b",
)
_LEADS_IN = words(
    "auch", "nur", "und", "aber", "gerade", "insbesondere", "alle", "bei", "in", "mit", "für", "durch", "auf", "aus",
    "von", "zu", "nach", "über", "um", "an", "unter", "trotz", "aufgrund", "infolge", "während", "neben", "innerhalb",
    "außerhalb", "hinsichtlich", "bezüglich", "im rahmen", "im zuge", "sobald", "wenn", "falls", "nachdem", "bevor",
    "solange", "soweit", "sofern", "weil", "obwohl", "ob",
)  # fmt: skip
_LEANING = words(
    "(?:all )?dies(?:e[rsnm]?)?", "hier(?:zu|bei|für|durch|mit|von|aus|an|auf|in|über|unter|nach|gegen|um)?",
    "da(?:zu|bei|für|durch|mit|von|raus|ran|rauf|rin|rüber|runter|nach|gegen|rum|neben|hinter)", "daher", "deshalb",
    "deswegen", "somit", "demnach", "folglich", "infolgedessen", "insofern", "insoweit", "letztere[rsnm]?",
    "erstere[rsnm]?", "jene[rsnm]?", "solche[rsnm]?", "derartige[rsnm]?", "deren", "dessen", "diesbezüglich\\w*",
    "dort", "sie", "er", "ihm", "ihnen", "ihr(?:e[rsnm]?)?", "sein(?:e[rsnm]?)?", "beide[rsnm]?", "so", "dann",
    "anschließend", "danach", "allerdings", "jedoch", "dennoch", "trotzdem", "gleichwohl", "denn", "aber", "sondern",
    "stattdessen", "vielmehr", "ebenso", "ebenfalls", "entsprechend(?:e[rsnm]?)?", "die(?:se)?lben", "derselbe\\w*",
    "dasselbe", "(?:die )?genannte[rsnm]?", "das (?:ist|hat|wird|war|bedeutet|heißt|gilt|betrifft|kann|wäre|wurde)",
    "im (?:ersten|zweiten)", "zweitens", "drittens", "grund (?:hierfür|dafür)", "hintergrund (?:ist|hierfür)",
    "ausnahmen? (?:hiervon|davon)",
)  # fmt: skip
_LEANS = re.compile(
    rf"^(?:{_LEADS_IN} )?{_LEANING}|^(?:\w+ ){{1,4}}(?:jedoch|allerdings|hingegen|dagegen|aber)\b|\bebenfalls\b",
    re.IGNORECASE,
)
# `Die Verwaltung teilt diese Ansicht`: which one, another sentence says. `In diesem Jahr` is known by the day.
_THAT = re.compile(
    r"\b(?:dies(?:e[rsnm]?)? (?:[a-zäöüß]+e[nrsm]? )?"
    r"(?!Jahr|Monat|Woche|Tage|Sommer|Winter|Frühjahr|Herbst|Zusammenhang)(?P<noun>[A-ZÄÖÜ][\wäöüß-]+)"
    r"|(?:im|in) vorliegende[nm] Fall)"
)
_STANDS = re.compile(r"^(?:so|da) (?:dass|ist es)\b|^(?:ihre|seine) (?:stadt|verwaltung)\b", re.IGNORECASE)
_YES_NO = re.compile(r"^(?:Ja|Nein|Doch|Jein|Nicht|Keine|Entfällt|Unbekannt)\b[^a-zäöü]{0,3}(?=$|\s|,)")
# `U3,wardieseEnde2016mit`: words that have lost the spaces between them.
_STUCK = re.compile(r"(?<!\S)[^\W\d]{2,}\d{0,2},(?=[a-zäöüß]{3})|(?<=[a-zäöüß])(?:19|20)\d\d(?=[a-zäöüß])")
_UNITS = frozenset("€%")
_MOSTLY = 0.5
_FEWEST_WORDS = 5
_LONGEST = 450


def unfit(text: str, asked_before: str = "") -> Unfit | None:
    """Why `text` cannot stand in a new answer, or None. `asked_before`: the question it answered."""
    if text.rstrip(" )“\"'").endswith("?") or re.search(r"\?\s", text):
        return Unfit.question
    if commands_a_machine(text):
        return Unfit.instruction
    if not _complete(text):
        return Unfit.fragment
    for pattern, reason in _REASONS:
        if pattern.search(text):
            return reason
    return Unfit.echo if _echoes(text, asked_before) else None


_REASONS = (
    (_FRAME, Unfit.frame),
    (_POINTER, Unfit.pointer),
    (_COURTESY, Unfit.courtesy),
    (_POLEMIC, Unfit.polemic),
)


def commands_a_machine(sentence: str) -> bool:
    """Whether the sentence speaks to a program instead of to the council."""
    return bool(_INSTRUCTION.search(sentence))


def leans_on_the_last(text: str) -> bool:
    """Whether `text` is only understood with the sentence before it."""
    return bool(_LEANS.search(text) or _YES_NO.match(text) or _points_back(text)) and not _STANDS.match(text)


def _points_back(text: str) -> bool:
    """Whether its first clause speaks of `diese` thing that it has not named."""
    found = _THAT.search(text.split(",", 1)[0])
    if not found:
        return False
    named = {stem(word) for word in content_words(text[: found.start()])}
    return not (found["noun"] and any(word.endswith(stem(found["noun"])) for word in named))


def _complete(text: str) -> bool:
    """A sentence: begins as one, ends as one, and is long enough to have a verb."""
    starts = re.match(r"[„\"'(§]?[A-ZÄÖÜ0-9§]", text) and not re.match(r"(?:\d+(?:\.\d+)*[.)]|[a-z]\)|[-–•])\s", text)
    ends = re.search(r"[.!](?:[)“\"']|\s*)$", text)
    return bool(starts and ends) and len(text.split()) >= _FEWEST_WORDS and not _broken(text)


def _broken(text: str) -> bool:
    """Furniture and table cells that stuck to a sentence: underscores, bars, rows of numbers, lost spaces.

    `Am 31. Dezember 2023 waren 1.512 Ausweise gültig` holds many numbers, but no three side by side.
    """
    tokens = [token for token in text.split() if token not in _UNITS]
    bare = [bool(re.fullmatch(r"[\d.,%€/–-]*\d[\d.,%€/–-]*", token)) for token in tokens]
    enumerated = [token.endswith((",", ";")) for token in tokens]
    row = any(all(bare[at : at + 3]) and not any(enumerated[at : at + 2]) for at in range(len(bare) - 2))
    stuck = _STUCK.search(text) or re.search(r"___| \| |[\uf000-\uf0ff•▪]", text)
    return bool(stuck) or row or sum(bare) > len(tokens) * _MOSTLY or len(text) > _LONGEST


def _echoes(text: str, question: str) -> bool:
    """Says nothing but what was asked (`Die Anzahl der Stellplätze in der Straße X.`)."""
    said, asked = ({stem(word) for word in content_words(part)} for part in (text, question))
    return len(said) > 2 and len(said - asked) <= len(said) // 8
