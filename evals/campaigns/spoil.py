"""Index files truncated or with a bit flipped under a whole service, Chroma's too.

Most of them before the service starts, some while it runs (it is started again then, as an administrator would).
It has to answer every page all the time, and to be without a difference after a while, by itself.
"""

import random
import time
from pathlib import Path

from assistant.library import Library
from evals.campaigns.running import service, status
from evals.campaigns.stock import Figures, Stock, made_papers

_PAGES = ("/healthz", "/readyz", "/", "/bestand", "/api/v1/inquiries", "/metrics")
_SEARCHES = ("/api/v1/search?text=Verwaltung", "/suche?text=Verwaltung")
_MADE = 1100  # from a thousand entries on Chroma keeps a graph of vectors in files of its own
_PATIENCE = 240.0
_CHROMA_SHARE = 0.5
_RUNNING_SHARE = 0.25


def with_chroma(stock: Stock) -> Stock:
    """The stock grown until all kinds of index file are there, Chroma in step with it."""
    made_papers(stock.folder / "made", _MADE)
    stock.take_in(stock.folder / "made")
    with service(stock.data):
        if _until_sound(stock) is None:
            raise RuntimeError("the sound stock does not get in step")
    return stock


def spoil(rng: random.Random, stock: Stock, figures: Figures) -> None:
    """One place after another on the same stock: what mended itself is spoilt again."""
    before = stock.papers()
    if running := rng.random() < _RUNNING_SHARE:
        with service(stock.data) as address:
            what = f"{_spoilt(rng, stock.data, running)}, while it ran"
            _visit(address, what, min(before), figures)
    else:
        what = _spoilt(rng, stock.data, running)
    with service(stock.data) as address:
        _visit(address, what, min(before), figures)
        seconds = _until_sound(stock)
        _visit(address, f"{what}, mended", min(before), figures)
    figures.runs += 1
    figures.hit += 1
    kind = what.partition("/")[0]
    figures.by_action[kind] = figures.by_action.get(kind, 0) + 1
    figures.slowest_mend = max(figures.slowest_mend, seconds or _PATIENCE)
    if seconds is None:
        figures.not_mended += 1
        figures.notes.append(f"{what}: not mended after {_PATIENCE:.0f} s")
    if lost := before - stock.papers():
        figures.lost += len(lost)
        figures.notes.append(f"{what}: {len(lost)} papers lost")


def _spoilt(rng: random.Random, data: Path, running: bool) -> str:
    """Spoil one file; which, how and where. A file that a running process has mapped into its memory is not cut: no
    process survives reading behind the end of one."""
    place = data / ("chroma" if rng.random() < _CHROMA_SHARE else "index")
    files = [path for path in sorted(place.rglob("*")) if path.is_file() and path.stat().st_size]
    path = rng.choice(files)
    at = rng.randrange(path.stat().st_size)
    cut = rng.random() < 0.5 and not (running and place.name == "index")
    with path.open("r+b") as file:
        if cut:
            file.truncate(at)
        else:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1 << rng.randrange(8)]))
    return f"{path.relative_to(data)} {'truncated' if cut else 'bit flipped'} at {at}"


def _visit(address: str, what: str, paper: str, figures: Figures) -> None:
    for page in (*_SEARCHES, *_PAGES, f"/api/v1/papers/{paper}"):
        answered = status(address + page)
        if answered == 0 or answered >= 500:
            figures.search_errors += page in _SEARCHES
            figures.server_errors += page not in _SEARCHES
            figures.notes.append(f"{what}: {page} {answered}")


def _until_sound(stock: Stock) -> float | None:
    """The seconds until nothing differs, Chroma's collection included; None when that does not come."""
    start = time.monotonic()
    while time.monotonic() - start < _PATIENCE:
        with Library.open(stock.settings) as library:
            if library.chroma.in_use and library.check().ok:
                return time.monotonic() - start
        time.sleep(2.0)
    return None
