"""Editing answers: by several people without loss, every change kept, and a way back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import BadInput, Conflict, NotAllowed, NotFound
from assistant.model import Citation, Draft, DraftItem, Inquiry, Scope, Sentence, Statement, Value
from assistant.review.drafts import Drafts
from assistant.review.edits import Change, compare, from_text, item_hash
from assistant.review.journal import record
from assistant.review.people import Person, Role
from assistant.review.stored import Version, add_version, items_of, void_signatures
from assistant.review.tables import DraftRow, InquiryRow, ItemVersionRow
from assistant.review.workflow import State

UNDONE = "undone"
TAKEN_OUT = "Herausgenommen: "


class StaleDraft(Conflict):
    """Somebody saved in between; `draft` is the text as it stands now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            f"Der Entwurf wurde inzwischen von jemand anderem gespeichert (jetzt Fassung {draft.version}). "
            "Ihr Text ist nicht verloren: Bitte beide Texte vergleichen und entscheiden."
        )
        self.draft = draft


class SentenceEdit(Value):
    """A sentence as somebody wants it; who wrote it is decided here, not by the one who sends it."""

    text: str
    citations: tuple[Citation, ...] = ()
    statement: Statement | None = None


class ItemEdit(Value):
    """An answer as somebody wants it; `open_points` None leaves them as they are."""

    place: int
    sentences: tuple[SentenceEdit, ...]
    open_points: tuple[str, ...] | None = None


class LastChange(Value):
    """What was last done to an answer, whether it can be taken back, and what the check took out of it."""

    act: str
    by: str
    at: dt.datetime
    may_undo: bool
    taken_out: tuple[str, ...]


class Changed(NamedTuple):
    """An answer that was edited: its place, what stood there, and in words what the check took out of it."""

    place: int
    before: DraftItem
    taken_out: tuple[str, ...]


