"""What of an earlier answer can never be a sentence of a new one.

Frames, pointers, thanks, polemics and repeated questions belong to the old document. A sentence
that leans on the one before it (`Diese …`, `Hierzu …`) is only understood together with it.
"""

import re
from enum import StrEnum

from assistant.german import content_words, stem


class Unfit(StrEnum):
    """Why a sentence is left out."""

    question = "question"
    frame = "frame"
    pointer = "pointer"
    courtesy = "courtesy"
    polemic = "polemic"
    fragment = "fragment"
    echo = "echo"
    instruction = "instruction"


_FRAME = re.compile(
    r"nimmt\b.{0,60}\b(?:wie folgt|folgendermaßen)?\s*stellung\b|\bwie folgt\b.{0,40}(?:beantwortet|stellung|mitgeteilt)"
    r"|\b(?:beantwortet|antwortet|teilt)\b.{0,50}\bwie folgt\b|\bteilt?\b.{0,50}\bfolgendes mit\b"
    r"|(?:werden|wird)\b.{0,50}\b(?:gemeinsam|zusammen|zusammengefasst|en bloc)\s+beantwortet"
    r"|\b(?:Ihre|Ihrer|Ihren|die vorliegende|der vorliegenden|o\. ?g\.|oben genannte) Anfrage\b|\b(?:die|der) Fragestell(?:er|erin|enden|ung)\b"
    r"|^(?:Zu|Antwort zu|Antwort auf) (?:Frage|Ziffer|Punkt)\b|\b(?:die|der|zur) Anfrage (?:der|des|von)\b|^Stellungnahme\b|\bSprechzettel\b"
    r"|\bKenntnisnahme\b|\bBeschlussantrag\b|\bder Gemeinderat nimmt\b.*\bKenntnis\b|^Tagesordnungspunkt\b|\bdie Anfrage (?:ist|gilt|wird|kann)\b",
    re.I,
)
_POINTER = re.compile(
    r"\b(?:siehe|vgl\.|vergleiche|s\.)\s+(?:auch\s+)?(?:die\s+|hierzu\s+|dazu\s+)?(?:oben|unten|o\.|u\.|Antwort|Frage|Ziffer|Punkt|Anlage|Anhang|Tabelle|Abbildung|Nr|Stellungnahme|Erläuterung|Begründung)"
    r"|\b(?:Antwort|Ausführungen|Beantwortung|Stellungnahme|Antworten)\b.{0,25}\b(?:zu|auf|unter|von|der)\s+(?:den\s+|der\s+)?(?:Fragen?|Ziffern?|Punkt|Nr\.?|TOP)\b"
    r"|\b(?:unter|in|zu|nach)\s+(?:den\s+)?(?:Frage|Fragen|Ziffer|Punkt|Nr\.)\s*\d|\b(?:beigefügte|beiliegende|anliegende|nachfolgende|nachstehende|folgende|obige|obenstehende|unten ?stehende|vorstehende)[nrsm]?\s+(?:\w+\s+)?(?:Anlage|Tabelle|Tabellen|Aufstellung|Liste|Übersicht|Grafik|Abbildung|Auflistung|Karte|Plan|Ausführung\w*)\b"
    r"|\b(?:der|den|die|als|in|siehe) Anlagen?\b(?:\s*\d| (?:zu|entnommen|ersichtlich|beigefügt))|\bwie (?:unter|in) (?:Nummer|Nr\.|Ziffer|Punkt|Frage)|\bwie (?:bereits |schon |oben |eingangs |zuvor )+(?:unter|in|erwähnt|ausgeführt|dargestellt|beschrieben|dargelegt|erläutert|genannt|angesprochen|aufgeführt)"
    r"|\b(?:oben|o\. ?g\.|vor)\s?(?:genannt|stehend|beschrieben|dargestellt|erwähnt)\w*|\bo\. ?g\.|\bs\. ?o\.|\bs\. ?u\.|\bwird (?:daher |hierzu |insoweit |im Übrigen )?auf\b.{0,80}\bverwiesen\b|\bverweisen (?:wir|auf)\b|\bverweist\b.{0,20}\bauf (?:die|ihre|den)\b"
    r"|\b(?:dargestellt|ersichtlich|entnommen|entnehmen)\b.{0,25}\b(?:werden|sind|ist)?\.?$",
    re.I,
)
_COURTESY = re.compile(
    r"\b(?:bedank(?:t|en)|dank(?:t|en)|vielen dank|herzlich\w*|mit freundlichen|sehr geehrte|freu(?:t|en) sich|bittet um verständnis"
    r"|bitten um verständnis|bedauer(?:t|n)|begrüßt? (?:die|das) (?:Interesse|Initiative|Anfrage|Anregung|Antrag))\b",
    re.I,
)
_POLEMIC = re.compile(
    r"\b(?:polemi\w+|unverschämt\w*|lächerlich\w*|absurd\w*|grotesk\w*|haltlos\w*|aus der luft gegriffen|unsinn\w*|unterstell(?:t|ung|ungen|en)\b"
    r"|populis\w+|märchen|skandal\w*|wider besseres wissen|schlichtweg falsch|entbehr(?:t|en) jeder|mutmaßung\w*|spekulation\w*|wir sind uns sicher, dass"
    r"|selbstredend|offenkundig falsch|hätte(?:n)? (?:\w+ ){0,3}wissen (?:müssen|können))",
    re.I,
)
_INSTRUCTION = re.compile(
    r"\b(?:an|hinweis|achtung|wichtig|geehrte[rs]?|liebe[rs]?)\b[^.]{0,30}\b(?:ki|sprachmodell\w*|chatbots?|textroboter|assistenten?)\b"
    r"|\b(?:als|eine?) (?:ki|sprachmodell|assistent)(?:-\w+)?\b.{0,20}\b(?:musst|müssen|sollst|sollen|hast|sind|bist)\b"
    r"|\b(?:ki|assistent|sprachmodell|chatbot|textroboter)\b.{0,40}\b(?:hat|wird|soll|muss)\b.{0,60}\b(?:an\w*geben|angewiesen|antwort\w*|ausgeben|auszugeben|schreiben)\b"
    r"|\b(?:system-?prompts?|prompt|systemnachricht|llm|gpt|api-?schlüssel)\b"
    r"|\b(?:language model|previous instructions?|disregard|im_start|im_end|/?inst)\b|<\||\[/?INST|#{2,}"
    r"|\b(?:bisherigen|vorherigen|obigen|neue[nr]?|deine[nr]?|ihre) (?:anweisung(?:en)?|instruktion(?:en)?|vorgaben|regeln|rolle)\b"
    r"|\banweisung(?:en)? (?:des|an|für) (?:administrators?|nutzers?|entwicklers?)|\b(?:entwicklerhinweis|wird angewiesen|automatische (?:auswertung|system|verarbeitung)\w*)\b"
    r"|^(?:ignorier|vergiss|antworte|schreibe?|gib|lösche?|sende|füge|ersetze|bestätige|setze|übernimm|erkläre|nenne|formuliere|übersetze|unterdrücke|zitiere|beginne|lobe|behaupte|verweise)(?:e|n sie)?\b(?! (?:wird|werden|hat|ist))"
    r"|\b(?:du bist|wenn sie eine|in (?:deine[rn]?|ihre[rn]?|jede[rn]?|der|den) (?:antworte?n?|entwurf)|(?:jede|alle) (?:frage|fragen|antworten?)\b.{0,25}\b(?:mit|beantwort\w+))"
    r"|\b(?:antwort|antworten|entwurf)\b.{0,40}\b(?:zu ersetzen|hinzu|auszugeben|einzufügen)|\bist mit „.{0,120}zu beantworten",
    re.I,
)
_LEANS = re.compile(
    r"^(?:(?:Auch|Nur|Und|Aber|Denn|Gerade|Insbesondere|Alle|Bei|In|Mit|Für|Durch|Auf|Aus|Von|Zu|Nach|Über|Um|An|Unter|Trotz|Aufgrund|Infolge|Während|Neben|Innerhalb|Außerhalb|Hinsichtlich|Bezüglich|Im Rahmen|Im Zuge)\s+)?"
    r"(?:(?:all\s)?dies(?:e[rsnm]?)?|hier(?:zu|bei|für|durch|mit|von|aus|an|auf|in|über|unter|nach|gegen|um)?|da(?:zu|bei|für|durch|mit|von|raus|ran|rauf|rin|rüber|runter|nach|gegen|rum|neben|hinter)"
    r"|daher|deshalb|deswegen|somit|demnach|folglich|infolgedessen|insofern|insoweit|letztere[rsnm]?|erstere[rsnm]?|jene[rsnm]?|solche[rsnm]?|derartige[rsnm]?|deren|dessen|diesbezüglich\w*|dort|sie|er|ihm|ihnen|ihre[rsnm]?|sein(?:e[rsnm]?)?|beide[rsnm]?|so|dann|anschließend|danach|allerdings|jedoch|dennoch|trotzdem|gleichwohl|denn|aber|sondern|stattdessen|vielmehr|ebenso|ebenfalls|entsprechend(?:e[rsnm]?)?|die(?:se)?lben|derselbe\w*|dasselbe|das (?:ist|hat|wird|war|bedeutet|heißt|gilt|betrifft|kann|wäre|wurde)|die genannten|genannte[rsnm]?|im ersten|im zweiten|zweitens|drittens|grund (?:hierfür|dafür) |hintergrund (?:ist|hierfür)|ausnahmen? (?:hiervon|davon))\b"
    r"(?!\s+(?:Stadt|Stadtverwaltung|Verwaltung|Gemeinderat)\b)",
    re.I,
)
_EXPLETIVE = re.compile(r"^(?:so|da) (?:dass|ist es)\b", re.I)
_ADDS = re.compile(r"^(?:zudem|außerdem|ferner|weiterhin|darüber hinaus|des weiteren|zusätzlich|überdies|im übrigen|auch|zum anderen|weitere?[rsnm]?|hinzu)\b", re.I)
_YES_NO = re.compile(r"^(?:Ja|Nein|Doch|Jein|Nicht|Keine|Entfällt|Unbekannt)\b[^a-zäöü]{0,3}(?=$|\s|,)")
_VERBLESS = 4


