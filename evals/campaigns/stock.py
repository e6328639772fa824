"""A library that campaigns damage, what runs on it, and what is left of it afterwards."""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.library import IngestOptions, Library, ingest
from assistant.settings import Settings
from evals.campaigns.running import VORLAGEN, environment

ACTIONS = ("ingest", "sync", "delete", "forget", "train", "reindex")
_REMOVES = ("delete", "forget")


@dataclass
class Figures:
    """What a campaign counts; `notes` says what was wrong where."""

    runs: int = 0
    hit: int = 0
    failed_clearly: int = 0
    went_on: int = 0
    tracebacks: int = 0
    server_errors: int = 0
    search_errors: int = 0
    not_mended: int = 0
    slowest_mend: float = 0.0
    differences: int = 0
    lost: int = 0
    not_usable_after: int = 0
    by_action: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Stock:
    """A library with some of the papers of `root/in` in it, the address of a council that has them all, and what
    can be done to it."""

    root: Path
    council: str = ""

    @contextlib.contextmanager
    def copied(self) -> Iterator["Stock"]:
        """The same elsewhere; its files are recognised by their contents."""
        with tempfile.TemporaryDirectory() as scratch:
            yield Stock(Path(shutil.copytree(self.root, Path(scratch) / "copy")), self.council)

    @property
    def folder(self) -> Path:
        return self.root / "in"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.data)

    def papers(self) -> set[str]:
        with Library.open(self.settings) as library:
            return set(library.paper_ids(public_only=False))

    def command(self, action: str) -> tuple[str, ...]:
        if action == "delete":
            min(path for path in self.folder.rglob("*") if path.is_file()).unlink()
        return {
            "ingest": ("ingest", str(self.folder)),
            "sync": ("ingest", self.council),
            "delete": ("ingest", str(self.folder), "--prune"),
            "forget": ("forget", min(self.papers()), "--yes"),
            "train": ("train",),
            "reindex": ("reindex",),
        }[action]

    def start(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own command
            [*VORLAGEN, *arguments],
            env=environment(self.data) | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, before: tuple[str, ...] = (), **environ: str) -> subprocess.CompletedProcess[str]:
        command, environ = [*before, *VORLAGEN, *arguments], environment(self.data) | environ
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=1800)  # noqa: S603 - ours

    def take_in(self, folder: Path) -> None:
        """Ingest all of the folder; on a busy machine a file may take too long at first.

        Raises RuntimeError with what was said when it does not succeed.
        """
        said = ""
        for _ in range(3):
            done = self.run("ingest", str(folder))
            if done.returncode == 0:
                return
            said = done.stderr[-800:] + done.stdout[-800:]
        raise RuntimeError(said)


def prepared(scratch: Path, folder: Path, council: str = "") -> Stock:
    """A stock with the first half of the papers taken in; the whole folder waits beside it."""
    stock = Stock(scratch / "stock", council)
    shutil.copytree(folder, stock.folder)
    files = sorted(path for path in stock.folder.rglob("*") if path.is_file())
    later = files[len(files) // 2 :]
    for path in later:
        path.rename(path.with_name(path.name + ".later"))
    stock.take_in(stock.folder)
    for path in later:
        path.with_name(path.name + ".later").rename(path)
    return stock


def made_papers(folder: Path, count: int = 200) -> Path:
    """Made papers of a town that does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        answer = " ".join(f"Im Jahr {2000 + i} wurden {n * i + 3} Bänke aufgestellt." for i in range(1, 20))
        text = f"Mitteilungsvorlage\nM 12/{n:04}\nDatum: 03.05.2012\nöffentlich\n\nBänke im Bezirk {n}\n\n"
        (folder / f"{n}.txt").write_text(f"{text}1. Wie viele Bänke stehen im Bezirk {n}?\n\n{answer}\n", "utf-8")
    return folder


def judge(stock: Stock, figures: Figures, what: str, before: set[str], action: str, acknowledged: bool = False) -> None:
    """What differs now, what is lost, and whether the folder can be taken in."""
    figures.runs += 1
    figures.by_action[action] = figures.by_action.get(action, 0) + 1
    with Library.open(stock.settings) as library:
        problems = library.check().problems
        now = set(library.paper_ids(public_only=False))
        figures.differences += len(problems)
        figures.notes += [f"{what}: {problem.where}: {problem.what}" for problem in problems[:3]]
        lost = len(before - now) - (action in _REMOVES)
        if lost > 0:
            figures.lost += lost
            figures.notes.append(f"{what}: {lost} papers lost")
        report = ingest(library, [str(stock.folder)], IngestOptions())
        if acknowledged and action == "ingest" and report.papers:
            figures.lost += report.papers
            figures.notes.append(f"{what}: {report.papers} acknowledged papers were not there")
        if report.failed or not library.check().ok:
            figures.not_usable_after += 1
            figures.notes.append(f"{what}, then ingest: {report.failed[:1]}")