class Editing(Drafts):
    """Saving, taking back and restoring answers; part of the Desk."""

    def save(
        self,
        draft_id: str,
        person: Person,
        edits: Sequence[ItemEdit],
        *,
        version: int,
        act: str = "edited",
        known: Sequence[Sentence] = (),
    ) -> Draft:
        """Save edited answers; raises StaleDraft when `version` is not the newest.

        Whoever edits a sentence becomes its author, but for sentences that stand there already or are
        `known` from an earlier version. Citations are verified, flags computed anew, and signatures
        voided where the substance changed.
        """
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            self._require_editable(session, row, inquiry, person)
            if version != row.version:
                raise StaleDraft(self._draft(row, inquiry))
            items = items_of(row)
            changed = self._apply(items, edits, known, person, Inquiry.model_validate(inquiry.data))
            if changed:
                self._store(session, row, items, changed, person, act)
            return self._draft(row, inquiry)

    def save_text(self, draft_id: str, person: Person, item: int, text: str, *, version: int) -> Draft:
        """Save one answer edited as text: unchanged sentences stay the machine's, changed ones become the person's."""
        before = _at(self.draft(draft_id, person).items, item)
        sentences = from_text(text, before.sentences, person.login)
        edit = ItemEdit(place=item, sentences=tuple(as_edit(s) for s in sentences))
        return self.save(draft_id, person, [edit], version=version)

    def change_sentence(
        self, draft_id: str, person: Person, item: int, sentence: int, *, version: int, **changes: Any
    ) -> Draft:
        """Give one sentence another text, statement or citations."""
        before = _at(self.draft(draft_id, person).items, item)
        edits = [as_edit(s) for s in before.sentences]
        if not 0 <= sentence < len(edits):
            raise BadInput("Diesen Satz gibt es nicht mehr. Bitte die Seite neu laden.")
        edits[sentence] = edits[sentence].model_copy(update=changes)
        return self.save(draft_id, person, [ItemEdit(place=item, sentences=tuple(edits))], version=version)

    def settle_point(self, draft_id: str, person: Person, item: int, point: int, *, version: int) -> Draft:
        """Take an open point off the list: it is answered, or knowingly left open."""
        before = _at(self.draft(draft_id, person).items, item)
        left = tuple(text for place, text in enumerate(before.open_points) if place != point)
        edits = tuple(as_edit(s) for s in before.sentences)
        edit = ItemEdit(place=item, sentences=edits, open_points=left)
        return self.save(draft_id, person, [edit], version=version, act="point_settled")

    def insert(self, draft_id: str, person: Person, item: int, citation: Citation, *, version: int) -> Draft:
        """Add a quote from an earlier answer as a sentence of its own, with its citation."""
        before = _at(self.draft(draft_id, person).items, item)
        quoted = SentenceEdit(text=" ".join(citation.quote.split()), citations=(citation,))
        edit = ItemEdit(place=item, sentences=(*(as_edit(s) for s in before.sentences), quoted))
        return self.save(draft_id, person, [edit], version=version, act="quote_inserted")

    def citation(self, draft_id: str, person: Person, paper_id: str, start: int, end: int) -> Citation:
        """The citation for a place in a paper, quote and all; the draft says which papers may be quoted."""
        scope = self.scope_of(self.draft(draft_id, person).inquiry)
        paper = self.library.paper(paper_id, public_only=scope.public_only)
        if paper is None or not 0 <= start < end <= len(paper.text):
            raise BadInput("Diese Stelle gibt es nicht, oder sie darf in dieser Antwort nicht zitiert werden.")
        file = next((f for f in paper.files if f.start <= start and end <= f.end), None)
        exchange = next((e for e in paper.exchanges if any(s.start <= start and end <= s.end for s in e.spans)), None)
        return Citation(
            paper=paper.id,
            reference=paper.reference,
            date=(file.date if file else None) or paper.date,
            exchange=exchange.number if exchange else None,
            page=file.page_at(start) if file else None,
            start=start,
            end=end,
            quote=paper.text[start:end],
        )

    def restore(self, draft_id: str, person: Person, item: int, of_version: int, *, version: int) -> Draft:
        """Make an earlier version of one answer the current one; the ones between stay on record."""
        wanted = next((v for v in self.versions(draft_id, person, item) if v.version == of_version), None)
        if wanted is None:
            raise NotFound("Diese Fassung gibt es nicht.")
        return self._go_back(draft_id, person, wanted, version, "restored")

    def undo(self, draft_id: str, person: Person, item: int, *, version: int) -> Draft:
        """Take back the last change of one answer; done again, the one before it, and so on."""
        question = _at(self.draft(draft_id, person).items, item).question
        own = [v for v in self.versions(draft_id, person, item)[::-1] if v.content.question == question]
        left = standing([v.act for v in own])
        if len(left) < 2:
            raise BadInput("An dieser Antwort gibt es nichts rückgängig zu machen.")
        return self._go_back(draft_id, person, own[left[-2]], version, UNDONE)

    def _go_back(self, draft_id: str, person: Person, wanted: Version, version: int, act: str) -> Draft:
        then = wanted.content
        edit = ItemEdit(
            place=wanted.item, sentences=tuple(as_edit(s) for s in then.sentences), open_points=then.open_points
        )
        return self.save(draft_id, person, [edit], version=version, act=act, known=then.sentences)

    def _apply(
        self,
        items: list[DraftItem],
        edits: Sequence[ItemEdit],
        known: Sequence[Sentence],
        person: Person,
        inquiry: Inquiry,
    ) -> list[Changed]:
        """Put the edits into `items`; gives what changed, with what stood there and what had to be taken out."""
        from assistant.drafting import review_item

        scope, changed = self.scope_of(inquiry), []
        for edit in edits:
            before = _at(items, edit.place)
            authored = _authored(edit.sentences, (*before.sentences, *known), person.login)
            points = before.open_points if edit.open_points is None else edit.open_points
            after = before.model_copy(update={"sentences": authored, "open_points": points})
            if item_hash(before) == item_hash(after) and points == before.open_points:
                continue
            self._refuse_false_quotes(before, after, scope)
            items[edit.place] = review_item(after, inquiry, self.library, scope)
            changed.append(Changed(edit.place, before, taken_out(after, items[edit.place])))
        return changed

    def _refuse_false_quotes(self, before: DraftItem, after: DraftItem, scope: Scope) -> None:
        from assistant.drafting import unverified

        known = [c for s in before.sentences for c in s.citations]
        false = [c for c in unverified(after, self.library, scope) if c not in known]
        if false:
            raise BadInput(
                f"Der Beleg „{false[0].quote[:80]}“ steht so nicht in der angegebenen Vorlage oder darf hier "
                "nicht zitiert werden. "
                "Bitte die Stelle aus der Suche übernehmen."
            )

    def _store(
        self,
        session: Session,
        row: DraftRow,
        items: Sequence[DraftItem],
        changed: Sequence[Changed],
        person: Person,
        act: str,
    ) -> None:
        row.version += 1
        row.updated = self.now()
        row.data = {**row.data, "items": [item.model_dump(mode="json") for item in items]}
        for place, before, out in changed:
            change = compare(before, items[place])
            told = Change(change.edit, (*change.reasons, *out))
            add_version(session, row, place, items[place], self.now(), person.login, act, told)
        record(
            session,
            self.now(),
            person.login,
            act,
            row.id,
            version=row.version,
            items={str(one.place): item_hash(items[one.place]) for one in changed},
        )
        void_signatures(session, row, items, self.now())

    def _require_editable(self, session: Session, row: DraftRow, inquiry: InquiryRow, person: Person) -> None:
        self._require_hand_in(session, inquiry, person)
        if row.drafting:
            raise Conflict("Der Entwurf entsteht gerade noch. Bitte einen Augenblick warten.")
        if row.state == State.released:
            raise Conflict("Die Antwort ist im RIS freigegeben und lässt sich nicht mehr ändern.")
        if row.state == State.council_office and not person.has(Role.council_office):
            raise NotAllowed("Die Antwort liegt beim Ratsbüro; ändern kann sie jetzt nur das Ratsbüro.")

    def last_change(self, draft_id: str, person: Person, item: int) -> LastChange | None:
        """What was last done to an answer; None before it was drafted."""
        columns = (ItemVersionRow.act, ItemVersionRow.by, ItemVersionRow.at, ItemVersionRow.reasons)
        with self.library.reading() as session:
            self._draft_row(session, draft_id, person)
            own = sa.select(*columns).where(ItemVersionRow.draft_id == draft_id, ItemVersionRow.item == item)
            rows = session.execute(own.order_by(ItemVersionRow.version)).all()
            if not rows:
                return None
            act, by, at, reasons = rows[-1]
            return LastChange(
                act=act,
                by=self._name_of(session, by),
                at=at,
                may_undo=len(standing([row.act for row in rows])) > 1,
                taken_out=tuple(r.removeprefix(TAKEN_OUT) for r in reasons if r.startswith(TAKEN_OUT)),
            )


