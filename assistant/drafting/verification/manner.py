"""Tone that an administration does not use, and questions for what is not public."""

import re
from collections.abc import Iterable

from assistant.model import Flag, FlagKind

_TONE = (
    (
        "Wertung, die nicht in eine Antwort der Verwaltung gehört. Bitte sachlich fassen.",
        re.compile(
            r"(?<![\w-])(?:absurd|lächerlich|unsinn|quatsch|dreist|unverschämt|skandal|empör|populis|märchen(?!\w)"
            r"|panikmache|hetze|heuchl|farce|augenwischerei|armutszeugnis|trauerspiel|schande(?!\w)|hohn(?!\w)"
            r"|mogelpackung|schildbürger|schönreder|zumutung|verantwortungslos|unverantwortlich|schamlos"
            r"|verschleuder|scheinheilig|grotesk|haarsträubend"
            r"|ideologisch|polemi|naiv|verlogen|lüge|unfähig|peinlich|abstrus|hanebüchen|schwachsinn|dummheit|dumm"
            r"|ignorant|hysteri|realitätsfern|weltfremd|stümper"
            r"|blamabel|blamage|desaströs|katastrophal|unerträglich|unsäglich|himmelschreiend)\w*|\b(?:völlig"
            r"|komplett|total|absolut|gänzlich|schlicht(?:weg)?) (?:verfehlt|falsch|daneben|unsinnig|unverständlich"
            r"|unerklärlich|unbegreiflich|inakzeptabel|überzogen|indiskutabel)\w*"
            r"|\bnicht (?:länger )?hinnehmbar\w*|\b(?:kann|darf)(?: es)?(?: doch| ja)? nicht (?:wahr )?sein, dass\b"
            r"|\bin die schuhe\b|\bfalschen hals\b|\bsand in die augen\b|\bunter den teppich\b"
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
        "Lob, Aufforderung oder Ausruf: in einer sachlichen Antwort entbehrlich. Bitte prüfen.",
        re.compile(
            r"\b(?:erfreulicherweise|glücklicherweise|wunderbar\w*|großartig\w*|hervorragend\w*"
            r"|vorbildlich\w*|fantastisch\w*|sensationell\w*|paradebeispiel|voller erfolg|riesenerfolg|stolz)\b"
            r"|\b(?:lasst uns|(?:müssen|sollten|muss|sollte) (?:\w+ ){0,2}endlich|endlich (?:einmal|etwas|mal"
            r"|handeln))\b"
            r"|(?<=[^\W\d_]{3})!(?=[\s“”\")]|$)",
            re.IGNORECASE,
        ),
    ),
    (
        "Die Verwaltung verspricht hier etwas. Bitte als Planung fassen oder belegen.",
        re.compile(
            r"\b(?:garantier(?:t|en)(?! (?:werden?|wird|wurden?|worden|sein|ist|sind)\b)(?!\w|[.,;])|verspr(?:icht"
            r"|echen)(?!\w)|sichert? (?:zu|fest zu)|mit sicherheit"
            r"|auf jeden fall|hundertprozentig)",
            re.IGNORECASE,
        ),
    ),
)
_NOT_PUBLIC = (
    (
        "Preise und Bedingungen einzelner Grundstücks- und Vertragsgeschäfte sind in der Regel nichtöffentlich.",
        re.compile(
            r"\b(?:zu welche[mn]|welche[rn]?) (?:kauf|verkaufs|grundstücks)?preis(?:e)?\b(?=.*(?:grundstück"
            r"|verkauft|gekauft|erworben|veräußert|vereinbart|investor|gezahlt|haus|gebäude))"
            r"|\bkaufpreis(?:e[ns]?)?\b(?=.*(?:grundst|gelände|areal|immobilie|gebäude|fläche|verk[aä]uf|investor"
            r"|haus|halle))"
            r"|\b(?:mietzins|pachtzins|erbbauzins|miete|pacht)\b(?=.{0,60}\b(?:\w*lokals?|laden\w*|betreibers?"
            r"|pächters?"
            r"|vereinbart|gaststätte|restaurants?)\b)"
            r"|\b(?:inhalte?n?|konditionen|bedingungen|wortlaut|einzelheiten) (?:des|der|eines"
            r"|von) \w*(?:vertr[aä]g|vereinbarung)\w*"
            r"|\bvertragsinhalt\w*|\bvertr(?:ag|äge)\b.*\bwelche (?:inhalte|bedingungen|konditionen|klauseln)\b"
            r"|\bvertraglich\w* (?:vereinbarung|regelung|verpflichtung)\w* mit (?!(?:dem|der) (?:land|bund|stadt"
            r"|kommune))"
            r"|\b(?:von|an) wem?n?\b(?=.*\b(?:grundstück|gelände|areal|immobilie|fläche|gebäude))"
            r"|\b(?:grundstück|gelände|areal|immobilie|gebäude)\w*\b(?=.*\b(?:von|an) we[mn]\b)"
            r"|\büber welche \w*\s?(?:grundstücke|flächen|immobilien)\b.*\b(?:gesprochen|verhandelt)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Angaben über Bewerbungen, Bieter und ihre Angebote sind in der Regel nichtöffentlich.",
        re.compile(
            r"\bwer hat sich\b.*\bbeworben\b|\bwelche (?:bewerber|bewerberinnen|bieter|interessenten"
            r"|kaufinteressenten)\w*\b|\bnamen? der (?:bewerber|bieter|interessenten)\w*"
            r"|\bwelche[rnm]? (?:firm|unternehm|investor|architekturbüro|planungsbüro"
            r"|subunternehm)\w*\b(?=.*\b(?:auftr[aä]g\w*|beauftragt"
            r"|vergabe|vergeben|angebote?n?|antr[aä]ge?\w*|anfragen|beworben|interess\w+|verpflichtet|erworben"
            r"|gekauft)\b)"
            r"|\b(?:antr[aä]g|auftr[aä]g|anfrage)\w*\b.*\bvon welchen (?:firmen|unternehmen|personen)\b"
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
            r"|\b(?:freistellung|entlassung|abberufung|suspendierung|kündigung|versetzung) (?:des|der) \w*(?:leiter"
            r"|mitarbeiter"
            r"|beamt|führer|direktor|intendant|vorstand|chef)\w*"
            r"|\b(?:welche|gegen)\b.*\bdisziplinar\w*|\bdisziplinar\w*\b.*\b(?:welche|gegen)\b|\bpersonalakte\w*"
            r"|\babmahnung\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Angaben über einzelne Personen, Eigentümer oder Firmen sind geschützt (Datenschutz, Steuergeheimnis).",
        re.compile(
            r"\bwe(?:r|m) (?:ist|sind|war|waren) (?:der |die )?(?:\w+ )?(?:eigentümer|besitzer)\w*"
            r"|\bnamen? (?:des|der) (?:\w+ ){0,3}eigentümer\w*|\b(?:seit wann|wo) (?:lebt|wohnt)\b(?! man)"
            r"|\b(?:wie heißen|namen? der|wer sind) (?:die )?\w*(?:eigentümer|mieter|bewohner|familien|antragsteller"
            r"|kläger|beschwerdeführer)\w*|\bwem gehör(?:t|en)\b(?=.*(?:\d|haus|wohnung|grundstück))"
            r"|\bwelche (?:familie\w*|kinder|personen|bewohner(?:innen|n|in)?|mieter(?:innen|n|in)?"
            r"|schüler\w*)\b.*\b(?:wurden?|haben|sind"
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
    return distinct(
        Flag(kind=FlagKind.tone, text=match[0], start=match.start(), end=match.end(), message=message)
        for message, pattern in _TONE
        for match in pattern.finditer(text)
    )


def not_public_question(question: str) -> str | None:
    """Why the question asks for what must not be published, or None."""
    return next((message for message, pattern in _NOT_PUBLIC if pattern.search(question)), None)


def distinct(flags: Iterable[Flag]) -> list[Flag]:
    """In order, overlapping ones once."""
    kept: list[Flag] = []
    for flag in sorted(flags, key=lambda f: (f.start, -f.end)):
        if not kept or flag.start >= kept[-1].end:
            kept.append(flag)
    return kept