def unfit(text: str, asked_before: str = "") -> Unfit | None:
    """Why `text` cannot stand in a new answer, or None. `asked_before`: the question it answered."""
    if text.rstrip(" )“\"'").endswith("?") or re.search(r"\?\s", text):
        return Unfit.question
    if _INSTRUCTION.search(text):
        return Unfit.instruction
    if not _complete(text):
        return Unfit.fragment
    for pattern, reason in ((_FRAME, Unfit.frame), (_POINTER, Unfit.pointer), (_COURTESY, Unfit.courtesy), (_POLEMIC, Unfit.polemic)):
        if pattern.search(text):
            return reason
    return Unfit.echo if _echoes(text, asked_before) else None


def leans_on_the_last(text: str) -> bool:
    """Whether `text` is only understood with the sentence before it."""
    return bool(_LEANS.match(text) or _YES_NO.match(text)) and not _EXPLETIVE.match(text)


def adds_to_the_last(text: str) -> bool:
    """Whether `text` continues a list of reasons (`Zudem …`): better after another than alone."""
    return bool(_ADDS.match(text))


def _complete(text: str) -> bool:
    """A sentence: begins as one, ends as one, and is long enough to have a verb."""
    starts = bool(re.match(r"[„\"'(§]?[A-ZÄÖÜ0-9§]", text)) and not re.match(r"^(?:\d+(?:\.\d+)*[.)]|[a-z]\)|[-–•])\s", text)
    ends = bool(re.search(r"[.!](?:[)“\"']|\s*)$", text))
    return starts and ends and len(text.split()) > _VERBLESS and "\n\n" not in text and not _broken(text)


def _broken(text: str) -> bool:
    """Furniture and table cells that stuck to a sentence: underscores, many bare numbers, doubled breaks."""
    tokens = text.split()
    bare = sum(1 for token in tokens if re.fullmatch(r"[\d.,%€/–-]+", token))
    return "___" in text or " | " in text or bare > len(tokens) * 0.3 or len(text) > 700


def _echoes(text: str, question: str) -> bool:
    """Says nothing but what was asked (`Die Anzahl der Stellplätze in der Straße X.`)."""
    said, asked = ({stem(word) for word in content_words(part)} for part in (text, question))
    return bool(said) and len(said - asked) <= max(0, len(said) // 8) and len(said) > 2
