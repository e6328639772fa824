"""Inquiries on the desk: taken in, their split checked by a person, found again in a list."""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from assistant.errors import BadInput, Conflict, NotAllowed, NotFound
from assistant.model import Inquiry, OtherRequest, Question, Value
from assistant.review.journal import digest, record
from assistant.review.people import People, Person, Right, Role
from assistant.review.stored import posts_of, signatures_of, waiting_of
from assistant.review.tables import AssignmentRow, DraftRow, InquiryRow
from assistant.review.workflow import Post, State, may_sign


class Filed(Value):
    """An inquiry with what the desk knows about it."""

    inquiry: Inquiry
    version: int
    created: dt.datetime
    created_by: str
    due: dt.date | None
    file_name: str
    draft_id: str | None = None
    state: State | None = None
    drafting: bool = False
    reference: str = ""
    paper_id: str = ""


class Line(Value):
    """One inquiry in the list: what, until when, and where it lies."""

    id: str
    topic: str
    asked_by: str
    date: dt.date | None
    due: dt.date | None
    overdue: bool
    questions: int
    public: bool
    mine: bool
    draft_id: str | None
    state: State | None
    lies_with: str
    reference: str


def new_id() -> str:
    return secrets.token_hex(5)


def draftless(inquiry: Inquiry) -> str:
    """A name for an inquiry that has none of its own."""
    return inquiry.topic or inquiry.reference or "Anfrage ohne Betreff"


