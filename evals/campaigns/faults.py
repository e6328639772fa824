"""Kill, starve and spoil the library, and count what differs afterwards.

    python -m evals.campaigns.faults FOLDER [--kills 50] [--disk 30] [--spoil 50] [--no-points] [--seed 1] [--json]

FOLDER holds papers. Killed are ingest, sync, delete, forget, train and reindex: at every named failpoint, and
`--kills` times at random. `--disk`: commands whose N-th write to the data directory fails (`strace -e inject`:
disk full, input/output error, read-only). `--spoil`: index files, Chroma's too, truncated or with a bit flipped
under a whole service. Afterwards the library must check without a difference (a spoilt index: by itself, while the
service runs), hold what it had acknowledged, and take in the whole folder.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assistant.library.failpoints import NAMES
from evals.campaigns.council import serving
from evals.campaigns.spoil import spoil, with_chroma
from evals.campaigns.stock import ACTIONS, Figures, Stock, judge, prepared

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
        stock = prepared(Path(scratch), options.folder, council)
        campaigns: dict[str, list[Callable[[Figures], None]]] = {
            "points": [] if options.no_points else [lambda f, n=n, a=a: kill_at(stock, n, a, f) for n, a in points()],
            "kills": [lambda f: kill(rng, stock, f)] * options.kills,
            "disk": [lambda f: starve(rng, stock, f)] * options.disk,
        }
        results = {name: go(name, steps) for name, steps in campaigns.items()}
        if options.spoil:
            grown = with_chroma(stock)
            before = grown.papers()
            results["spoil"] = go("spoil", [lambda f: spoil(rng, grown, f)] * options.spoil)
            judge(grown, results["spoil"], "all places", before, "ingest")
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
        paths = [str(path) for path in (copy.data).rglob("*")]
        paths += [str(copy.data / f"vorlagen.sqlite3{end}") for end in ("-wal", "-shm")]
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


if __name__ == "__main__":
    main()
