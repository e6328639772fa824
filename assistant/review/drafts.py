"""Drafts on the desk: made, edited by several people without loss, every version kept."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import BadInput, NotFound, VorlagenError
from assistant.model import (
    Draft,
    DraftItem,
    Flag,
    Generator,
    Inquiry,
    Scope,
    Sentence,
    weakest,
)
from assistant.review.edits import Change, Edit, item_hash
from assistant.review.inquiries import Inquiries, new_id
from assistant.review.journal import digest, record
from assistant.review.people import Person, Right
from assistant.review.stored import MACHINE, Version, add_version, items_at, items_of, versions_of, void_signatures
from assistant.review.tables import DraftRow, InquiryRow
from assistant.review.workflow import State

MODEL_SWITCH = "model"


class Drafts(Inquiries):
    """Making, reading and saving drafts; part of the Desk."""

    def model(self) -> Any:
        """The language model that drafts, or None: none is set, or it is switched off."""
        from assistant.drafting import open_model

        if not self.library.settings.chat_model or self.switch(MODEL_SWITCH, "on") == "off":
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
            if draft and (draft.drafting or draft.state != State.draft or not _differs(draft, row)):
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

    def unmade(self, draft_id: str, person: Person) -> str:
        """Why the draft is not yet one of all questions, in a sentence; empty where it is."""
        with self.library.reading() as session:
            return unmade(*self._draft_row(session, draft_id, person))

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


def _in_order(inquiry: Inquiry, done: dict[str, DraftItem]) -> list[DraftItem]:
    return [done[q.text].model_copy(update={"number": q.number}) for q in inquiry.questions if q.text in done]


def unmade(draft: DraftRow, inquiry: InquiryRow) -> str:
    """Why the draft is not yet one of all questions of the inquiry; empty where it is."""
    if draft.drafting:
        return "Der Entwurf entsteht gerade noch. Bitte einen Augenblick warten."
    if draft.state == State.draft and _differs(draft, inquiry):
        return (
            "Der Entwurf hat noch nicht die Fragen, in die die Anfrage jetzt geteilt ist. "
            "Bitte auf der Seite „Anfrage“ den Knopf „Zum Entwurf“ wählen; was fehlt, wird dann entworfen."
        )
    return ""


def _differs(draft: DraftRow, inquiry: InquiryRow) -> bool:
    wanted = [(q["number"], q["text"]) for q in inquiry.data["questions"]]
    return wanted != [(i["number"], i["question"]) for i in draft.data["items"]]


def _no_items() -> dict[str, Any]:
    return {"generator": Generator().model_dump(mode="json"), "items": []}