class Inquiries(People):
    """Taking in, correcting and listing inquiries; part of the Desk."""

    def add_inquiry(self, inquiry: Inquiry, person: Person, *, name: str = "", data: bytes | None = None) -> Filed:
        """Take in an inquiry as it was read; its id becomes the desk's own."""
        person.require(Right.write)
        if not inquiry.public and not person.not_public:
            raise NotAllowed("Nichtöffentliche Anfragen darf nur aufnehmen, wer Nichtöffentliches sehen darf.")
        filed = inquiry.model_copy(update={"id": new_id()})
        start = inquiry.date or self.now().date()
        with self.library.session() as session:
            row = InquiryRow(
                id=filed.id,
                version=1,
                public=filed.public,
                data=filed.model_dump(mode="json"),
                created=self.now(),
                created_by=person.login,
                due=start + dt.timedelta(days=self.town.days_to_answer),
                file_name=name,
                file_data=data,
            )
            session.add(row)
            session.flush()
            record(session, self.now(), person.login, "inquiry_added", row.id, sha256=digest(data or inquiry.text))
            return self._filed(session, row)

    def inquiry(self, id: str, person: Person) -> Filed:
        """Raises NotFound, also when this person may not see it."""
        with self.library.reading() as session:
            return self._filed(session, self._inquiry_row(session, id, person))

    def original(self, id: str, person: Person) -> tuple[str, bytes]:
        """The file as it came in."""
        with self.library.reading() as session:
            row = self._inquiry_row(session, id, person)
            if row.file_data is None:
                raise NotFound("Zu dieser Anfrage gibt es keine Datei; ihr Text wurde eingegeben.")
            return row.file_name, row.file_data

    def change_inquiry(self, id: str, person: Person, changes: dict[str, Any], *, version: int | None = None) -> Filed:
        """Correct the head or the split.

        Raises Conflict when somebody was faster, or when the draft has already been passed on.
        """
        with self.library.session() as session:
            row = self._inquiry_row(session, id, person)
            self._require_hand_in(session, row, person)
            if version is not None and version != row.version:
                raise Conflict(
                    "Die Anfrage wurde inzwischen geändert. Bitte den neuen Stand ansehen und noch einmal speichern."
                )
            draft = self._draft_of(session, id)
            if draft and "questions" in changes and (draft.state != State.draft or draft.drafting):
                raise Conflict(
                    "Die Fragen lassen sich nicht mehr ändern: Der Entwurf ist unterwegs oder entsteht gerade."
                )
            inquiry = _changed(Inquiry.model_validate(row.data), changes)
            if not inquiry.public and not person.not_public:
                raise NotAllowed("Auf nichtöffentlich setzen darf nur, wer Nichtöffentliches sehen darf.")
            row.data, row.public, row.version = inquiry.model_dump(mode="json"), inquiry.public, row.version + 1
            if "due" in changes:
                row.due = changes["due"]
            record(
                session,
                self.now(),
                person.login,
                "inquiry_changed",
                id,
                version=row.version,
                sha256=digest(inquiry.model_dump_json()),
            )
            session.flush()
            return self._filed(session, row)

    def inquiries(self, person: Person, *, state: str = "", text: str = "") -> list[Line]:
        """All that this person may see: their own first, then by the day it is due."""
        with self.library.reading() as session:
            rows = session.execute(
                sa.select(InquiryRow, DraftRow)
                .outerjoin(DraftRow, DraftRow.inquiry_id == InquiryRow.id)
                .where(sa.true() if person.not_public else InquiryRow.public)
            ).all()
            lines = [self._line(session, inquiry, draft, person) for inquiry, draft in rows]
        wanted = [line for line in lines if _wanted(line, state, text)]
        open_first = sorted(
            wanted, key=lambda line: (line.state is State.released, not line.mine, line.due or dt.date.max, line.id)
        )
        return open_first

    # --- within the desk ------------------------------------------------------------------------

    def _inquiry_row(self, session: Session, id: str, person: Person) -> InquiryRow:
        row = session.get(InquiryRow, id)
        if row is None or not (row.public or person.not_public) or not person.may(Right.read):
            raise NotFound("Diese Anfrage gibt es nicht.")
        return row

    def _draft_of(self, session: Session, inquiry_id: str) -> DraftRow | None:
        return session.scalars(sa.select(DraftRow).where(DraftRow.inquiry_id == inquiry_id)).first()

    def _require_hand_in(self, session: Session, row: InquiryRow, person: Person) -> None:
        """Raises NotAllowed unless it is this person's, their office's, or theirs by role."""
        person.require(Right.write)
        if not self._hand_in(session, row, person):
            raise NotAllowed(
                "Diese Anfrage bearbeitet jemand anderes. Bitte an die Sachbearbeitung oder das Ratsbüro wenden."
            )

    def _hand_in(self, session: Session, row: InquiryRow, person: Person) -> bool:
        if row.created_by == person.login or person.has(Role.council_office):
            return True
        if not person.department:
            return False
        given = sa.select(AssignmentRow.department).join(DraftRow).where(DraftRow.inquiry_id == row.id)
        return person.department in set(session.scalars(given))

    def _filed(self, session: Session, row: InquiryRow) -> Filed:
        draft = self._draft_of(session, row.id)
        return Filed(
            inquiry=Inquiry.model_validate(row.data),
            version=row.version,
            created=row.created,
            created_by=row.created_by,
            due=row.due,
            file_name=row.file_name,
            draft_id=draft.id if draft else None,
            state=State(draft.state) if draft else None,
            drafting=draft.drafting if draft else False,
            reference=draft.reference if draft else "",
            paper_id=draft.paper_id if draft else "",
        )

    def _line(self, session: Session, row: InquiryRow, draft: DraftRow | None, person: Person) -> Line:
        state = State(draft.state) if draft else None
        inquiry = Inquiry.model_validate(row.data)
        waiting = self._waiting(session, draft) if draft and state is State.signing else []
        mine = (
            self._hand_in(session, row, person)
            if state in (None, State.draft)
            else any(may_sign(person, post) for post in waiting)
        )
        return Line(
            id=row.id,
            topic=draftless(inquiry),
            asked_by=" · ".join(x for x in (inquiry.asked_by, inquiry.organization) if x),
            date=inquiry.date,
            due=row.due,
            overdue=bool(row.due and row.due < self.now().date() and state is not State.released),
            questions=len(inquiry.questions),
            public=row.public,
            mine=mine or (state is State.council_office and person.has(Role.council_office)),
            draft_id=draft.id if draft else None,
            state=state,
            lies_with=self._lies_with(session, row, state, waiting),
            reference=draft.reference if draft else "",
        )

    def _waiting(self, session: Session, draft: DraftRow) -> list[Post]:
        posts = posts_of(session, draft, self.town)
        return waiting_of(posts, signatures_of(session, draft, posts))

    def _lies_with(self, session: Session, row: InquiryRow, state: State | None, waiting: Sequence[Post]) -> str:
        if state in (None, State.draft):
            return self._name_of(session, row.created_by)
        if state is State.signing:
            return ", ".join(post.label for post in waiting)
        return "Ratsbüro" if state is State.council_office else ""


def _wanted(line: Line, state: str, text: str) -> bool:
    if state == "mine" and not line.mine:
        return False
    if state in set(State) and line.state != state:
        return False
    return text.casefold() in f"{line.topic} {line.asked_by} {line.reference}".casefold()


