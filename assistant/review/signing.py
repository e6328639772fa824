"""Signing on the desk: who signs what, what an edit does to it, and when an answer may go out."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import BadInput, Conflict, NotAllowed, VorlagenError
from assistant.model import Draft, DraftItem, Value
from assistant.review.drafts import Drafts, unmade, unsupported
from assistant.review.editing import StaleDraft
from assistant.review.edits import Edit, compare
from assistant.review.journal import digest, record
from assistant.review.people import Person, Right, Role
from assistant.review.stored import MACHINE, items_at, items_of, posts_of, sign_off_of, signatures_of
from assistant.review.tables import DraftRow, InquiryRow, SignOffRow, WaiverRow
from assistant.review.workflow import (
    Decision,
    Post,
    SignOff,
    State,
    check_decision,
    hashes,
    latest,
    may_sign,
    missing,
    next_state,
    satisfied,
    station_for,
)
from assistant.town import StationRole


class NotReady(VorlagenError):
    """The text cannot be signed or released as it stands; the message names the sentence."""


class Stop(Value):
    """One station as it is shown: who, what for, and how it stands."""

    post: Post
    done: bool
    mine: bool
    last: SignOff | None


class Since(Value):
    """What happened to an answer after somebody signed it."""

    item: int
    signed: DraftItem
    now: DraftItem
    edit: Edit
    reasons: tuple[str, ...]


class Signing(Drafts):
    """Signatures, their stations and the release; part of the Desk."""

    # --- looking --------------------------------------------------------------------------------

    def state(self, draft_id: str, person: Person) -> State:
        with self.library.reading() as session:
            return State(self._draft_row(session, draft_id, person)[0].state)

    def sign_offs(self, draft_id: str, person: Person) -> list[SignOff]:
        """All decisions on this draft, oldest first, those that no longer count among them."""
        with self.library.reading() as session:
            row, _ = self._draft_row(session, draft_id, person)
            return self._signatures(session, row)

    def way(self, draft_id: str, person: Person) -> list[Stop]:
        """The stations of this draft in order, and how each stands."""
        with self.library.reading() as session:
            row, _ = self._draft_row(session, draft_id, person)
            posts, signatures = self._posts(session, row), self._signatures(session, row)
        return [
            Stop(post=p, done=satisfied(p, signatures), mine=may_sign(person, p), last=latest(p, signatures))
            for p in posts
        ]

    def since_signed(self, draft_id: str, person: Person) -> list[Since]:
        """The answers that changed after this person last signed them."""
        with self.library.reading() as session:
            row, _ = self._draft_row(session, draft_id, person)
            mine = [s for s in self._signatures(session, row) if s.by == person.login and s.decision.signs]
            if not mine:
                return []
            signed, now = items_at(session, draft_id, mine[-1].version), items_of(row)
        places = [p for p in mine[-1].signed if p in signed and p < len(now)]
        changes = [(p, compare(signed[p], now[p])) for p in places]
        return [
            Since(item=p, signed=signed[p], now=now[p], edit=c.edit, reasons=c.reasons)
            for p, c in changes
            if c.edit is not Edit.none
        ]

    def awaited(self, draft_id: str, person: Person, stops: Sequence[Stop] | None = None) -> bool:
        """Whether the draft waits for this person's signature: at the last station only once all others are through.

        `stops`: its way, where it is known already.
        """
        stops = self.way(draft_id, person) if stops is None else stops
        left = [stop for stop in stops if not stop.done]
        early = [stop for stop in left if stop.post.role is not StationRole.final_signer]
        return self.state(draft_id, person) is State.signing and any(stop.mine for stop in early or left)

    # --- deciding -------------------------------------------------------------------------------

    def sign_off(
        self,
        draft_id: str,
        person: Person,
        decision: Decision,
        *,
        note: str = "",
        items: Sequence[int] = (),
        version: int | None = None,
        deputy: bool = False,
        station: str = "",
    ) -> SignOff:
        """Decide at one's station, for `items` or all that it answers for.

        Raises StaleDraft when the text is no longer the one that was read, NotReady when a sentence
        rests on nothing, NotAllowed when it is not this person's turn.
        """
        person.require(Right.sign)
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            draft = self._draft(row, inquiry)
            if version is not None and version != row.version:
                raise StaleDraft(draft)
            _require_made(row, inquiry)
            posts, before = self._posts(session, row), self._signatures(session, row)
            open_posts = [p for p in posts if p.key == station] if station else posts
            post = station_for(person, decision, open_posts, before)
            self._require_turn(session, row, inquiry, post, person)
            check_decision(decision, post, posts, before, State(row.state), note)
            places = _places(items, post, len(draft.items))
            if decision.signs:
                require_supported(draft, places)
                self._require_quotes(draft, places)
            made = self._keep_sign_off(session, row, draft, post, person, decision, note, places, deputy)
            row.state = next_state(State(row.state), decision, post, posts, [*before, made])
            return made

    def submit(self, draft_id: str, person: Person, *, version: int | None = None, note: str = "") -> SignOff:
        """Pass a finished draft on: the signature of the Sachbearbeitung."""
        with self.library.reading() as session:
            row, _ = self._draft_row(session, draft_id, person)
            first = next((p for p in self._posts(session, row) if p.role is StationRole.clerk), None)
        return self.sign_off(
            draft_id, person, Decision.signed, note=note, version=version, station=first.key if first else ""
        )

    def waive(self, draft_id: str, person: Person, station: str, reason: str) -> None:
        """Leave a station out this time, for a reason on record; never the last one."""
        if not (person.has(Role.council_office) or person.has(Role.admin)):
            raise NotAllowed("Eine Station entfallen lassen kann nur das Ratsbüro oder die Fachadministration.")
        if not reason.strip():
            raise BadInput("Bitte begründen, warum die Station entfällt.")
        with self.library.session() as session:
            row, _ = self._draft_row(session, draft_id, person)
            posts = self._posts(session, row)
            post = next((p for p in posts if p.key == station), None)
            if post is None or post.role is not StationRole.co_signer:
                raise BadInput("Entfallen kann nur eine Station der Mitzeichnung.")
            if row.state in (State.council_office, State.released):
                raise Conflict("Die Schlusszeichnung liegt schon vor.")
            session.merge(
                WaiverRow(draft_id=draft_id, station=station, by=person.login, at=self.now(), reason=reason.strip())
            )
            record(
                session, self.now(), person.login, "station_waived", draft_id, station=station, reason=digest(reason)
            )

    # --- releasing ------------------------------------------------------------------------------

    def publish(self, draft_id: str, person: Person, reference: str, *, day: dt.date | None = None) -> Draft:
        """Enter the number that the council system gave, and with it release the answer.

        Raises NotReady while a signature is missing or a sentence rests on nothing.
        """
        person.require(Right.release)
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            draft = self._draft(row, inquiry)
            if row.state == State.released:
                raise Conflict(f"Die Antwort ist bereits unter {row.reference} im RIS freigegeben.")
            self._require_signed(session, row)
            if not reference.strip():
                raise BadInput("Bitte die Nummer eintragen, die das Ratsinformationssystem vergeben hat.")
            self._require_own_number(session, row, reference)
            everything = range(len(draft.items))
            require_supported(draft, everything)
            self._require_quotes(draft, everything)
            row.state, row.reference, row.released = (
                State.released,
                " ".join(reference.split()),
                day or self.now().date(),
            )
            record(
                session,
                self.now(),
                person.login,
                "released",
                draft_id,
                reference=row.reference,
                items=list(hashes(draft.items, everything).values()),
            )
            return _final(draft)

    def checked_draft(self, draft_id: str, person: Person) -> Draft:
        """The draft with every quote verified once more, as it may leave the house.

        Fully signed it leaves without the notes on what was open: that was left open by decision.

        Raises NotReady naming the quote that no longer stands where it did.
        """
        draft = self.draft(draft_id, person)
        self._require_quotes(draft, range(len(draft.items)))
        return _final(draft) if self.state(draft_id, person) in (State.council_office, State.released) else draft

    def released(self, draft_id: str, person: Person) -> tuple[str, dt.date | None, str]:
        """The number, the day and the paper that a released answer became."""
        with self.library.reading() as session:
            row, _ = self._draft_row(session, draft_id, person)
            return row.reference, row.released, row.paper_id

    def became_paper(self, draft_id: str, paper_id: str) -> None:
        """The released answer is in the library, as this paper."""
        with self.library.session() as session:
            self._plain_draft_row(session, draft_id).paper_id = paper_id
            record(session, self.now(), MACHINE, "filed", draft_id, paper=paper_id)

    def unfiled(self) -> list[tuple[Draft, str, dt.date, list[SignOff]]]:
        """Released answers that are not in the library yet, because the service ended in between."""
        waiting = sa.select(DraftRow).where(DraftRow.state == State.released, DraftRow.paper_id == "")
        with self.library.reading() as session:
            return [self._unfiled(session, row) for row in session.scalars(waiting)]

    def _unfiled(self, session: Session, row: DraftRow) -> tuple[Draft, str, dt.date, list[SignOff]]:
        draft = _final(self._draft(row, self._inquiry_of(session, row)))
        return draft, row.reference, row.released or self.now().date(), self._signatures(session, row)

    # --- within the desk ------------------------------------------------------------------------

    def _posts(self, session: Session, row: DraftRow) -> list[Post]:
        return posts_of(session, row, self.town)

    def _signatures(self, session: Session, row: DraftRow) -> list[SignOff]:
        return signatures_of(session, row, self._posts(session, row))

    def _require_turn(self, session: Session, row: DraftRow, inquiry: InquiryRow, post: Post, person: Person) -> None:
        """The clerk's station belongs to those who work on this inquiry."""
        if post.role is StationRole.clerk:
            self._require_hand_in(session, inquiry, person)

    def _require_quotes(self, draft: Draft, places: Sequence[int] | range) -> None:
        from assistant.drafting import unverified

        scope = self.scope_of(draft.inquiry)
        for place in places:
            for citation in unverified(draft.items[place], self.library, scope):
                raise NotReady(
                    f"Frage {_label(draft, place)}: Der Beleg „{citation.quote[:80]}“ "
                    f"({citation.reference or citation.paper}) lässt sich "
                    "nicht mehr prüfen. Bitte den Satz neu belegen oder streichen."
                )

    def _require_own_number(self, session: Session, row: DraftRow, reference: str) -> None:
        number = " ".join(reference.split())
        taken = session.scalars(
            sa.select(DraftRow.id).where(DraftRow.reference == number, DraftRow.id != row.id)
        ).first()
        if taken:
            raise Conflict(f"Unter der Nummer {number} ist hier schon eine andere Antwort freigegeben.")

    def _require_signed(self, session: Session, row: DraftRow) -> None:
        left = missing(self._posts(session, row), self._signatures(session, row))
        if left or row.state != State.council_office:
            names = ", ".join(post.label for post in left) or "Schlusszeichnung"
            raise NotReady(f"Es fehlen noch Unterschriften: {names}. Ohne sie geht keine Antwort hinaus.")

    def _keep_sign_off(
        self,
        session: Session,
        row: DraftRow,
        draft: Draft,
        post: Post,
        person: Person,
        decision: Decision,
        note: str,
        places: Sequence[int],
        deputy: bool,
    ) -> SignOff:
        signed = hashes(draft.items, places)
        kept = SignOffRow(
            draft_id=row.id,
            station=post.key,
            decision=decision,
            by=person.login,
            name=person.name,
            deputy=deputy,
            note=note.strip(),
            at=self.now(),
            version=row.version,
            signed={str(place): value for place, value in signed.items()},
            voided={},
        )
        session.add(kept)
        session.flush()
        record(
            session,
            self.now(),
            person.login,
            "sign_off",
            row.id,
            decision=decision.value,
            station=post.key,
            version=row.version,
            items=kept.signed,
            note=digest(note) if note else "",
        )
        return sign_off_of(kept, {post.key: post.label})


