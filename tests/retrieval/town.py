"""A small library of the fictional town Lindenau, built straight from values."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.library import Library, ingest
from assistant.library.reader import Job
from assistant.model import (
    Consultation,
    Exchange,
    File,
    Outcome,
    Paper,
    PaperReading,
    Passage,
    PassageKind,
    Span,
    Voice,
)
from assistant.sources import Fetched, Memory, Origin, SourceFile, SourcePaper


@dataclass
class Sheet:
    """One file: its day, who speaks, its exchanges and its passages."""

    day: str
    voice: Voice = Voice.administration
    pairs: tuple[tuple[str, str], ...] = ()
    passages: tuple[str, ...] = ()
    kind: PassageKind = PassageKind.body
    replaced: bool = False


@dataclass
class Vorlage:
    reference: str
    name: str
    sheets: tuple[Sheet, ...]
    paper_type: str = "Anfrage"
    department: str = "Amt für Bildung"
    organization: str = "Stadtrat"
    public: bool = True
    outcome: Outcome | None = None

    def reading(self) -> PaperReading:
        text, files, exchanges, passages = "", [], [], []
        for at, sheet in enumerate(self.sheets):
            start, day = len(text), dt.date.fromisoformat(sheet.day)
            for number, (question, answer) in enumerate(sheet.pairs, 1):
                text += f"{number}. {question}\n\n"
                span = Span(start=len(text), end=len(text) + len(answer))
                exchanges.append(
                    Exchange(
                        number=str(number), question=question, answer=answer, date=day, page=1, file=at, spans=(span,)
                    )
                )
                text += f"{answer}\n\n"
            for words in sheet.passages:
                passages.append(
                    Passage(
                        text=words,
                        start=len(text),
                        end=len(text) + len(words),
                        page=1,
                        file=at,
                        date=day,
                        voice=sheet.voice,
                        kind=sheet.kind,
                    )
                )
                text += f"{words}\n\n"
            digest = hashlib.sha256(f"{self.reference} {at}".encode()).hexdigest()
            files.append(
                File(
                    name=f"Datei {at}",
                    sha256=digest,
                    date=day,
                    start=start,
                    end=len(text),
                    page_starts=(start,),
                    voice=sheet.voice,
                    replaced=sheet.replaced,
                )
            )
        paper = Paper(
            id="-",
            reference=self.reference,
            paper_type=self.paper_type,
            name=self.name,
            date=dt.date.fromisoformat(self.sheets[0].day),
            department=self.department,
            public=self.public,
            outcome=self.outcome,
            consultations=(Consultation(organization=self.organization),),
            exchanges=tuple(exchanges),
            text=text,
            files=tuple(files),
        )
        return PaperReading(paper=paper, passages=tuple(passages))


class Shelf:
    """The papers as a source, and as the reader that reads them."""

    feed, kind, complete, version = "Lindenau", "folder", True, "1"

    def __init__(self, vorlagen: tuple[Vorlage, ...]) -> None:
        self._vorlagen = {vorlage.reference: vorlage for vorlage in vorlagen}
        self.total = len(vorlagen)

    def __enter__(self) -> "Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def papers(self, memory: Memory) -> Iterator[SourcePaper]:
        for reference in self._vorlagen:
            files = Fetched((SourceFile(key=reference, name=reference, data=reference.encode()),))
            yield SourcePaper((Origin(reference, "1", reference),), lambda files=files: files)

    def fetch_again(self, keys: tuple[str, ...]) -> Fetched:
        return Fetched(())

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, PaperReading]]:
        for job in jobs:
            yield job, self._vorlagen[job.paper.name].reading()


def put(library: Library, *vorlagen: Vorlage) -> None:
    """Take the papers in."""
    shelf = Shelf(vorlagen)
    report = ingest(library, [shelf], reader=shelf)
    assert (report.papers, report.failed) == (len(vorlagen), ())


KITA_2017 = Vorlage(
    "2017/0031",
    "Warteliste der Kindertagesstätten",
    (
        Sheet(
            "2017-03-01", Voice.asker, passages=("Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?",)
        ),
        Sheet(
            "2017-04-05",
            pairs=(
                (
                    "Wie viele Kinder stehen auf der Warteliste der Kindertagesstätten?",
                    "Zum 1. März 2017 standen 112 Kinder auf der Warteliste. Vorrang haben Alleinerziehende.",
                ),
                (
                    "Nach welchen Kriterien werden die Plätze vergeben?",
                    "Die Plätze werden nach der Satzung vom 4. Mai 2012 vergeben; es zählt das Datum der Anmeldung.",
                ),
            ),
        ),
        Sheet(
            "2017-05-02",
            Voice.speaker,
            passages=("Stadtrat Bode bedauert die lange Warteliste der Kindertagesstätten.",),
        ),
    ),
)
KITA_2021 = Vorlage(
    "2021/0114",
    "Warteliste der Kindertagesstätten - Nachfrage",
    (
        Sheet(
            "2021-06-10",
            pairs=(
                (
                    "Wie viele Kinder stehen aktuell auf der Warteliste der Kindertagesstätten?",
                    "Zum 1. Juni 2021 standen 87 Kinder auf der Liste. Auf Vorlage Nr. 2017/0031 wird verwiesen.",
                ),
            ),
        ),
    ),
)
SCHULHOF = Vorlage(
    "2018/0220",
    "Entsiegelung des Schulhofs der Lindenschule",
    (
        Sheet(
            "2018-09-14",
            pairs=(
                (
                    "Wann wird der Schulhof der Lindenschule entsiegelt?",
                    "Die Entsiegelung des Schulhofs ist für die Sommerferien 2019 vorgesehen und kostet 240.000 Euro.",
                ),
            ),
            passages=("Die Fläche vor der Turnhalle bleibt befestigt, damit die Feuerwehr zufahren kann.",),
        ),
        Sheet("2018-09-14", passages=("Finanzielle Auswirkungen Schulhof Lindenschule ja nein",), kind=PassageKind.box),
        Sheet("2018-10-02", passages=("Abstimmung Schulhof Lindenschule: 20 Ja, 3 Nein",), kind=PassageKind.vote),
    ),
    department="Gartenamt",
)
RADWEG = Vorlage(
    "2019/0077",
    "Antrag: Radweg an der Mühlenstraße",
    (
        Sheet("2019-02-01", Voice.asker, passages=("Die Stadt baut an der Mühlenstraße beidseitig einen Radweg.",)),
        Sheet(
            "2019-03-12",
            passages=("Ein Radweg an der Mühlenstraße ist wegen der Breite von sieben Metern nicht möglich.",),
        ),
    ),
    paper_type="Antrag",
    department="Dez. 3",
    outcome=Outcome.rejected,
)
GRUNDSTUECK = Vorlage(
    "2020/0009",
    "Ankauf des Grundstücks Mühlenstraße 12",
    (
        Sheet(
            "2020-01-20",
            passages=("Die Stadt kauft das Grundstück Mühlenstraße 12 für den Radweg zum Preis von 310.000 Euro.",),
        ),
    ),
    paper_type="Beschlussvorlage",
    public=False,
)
TAUBEN = Vorlage(
    "2022/0301",
    "Füttern von Stadttauben",
    (
        Sheet(
            "2022-05-03",
            Voice.asker,
            passages=("Besteht in der Innenstadt ein Verbot, Stadttauben zu füttern, und wer kontrolliert es?",),
        ),
    ),
)
FERIEN = Vorlage(
    "2020/0150",
    "Ferienbetreuung",
    (
        Sheet(
            "2020-04-01",
            replaced=True,
            passages=("Die Ferienbetreuung kostet 55 Euro je Woche einschließlich Mittagessen.",),
        ),
        Sheet("2020-04-20", passages=("Die Ferienbetreuung kostet 65 Euro je Woche einschließlich Mittagessen.",)),
    ),
    paper_type="Mitteilungsvorlage",
)
LAUB = Vorlage(
    "2016/0044",
    "Laubbläser im Stadtpark",
    (
        Sheet(
            "2016-11-08",
            pairs=(("Setzt das Gartenamt Laubbläser ein?", "Im Stadtpark werden nur Geräte mit Akku eingesetzt."),),
        ),
    ),
    department="Gartenamt",
)
LINDENAU = (KITA_2017, KITA_2021, SCHULHOF, RADWEG, GRUNDSTUECK, TAUBEN, FERIEN, LAUB)
