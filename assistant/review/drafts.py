"""Drafts on the desk: made, edited by several people without loss, every version kept."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import BadInput, Conflict, NotAllowed, NotFound, VorlagenError
from assistant.model import (
    Citation,
    Draft,
    DraftItem,
    Flag,
    Generator,
    Inquiry,
    Scope,
    Sentence,
    Statement,
    Value,
    weakest,
)
from assistant.review.edits import Change, Edit, compare, from_text, item_hash
from assistant.review.inquiries import Inquiries, new_id
from assistant.review.journal import digest, record
from assistant.review.people import Person, Right, Role
from assistant.review.stored import MACHINE, Version, add_version, items_at, items_of, versions_of, void_signatures
from assistant.review.tables import DraftRow, InquiryRow, SwitchRow
from assistant.review.workflow import State

MODEL_SWITCH = "model"


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


class Drafts(Inquiries):
    """Making, reading and saving drafts; part of the Desk."""

    def model(self) -> Any:
        """The language model that drafts, or None: none is set, or it is switched off."""
        from assistant.drafting import open_model

        with self.library.reading() as session:
            switch = session.get(SwitchRow, MODEL_SWITCH)
        if not self.library.settings.chat_model or (switch and switch.value == "off"):
            return None
        return open_model(self.library.settings)

    # --- making ---------------------------------------------------------------------------------

    def start_draft(self, inquiry_id: str, person: Person) -> tuple[Draft, bool]:
        """The inquiry's draft, and whether something is to be drafted now.

        A draft whose questions are still the inquiry's is returned as it stands; where the split was
        corrected since, only the new questions are drafted.
        """
        with self.library.session() as session:
            row = self._inquiry_row(session, inquiry_id, person)
            draft = self._draft_of(session, inquiry_id)
            if draft and (draft.drafting or draft.state != State.draft or not _split_changed(draft, row)):
                return self._draft(draft, row), False
            self._require_hand_in(session, row, person)
            if not row.data["questions"]:
                raise BadInput("In der Anfrage ist noch keine Frage erkannt. Bitte zuerst die Fragen prüfen.")
            if draft is None:
                draft = DraftRow(
                    id=new_id(), inquiry_id=row.id, version=1, state=State.draft, data=_no_items(), updated=self.now()
                )
                session.add(draft)
            draft.drafting, draft.failure = True, ""
            session.flush()
            record(session, self.now(), person.login, "draft_started", draft.id, version=draft.version)
            return self._draft(draft, row), True

    def run_draft(self, draft_id: str, progress: Callable[[int, int], None] | None = None) -> None:
        """Draft what is missing; every finished question is kept at once, so a kill costs one question."""
        from assistant.drafting import draft as compose

        with self.library.reading() as session:
            row = self._plain_draft_row(session, draft_id)
            inquiry = Inquiry.model_validate(self._inquiry_of(session, row).data)
            done = {item.question: item for item in items_of(row)}
        left = inquiry.model_copy(update={"questions": tuple(q for q in inquiry.questions if q.text not in done)})
        failure = "Der Entwurf konnte nicht fertiggestellt werden. Bitte noch einmal starten."
        generator = None

        def keep(item: DraftItem) -> None:
            done[item.question] = item
            self._keep_items(draft_id, _in_order(inquiry, done))

        try:
            made = compose(
                left, self.library, scope=self.scope_of(inquiry), model=self.model(), progress=progress, on_item=keep
            )
            done, generator, failure = done | {i.question: i for i in made.items}, made.generator, ""
        except VorlagenError as error:
            failure = str(error)
            raise
        finally:
            self._end_draft(draft_id, inquiry, done, generator, failure)

    def _keep_items(self, draft_id: str, items: Sequence[DraftItem]) -> None:
        with self.library.session() as session:
            row = self._plain_draft_row(session, draft_id)
            row.data = {**row.data, "items": [item.model_dump(mode="json") for item in items]}

    def unfinished_drafts(self) -> list[str]:
        """Drafts that were being made when the service last ended."""
        with self.library.reading() as session:
            return list(session.scalars(sa.select(DraftRow.id).where(DraftRow.drafting)))

    def _end_draft(
        self, draft_id: str, inquiry: Inquiry, done: dict[str, DraftItem], generator: Generator | None, failure: str
    ) -> None:
        with self.library.session() as session:
            row = self._plain_draft_row(session, draft_id)
            known = items_at(session, draft_id, row.version)
            items = _in_order(inquiry, done)
            row.version += 1 if known else 0
            row.drafting, row.failure, row.updated = False, failure, self.now()
            stamp = (generator or Generator.model_validate(row.data["generator"])).model_dump(mode="json")
            row.data = {"generator": stamp, "items": [item.model_dump(mode="json") for item in items]}
            for place, item in enumerate(items):
                if place not in known or item_hash(known[place]) != item_hash(item):
                    add_version(session, row, place, item, self.now(), MACHINE, "drafted", Change(Edit.none))
            record(
                session,
                self.now(),
                MACHINE,
                "draft_made",
                draft_id,
                version=row.version,
                items=[item_hash(i) for i in items],
            )
            void_signatures(session, row, items, self.now())

    def scope_of(self, inquiry: Inquiry) -> Scope:
        """What may be quoted in the answer to this inquiry: never its own paper, in public only what is public."""
        own = frozenset(x for x in (inquiry.reference,) if x)
        return Scope(public_only=inquiry.public, exclude=own)

    # --- reading --------------------------------------------------------------------------------

    def draft(self, draft_id: str, person: Person) -> Draft:
        """Raises NotFound, also when this person may not see it."""
        with self.library.reading() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            return self._draft(row, inquiry)

    def drafting(self, draft_id: str, person: Person) -> tuple[bool, int, int, str]:
        """Whether it is being made, how many questions are done, of how many, and what failed."""
        with self.library.reading() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            return row.drafting, len(row.data["items"]), len(inquiry.data["questions"]), row.failure

    def may_edit(self, draft_id: str, person: Person) -> bool:
        with self.library.reading() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            return (
                not row.drafting
                and row.state != State.released
                and person.may(Right.write)
                and self._hand_in(session, inquiry, person)
            )

    def versions(self, draft_id: str, person: Person, item: int | None = None) -> list[Version]:
        """Every version of every answer, newest first."""
        with self.library.reading() as session:
            self._draft_row(session, draft_id, person)
            return versions_of(session, draft_id, item)[::-1]

    # --- saving ---------------------------------------------------------------------------------

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
        edit = ItemEdit(place=item, sentences=tuple(_as_edit(s) for s in sentences))
        return self.save(draft_id, person, [edit], version=version)

    def change_sentence(
        self, draft_id: str, person: Person, item: int, sentence: int, *, version: int, **changes: Any
    ) -> Draft:
        """Give one sentence another text, statement or citations."""
        before = _at(self.draft(draft_id, person).items, item)
        edits = [_as_edit(s) for s in before.sentences]
        if not 0 <= sentence < len(edits):
            raise BadInput("Diesen Satz gibt es nicht mehr. Bitte die Seite neu laden.")
        edits[sentence] = edits[sentence].model_copy(update=changes)
        return self.save(draft_id, person, [ItemEdit(place=item, sentences=tuple(edits))], version=version)

    def settle_point(self, draft_id: str, person: Person, item: int, point: int, *, version: int) -> Draft:
        """Take an open point off the list: it is answered, or knowingly left open."""
        before = _at(self.draft(draft_id, person).items, item)
        left = tuple(text for place, text in enumerate(before.open_points) if place != point)
        edits = tuple(_as_edit(s) for s in before.sentences)
        edit = ItemEdit(place=item, sentences=edits, open_points=left)
        return self.save(draft_id, person, [edit], version=version, act="point_settled")

    def insert(self, draft_id: str, person: Person, item: int, citation: Citation, *, version: int) -> Draft:
        """Add a quote from an earlier answer as a sentence of its own, with its citation."""
        before = _at(self.draft(draft_id, person).items, item)
        quoted = SentenceEdit(text=" ".join(citation.quote.split()), citations=(citation,))
        edit = ItemEdit(place=item, sentences=(*(_as_edit(s) for s in before.sentences), quoted))
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
        edit = ItemEdit(place=item, sentences=tuple(_as_edit(s) for s in wanted.content.sentences))
        return self.save(draft_id, person, [edit], version=version, act="restored", known=wanted.content.sentences)

    def _apply(
        self,
        items: list[DraftItem],
        edits: Sequence[ItemEdit],
        known: Sequence[Sentence],
        person: Person,
        inquiry: Inquiry,
    ) -> list[tuple[int, DraftItem]]:
        """Put the edits into `items`; gives the places that changed with what stood there."""
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
            changed.append((edit.place, before))
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
        changed: Sequence[tuple[int, DraftItem]],
        person: Person,
        act: str,
    ) -> None:
        row.version += 1
        row.updated = self.now()
        row.data = {**row.data, "items": [item.model_dump(mode="json") for item in items]}
        for place, before in changed:
            change = compare(before, items[place])
            add_version(session, row, place, items[place], self.now(), person.login, act, change)
        record(
            session,
            self.now(),
            person.login,
            act,
            row.id,
            version=row.version,
            items={str(p): item_hash(items[p]) for p, _ in changed},
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

    # --- within the desk ------------------------------------------------------------------------

    def _plain_draft_row(self, session: Session, draft_id: str) -> DraftRow:
        row = session.get(DraftRow, draft_id)
        if row is None:
            raise NotFound("Diesen Entwurf gibt es nicht.")
        return row

    def _inquiry_of(self, session: Session, row: DraftRow) -> InquiryRow:
        return session.get_one(InquiryRow, row.inquiry_id)

    def _draft_row(self, session: Session, draft_id: str, person: Person) -> tuple[DraftRow, InquiryRow]:
        row = session.get(DraftRow, draft_id)
        inquiry = session.get(InquiryRow, row.inquiry_id) if row else None
        if row is None or inquiry is None or not (inquiry.public or person.not_public) or not person.may(Right.read):
            raise NotFound("Diesen Entwurf gibt es nicht.")
        return row, inquiry

    def _draft(self, row: DraftRow, inquiry: InquiryRow) -> Draft:
        items = tuple(items_of(row))
        return Draft(
            id=row.id,
            version=row.version,
            inquiry=Inquiry.model_validate(inquiry.data),
            status=weakest(items),
            generator=Generator.model_validate(row.data["generator"]),
            items=items,
        )


def flag_key(item: DraftItem, flag: Flag) -> str:
    """A flag's identity: it is a new one when the sentence it stands in changes."""
    at = 0
    for sentence in item.sentences:
        if at <= flag.start < at + len(sentence.text) + 1:
            return digest(f"{flag.kind}\0{flag.text}\0{sentence.text}")
        at += len(sentence.text) + 1
    return digest(f"{flag.kind}\0{flag.text}\0{item.question}")


def unsupported(item: DraftItem) -> list[Sentence]:
    """Sentences that rest on nothing: a machine's without citation, a person's without citation and statement."""
    return [s for s in item.sentences if not s.citations and (s.author == MACHINE or s.statement is None)]


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


def _as_edit(sentence: Sentence) -> SentenceEdit:
    return SentenceEdit(text=sentence.text, citations=sentence.citations, statement=sentence.statement)


def _at(items: Sequence[DraftItem], place: int) -> DraftItem:
    if not 0 <= place < len(items):
        raise BadInput("Diese Frage gibt es im Entwurf nicht. Bitte die Seite neu laden.")
    return items[place]


def _in_order(inquiry: Inquiry, done: dict[str, DraftItem]) -> list[DraftItem]:
    return [done[q.text].model_copy(update={"number": q.number}) for q in inquiry.questions if q.text in done]


def _split_changed(draft: DraftRow, inquiry: InquiryRow) -> bool:
    wanted = [(q["number"], q["text"]) for q in inquiry.data["questions"]]
    return wanted != [(i["number"], i["question"]) for i in draft.data["items"]]


def _no_items() -> dict[str, Any]:
    return {"generator": Generator().model_dump(mode="json"), "items": []}
