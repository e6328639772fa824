"""What an ingest was asked to do, and what came of it."""

from dataclasses import dataclass, field

from assistant.library.tables import PaperRow
from assistant.model import PaperReading, Value

COUNTS = ("papers", "exchanges", "passages", "unchanged", "removed")


class IngestOptions(Value):
    """`prune`: remove what is gone from the source; `full`: look at everything again;
    `not_public`: what carries no mark is nichtöffentlich."""

    prune: bool = False
    full: bool = False
    not_public: bool = False


class IngestFailure(Value):
    source: str
    reason: str


class Difference(Value):
    """A paper that was known already and came from the council too: what the two say differently."""

    paper: str
    fields: tuple[str, ...]


class IngestReport(Value):
    """What came of an ingest; `papers` counts those that are new or changed."""

    papers: int = 0
    exchanges: int = 0
    passages: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[IngestFailure, ...] = ()
    merged: tuple[Difference, ...] = ()


@dataclass
class Tally:
    """The counts while it goes on; `stored` holds each paper's exchanges and passages."""

    stored: dict[str, tuple[int, int]] = field(default_factory=dict)
    unchanged: int = 0
    removed: int = 0
    failed: list[IngestFailure] = field(default_factory=list)
    merged: list[Difference] = field(default_factory=list)

    def fail(self, source: str, reason: str) -> None:
        self.failed.append(IngestFailure(source=source, reason=reason))

    def report(self) -> IngestReport:
        return IngestReport(
            papers=len(self.stored),
            exchanges=sum(exchanges for exchanges, _ in self.stored.values()),
            passages=sum(passages for _, passages in self.stored.values()),
            unchanged=self.unchanged,
            removed=self.removed,
            failed=tuple(self.failed),
            merged=tuple(self.merged),
        )

    @property
    def done(self) -> int:
        return len(self.stored) + self.unchanged + self.removed


def difference_of(known: PaperRow, read: PaperReading) -> Difference:
    """What of a known paper the council says differently."""
    theirs = read.paper
    fields = ("name", "paper_type", "date", "department", "public", "text")
    return Difference(
        paper=known.id, fields=tuple(name for name in fields if getattr(known, name) != getattr(theirs, name))
    )
