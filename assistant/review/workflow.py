"""The rules of signing: stations, decisions, what counts, and when a draft may go out.

Plain values: no database, no web, no clock.

    Entwurf ──submit──→ in Mitzeichnung ──last signature──→ freigegeben an das Ratsbüro ──number──→ im RIS freigegeben
       ↑                    │       ↑                             │
       └──── zurückgegeben ─┘       └── substantive edit ─────────┘
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from pydantic import Field

from assistant.errors import BadInput, Conflict, NotAllowed
from assistant.model import DraftItem, Value
from assistant.review.edits import Edit, compare, item_hash
from assistant.review.people import Person, Role
from assistant.town import Station, StationRole


class State(StrEnum):
    """Where a draft is on its way."""

    draft = "draft"
    signing = "signing"
    council_office = "council_office"
    released = "released"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    State.draft: "Entwurf",
    State.signing: "in Mitzeichnung",
    State.council_office: "freigegeben an das Ratsbüro",
    State.released: "im RIS freigegeben",
}


class Decision(StrEnum):
    """What somebody decided at a station; the values are stored and spoken by the interface."""

    signed = "mitgezeichnet"
    with_note = "mit_anmerkung"
    refused = "nicht_mitgezeichnet"
    nothing = "fehlanzeige"
    returned = "zurueckgegeben"
    final = "schlusszeichnung"

    @property
    def label(self) -> str:
        return _DECISION_LABELS[self]

    @property
    def signs(self) -> bool:
        return self in (Decision.signed, Decision.with_note, Decision.nothing, Decision.final)


_DECISION_LABELS = {
    Decision.signed: "mitgezeichnet",
    Decision.with_note: "mitgezeichnet mit Anmerkung",
    Decision.refused: "nicht mitgezeichnet",
    Decision.nothing: "Fehlanzeige",
    Decision.returned: "zurückgegeben",
    Decision.final: "Schlusszeichnung",
}
_ALSO_SPOKEN = {
    "signed": Decision.signed,
    "approved": Decision.signed,
    "sign": Decision.signed,
    "mitgezeichnet_mit_anmerkung": Decision.with_note,
    "with_note": Decision.with_note,
    "refused": Decision.refused,
    "rejected": Decision.refused,
    "returned": Decision.returned,
    "zurückgegeben": Decision.returned,
    "final": Decision.final,
    "schlussgezeichnet": Decision.final,
}


def parse_decision(text: str) -> Decision:
    """The decision as people write it; raises BadInput listing those there are."""
    spoken = text.strip().casefold().replace(" ", "_").replace("-", "_")
    found = _ALSO_SPOKEN.get(spoken) or next((d for d in Decision if d.value == spoken), None)
    if found is None:
        raise BadInput(f"Diese Entscheidung gibt es nicht. Möglich sind: {', '.join(d.value for d in Decision)}.")
    return found


class Post(Value):
    """A station on one draft's way, with the questions it answers for (places in the draft)."""

    key: str
    label: str
    role: StationRole
    department: str = ""
    items: tuple[int, ...] = ()
    waived: str = ""


class SignOff(Value):
    """One decision of one person. `signed` binds the hash of each answer, by its place in the draft."""

    id: int = 0
    station: str
    label: str = ""
    decision: Decision
    by: str
    name: str
    deputy: bool = False
    note: str = ""
    at: dt.datetime
    version: int
    signed: dict[int, str] = Field(default_factory=dict)
    voided: dict[int, str] = Field(default_factory=dict)

    @property
    def holds(self) -> frozenset[int]:
        """The places whose signature still counts."""
        return frozenset(self.signed) - frozenset(self.voided) if self.decision.signs else frozenset()


def way(
    stations: Sequence[Station], departments: Mapping[str, Sequence[int]], count: int, waived: Mapping[str, str]
) -> list[Post]:
    """The stations of one draft: the town's, and before the last one each department that was given a question."""
    everything = tuple(range(count))
    posts = [
        Post(key=s.key, label=s.label, role=s.role, items=everything, waived=waived.get(s.key, "")) for s in stations
    ]
    concerned = [
        Post(
            key=f"amt:{name}",
            label=name,
            role=StationRole.co_signer,
            department=name,
            items=tuple(items),
            waived=waived.get(f"amt:{name}", ""),
        )
        for name, items in departments.items()
    ]
    return [*posts[:-1], *concerned, posts[-1]]


