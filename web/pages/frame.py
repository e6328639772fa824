"""What stands around every page of a draft, and the values that all its forms send."""

from typing import Annotated, Any

from fastapi import Form

from assistant.model import Draft
from assistant.review import Desk, Person, State

PREFIX = "/entwuerfe/{id}"
Version = Annotated[int, Form()]
Place = Annotated[int, Form()]


def draft_frame(desk: Desk, person: Person, draft: Draft, tab: str) -> dict[str, Any]:
    filed = desk.inquiry(draft.inquiry.id, person)
    stops = desk.way(draft.id, person)
    return {
        "draft": draft,
        "filed": filed,
        "tab": tab,
        "state": filed.state or State.draft,
        "unmade": desk.unmade(draft.id, person),
        "stops": stops,
        "awaited": desk.awaited(draft.id, person, stops),
    }
