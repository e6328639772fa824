"""What people note beside a draft: comments, settled Prüfhinweise, assignments; and judgements of finds."""

import datetime as dt

import sqlalchemy as sa

from assistant.errors import BadInput, NotFound
from assistant.model import Value
from assistant.review.drafts import flag_key
from assistant.review.editing import Editing
from assistant.review.journal import digest, record
from assistant.review.people import Person, Right
from assistant.review.tables import (
    AssignmentRow,
    CommentRow,
    FeedbackRow,
    SettledRow,
)

VERDICTS = {"useful": "hilfreich", "wrong": "passt nicht", "outdated": "überholt", "wrong_source": "falsche Quelle"}


class Comment(Value):
    id: int
    item: int
    sentence: str
    at: dt.datetime
    by: str
    text: str
    done_by: str


class Assignment(Value):
    """A question given to a department; `asked` and `replied` when a Zulieferung is under way or in."""

    item: int
    department: str
    due: dt.date | None = None
    asked: dt.date | None = None
    replied: dt.date | None = None
    reply: str = ""


class Settled(Value):
    by: str
    at: dt.datetime
    note: str


class Notes(Editing):
    """Comments, settled flags, assignments and feedback; part of the Desk."""

    def comment(self, draft_id: str, person: Person, item: int, text: str, sentence: str = "") -> None:
        """Leave a comment at an answer, or at one of its sentences."""
        if not text.strip():
            raise BadInput("Der Kommentar ist leer.")
        with self.library.session() as session:
            row, _ = self._draft_row(session, draft_id, person)
            if not 0 <= item < len(row.data["items"]):
                raise BadInput("Diese Frage gibt es im Entwurf nicht.")
            session.add(
                CommentRow(
                    draft_id=draft_id, item=item, sentence=sentence, at=self.now(), by=person.login, text=text.strip()
                )
            )
            record(session, self.now(), person.login, "commented", draft_id, item=item, text=digest(text))

    def finish_comment(self, draft_id: str, person: Person, comment_id: int) -> None:
        with self.library.session() as session:
            self._draft_row(session, draft_id, person)
            row = session.get(CommentRow, comment_id)
            if row is None or row.draft_id != draft_id:
                raise NotFound("Diesen Kommentar gibt es nicht.")
            row.done_by = person.login
            record(session, self.now(), person.login, "comment_done", draft_id, comment=comment_id)

    def comments(self, draft_id: str, person: Person) -> list[Comment]:
        with self.library.reading() as session:
            self._draft_row(session, draft_id, person)
            rows = session.scalars(sa.select(CommentRow).where(CommentRow.draft_id == draft_id).order_by(CommentRow.id))
            return [
                Comment(
                    id=r.id,
                    item=r.item,
                    sentence=r.sentence,
                    at=r.at,
                    by=self._name_of(session, r.by),
                    text=r.text,
                    done_by=r.done_by,
                )
                for r in rows
            ]

    # --- flags ----------------------------------------------------------------------------------

    def settle(self, draft_id: str, person: Person, item: int, flag: str, note: str) -> None:
        """Record that a person looked at a Prüfhinweis, and what came of it."""
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            draft = self._draft(row, inquiry)
            if not 0 <= item < len(draft.items) or flag not in {
                flag_key(draft.items[item], f) for f in draft.items[item].flags
            }:
                raise BadInput("Diesen Prüfhinweis gibt es nicht mehr; der Satz wurde inzwischen geändert.")
            text = note.strip() or "geprüft"
            session.merge(
                SettledRow(draft_id=draft_id, item=item, flag=flag, at=self.now(), by=person.login, note=text)
            )
            record(session, self.now(), person.login, "flag_settled", draft_id, item=item, flag=flag, note=digest(text))

    def reopen(self, draft_id: str, person: Person, flag: str) -> None:
        """Take back that a Prüfhinweis was dealt with."""
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            self._require_hand_in(session, inquiry, person)
            kept = session.scalars(
                sa.select(SettledRow).where(SettledRow.draft_id == draft_id, SettledRow.flag == flag)
            ).first()
            if kept is None:
                raise NotFound("Dieser Prüfhinweis ist nicht als geprüft vermerkt.")
            record(session, self.now(), person.login, "flag_reopened", row.id, item=kept.item, flag=flag)
            session.delete(kept)

    def settled(self, draft_id: str, person: Person) -> dict[str, Settled]:
        """What was settled, by the flag's key."""
        with self.library.reading() as session:
            self._draft_row(session, draft_id, person)
            rows = session.scalars(sa.select(SettledRow).where(SettledRow.draft_id == draft_id))
            return {r.flag: Settled(by=self._name_of(session, r.by), at=r.at, note=r.note) for r in rows}

    # --- assignments ----------------------------------------------------------------------------

    def assign(self, draft_id: str, person: Person, item: int, department: str, due: dt.date | None = None) -> None:
        """Give a question to a department, which then co-signs it."""
        name = " ".join(department.split())
        if not name:
            raise BadInput("Bitte das Amt angeben, dem die Frage zugewiesen wird.")
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            self._require_editable(session, row, inquiry, person)
            if not 0 <= item < len(row.data["items"]):
                raise BadInput("Diese Frage gibt es im Entwurf nicht.")
            known = session.get(AssignmentRow, (draft_id, item, name))
            if known:
                known.due = due
            else:
                session.add(AssignmentRow(draft_id=draft_id, item=item, department=name, due=due))
            record(
                session,
                self.now(),
                person.login,
                "assigned",
                draft_id,
                item=item,
                department=name,
                due=due.isoformat() if due else "",
            )

    def unassign(self, draft_id: str, person: Person, item: int, department: str) -> None:
        with self.library.session() as session:
            row, inquiry = self._draft_row(session, draft_id, person)
            self._require_editable(session, row, inquiry, person)
            known = session.get(AssignmentRow, (draft_id, item, department))
            if known is None:
                raise NotFound("Diese Zuweisung gibt es nicht mehr.")
            session.delete(known)
            record(session, self.now(), person.login, "unassigned", draft_id, item=item, department=department)

    def assignments(self, draft_id: str, person: Person) -> list[Assignment]:
        with self.library.reading() as session:
            self._draft_row(session, draft_id, person)
            rows = session.scalars(
                sa.select(AssignmentRow).where(AssignmentRow.draft_id == draft_id).order_by(AssignmentRow.item)
            )
            return [
                Assignment(
                    item=r.item, department=r.department, due=r.due, asked=r.asked, replied=r.replied, reply=r.reply
                )
                for r in rows
            ]

    # --- judgements of finds --------------------------------------------------------------------

    def judge_find(
        self, person: Person, question: str, paper: str, verdict: str, *, exchange: str = "", note: str = ""
    ) -> None:
        """Say how good a find was for a question; kept by day and without the name, for the evaluations."""
        person.require(Right.read)
        if verdict not in VERDICTS:
            raise BadInput(f"Möglich sind: {', '.join(VERDICTS)}.")
        with self.library.session() as session:
            session.add(
                FeedbackRow(
                    at=self.now().date(),
                    question=question,
                    paper=paper,
                    exchange=exchange,
                    verdict=verdict,
                    note=note.strip(),
                )
            )

    def judgements(self) -> list[dict[str, str]]:
        """All judgements of finds, oldest first, as the evaluations read them."""
        with self.library.reading() as session:
            rows = session.scalars(sa.select(FeedbackRow).order_by(FeedbackRow.id))
            return [
                {
                    "date": r.at.isoformat(),
                    "question": r.question,
                    "paper": r.paper,
                    "exchange": r.exchange,
                    "verdict": r.verdict,
                    "note": r.note,
                }
                for r in rows
            ]
