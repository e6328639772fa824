"""Two processes at once on one library: a service that is searched, and beside it ingest or training, again and again.

    python -m evals.campaigns.together FOLDER [--minutes 5] [--beside ingest,train] [--json]

FOLDER holds papers. Beside the service the papers are taken in and half of them removed in turns; or the library goes
over to an embedding of noise and the town's own is learned, which is better and takes its place, so that all is
embedded anew twice a turn. Counted: searches and how many got no answer, or none but an empty one, commands and how
many failed, switches, and what differs in the end.
"""

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.embedding import BASE, StaticEmbedder
from assistant.library import Library
from evals.campaigns.running import service
from evals.campaigns.stock import Stock, prepared

_TEXTS = ("Was kostet ein Bewohnerparkausweis?", "Verwaltung", "Wie viele Plätze fehlen?", "Beschluss des Gemeinderats")


@dataclass
class Figures:
    seconds: float = 0.0
    searches: int = 0
    without_answer: int = 0
    empty: int = 0
    slowest: float = 0.0
    commands: int = 0
    failed_commands: int = 0
    switches: int = 0
    differences: int = 0
    notes: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--beside", default="ingest,train")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results = {}
    for name in options.beside.split(","):
        with tempfile.TemporaryDirectory() as scratch:
            stock = prepared(Path(scratch), options.folder)
            if name == "train":  # learn from all there is
                stock.take_in(stock.folder)
            results[name] = together(stock, name, 60 * options.minutes)
        print(name, vars(results[name]), file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps({name: vars(figures) for name, figures in results.items()}, ensure_ascii=False))


def together(stock: Stock, beside: str, seconds: float) -> Figures:
    figures, start = Figures(), time.monotonic()
    stop = threading.Event()
    with service(stock.data) as address:
        searching = threading.Thread(target=search, args=(address, stop, figures))
        searching.start()
        turn = 0
        while time.monotonic() - start < seconds:
            run(stock, beside, turn, figures)
            turn += 1
        stop.set()
        searching.join()
        with Library.open(stock.settings) as library:
            problems = library.check().problems
    figures.seconds = time.monotonic() - start
    figures.differences += len(problems)
    figures.notes += [f"{one.where}: {one.what}" for one in problems[:5]]
    return figures


def run(stock: Stock, beside: str, turn: int, figures: Figures) -> None:
    if beside == "train":
        weaken(stock, turn)
        done = stock.run("train", "--json")
        figures.switches += done.returncode == 0 and json.loads(done.stdout)["switched"]
    else:
        take_half_away(stock, turn)
        done = stock.run("ingest", str(stock.folder), "--prune")
    figures.commands += 1
    if done.returncode:
        figures.failed_commands += 1
        figures.notes.append(done.stderr.strip()[-300:])


def weaken(stock: Stock, seed: int) -> None:
    """Go over to an embedding in which each token has a place by chance."""
    base = StaticEmbedder.load(BASE)
    noise = np.random.default_rng(seed).standard_normal(base.weights.shape)
    weak = StaticEmbedder(base.tokenizer, noise.astype(np.float16))
    folder = stock.data / "embedding" / weak.fingerprint
    weak.save(folder, "")
    with Library.open(stock.settings) as library:
        library.adopt(weak, folder)


def take_half_away(stock: Stock, turn: int) -> None:
    """Every other time half of the papers are gone, else all are back."""
    aside = stock.root / "aside"
    aside.mkdir(exist_ok=True)
    source, target = (stock.folder, aside) if turn % 2 else (aside, stock.folder)
    for path in sorted(source.iterdir())[:: 2 if turn % 2 else 1]:
        shutil.move(path, target)


def search(address: str, stop: threading.Event, figures: Figures) -> None:
    while not stop.is_set():
        text = _TEXTS[figures.searches % len(_TEXTS)]
        start = time.monotonic()
        try:
            url = f"{address}/api/v1/search?{urllib.parse.urlencode({'text': text})}"
            with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own service
                found = json.load(answer)
        except (OSError, ValueError) as error:
            found = None
            figures.notes.append(str(error))
        figures.searches += 1
        figures.without_answer += found is None
        figures.empty += found == []
        figures.slowest = max(figures.slowest, time.monotonic() - start)
        stop.wait(0.2)


if __name__ == "__main__":
    main()
