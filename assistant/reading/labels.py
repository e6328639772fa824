"""Labels and shapes of a head's values, which tell its fields and where it ends."""

import re

SHAPED_REFERENCE = re.compile(
    r"(?:[A-Z]{1,3}[ /-]\d{2,4}/\d{2,4}|(?:19|20)\d\d/\d{3,4}(?:/\d{1,2})?|(?:DS|BV|MV|IV|AF|AN|VO)[ /-]\S{3,14}"
    r"|[A-Z]{1,3}\d{3,5}/\d\d(?:\d\d)?|\d{3,5}/(?:19|20)\d\d)\Z"
)
TYPE = re.compile(
    r"(?:(?:öffentliche|nichtöffentliche|gemeinsame|interfraktionelle|schriftliche|mündliche"
    r"|kleine|große|dringliche)[rns]? )*"
    r"((?:mitteilungs|beschluss|informations|sitzungs|verwaltungs|bericht(?:s)?|antwort|anfrage"
    r"|antrags|kenntnisgabe|tisch|ergänzungs)-?vorlage"
    r"|(?:stellungnahme|antwort|beantwortung)(?: der (?:stadt)?verwaltung)?(?: (?:zur|zum|auf die"
    r"|einer?)(?: [\w-]{3,30}){1,2})?|(?:auszug aus der )?niederschrift|anfrage|antrag"
    r"|änderungsantrag|ergänzungsantrag|einwohner(?:an)?frage|bericht|mitteilung|vorlage)\Z",
    re.IGNORECASE,
)
DEPARTMENT = re.compile(
    r"(?:dez(?:ernat|\.) ?(?:[IVX]+|\d+)\b.*|(?:stabs?stelle|amt|fachbereich|fachdienst|referat"
    r"|geschäftsbereich|abteilung|eigenbetrieb) (?!der sitzung)[\w ,–/-]+"
    r"|[A-ZÄÖÜ][\w-]*(?:amt|kämmerei|büro)(?: [\w ,/-]+)?)\Z",
    re.IGNORECASE,
)
# A line that only names the town, its council or who stands at its head.
TOWN = re.compile(
    r"(?:(?:Große )?Kreisstadt|(?:Landesh|H)auptstadt|Hansestadt|Universitätsstadt|Stadt|Gemeinde|Markt|Landkreis|Kreis"
    r"|Samtgemeinde|Verbandsgemeinde|Verwaltungsgemeinschaft|Einheitsgemeinde|Bezirksamt|Bezirk|Ortsgemeinde)"
    r" [A-ZÄÖÜ][\w.-]*(?: (?:am|an der|im|in|bei|von|ob der|vor der|auf)(?: \w+)? ?[A-ZÄÖÜ][\w.-]*)?\Z"
    r"|(?:Der|Die) (?:Landrat|Landrätin|Magistrat|(?:Ober|Erste )?[Bb]ürgermeister(?:in)?|Stadtverwaltung)\Z"
    r"|(?:Bürgerschaft|Ratsversammlung|Stadtrat|Gemeinderat|Kreistag|Bezirksversammlung|Stadtverordnetenversammlung)\Z"
)
SALUTATION = re.compile(r"sehr geehrte|guten tag|liebe[rs]? (?:frau|herr|kolleg)|hallo ", re.IGNORECASE)
DEPARTMENT_LABEL = re.compile(
    r"(?:verantwortlich|dienststelle|amt|federführ\w*(?: ?(?:amt|dezernat|dienststelle|stelle))?"
    r"|zuständig\w*(?: (?:amt|dezernat|stelle))?|fachbereich|fachdienst"
    r"|organisationseinheit|einreicher|erstellt von|geschäftsbereich|dezernat|abteilung|vorlageersteller)\s?:\s*(.*)",
    re.IGNORECASE,
)
CLERK_LABEL = re.compile(
    r"(?:bearb(?:eiter(?:/?-?in)?|eitung|eitet von)?\.?|sachbearbeit(?:er(?:/?-?in)?|ung)"
    r"|ansprechpartner(?:/?-?in)?|auskunft(?: erteilt)?|verfasser(?:/?-?in)?)"
    r"(?:\s?:|(?= (?:Herrn?|Frau|Hr\.|Fr\.) [A-ZÄÖÜ]))\s*(.*)",
    re.IGNORECASE,
)
ASKER_LABEL = re.compile(
    r"(?:(?:frage|an(?:frage|trag))steller(?:/?-?in(?:nen)?)?|anfragender?|(?:anfragende |antragstellende )?fraktion"
    r"|initiator(?:/?-?in)?|gestellt von|eingereicht von|absender(?:/?-?in)?)\s?:\s*(.*)",
    re.IGNORECASE,
)
# The labels of a letter's line of references and of a form's fields, which need no colon in a cell of their own.
BARE_LABEL = re.compile(
    r"(?:ihr(?:e)? (?:zeichen|nachricht|schreiben)(?:[ ,/]+(?:ihre nachricht )?vom)?|unser(?:e)? (?:zeichen|nachricht)"
    r"(?: vom)?|aktenzeichen|az\.?|datum|durchwahl|telefon|tel\.?|zimmer|e-?mail|betreff|thema|vorlagen?-?nr\.?"
    r"|drucksachen?-?nr\.?|vorlage|drucksache|(?:sach)?bearbeit(?:er(?:/?-?in)?|ung)|auskunft erteilt"
    r"|ansprechpartner(?:/?-?in)?|amt|dezernat|fachbereich|fachdienst|federführend\w*"
    r"|(?:frage|an(?:frage|trag))steller(?:/?-?in)?|fraktion|öffentlichkeitsstatus|status|behandlung)\Z",
    re.IGNORECASE,
)
GROUP_ROW = re.compile(
    r"(?!.*(?:anfrage|antrag|antwort|stellungnahme|herrn?\b|frau\b"
    r"|(?<!/)die \b))(?:[\w/.&|ÄÖÜ -]{1,40}[- ](?:gemeinderats|stadtrats|rats|kreistags|ortschaftsrats"
    r"|bezirks)?-?(?:fraktion|gruppe)(?:en)?|(?:fraktion"
    r"|gruppe) [\w/.&ÄÖÜ -]{1,40})(?: .{0,30})?\Z",
    re.IGNORECASE,
)
CROSS = re.compile(r"(?:x|☒|☑|✓|✗)\Z", re.IGNORECASE)