def _changed(inquiry: Inquiry, changes: dict[str, Any]) -> Inquiry:
    """The inquiry with these changes, checked as if it came from outside."""
    allowed = {
        "kind",
        "reference",
        "date",
        "asked_by",
        "organization",
        "topic",
        "preamble",
        "public",
        "questions",
        "other",
    }
    update = {key: value for key, value in changes.items() if key in allowed}
    if "questions" in update:
        update["questions"] = tuple(_placed(q, inquiry.text) for q in update["questions"] if q.text.strip())
        if not update["questions"]:
            raise BadInput("Mindestens eine Frage muss bleiben. Gibt es keine, ist es keine Anfrage.")
    return inquiry.model_copy(update=update)


def _placed(question: Question, text: str) -> Question:
    """A question whose place in the original still fits, or that is found there, or that has none."""
    if question.start is not None and question.end is not None and 0 <= question.start < question.end <= len(text):
        return question
    found = text.find(question.text.strip())
    place = (found, found + len(question.text.strip())) if found >= 0 else (None, None)
    return question.model_copy(update={"start": place[0], "end": place[1]})


# --- The split, worked on by a person -------------------------------------------------------------


def split_question(inquiry: Inquiry, place: int, at: str) -> dict[str, Any]:
    """Changes that divide a question before the words `at`."""
    question = _question(inquiry, place)
    cut = question.text.find(at.strip()) if at.strip() else -1
    if cut <= 0:
        raise BadInput(
            "Die Trennstelle steht nicht im Text der Frage. Bitte die Worte wählen, mit denen die zweite Frage beginnt."
        )
    first = Question(number=question.number, text=question.text[:cut].strip())
    second = Question(number="", text=question.text[cut:].strip())
    if question.start is not None and question.end is not None:
        inside = inquiry.text.find(at.strip(), question.start, question.end)
        if inside > 0:
            first = first.model_copy(update={"start": question.start, "end": inside})
            second = second.model_copy(update={"start": inside, "end": question.end})
    return {"questions": (*inquiry.questions[:place], first, second, *inquiry.questions[place + 1 :])}


def join_question(inquiry: Inquiry, place: int) -> dict[str, Any]:
    """Changes that put a question together with the one before it."""
    if place < 1:
        raise BadInput("Vor der ersten Frage steht keine, mit der sie verbunden werden könnte.")
    first, second = _question(inquiry, place - 1), _question(inquiry, place)
    joined = Question(
        number=first.number or second.number, text=f"{first.text}\n\n{second.text}", start=first.start, end=second.end
    )
    if first.start is None or second.end is None or first.start >= second.end:
        joined = joined.model_copy(update={"start": None, "end": None})
    return {"questions": (*inquiry.questions[: place - 1], joined, *inquiry.questions[place + 1 :])}


def no_question(inquiry: Inquiry, place: int, kind: str = "Keine Frage") -> dict[str, Any]:
    """Changes that set a text apart; it stays with the inquiry."""
    question = _question(inquiry, place)
    rest = (*inquiry.questions[:place], *inquiry.questions[place + 1 :])
    return {"questions": rest, "other": (*inquiry.other, OtherRequest(kind=kind or "Keine Frage", text=question.text))}


def is_question(inquiry: Inquiry, place: int) -> dict[str, Any]:
    """Changes that make a question of what was set apart."""
    if not 0 <= place < len(inquiry.other):
        raise BadInput("Diesen Teil der Anfrage gibt es nicht mehr.")
    apart = inquiry.other[place]
    rest = (*inquiry.other[:place], *inquiry.other[place + 1 :])
    return {"questions": (*inquiry.questions, _placed(Question(text=apart.text), inquiry.text)), "other": rest}


def _question(inquiry: Inquiry, place: int) -> Question:
    if not 0 <= place < len(inquiry.questions):
        raise BadInput("Diese Frage gibt es nicht mehr. Bitte die Seite neu laden.")
    return inquiry.questions[place]


class Marked(Value):
    """A run of the original: the text of a question (by its place), of another request, or the rest."""

    text: str
    question: int | None = None


def marked_original(inquiry: Inquiry) -> list[Marked]:
    """The whole original in order, every character of it, with the questions marked."""
    text, runs, at = inquiry.text, [], 0
    placed = [(q.start, q.end, i) for i, q in enumerate(inquiry.questions) if q.start is not None and q.end is not None]
    for start, end, place in sorted(placed):
        if start < at:
            continue
        if start > at:
            runs.append(Marked(text=text[at:start]))
        runs.append(Marked(text=text[start:end], question=place))
        at = end
    return [*runs, Marked(text=text[at:])] if at < len(text) else runs
