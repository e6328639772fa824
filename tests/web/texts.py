"""Anfragen of the fictional town, and shortcuts through the interface."""

from typing import Any

import httpx

PARKING = """Bürgerliste Auenrade

Anfrage: Parkgebühren und Bewohnerparken in der Altstadt

Sehr geehrte Frau Oberbürgermeisterin,

wir bitten um die Beantwortung der folgenden Fragen:

1. Können Handwerksbetriebe und ambulante Pflegedienste eine Ausnahmegenehmigung zum Parken erhalten?
2. Was kostet ein Bewohnerparkausweis, und auf welcher Grundlage werden die Gebühren erhoben?

Mit freundlichen Grüßen
Jens-Peter Ketelsen
"""
PIGEONS = """Anfrage zur Zahl der Stadttauben

1. Wie viele Stadttauben leben nach Kenntnis der Verwaltung in Auenrade?
2. Welche Kosten verursacht der Taubenkot am Rathausdach?
"""


def inquiry(api: httpx.Client, text: str = PARKING) -> dict[str, Any]:
    answer = api.post("/inquiries", json={"text": text})
    assert answer.status_code == 201, answer.text
    return answer.json()


def draft(api: httpx.Client, text: str = PARKING) -> dict[str, Any]:
    answer = api.post(f"/inquiries/{inquiry(api, text)['id']}/draft")
    assert answer.status_code == 201, answer.text
    return answer.json()


def said(text: str) -> dict[str, Any]:
    """A sentence of a person with a statement."""
    return {"text": text, "statement": {"kind": "office", "office": "Ordnungsamt", "as_of": "2024-09-01"}}


def finished(api: httpx.Client, text: str = PARKING, made: dict[str, Any] | None = None) -> dict[str, Any]:
    """A draft (`made`, or of this text) in which every question has a sentence with a statement."""
    made = made or draft(api, text)
    answer_text = "Nach Mitteilung des Ordnungsamtes liegt dazu eine Zählung aus dem Jahr 2023 vor."
    items = [{"number": i["number"], "sentences": [said(answer_text)]} for i in made["items"]]
    answer = api.patch(f"/drafts/{made['id']}", json={"items": items}, headers={"If-Match": f'"{made["version"]}"'})
    assert answer.status_code == 200, answer.text
    return answer.json()
