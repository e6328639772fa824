"""Kill, starve and spoil the library at random, and count what differs afterwards.

    python -m evals.campaigns.faults FOLDER [--kills 50] [--disk 30] [--spoil 50] [--seed 1] [--json]

FOLDER holds papers. `--kills`: commands killed at random times. `--disk`: commands whose N-th write to
the data directory fails (`strace -e inject`: disk full, input/output error, read-only). `--spoil`: index
files truncated or with a bit flipped. After each the library must check without a difference (after a
spoilt index: once it has been repaired) and the next command must work.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.library import Library
from assistant.settings import Settings

_COMMAND = [sys.executable, "-c", "from assistant.cli import main; main()"]
_FAULTS = (
    "pwrite64:error=ENOSPC",
    "pwrite64:error=EIO",
    "write:error=ENOSPC",
    "fdatasync:error=EIO",
    "fsync:error=EIO",
    "openat:error=EROFS",
)


@dataclass
class Figures:
    runs: int = 0
    killed: int = 0
    failed_clearly: int = 0
    tracebacks: int = 0
    differences: int = 0
    not_usable_after: int = 0
    notes: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    for name, number in (("kills", 50), ("disk", 30), ("spoil", 50), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 - a campaign must be repeatable
    campaigns: dict[str, tuple[int, Callable]] = {
        "kills": (options.kills, kill),
        "disk": (options.disk, starve),
        "spoil": (options.spoil, spoil),
    }
    with tempfile.TemporaryDirectory() as scratch:
        stock = prepared(Path(scratch), options.folder)
        results = {}
        for name, (times, one) in campaigns.items():
            figures = results[name] = Figures()
            for _ in range(times):
                one(rng, stock, figures)
                print(name, vars(figures), file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps({name: vars(figures) for name, figures in results.items()}, ensure_ascii=False))
        return
    for name, figures in results.items():
        print(name, {key: value for key, value in vars(figures).items() if key != "notes"})
        print(*figures.notes[:10], sep="\n")


def prepared(scratch: Path, folder: Path) -> Path:
    """The first half of the papers taken in; the whole folder waits beside it."""
    stock = scratch / "stock"
    shutil.copytree(folder, stock / "in")
    files = sorted(path for path in (stock / "in").rglob("*") if path.is_file())
    for path in files[len(files) // 2 :]:
        path.rename(path.with_name(path.name + ".later"))
    run(stock, "ingest", str(stock / "in")).check_returncode()
    for path in (stock / "in").rglob("*.later"):
        path.rename(path.with_suffix(""))
    return stock


def environment(root: Path) -> dict[str, str]:
    import os

    return {**os.environ, "VORLAGEN_DATA_DIR": str(root / "data")}


def run(root: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, *_COMMAND, *arguments]
    return subprocess.run(command, env=environment(root), capture_output=True, text=True, timeout=300)  # noqa: S603


def some_command(rng: random.Random, root: Path) -> tuple[str, ...]:
    with Library.open(Settings(data_dir=root / "data")) as library:
        paper = rng.choice(library.paper_ids(public_only=False))
    ingest = ("ingest", str(root / "in"))
    return rng.choice([ingest, ingest, (*ingest, "--prune"), ("reindex",), ("forget", paper, "--yes")])


def kill(rng: random.Random, stock: Path, figures: Figures) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = copied(stock, Path(scratch))
        command = some_command(rng, root)
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*_COMMAND, *command], env=environment(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(0.1, 6.0))
        process.kill()
        figures.runs += 1
        figures.killed += process.wait() < 0
        judge(root, figures, command)


def starve(rng: random.Random, stock: Path, figures: Figures) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = copied(stock, Path(scratch))
        command, fault, at = some_command(rng, root), rng.choice(_FAULTS), rng.randrange(1, 40)
        paths = [str(path) for path in (root / "data").rglob("*") if path.is_file()]
        wal = [str(root / "data" / f"vorlagen.sqlite3{end}") for end in ("", "-wal", "-shm")]
        chosen = [part for path in dict.fromkeys(paths + wal) for part in ("-P", path)]
        traced = ("strace", "-f", "-qq", "-o", "/dev/null", *chosen, "-e", f"inject={fault}:when={at}+")
        done = run(root, *command, before=traced)
        figures.runs += 1
        figures.failed_clearly += done.returncode != 0 and "Traceback" not in done.stderr
        if "Traceback" in done.stderr:
            figures.tracebacks += 1
            figures.notes.append(f"{command[0]} {fault} {at}: {done.stderr.strip().splitlines()[-1]}")
        judge(root, figures, (*command, fault))


def spoil(rng: random.Random, stock: Path, figures: Figures) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = copied(stock, Path(scratch))
        files = [path for path in (root / "data" / "index").rglob("*") if path.is_file() and path.stat().st_size]
        path = rng.choice(files)
        data = bytearray(path.read_bytes())
        at = rng.randrange(len(data))
        if rng.random() < 0.5:
            del data[at:]
        else:
            data[at] ^= 1 << rng.randrange(8)
        path.write_bytes(data)
        done = run(root, "search", "Verwaltung", "--json")
        figures.runs += 1
        figures.not_usable_after += done.returncode != 0
        figures.tracebacks += "Traceback" in done.stderr
        if done.returncode:
            figures.notes.append(f"{path.name} {at}: {done.stderr.strip()[-200:]}")
        run(root, "check", "--repair", "--json")
        judge(root, figures, (path.name,))


def judge(root: Path, figures: Figures, command: tuple[str, ...]) -> None:
    """What differs now, and whether the next command works."""
    done = run(root, "check", "--json")
    try:
        problems = json.loads(done.stdout)["problems"]
    except ValueError:
        problems = [{"what": done.stderr.strip()[-300:]}]
    figures.differences += len(problems)
    figures.notes += [f"{' '.join(command[:1])}: {problem['what']}" for problem in problems[:3]]
    after = run(root, "ingest", str(root / "in"))
    if after.returncode:
        figures.not_usable_after += 1
        figures.notes.append(f"{command[0]}, then ingest: {after.stderr.strip()[-300:]}")


def copied(stock: Path, scratch: Path) -> Path:
    """The stock elsewhere; its files are recognised by their contents."""
    return Path(shutil.copytree(stock, scratch / "copy"))


if __name__ == "__main__":
    main()
