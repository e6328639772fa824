"""Tone that an administration does not use, text that tries to steer a machine, questions for what is not public."""

import re
from collections.abc import Iterable

from assistant.model import Flag, FlagKind

_TONE = (
    (
        "Wertung, die nicht in eine Antwort der Verwaltung gehört. Bitte sachlich fassen.",
        re.compile(
            r"\b(?:absurd|lächerlich|unsinn|quatsch|dreist|unverschämt|skandal|empör|populis|populistisch"
            r"|panikmache|hetze|heuchl|scheinheilig|grotesk|haarsträubend"
            r"|ideologisch|polemi|naiv|verlogen|lüge|unfähig|peinlich|abstrus|hanebüchen|schwachsinn|dummheit|dumm"
            r"|ignorant|hysteri|realitätsfern|weltfremd|stümper"
            r"|blamabel|blamage|desaströs|katastrophal|unerträglich|unsäglich|himmelschreiend)\w*|\b(?:völlig"
            r"|komplett|total|absolut|gänzlich) (?:verfehlt|falsch|daneben|unsinnig)\w*"
            r"|\bblanke[rn]? \w+|\bentbehrt jeglicher\b|\bjeglicher Grundlage\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Belehrung oder Seitenhieb gegen die Fragestellenden. Bitte streichen.",
        re.compile(
            r"\b(?:hätten? sich [\w ]{0,20}informieren (?:sollen|können|müssen)|besser informieren"
            r"|wie jede[r]? weiß|bekanntlich|wie allgemein bekannt|wer (?:genau|richtig) liest"
            r"|ernsthaft fragen|(?:das )?versagen (?:der|des) (?:verwaltung|vorgänger\w*|stadt\w*|fraktion\w*"
            r"|gemeinderat\w*|rates)|man muss sich (?:schon )?fragen|wohl kaum ernst gemeint"
            r"|offenbar nicht verstanden|vermeintliche[nr]? expert\w+|sollte (?:der|die) (?:fragesteller"
            r"|fraktion)\w* wissen)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Bedauern, Lob oder Selbstverständlichkeit: in einer sachlichen Antwort entbehrlich. Bitte prüfen.",
        re.compile(
            r"\b(?:leider|bedauerlicherweise|erfreulicherweise|glücklicherweise|selbstverständlich(?!\w)"
            r"|natürlich(?= (?:ist|sind|hat|wird|nicht))|wunderbar\w*|großartig\w*|hervorragend\w*"
            r"|vorbildlich\w*|fantastisch\w*|sensationell\w*|paradebeispiel|voller erfolg|riesenerfolg|stolz)\b"
            r"|!(?=\s|$)",
            re.IGNORECASE,
        ),
    ),
    (
        "Die Verwaltung verspricht hier etwas. Bitte als Planung fassen oder belegen.",
        re.compile(
            r"\b(?:garantier(?:t|en)(?!\w)|verspr(?:icht|echen)(?!\w)|sichert? (?:zu|fest zu)|mit sicherheit"
            r"|auf jeden fall|hundertprozentig)",
            re.IGNORECASE,
        ),
    ),
)
_INSTRUCTION = re.compile(
    r"\b(?:ignorier|vergiss|missachte|übergeh|überspring)\w*\s(?:(?:bitte|nun|jetzt|sämtliche|alle[sn]?|die|deine"
    r"|bisherigen?|vorherigen?|obigen?|vorangegangenen?|früheren)\s){1,4}"
    r"(?:anweisung|regel|vorgabe|instruktion|befehl|prompt|einschränkung)\w*"
    r"|\b(?:ignore|disregard|forget)\s(?:all\s|any\s|the\s|your\s)*(?:previous|prior|above|earlier"
    r"|foregoing)\b(?:\s(?:instructions?|rules|prompts?))?"
    r"|\b(?:you are now|act as|pretend to be|system prompt|developer mode|jailbreak)\b"
    r"|\b(?:system|assistant|user|developer)\s?:\s?(?:du |you |ignor|vergiss)"
    r"|<\|?/?(?:im_start|im_end|system|assistant|endoftext)\|?>\s?\w*|\[/?INST\]|<</?SYS>>"
    r"|(?:^|\n)#{2,}\s?(?:anweisung|instruction|system|prompt)\w*"
    r"|\b(?:gib|nenne|zeig|verrat|druck)\w*\s(?:mir\s)?(?:den|deinen|das|dein|keine|die)\s(?:system-?prompt|prompt"
    r"|passwort|quellen|geheime\w*|systemanweisung\w*|api-?schlüssel)"
    r"|\b(?:als|wenn du ein\w*)\s(?:ki|sprachmodell|language model|ki-modell|assistent)\b(?:[\w-]*)\s(?:musst"
    r"|sollst|darfst|bist|wirst)(?:\sdu)?"
    r"|\bdu bist (?:jetzt |nun |ab jetzt )?(?:ein[e]? )?(?:\w+e[r]? )?(?:assistent|ki|sprachmodell|chatbot|hacker)\w*"
    r"|\bantworte\s(?:ausschließlich|nur|immer|stets|ab jetzt|von nun an)\b[^.!?\n]{0,60}"
    r"|\bbefolge\s(?:ab jetzt|ab sofort|von nun an|nur noch|ausschließlich)[\w ]{0,12}"
    r"|\b(?:setze|ersetze|nenne|schreibe|erwähne|füge|verwende|behaupte)\s(?:bitte\s)?in (?:deiner|der) antwort\b"
    r"|\bschreibe?,\s(?:bitte\s)?dass\b[^.!?\n]{0,60}"
    r"|\banweisung(?:en)?\s(?:überschreib|ersetz|hebt|gilt vor)\w*\s(?:alle|sämtliche)[\w ]{0,20}"
    r"|\b(?:erfinde|fälsche|verschweige)\s(?:eine?n?|die|alle)\s\w+",
    re.IGNORECASE,
)
_NOT_PUBLIC = (
    (
        "Preise und Bedingungen einzelner Grundstücks- und Vertragsgeschäfte sind in der Regel nichtöffentlich.",
        re.compile(
            r"\b(?:zu welche[mn]|welche[rn]?) (?:kauf|verkaufs|grundstücks)?preis(?:e)?\b(?=.*(?:grundstück"
            r"|verkauft|gekauft|erworben|veräußert|vereinbart|investor|gezahlt|haus|gebäude))"
            r"|\bkaufpreis\w*\b|\b(?:mietzins|pachtzins|erbbauzins|miete|pacht)\b(?=.*\b(?:für das|für die|lokal"
            r"|laden|betreiber|pächter|mieter|vereinbart)\b)"
            r"|\b(?:inhalt|konditionen|bedingungen|wortlaut|einzelheiten) (?:des|der|eines) \w*vertr[aä]g\w*",
            re.IGNORECASE,
        ),
    ),
    (
        "Angaben über Bewerbungen, Bieter und ihre Angebote sind in der Regel nichtöffentlich.",
        re.compile(
            r"\bwer hat sich\b.*\bbeworben\b|\bwelche (?:bewerber|bewerberinnen|bieter|interessenten"
            r"|kaufinteressenten)\w*\b|\bnamen? der (?:bewerber|bieter|interessenten)\w*"
            r"|\bwelche angebote\b.*\b(?:bieter|firmen|unternehmen|abgegeben)\b|\bwie viele? bot(?:en)? (?:die"
            r"|der) \w+\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Personalangelegenheiten einzelner Beschäftigter sind nichtöffentlich.",
        re.compile(
            r"\b(?:dem|der|den|die|des) (?:\w+ )?(?:mitarbeiter(?:in)?|sachbearbeiter(?:in)?|amtsleiter(?:in|s)?"
            r"|beamte[nr]?|angestellte[nr]?|beschäftigte[nr]?|leiter(?:in|s)?|hausmeister(?:s|in)?)\b"
            r".*\b(?:gekündigt|entlassen|versetzt|abgemahnt|abmahnung|krank|krankgeschrieben|freigestellt"
            r"|suspendiert|beurteilung|verdient)\b"
            r"|\b(?:krank|krankgeschrieben)\b.*\b(?:der|die) \w*(?:leiter|mitarbeiter|beamt)\w*|\b(?:gehalt"
            r"|vergütung|bezüge|einkommen|verdienst)\b.*\b(?:der|des) \w*(?:führer|leiter|vorstand|chef|direktor"
            r"|mitarbeiter)\w*"
            r"|\bdisziplinar\w*|\bpersonalakte\w*|\babmahnung\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Angaben über einzelne Personen, Eigentümer oder Firmen sind geschützt (Datenschutz, Steuergeheimnis).",
        re.compile(
            r"\b(?:wie heißen|namen? der|wer sind) (?:die )?\w*(?:eigentümer|mieter|bewohner|familien|antragsteller"
            r"|kläger|beschwerdeführer)\w*|\bwem gehör(?:t|en)\b(?=.*(?:\d|haus|wohnung|grundstück))"
            r"|\bwelche (?:familie\w*|kinder|personen|bewohner\w*|mieter\w*|schüler\w*)\b.*\b(?:wurden?|haben|sind"
            r"|erhalten|erhielten|bezieh\w+|verlegt)\b"
            r"|\b(?:steuerrückst|steuerschuld|gewerbesteuer(?:zahlung|schuld)|außenstände)\w*\b(?=.*\b(?:firma"
            r"|unternehmen|herr|frau|der)\b)|\b(?:vorstrafen|gesundheitszustand)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Inhalte nichtöffentlicher Sitzungen dürfen nicht öffentlich wiedergegeben werden.",
        re.compile(
            r"\bnicht-?öffentliche[nrs]?\b.*\b(?:sitzung|beraten|beschlossen|beratung|teil)\b|\b(?:sitzung"
            r"|beratung)\b.*\bnicht-?öffentlich\b",
            re.IGNORECASE,
        ),
    ),
)


def tone(text: str) -> list[Flag]:
    """Polemics, praise, regret and promises."""
    return _distinct(
        Flag(kind=FlagKind.tone, text=match[0], start=match.start(), end=match.end(), message=message)
        for message, pattern in _TONE
        for match in pattern.finditer(text)
    )


# A council paper calls nobody `du`: in 49 MB of real ones none of these stands.
_COMMAND = re.compile(
    r"(?<![\w-])(?:Lösche|Sende|Antworte|Kündige|Nenne|Bestätige|Verrate|Übersetze|Ignoriere|Vergiss|Missachte|Verschicke"
    r"|Erfinde|Behaupte|Erwähne|Überschreibe|Formuliere|Wiederhole|Verheimliche|Verschweige|Versende|Veröffentliche|Lade"
    r"|Öffne|Befolge|Ändere|Gehorche|Überspringe|Beende|Starte|Füge|Setze|Schreibe|Leite|Melde|Führe|Rufe|Drucke|Zeige"
    r"|Speichere|Kopiere|Entferne|Gib(?=\s(?:mir|den|die|das|dein\w*|nur|alle|keine?n?|stets|immer)\b))(?![\w-])[^.!?\n]{0,60}"
)


def instruction(text: str) -> list[Flag]:
    """Words addressed to a machine instead of a reader."""
    message = "Der Text richtet sich an ein Programm statt an Lesende. Er wird nicht befolgt; bitte die Quelle prüfen."
    return _distinct(
        Flag(kind=FlagKind.instruction, text=match[0], start=match.start(), end=match.end(), message=message)
        for pattern in (_INSTRUCTION, _COMMAND)
        for match in pattern.finditer(text)
    )


def not_public_question(question: str) -> str | None:
    """Why the question asks for what must not be published, or None."""
    return next((message for message, pattern in _NOT_PUBLIC if pattern.search(question)), None)


def _distinct(flags: Iterable[Flag]) -> list[Flag]:
    """In order, overlapping ones once."""
    kept: list[Flag] = []
    for flag in sorted(flags, key=lambda f: (f.start, -f.end)):
        if not kept or flag.start >= kept[-1].end:
            kept.append(flag)
    return kept
