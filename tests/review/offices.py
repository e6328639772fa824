"""A desk over a small shelf of papers, with a real database and people of the fictional town of Auenrade."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from assistant import database
from assistant.model import (
    Citation,
    DraftItem,
    File,
    Inquiry,
    ItemStatus,
    Notice,
    Paper,
    Question,
    Sentence,
)
from assistant.review import Desk, Person, Role
from assistant.settings import Settings
from assistant.town import TownProfile

ANSWER = (
    "Im Jahr 2021 wurden 14 neue Fahrradbügel am Bahnhof Auenrade aufgestellt. "
    "Zuständig für die Wartung ist der Betriebshof. "
    "Weitere Standorte sind derzeit nicht geplant."
)
SENTENCES = [s if s.endswith(".") else f"{s}." for s in ANSWER.split(". ")]


def paper(id: str = "p1", public: bool = True, text: str = ANSWER) -> Paper:
    day = dt.date(2021, 9, 14)
    file = File(name="Antwort", sha256="0" * 64, date=day, start=0, end=len(text))
    return Paper(id=id, reference="M 21/0300", name="Fahrradbügel", date=day, public=public, text=text, files=(file,))


class Shelf:
    """What the desk asks of a library: a database, settings, and papers by their id."""

    def __init__(self, settings: Settings, *papers: Paper) -> None:
        self.settings = settings
        self.engine = database.engine(settings)
        database.migrate(self.engine)
        self.papers = {one.id: one for one in papers}

    def session(self) -> Any:
        return database.writing(self.engine)

    def reading(self) -> Any:
        return database.reading(self.engine)

    def paper(self, name: str, public_only: bool = True) -> Paper | None:
        found = self.papers.get(name)
        return found if found and (found.public or not public_only) else None

    def paper_notices(self, _id: str) -> tuple[Notice, ...]:
        return ()


class Clock:
    """A clock that moves only when told to, a second with every look."""

    def __init__(self) -> None:
        self.time = dt.datetime(2024, 5, 6, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.time += dt.timedelta(seconds=1)
        return self.time


def office(settings: Settings, *papers: Paper, town: TownProfile | None = None) -> tuple[Desk, Clock]:
    clock = Clock()
    return Desk(Shelf(settings, *(papers or (paper(),))), town=town or TownProfile(name="Auenrade"), now=clock), clock


def person(desk: Desk, login: str, *roles: Role, department: str = "", not_public: bool = False) -> Person:
    return desk.add_person(
        login, login.title(), roles=[r.value for r in roles], department=department, not_public=not_public
    )


def cited(text: str, source: Paper, author: str = "machine") -> Sentence:
    """A sentence that quotes `text` verbatim from the paper."""
    start = source.text.index(text)
    citation = Citation(
        paper=source.id,
        reference=source.reference,
        date=source.date,
        page=1,
        start=start,
        end=start + len(text),
        quote=text,
    )
    return Sentence(text=text, author=author, citations=(citation,))


def item(number: str, question: str, sentences: Sequence[Sentence]) -> DraftItem:
    return DraftItem(number=number, question=question, status=ItemStatus.drafted, sentences=tuple(sentences))


def inquiry(*questions: str, public: bool = True) -> Inquiry:
    text = "Anfrage zu Fahrradbügeln\n\n" + "\n\n".join(f"{n}. {q}" for n, q in enumerate(questions, 1))
    placed = tuple(
        Question(number=str(n), text=q, start=text.index(q), end=text.index(q) + len(q))
        for n, q in enumerate(questions, 1)
    )
    return Inquiry(id="x", topic="Fahrradbügel", questions=placed, text=text, public=public)


QUESTIONS = ("Wie viele Fahrradbügel wurden am Bahnhof aufgestellt?", "Wer ist für die Wartung zuständig?")


def drafted(desk: Desk, clerk: Person, *questions: str, public: bool = True) -> str:
    """A draft of two questions with one cited sentence each, as the machine would leave it."""
    source = desk.library.papers["p1"]
    filed = desk.add_inquiry(inquiry(*(questions or QUESTIONS), public=public), clerk)
    draft, _ = desk.start_draft(filed.inquiry.id, clerk)
    items = {
        q.text: item(q.number, q.text, [cited(SENTENCES[n % 2], source)]) for n, q in enumerate(filed.inquiry.questions)
    }
    desk._end_draft(draft.id, filed.inquiry, items, None, "")
    return draft.id
