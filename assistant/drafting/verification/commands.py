"""Text that tries to steer a machine."""

import re

from assistant.drafting.verification.manner import distinct
from assistant.model import Flag, FlagKind

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

_MACHINE = (
    r"(?:ki(?!-)|ki-(?:system|modell|assistent|programm)\w*|sprachmodell\w*|(?:large )?language model|llm|chatbot\w*"
    r"|chat-?gpt|gpt(?:-\d)?|künstliche intelligenz)"
)
_PROGRAM = rf"(?:{_MACHINE}|programm|computer|assistent(?:en|in)?|modell)"
_SAYS = r"(?:antwort|ausgeb|ausgab|schreib|zitier|zusammenfass|übernehm|verschweig|ignorier|formulier|gib)\w*"
# What speaks to a program, or of what a program has to say, in whatever words.
_ADDRESSED = re.compile(
    rf"\b(?:hinweis|anweisung|befehl|nachricht|auftrag|aufforderung)\s(?:an|für)\s(?:die|das|den|alle"
    rf"|jede[ns]?)\s{_PROGRAM}\b"
    rf"|(?:^|[.!?]\s|\n)an\s(?:das|die|den|alle)\s{_PROGRAM}\s?:"
    rf"|(?:^|[.!?]\s|\n)(?:(?:liebe[rs]?|hallo|hey|achtung|werte[rs]?),?\s)?(?:{_MACHINE}|assistent)\s?[,:!]\s"
    rf"|\bals\s(?:ein(?:e)?\s)?(?:{_MACHINE}|(?:automatisch|virtuell|digital|hilfreich)e[rs]?\s(?:assistent"
    rf"|programm|system))"
    r"\s?(?:[:,]|musst|sollst|darfst|hast|bist|wirst|kannst|liest|antwort)[^.!?\n]{0,60}"
    rf"|\b(?:falls|wenn|sobald|sofern)\s(?:du\b|ein(?:e)?\s{_PROGRAM}\b|{_MACHINE})[^.!?\n]{{0,40}}"
    rf"\b(?:{_MACHINE}|liest|auswertet|verarbeitet|zusammenfasst|beantwortet)\b[^.!?\n]{{0,60}}"
    rf"|\b{_MACHINE}\b[^.!?\n]{{0,40}}\b(?:müssen|muss|sollen|soll|dürfen|darf|haben|hat)\b[^.!?\n]{{0,40}}\b{_SAYS}"
    r"|\bdu\s(?:sollst|musst|darfst|wirst)\b[^.!?\n]{0,60}|\b(?:sollst|musst|darfst|wirst)\sdu\b[^.!?\n]{0,60}"
    r"|\bdeine\s(?:neue\s|eigentliche\s|einzige\s)?(?:aufgabe|anweisung|rolle|antwort|ausgabe"
    r"|instruktion)\w*[^.!?\n]{0,60}"
    r"|\b(?:ignorieren|vergessen|missachten|übergehen)\ssie\s(?:bitte\s)?(?:\w+\s){0,3}(?:anweisung|vorgabe|regel"
    r"|prompt|frage|instruktion)\w*"
    r"|\bantworten\ssie\s(?:bitte\s)?(?:nur|ausschließlich|stets|immer|ab jetzt)\b[^.!?\n]{0,60}"
    r"|#{2,}\s?(?:\w+\s){0,2}(?:anweisung|instruction|instruktion|prompt|befehl)\w*"
    r"|</?(?:instructions?|prompt|anweisung|befehl)>|\[(?:anweisung|instruction|prompt|befehl)\b[^\]\n]{0,80}\]?"
    r"|\b(?:ignore|disregard|forget|do not follow|don't follow|reveal|print|repeat)\s(?:(?:all|any|the|your|this"
    r"|user's|previous)\s){1,3}"
    r"(?:instruction|prompt|question|request|rule|document|text)\w*"
    r"|\byou\s(?:must|should|will|have to|are to)\s(?:\w+\s)?(?:answer|reply|respond|write|say|ignore|act|follow)\b"
    r"|\b(?:answer|reply|respond)\s(?:only|exclusively|with)\b",
    re.IGNORECASE,
)

# A council paper calls nobody `du`: in 49 MB of real ones none of these stands.
_COMMAND = re.compile(
    r"(?<![\w-])(?:Lösche|Sende|Antworte|Kündige|Nenne|Bestätige|Verrate|Übersetze|Ignoriere|Vergiss|Missachte"
    r"|Verschicke"
    r"|Erfinde|Behaupte|Erwähne|Überschreibe|Formuliere|Wiederhole|Verheimliche|Verschweige|Versende|Veröffentliche"
    r"|Lade"
    r"|Öffne|Befolge|Ändere|Gehorche|Überspringe|Beende|Starte|Füge|Setze|Schreibe|Leite|Melde|Führe|Rufe|Drucke|Zeige"
    r"|Speichere|Kopiere|Entferne|Fasse|Sag|Übernimm|Verhalte|Empfiehl|Zitiere|Lobe|Gib(?=\s(?:mir|den|die|das"
    r"|dein\w*|nur|alle|keine?n?|stets|immer)\b))(?![\w-])[^.!?\n]{0,60}"
)


def instruction(text: str) -> list[Flag]:
    """Words addressed to a machine instead of a reader."""
    message = "Der Text richtet sich an ein Programm statt an Lesende. Er wird nicht befolgt; bitte die Quelle prüfen."
    return distinct(
        Flag(kind=FlagKind.instruction, text=match[0], start=match.start(), end=match.end(), message=message)
        for pattern in (_INSTRUCTION, _ADDRESSED, _COMMAND)
        for match in pattern.finditer(text)
    )