def _final(draft: Draft) -> Draft:
    """As it goes out: what was still open when all had signed was left open by decision."""
    items = tuple(item.model_copy(update={"open_points": ()}) for item in draft.items)
    return draft.model_copy(update={"items": items})


def _require_made(row: DraftRow, inquiry: InquiryRow) -> None:
    why = unmade(row, inquiry)
    if why:
        raise Conflict(why)


def require_supported(draft: Draft, places: Sequence[int] | range) -> None:
    """Raises NotReady naming the first sentence that rests on nothing, or the question without an answer."""
    for place in places:
        item = draft.items[place]
        if not item.sentences:
            raise NotReady(
                f"Frage {_label(draft, place)} hat noch keine Antwort. "
                "Bitte beantworten oder ausdrücklich sagen, dass nichts vorliegt."
            )
        for sentence in unsupported(item):
            raise NotReady(
                f"Frage {_label(draft, place)}: Der Satz „{sentence.text[:120]}“ hat weder einen Beleg "
                "noch eine Angabe, worauf er beruht. "
                "Bitte eine frühere Antwort zitieren oder Art und Stelle der Auskunft eintragen."
            )


def _label(draft: Draft, place: int) -> str:
    return draft.items[place].number or str(place + 1)


def _places(items: Sequence[int], post: Post, count: int) -> list[int]:
    wanted = sorted(set(items)) or list(post.items)
    if any(not 0 <= place < count for place in wanted):
        raise BadInput("Diese Frage gibt es im Entwurf nicht.")
    if not set(wanted) <= set(post.items):
        raise NotAllowed(f"Die Station {post.label} zeichnet nur die Fragen, die ihr zugewiesen sind.")
    return wanted