def station_for(person: Person, decision: Decision, posts: Sequence[Post], signatures: Sequence[SignOff]) -> Post:
    """The station at which `person` decides: of those open to them, the first that still waits.

    Raises NotAllowed when none is open to this person.
    """
    mine = [post for post in posts if may_sign(person, post)]
    if decision is Decision.final:
        mine = [post for post in mine if post.role is StationRole.final_signer]
    if not mine:
        raise NotAllowed("Auf dem Zeichnungsweg dieses Entwurfs ist keine Station für Ihre Rolle vorgesehen.")
    waiting = [post for post in mine if not satisfied(post, signatures)]
    return (waiting or mine)[0]


_STATION_ROLES = {
    StationRole.clerk: (Role.clerk, Role.council_office),
    StationRole.co_signer: (Role.co_signer,),
    StationRole.final_signer: (Role.final_signer,),
}


def may_sign(person: Person, post: Post) -> bool:
    """A department's station is for its own people; the others go by role."""
    if post.department and person.department != post.department:
        return False
    return any(person.has(role) for role in _STATION_ROLES[post.role])


def latest(post: Post, signatures: Iterable[SignOff]) -> SignOff | None:
    return next((s for s in reversed(list(signatures)) if s.station == post.key), None)


def satisfied(post: Post, signatures: Sequence[SignOff]) -> bool:
    """Whether nothing more is wanted from this station: its last word signs, or it is left out."""
    if post.waived:
        return True
    last = latest(post, signatures)
    if last is None or not last.decision.signs:
        return False
    holding: set[int] = set()
    for signature in signatures:
        if signature.station == post.key:
            holding |= signature.holds
    return set(post.items) <= holding


def missing(posts: Sequence[Post], signatures: Sequence[SignOff]) -> list[Post]:
    return [post for post in posts if not satisfied(post, signatures)]


def check_decision(
    decision: Decision, post: Post, posts: Sequence[Post], signatures: Sequence[SignOff], state: State, note: str
) -> None:
    """Raises Conflict or BadInput when this decision cannot be taken here and now."""
    if state is State.released:
        raise Conflict("Die Antwort ist im RIS freigegeben; gezeichnet werden kann sie nicht mehr.")
    if state is State.council_office and decision is not Decision.returned:
        raise Conflict("Die Schlusszeichnung liegt vor; weitere Unterschriften sind nicht nötig.")
    if decision in (Decision.refused, Decision.returned, Decision.with_note) and not note.strip():
        what = "eine Anmerkung" if decision is Decision.with_note else "eine Begründung"
        raise BadInput(f"„{decision.label}“ braucht {what}.")
    if state is State.draft and post.role is not StationRole.clerk:
        raise Conflict("Der Entwurf ist noch in Bearbeitung und noch nicht zur Mitzeichnung gegeben.")
    if decision is Decision.nothing and post.role is not StationRole.co_signer:
        raise BadInput("„Fehlanzeige“ ist nur bei der Mitzeichnung möglich.")
    last = latest(post, signatures)
    if last and decision is last.decision and decision.signs and satisfied(post, signatures):
        raise Conflict(f"Die Station {post.label} hat schon gezeichnet ({last.name}); eine Unterschrift genügt.")
    if post.role is StationRole.final_signer and decision.signs:
        before = missing([p for p in posts if p.role is not StationRole.final_signer], signatures)
        if before:
            names = ", ".join(p.label for p in before)
            raise Conflict(f"Vor der Schlusszeichnung fehlt noch die Zeichnung von: {names}.")


def voided_by(signature: SignOff, signed: Mapping[int, DraftItem], now: Mapping[int, DraftItem]) -> dict[int, str]:
    """Which answers this signature no longer covers, and why: the text signed against the text now.

    Comparing with what was signed, not with the version before, keeps many small edits from adding
    up to a text that nobody signed.
    """
    voided = dict(signature.voided)
    for place in signature.signed:
        if place in voided:
            continue
        if place not in now:
            voided[place] = "Die Frage gibt es nicht mehr."
            continue
        change = compare(signed[place], now[place])
        if change.edit is Edit.substantive:
            voided[place] = f"Geändert wurde nach der Unterschrift: {', '.join(change.reasons)}."
    return voided


def next_state(
    state: State, decision: Decision, post: Post, posts: Sequence[Post], signatures: Sequence[SignOff]
) -> State:
    """Where the draft is after this decision (already among `signatures`)."""
    if decision is Decision.returned:
        return State.draft
    if not missing(posts, signatures):
        return State.council_office
    if state is State.draft and decision.signs and post.role is StationRole.clerk:
        return State.signing
    return state


def hashes(items: Sequence[DraftItem], places: Iterable[int]) -> dict[int, str]:
    return {place: item_hash(items[place]) for place in places}