def taken_out(sent: DraftItem, kept: DraftItem) -> tuple[str, ...]:
    """What the check took out of an answer, each in a sentence that says why; kept with the version."""
    left = list(kept.sentences)
    told = []
    for sentence in sent.sentences:
        same = next((k for k in left if k.text == sentence.text and k.author == sentence.author), None)
        if same is None:
            told.append(
                f"{TAKEN_OUT}der Satz „{sentence.text}“, weil sein Beleg in der angegebenen Vorlage nicht mehr so "
                "steht oder hier nicht zitiert werden darf."
            )
            continue
        left.remove(same)
        told += [
            f"{TAKEN_OUT}der Beleg „{c.quote}“ ({c.reference or c.paper}), weil er dort nicht mehr so steht oder hier "
            f"nicht zitiert werden darf. Der Satz „{sentence.text}“ steht noch da."
            for c in sentence.citations
            if c not in same.citations
        ]
    return tuple(told)


def standing(acts: Sequence[str]) -> list[int]:
    """The places of the acts, oldest first, that were not taken back."""
    left: list[int] = []
    for place, act in enumerate(acts):
        if act == UNDONE and left:
            left.pop()
        else:
            left.append(place)
    return left


def _authored(edits: Sequence[SentenceEdit], before: Sequence[Sentence], login: str) -> tuple[Sentence, ...]:
    """A sentence that stands there as it stood keeps its author; every other is the editor's."""
    known = {(s.text, s.citations, s.statement): s.author for s in before}
    return tuple(
        Sentence(
            text=e.text,
            author=known.get((e.text, e.citations, e.statement), login),
            citations=e.citations,
            statement=e.statement,
        )
        for e in edits
        if e.text.strip()
    )


def as_edit(sentence: Sentence) -> SentenceEdit:
    return SentenceEdit(text=sentence.text, citations=sentence.citations, statement=sentence.statement)


def _at(items: Sequence[DraftItem], place: int) -> DraftItem:
    if not 0 <= place < len(items):
        raise BadInput("Diese Frage gibt es im Entwurf nicht. Bitte die Seite neu laden.")
    return items[place]
