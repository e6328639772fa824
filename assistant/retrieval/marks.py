"""What a person must know of an earlier answer before using it; shown beside it, word for word."""

REPLACED = "überholt: durch eine neuere Fassung ersetzt"
STILL_OPEN = "gleiche Frage noch offen"
REJECTED = "Antrag abgelehnt"
WITHDRAWN = "Antrag zurückgezogen"
PARALLEL = "Parallelanfrage"
ASKER = "Worte der Anfragenden, nicht der Verwaltung"
SPEAKER = "Wortbeitrag aus der Sitzung, nicht die Stadt"
NOT_PUBLIC = "nichtöffentlich"

NEVER_QUOTED = frozenset({REPLACED})
