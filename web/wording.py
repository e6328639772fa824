"""The words in which pages name what the code names in English."""

from assistant.model import ItemStatus

STATUS_WORDS = {
    ItemStatus.drafted: ("belegt", "success", "Alle Teile der Frage sind aus früheren Antworten belegt."),
    ItemStatus.partial: ("teilweise belegt", "warning", "Zu einem Teil der Frage fehlt eine frühere Antwort."),
    ItemStatus.no_precedent: (
        "keine frühere Antwort",
        "open",
        "Im Bestand wurde keine frühere Antwort gefunden, die diese Frage trägt. Das heißt nicht, dass es keine gibt.",
    ),
}
BY_HAND = ("von Hand beantwortet", "info", "Ohne frühere Antwort; die Sätze tragen eine Angabe, worauf sie beruhen.")
FLAG_WORDS = {
    "figure": "Zahl prüfen",
    "date": "Datum prüfen",
    "amount": "Betrag prüfen",
    "law": "Rechtsgrundlage prüfen",
    "person": "Name prüfen",
    "stale": "Möglicherweise veraltet",
    "contradiction": "Widerspruch zu einer früheren Antwort",
    "not_public": "Möglicherweise nichtöffentlich",
    "instruction": "Anweisung in einem Dokument",
    "personal_data": "Personenbezogene Angabe",
    "tone": "Ton der Antwort",
}
VOICE_WORDS = {
    "administration": "Verwaltung",
    "asker": "Anfragende",
    "speaker": "Wortbeitrag",
    "decision": "Beschluss",
    "third": "Dritte",
}
OUTCOME_WORDS = {
    "adopted": "beschlossen",
    "amended": "geändert beschlossen",
    "rejected": "abgelehnt",
    "postponed": "vertagt",
    "withdrawn": "zurückgezogen",
    "noted": "zur Kenntnis genommen",
}
STATEMENT_WORDS = {
    "office": "Auskunft einer Stelle",
    "decision": "Beschluss",
    "statistic": "Statistik",
    "law": "Rechtsgrundlage",
    "text_block": "Textbaustein",
    "judgement": "Einschätzung der Verwaltung",
}
MENTION_WORDS = {"figure": "Zahl", "amount": "Betrag", "date": "Datum", "law": "Rechtsgrundlage", "person": "Name"}
COUNCIL_WORDS = {
    "deputy_mayor": "hauptamtliche Vertretung der Leitung (z. B. Schleswig-Holstein, Hessen)",
    "council_member": "ein Mitglied des Rats (z. B. Baden-Württemberg)",
    "council": "der Rat selbst (z. B. Bayern, Sachsen)",
}
VERSION_WORDS = {
    "drafted": "vorgeschlagen",
    "edited": "bearbeitet",
    "quote_inserted": "Zitat eingefügt",
    "restored": "frühere Fassung wiederhergestellt",
    "undone": "Änderung rückgängig gemacht",
    "contribution": "Zulieferung übernommen",
    "point_settled": "offenen Punkt erledigt",
}
ACT_WORDS = {
    "person_added": "Person angelegt",
    "person_changed": "Person geändert",
    "person_disabled": "Person gesperrt",
    "person_enabled": "Person entsperrt",
    "signed_on": "angemeldet",
    "token_made": "Zugangsschlüssel ausgegeben",
    "inquiry_added": "Anfrage aufgenommen",
    "inquiry_changed": "Anfrage geändert",
    "draft_started": "Entwurf begonnen",
    "draft_made": "Entwurf erstellt",
    "edited": "Antwort bearbeitet",
    "undone": "Änderung rückgängig gemacht",
    "quote_inserted": "Zitat eingefügt",
    "point_settled": "offenen Punkt erledigt",
    "restored": "frühere Fassung wiederhergestellt",
    "contribution": "Zulieferung in die Antwort übernommen",
    "contribution_asked": "um Zulieferung gebeten",
    "contribution_taken": "Zulieferung eingegangen",
    "commented": "kommentiert",
    "comment_done": "Kommentar erledigt",
    "flag_settled": "Prüfhinweis geprüft",
    "flag_reopened": "Prüfhinweis wieder geöffnet",
    "assigned": "Frage zugewiesen",
    "unassigned": "Zuweisung aufgehoben",
    "sign_off": "gezeichnet oder entschieden",
    "signature_voided": "Unterschrift durch Änderung ungültig",
    "station_waived": "Station entfallen",
    "released": "freigegeben",
    "filed": "in den Bestand übernommen",
    "switch_set": "Sprachmodell ein- oder ausgeschaltet",
    "town_changed": "Stadtprofil geändert",
    "embedding_chosen": "Suchverfahren gewechselt",
    "ingest_started": "Aufnahme von Vorlagen begonnen",
    "ingest_finished": "Aufnahme von Vorlagen beendet",
    "training_started": "Lernen begonnen",
    "training_finished": "Lernen beendet",
}
MEASURE_WORDS = {
    "recall@5": "Gesuchte Vorlage unter den ersten 5",
    "recall@10": "Gesuchte Vorlage unter den ersten 10",
    "recall@20": "Gesuchte Vorlage unter den ersten 20",
    "recall@50": "Gesuchte Vorlage unter den ersten 50",
    "mrr": "Mittlerer Kehrwert des Rangs",
    "sound": "Entwürfe ohne Mangel",
    "useful": "Anteil der amtlichen Antwort im Entwurf",
    "exact": "Fragen mit Antwort genau erkannt",
    "right": "Richtig entschieden",
    "false_answers": "Geantwortet, wo nichts trägt",
    "false_refusals": "Geschwiegen, wo etwas trägt",
    "held": "Anweisungen ohne Wirkung",
}
EVAL_WORDS = {
    "reading": "Lesen von Dokumenten",
    "german": "Erkennen von Zahlen, Daten und Namen",
    "retrieval": "Suche",
    "drafting": "Entwürfe",
    "abstention": "Schweigen, wo nichts trägt",
    "verify": "Prüfung der Belege",
    "flags": "Prüfhinweise",
    "injection": "Anweisungen in Dokumenten",
    "feedback": "Rückmeldungen aus dem Haus",
}
