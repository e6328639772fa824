"""Kill, starve and spoil the library, and count what differs afterwards.

    python -m evals.campaigns.faults FOLDER [--kills 50] [--disk 30] [--spoil 50] [--no-points] [--seed 1] [--json]

FOLDER holds papers. Killed are ingest, sync, delete, forget, train and reindex: at every named failpoint, and
`--kills` times at random. `--disk`: commands whose N-th write to the data directory fails (`strace -e inject`:
disk full, input/output error, read-only). `--spoil`: index files truncated or with a bit flipped under a service
that is started then. Afterwards the library must check without a difference (a spoilt index: by itself, while the
service runs), hold what it had acknowledged, and take in the whole folder.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.library import IngestOptions, Library, ingest
from assistant.library.failpoints import NAMES
from assistant.settings import Settings
from evals.campaigns.council import serving

_COMMAND = [sys.executable, "-c", "from assistant.cli import main; main()"]
_FAULTS = (
    "pwrite64:error=ENOSPC",
    "pwrite64:error=EIO",
    "write:error=ENOSPC",
    "write:error=EIO",
    "fdatasync:error=EIO",
    "fsync:error=EIO",
    "openat:error=EROFS",
    "rename:error=ENOSPC",
)
_PAGES = ("/healthz", "/readyz", "/", "/bestand", "/api/v1/inquiries", "/metrics")
_SEARCHES = ("/api/v1/search?text=Verwaltung", "/suche?text=Verwaltung")
_PATIENCE = 240.0


@dataclass
class Figures:
    runs: int = 0
    hit: int = 0
    failed_clearly: int = 0
    went_on: int = 0
    tracebacks: int = 0
    server_errors: int = 0
    search_errors: int = 0
    differences: int = 0
    lost: int = 0
    not_usable_after: int = 0
    by_action: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    for name, number in (("kills", 50), ("disk", 30), ("spoil", 50), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--no-points", action="store_true", help="leave out the named failpoints")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 - a campaign must be repeatable
    with tempfile.TemporaryDirectory() as scratch, serving(options.folder) as council:
        stock = Stock(prepared(Path(scratch), options.folder), council)
        campaigns: dict[str, list[Callable[[Figures], None]]] = {
            "points": [] if options.no_points else [lambda f, n=n, a=a: kill_at(stock, n, a, f) for n, a in points()],
            "kills": [lambda f: kill(rng, stock, f)] * options.kills,
            "disk": [lambda f: starve(rng, stock, f)] * options.disk,
            "spoil": [lambda f: spoil(rng, stock, f)] * options.spoil,
        }
        results = {name: go(name, steps) for name, steps in campaigns.items()}
    if options.json:
        print(json.dumps({name: vars(figures) for name, figures in results.items()}, ensure_ascii=False))
        return
    for name, figures in results.items():
        print(name, {key: value for key, value in vars(figures).items() if key != "notes"})
        print(*figures.notes[:10], sep="\n")


def go(name: str, steps: list[Callable[[Figures], None]]) -> Figures:
    figures = Figures()
    for step in steps:
        step(figures)
        print(name, {key: value for key, value in vars(figures).items() if value}, file=sys.stderr, flush=True)
    return figures


# --- the stock that is damaged, and what runs on it ------------------------------------------------


@dataclass(frozen=True)
class Stock:
    """A library with half of the papers of `root/in` in it, the address of a council that has them all, and what
    can be done to it."""

    root: Path
    council: str

    @contextlib.contextmanager
    def copied(self) -> Iterator["Stock"]:
        """The same elsewhere; its files are recognised by their contents."""
        with tempfile.TemporaryDirectory() as scratch:
            yield Stock(Path(shutil.copytree(self.root, Path(scratch) / "copy")), self.council)

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.root / "data")

    def papers(self) -> set[str]:
        with Library.open(self.settings) as library:
            return set(library.paper_ids(public_only=False))

    def command(self, action: str) -> tuple[str, ...]:
        folder = self.root / "in"
        if action == "delete":
            min(path for path in folder.rglob("*") if path.is_file()).unlink()
        return {
            "ingest": ("ingest", str(folder)),
            "sync": ("ingest", self.council),
            "delete": ("ingest", str(folder), "--prune"),
            "forget": ("forget", min(self.papers()), "--yes"),
            "train": ("train",),
            "reindex": ("reindex",),
        }[action]

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own command
            [*_COMMAND, *arguments],
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        command = [*before, *_COMMAND, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=1800)  # noqa: S603

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "VORLAGEN_DATA_DIR": str(self.root / "data")}


ACTIONS = ("ingest", "sync", "delete", "forget", "train", "reindex")
_REMOVES = ("delete", "forget")


def prepared(scratch: Path, folder: Path) -> Path:
    """The first half of the papers taken in; the whole folder waits beside it."""
    stock = scratch / "stock"
    shutil.copytree(folder, stock / "in")
    files = sorted(path for path in (stock / "in").rglob("*") if path.is_file())
    for path in files[len(files) // 2 :]:
        path.rename(path.with_name(path.name + ".later"))
    Stock(stock, "").run("ingest", str(stock / "in")).check_returncode()
    for path in (stock / "in").rglob("*.later"):
        path.rename(path.with_suffix(""))
    return stock


# --- kills ----------------------------------------------------------------------------------------


def points() -> list[tuple[str, str]]:
    return [(name, action) for name in NAMES for action in ACTIONS if _may_reach(name, action)]


def _may_reach(name: str, action: str) -> bool:
    place = name.split("-")[0]
    return {
        "vectors": action == "train",
        "reindex": action in ("reindex", "forget"),
        "remove": action == "delete",
        "forget": action == "forget",
        "words": action != "train",
    }.get(place, action in ("ingest", "sync", "delete"))


def kill_at(stock: Stock, name: str, action: str, figures: Figures) -> None:
    with stock.copied() as copy:
        before = copy.papers()
        process = copy.start(*copy.command(action), VORLAGEN_FAILPOINT=name)
        process.communicate(timeout=300)
        figures.hit += process.returncode == -signal.SIGKILL
        if process.returncode != -signal.SIGKILL:
            figures.notes.append(f"{action} never came to {name}")
        judge(copy, figures, f"{action} at {name}", before, action)


def kill(rng: random.Random, stock: Stock, figures: Figures) -> None:
    with stock.copied() as copy:
        action, before = rng.choice(ACTIONS), copy.papers()
        process = copy.start(*copy.command(action))
        time.sleep(rng.uniform(0.2, 12.0 if action == "train" else 5.0))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        said = process.communicate()[0]
        figures.hit += process.returncode < 0
        judge(copy, figures, action, before, action, acknowledged=bool(said) and process.returncode == 0)


# --- disks ----------------------------------------------------------------------------------------


def starve(rng: random.Random, stock: Stock, figures: Figures) -> None:
    with stock.copied() as copy, tempfile.NamedTemporaryFile("r") as log:
        action, before = rng.choice(ACTIONS), copy.papers()
        fault, at = rng.choice(_FAULTS), rng.choice((1, 1, 2, 3, 5, 8, 13, 21, 34))
        paths = [str(path) for path in (copy.root / "data").rglob("*")]
        paths += [str(copy.root / "data" / f"vorlagen.sqlite3{end}") for end in ("-wal", "-shm")]
        chosen = [part for path in dict.fromkeys(paths) for part in ("-P", path)]
        traced = ("strace", "-f", "-qq", "-o", log.name, *chosen, "-e", f"inject={fault}:when={at}+")
        done = copy.run(*copy.command(action), before=traced)
        hit = "(INJECTED)" in log.read()
        figures.hit += hit
        figures.went_on += hit and done.returncode == 0
        figures.failed_clearly += hit and done.returncode != 0 and "Traceback" not in done.stderr
        if "Traceback" in done.stderr or "panicked" in done.stderr:
            figures.tracebacks += 1
            figures.notes.append(f"{action} {fault} {at}: {done.stderr.strip()[-600:]}")
        elif hit and done.returncode != 0:
            figures.notes.append(f"{action} {fault} {at} said: {done.stderr.strip().splitlines()[-1][-200:]}")
        judge(copy, figures, f"{action} {fault} {at}", before, action)


# --- spoilt indexes -------------------------------------------------------------------------------


def spoil(rng: random.Random, stock: Stock, figures: Figures) -> None:
    with stock.copied() as copy:
        before = copy.papers()
        what = _spoilt(rng, copy.root / "data")
        with service(copy) as address:
            for _ in range(2):
                for page in (*_SEARCHES, *_PAGES, f"/api/v1/papers/{min(before)}"):
                    status = _status(address + page)
                    if status >= 500:
                        figures.search_errors += page in _SEARCHES
                        figures.server_errors += page not in _SEARCHES
                        figures.notes.append(f"{what}: {page} {status}")
            mended = _mends_itself(copy)
        if not mended:
            figures.notes.append(f"{what}: not mended after {_PATIENCE:.0f} s")
        figures.hit += 1
        judge(copy, figures, what, before, "ingest")


def _spoilt(rng: random.Random, data: Path) -> str:
    places = [data / "index"] + ([data / "chroma"] if (data / "chroma").exists() else [])
    files = [path for place in places for path in sorted(place.rglob("*")) if path.is_file() and path.stat().st_size]
    path = rng.choice(files)
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    if rng.random() < 0.5:
        how = "truncated"
        del content[at:]
    else:
        how = "bit flipped"
        content[at] ^= 1 << rng.randrange(8)
    path.write_bytes(content)
    return f"{path.relative_to(data)} {how} at {at}"


@contextlib.contextmanager
def service(stock: Stock) -> Iterator[str]:
    """The address of a running service over the stock."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*_COMMAND, "serve", "--demo", "--port", str(port)], env=stock.environment, stdout=log, stderr=log
        )
        try:
            end = time.monotonic() + _PATIENCE
            while _status(f"{address}/healthz") != 200:
                if process.poll() is not None or time.monotonic() > end:
                    log.seek(0)
                    raise RuntimeError(f"the service does not start: {log.read()[-800:]}")
                time.sleep(0.2)
            yield address
        finally:
            process.terminate()
            process.wait(60)


def _status(url: str) -> int:
    """The answer's status; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own service
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _mends_itself(stock: Stock) -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with Library.open(stock.settings) as library:
            if library.check().ok:
                return True
        time.sleep(1.0)
    return False


# --- afterwards -----------------------------------------------------------------------------------


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
        report = ingest(library, [str(stock.root / "in")], IngestOptions())
        if acknowledged and action == "ingest" and report.papers:
            figures.lost += report.papers
            figures.notes.append(f"{what}: {report.papers} acknowledged papers were not there")
        if report.failed or not library.check().ok:
            figures.not_usable_after += 1
            figures.notes.append(f"{what}, then ingest: {report.failed[:1]}")


if __name__ == "__main__":
    main()
