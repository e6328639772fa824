"""The words that set the force of a clause: negation, modality, restriction, time, and where clauses divide."""

import re

TOKEN = re.compile(r"\d+(?:[./:]\d+)*[^\W\d_]*|[^\W\d_]+")
NEGATION = re.compile(
    r"\b(?:nicht(?!\s(?:nur|allein|zuletzt)\b|\s(?:mehr|weniger)\sals\s)|kein(?:e[rnms]?|erlei)?(?!\s\d)|keinesfalls"
    r"|keineswegs|nie|niemals"
    r"|niemand\w*|nichts|weder|nirgends|(?<!auch )ohne)\b",
    re.I,
)
MODES = {
    "plan": re.compile(
        r"\b(?:soll(?:en|te|ten)?|geplant\w{0,2}|plan(?:t|en|te|ten)|vorgesehen\w{0,2}|eingeplant\w{0,2}"
        r"|sieh?t\b.{0,60}\bvor|beabsichtig\w+|angestrebt\w{0,2}|strebt|angedacht\w{0,2}|"
        r"voraussichtlich\w{0,2}|vermutlich|wahrscheinlich|möglicherweise|in planung|zu rechnen|zu erwarten"
        r"|rechne[tn]|geh(?:t|en) davon aus|erwartet|will|wollen|möchten?|avisiert|in aussicht|ziel ist"
        r"|bewarb\w*|beworben|bewirbt|bewerbung\w*|interesse (?:am|an|bekundet)"
        r"|setz(?:t|en|te|ten) sich (?:dafür ein|für)"
        r"|bestrebt|absicht\w*|(?:gibt|bestehen|keine|konkrete)\b[^,;]*\b(?:pläne|planung(?:en)?|überlegungen)|ha(?:t|ben"
        r"|tten?) [^,;]*\bvor(?=\W*$)|in erwägung|in vorbereitung|streben"
        r"|gewünscht\w{0,2}|wünsch(?:t|en)|erw(?:ägt|ägen|ogen)|hofft|hoffen|bemüh(?:t|en|te))\b",
        re.I,
    ),
    "possible": re.compile(
        r"\b(?:k(?:ann|önnen|önnten?)|darf|dürfen|dürften?|(?<!barrierefrei )zugänglich\w{0,2}|zulässig\w{0,2}"
        r"|zugelassen\w{0,2}|erlaubt\w{0,2}|gestattet\w{0,2}|möglich\w{0,2}|denkbar|eventuell|gegebenenfalls|ggf"
        r"|würden?|wäre[n]?|lässt sich|lassen sich|möglichkeit(?:en)?|in der lage|imstande|berechtigt\w{0,2}"
        r"|befugt\w{0,2})\b",
        re.I,
    ),
    "must": re.compile(
        r"\b(?:m(?:uss|üssen|üssten?)|verpflicht\w+|(?:erforderlich|notwendig|nötig|unerlässlich|unumgänglich"
        r"|geboten)(?!\w)|\w*pflicht(?:ig)?|(?:ist|sind|waren?|hat"
        r"|haben)\b[^,;]*\b(?!zurückzu|hinzuge|dazuge|zu rechnen|zu erwarten)(?-i:[a-zäöü]+zu[a-zäöüß]+en"
        r"|zu [a-zäöüß]+n)"
        r"|(?!zurückzu|hinzuge|dazuge|zu rechnen|zu erwarten)(?-i:[a-zäöü]+zu[a-zäöüß]+en"
        r"|zu [a-zäöüß]+n) (?:ist|sind|waren?|hat|haben))\b",
        re.I,
    ),
    "open": re.compile(
        r"\b(?:offen(?=\W*$)|offen\b(?=,? (?:ob|wann|wie))|prüf(?:t|en)(?!\w)|(?:wird|werden)\b.*\b(?:geprüft"
        r"|untersucht)"
        r"|ungewiss|fraglich|unentschieden|in prüfung)\b",
        re.I,
    ),
    "unknown": re.compile(
        r"\b(?:angaben|daten|zahlen|informationen|erkenntnisse)\b.*\b(?:hat|haben|besitz(?:t|en))\b.*\bnicht\b"
        r"|\bkeine(?:rlei)?\b.*\b(?:angaben|erkenntnisse|daten|zahlen|informationen|auskünfte|statistik|kenntnis)\b"
        r"|\b(?:angaben|daten|zahlen|informationen|statistik\w*)\b.*\bnicht\b.*\b(?:vor|bekannt|gemacht|verfügbar"
        r"|möglich|erhoben"
        r"|geführt|erfasst)\b"
        r"|\bk(?:ann|önnen)\b.*\bnicht\b(?: \w+)? (?:sagen|angeben|nennen|beantworten)\b"
        r"|\bnicht\b(?: \w+)? (?:bekannt|erfasst|ermittelt|statistisch erfasst|bezifferbar|beziffern)\b",
        re.I,
    ),
    "ended": re.compile(
        r"\b(?:beendet|endete[n]?|abgeschafft|aufgelöst|aufgegeben|ausgelaufen|aufgehoben|weggefallen|stillgelegt"
        r"|(?:lief|liefen)\b.*\baus(?=\W*$)"
        r"|(?<!den haushalt )(?<!haushalt )(?<!personal )(?<!kräfte )(?<!mittel )eingestellt)\b",
        re.I,
    ),
    "offered": re.compile(r"\b(?:hat|haben|hatten?|wurden?)\b.*\bangeboten|\bbot(?:en)?\b.*\ban(?=\W*$)", re.I),
    "ongoing": re.compile(
        r"\b(?:läuft|laufen|im gange?)\b|\b(?:wird|werden)\b.*\b(?:derzeit|aktuell|zurzeit|zur zeit|gegenwärtig"
        r"|momentan|gerade)\b"
        r"|\b(?:derzeit|aktuell|zurzeit|zur zeit|gegenwärtig|momentan|gerade)\b.*\b(?:wird|werden)\b",
        re.I,
    ),
    "if": re.compile(
        r"^\W*(?:und |oder )?(?:nur )?(?:wenn|falls|sofern|soweit|solange|sobald)\b"
        r"|\bsetz(?:t|en|te|ten)\b[^,;]*\bvoraus\b|\b(?:vorbehaltlich"
        r"|unter (?:der voraussetzung|dem vorbehalt|der bedingung)|"
        r"nur dann|vorausgesetzt|es sei denn|außer wenn|bei entsprechender)\b|^\W*(?:sollten?|würden?|könnten?|wären?"
        r"|hätten?)\s(?!\w+\?)",
        re.I,
    ),
    "whether": re.compile(
        r"^\W*(?:und |oder )?(?:ob|inwieweit|inwiefern|wieso|weshalb|warum|wie viele?|welche[rnms]?|wann|wie)\b", re.I
    ),
    "claim": re.compile(
        r"\b(?:nach|laut)\s(?:\w+\s)?(?:darstellung|ansicht|meinung|auffassung|einschätzung|aussagen?|angaben?"
        r"|behauptung)?\s?(?:de[rs]|einiger|von)?\s?"
        r"(?:anwohner\w*|fraktion\w*|bürgerinitiative\w*|initiative\w*|antragsteller\w*|anfrage\w*"
        r"|beschwerdeführer\w*|anlieger\w*|presse\w*|medien\w*)\b"
        r"|\b(?:aus (?:der )?sicht|nach (?:der )?(?:ansicht|auffassung|meinung|einschätzung|darstellung)"
        r"|in den augen)\s(?!der (?:stadt)?verwaltung|der stadt\b|des \w*amt)(?:de[rs]|von|einige[rs])\s"
        r"|\b(?:angeblich|vermeintlich|mutmaßlich)\w{0,2}\b",
        re.I,
    ),
}
# `Wünscht der Rat dies, müssen …`: a clause that begins with its verb, before another that does.
VERB_FIRST = re.compile(
    r"^\W*[A-ZÄÖÜ][a-zäöüß]{2,}(?:t|en)\s(?:der|die|das|dies|es|sich|ein|eine|man)\s[^,?]*,\s(?:so\s)?"
    r"[a-zäöüß]+(?:t|en|ss|ll|nn|d)\s[^?]*$"
)
DUTY = re.compile(r"\b(?:m(?:uss|üssen|üssten?)|verpflicht\w+|\w*pflicht|erforderlich|notwendig|nötig)\b", re.I)
ESTIMATED = re.compile(r"\b(?:geschätzt|veranschlagt|kalkuliert|prognostiziert|beziffert\w*|Schätzung|Prognose|Ziel)\b")
# `Nach Einschätzung der Verwaltung wird …` of `die Verwaltung geht davon aus, dass …`
OPINED = re.compile(r"\bnach (?:de[rm] )?(?:einschätzung|schätzung|erwartung|annahme|prognose)\b", re.I)
EXPECTS = re.compile(
    r"\b(?:geh(?:t|en) (?:\w+ )?davon aus|rechne[tn]|erwarte[tn]|schätz(?:t|en)|prognostizier(?:t|en))\b"
)
# Verbs (in lower case) that put what follows into someone's mouth or wish.
CLAIMS = re.compile(
    r"\b(?:spr(?:icht|echen|ach|achen) sich (?:für|gegen)|behaupt|mein(?:t|en|te)\b|glaub|befürcht|kritisier|fordert"
    r"|fordern|(?<!wird )(?<!wurde )beantrag(?:t|en"
    r"|te)\W*$|frag(?:t|en|te)|bitte[tn]|bat\b|vermut|bemängel|beklag|wünsch|"
    r"schl(?:äg|ag|ug)\w*\b(?=.*\bvor\b)|empfiehl|empfehl|empfahl|empfohl|reg(?:t|en|te)\b.*\ban\b|verlang|rügt"
    r"|moniert)"
    r"|(?:[Ii]nitiative|[Ff]raktion|[Aa]nwohner\w*|[Aa]nlieger|[Bb]ürger|[Ee]ltern|[Aa]ntragsteller\w*|[Vv]erband"
    r"|[Pp]artei)\b"
    r".*\b(?:sieht|sehen|hält|halten|erachte\w+|finde[nt]|bezeichne\w+)\b"
)
# Reported speech: `das Konzept habe sich bewährt`.
REPORTED = re.compile(
    r"\b(?:sei(?! denn)|seien|habe|werde|könne|müsse|solle|dürfe|wolle|gebe|bestehe|liege|komme|gehe|stehe|finde"
    r"|brauche"
    r"|fehle|reiche|lasse|bleibe)\b"
)
BY_THE_TOWN = re.compile(
    r"\b(?:[Vv]erwaltung|\w*[Bb]ürgermeister(?:in)?|\w*[Aa]mt|[Dd]ezernent(?:in)?|Stadt|[Gg]utachten|[Gg]utachter"
    r"|Ministerium|Polizei)\b"
)
STAGES = re.compile(
    r"\b(?:be(?:schl(?:oss|ieß|uss)\w*)|geplant|beantragt\w*|genehmigt\w*|geprüft|prüf(?:t|en)|untersuch\w+"
    r"|empf(?:iehlt|ehlen|ohlen)|ausgeschrieben|vorbereitet|gefordert|fordert|"
    r"abgelehnt\w*|verschoben|zurückgestellt|vertagt|erwogen|erwäg\w+|diskutiert|verhandel[tn]|beraten|entschieden"
    r"|vorgeschlagen"
    r"|angeregt|angekündigt|beauftragt|vorgelegt|vorgestellt)\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:wurden?|worden|hatten?|mussten?|konnten?|(?:hat|haben)\b.*\b(?!(?:da|ent|hin)?gegen\b)(?-i:[a-zäöüß]*ge[a-zäöüß]+(?:t|en)|(?:be|ver"
    r"|er|ent|zer|über|unter|hinter)[^\W\d_]+(?:t|en)|[^\W\d_]+iert))\b|"
    r"\b(?:ist|sind)\b.*\b(?:erfolgt|abgeschlossen|beendet|fertiggestellt|vollzogen|umgesetzt|realisiert"
    r"|durchgeführt)\b|"
    r"\b(?:ist|sind)\b.*\b(?-i:[a-zäöüß]*ge(?:tret|gang|komm|stieg|sunk|wachs|fall|fahr|zog)[^\W\d_]*en)\b",
    re.I,
)
PAST = re.compile(
    r"\b(?:(?-i:[a-zäöüß]{3,}te[n]?)|fand(?:en)?|gab(?:en)?|ging(?:en)?|kam(?:en)?|[a-zäöüß]*(?:nahm|lag|stand|stieg"
    r"|sank"
    r"|schloss|hielt|trat|lief|sprach|schrieb|wies|bot|zog|trug|lud|"
    r"schlug|betrug|belief|begann|sah|rief|ließ|wuchs|traf|fiel|war)(?:en)?|(?:ist"
    r"|sind)\b.*\b(?:[^\W\d_]*ge[^\W\d_]{2,}(?:t|en)|(?:über|unter|hinter|be|ver|er|ent)[^\W\d_]{2,}(?:t|en)"
    r"|[^\W\d_]+iert)"
    r"|(?-i:(?:[a-zäöüß]*ge|über|unter|be|ver|er|ent)[a-zäöüß]{2,}(?:t|en)|[a-zäöüß]+iert)\s(?:ist|sind)(?=\W*$))\b",
    re.I,
)
# `hat … zu erfolgen` is a duty, nothing done.
DUE = re.compile(r"\b(?:hat|haben|hatten?|ist|sind|waren?)\b.*\bzu [a-zäöüß]+en\b", re.I)
FUTURE = re.compile(r"\b(?:wird|werden)\b", re.I)
PRESENT = re.compile(r"\b(?:ist|sind|hat|haben|liegt|liegen|obliegt|gehört|besteht|bestehen|gibt|gilt)\b", re.I)
CAUSE = re.compile(r"^\W*(?:weil|da|denn|zumal)\b|\b(?:wegen|aufgrund|infolge)\b", re.I)
RESTRICTORS = {
    "only": re.compile(
        r"(?<!nicht )\b(?:nur|lediglich|ausschließlich\w{0,2}|bloß|einzig|allein(?=\W*$)"
        r"|allein(?=\s(?:der|die|das|den|dem|im|am|bei|in)\b))\b(?! dann\b)",
        re.I,
    ),
    "part": re.compile(
        r"\b(?:teilweise|teils|zum teil|z\.\s?t\.|einige[nr]?|manche[nr]?|mehrere[nr]?|etliche[nr]?"
        r"|wenige[nr]?(?! als)|vereinzelt\w{0,2}"
        r"|ein(?:e[nm])? (?:\w+ )?teil|eine reihe|teilen(?= de[rs]\b)|überwiegend\w{0,2}|(?:die|der|den) meisten"
        r"|großteil|mehrzahl|mehrheit(?= de[rs]\b)"
        r"|vor allem|hauptsächlich|vorwiegend\w{0,2}"
        r"|größtenteils|meist(?:en|ens)?|mehrheitlich|in der regel|"
        r"i\.\s?d\.\s?r\.|grundsätzlich|im wesentlichen|einzelne[nr]?|in weiten teilen|weitgehend|nahezu(?!\s\d)"
        r"|(?:fast|beinahe)(?=\s[a-zäöüß]+(?:t|en|ig|ei)\b)|so gut wie|frühestens"
        r"|nach möglichkeit|soweit möglich|gelegentlich|häufig|oft)\b",
        re.I,
    ),
    "most": re.compile(
        r"\b(?:überwiegend\w{0,2}|(?:die|der|den) meisten|großteil|mehrzahl|mehrheit(?= de[rs]\b)|größtenteils"
        r"|mehrheitlich"
        r"|weitgehend|in weiten teilen|zum (?:größten|überwiegenden) teil|vorwiegend\w{0,2}|hauptsächlich|nahezu alle"
        r"|fast alle)\b",
        re.I,
    ),
    "few": re.compile(r"\b(?:wenige[nr]?(?! als)|vereinzelt\w{0,2}|einzelne[nr]?|kaum)\b", re.I),
    "then": re.compile(
        r"\b(?:früher(?:e[nrms]?)?|ehemals|einstig\w+|ehemalig\w+|vormals|damals|seinerzeit|vorübergehend\w{0,2}"
        r"|zeitweise|vorläufig\w{0,2}"
        r"|probeweise|versuchsweise|testweise|befristet\w{0,2})\b",
        re.I,
    ),
    "all": re.compile(
        r"\b(?:alle[rn]?|sämtliche[rn]?|jede[rnsm]?(?! (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
        r"|werktag|tag|woche|monat|quartal|jahr|stunde|zweite|dritte|vierte"
        r"|fünfte|weitere))|immer(?! (?:wieder|noch|mehr|häufiger))|stets|vollständig\w{0,2}|komplett\w{0,2}"
        r"|ausnahmslos|(?:in der|im) (?:gesamten"
        r"|ganzen)|durchgehend"
        r"|überall|flächendeckend|restlos)\b(?!\s\S+"
        r"\s(?:tage|wochen|monate|jahre|minuten|stunden))",
        re.I,
    ),
    "times": re.compile(
        r"\b(?:nachts|tagsüber|werktags|(?:an|am|an den) wochenenden?|an werktagen|in der nacht|abends"
        r"|nachmittags|vormittags|saisonal"
        r"|(?:in|während) den? \w*ferien|während der schulzeit|an schultagen|an feiertagen)\b",
        re.I,
    ),
    "except": re.compile(
        r"\b(?:außer(?!dem|halb|ordentlich| kraft)|ausgenommen|mit ausnahme|abgesehen von|bis auf)\b",
        re.I,
    ),
}
NOW = re.compile(
    r"\b(?:derzeit\w{0,2}|aktuell\w{0,2}|zurzeit|zur zeit|gegenwärtig\w{0,2}|momentan\w{0,2}|heute|inzwischen"
    r"|mittlerweile)\b",
    re.I,
)
MARKERS = re.compile(
    r"maximal|höchstens|mindestens|wenigstens|minimal|vorbehaltlich|vorbehalt|voraussetzung|möglichkeit|darstellung"
    r"|ansicht|meinung|auffassung|"
    r"großteil|mehrzahl|mehrheit|reihe|teil|zuerst|ausnahme|angeblich|teilen|regel|wesentlichen|verpflichtet"
    r"|vorausgesetzt|muss|müssen|erforderlich|notwendig|nötig|lage",
    re.I,
)
SPLIT = re.compile(r"[,;:()–]|\s-\s|\b(?:und|sowie|sondern|bzw\.|oder)\b", re.I)
VERB = re.compile(
    r"\b(?:ist|sind|war|waren|wird|werden|wurden?|hat|haben|hatten?|kann|können|soll(?:en|te|ten)?|muss|müssen|darf"
    r"|dürfen|gibt|gab|liegt|lag|beträgt|betrug|steht|besteht)\b"
)
FINITE = re.compile(
    r"^(?:[a-zäöüß]{3,}(?:t|te|ten|en|et|ern|eln)|ging|nahm|gab|fand|trat|lag|stand|hielt|schloss|zog|lief|kam|wies"
    r"|stieg"
    r"|sank|trug|schlug|sah|lud|bot|rief|ließ|fiel|blieb|schrieb|hob|bezog|sprach|brach|schied|griff|warb|wuchs|ließ"
    r"|tat"
    r"|setzt|betrug|wich|hing|schnitt|half|traf|floss|verlor|schob)$"
)
_SEPARABLE_TEXT = """
    ab an auf aus ein vor zu zurück weg um fest statt teil bei mit nach durch her hin bereit zusammen weiter fort dar
    entgegen heraus hervor hinzu voraus wieder nieder los fern heran herein hinaus vorbei frei gegenüber auseinander
"""
SEPARABLE = frozenset(_SEPARABLE_TEXT.split())
