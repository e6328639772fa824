"""Many people at once: 20 read, 5 edit one draft, papers are taken in; how long pages take, what got lost.

    python -m evals.campaigns.load [--data DIR] [--seconds 60] [--readers 20] [--editors 5]
        [--pause 5] [--json]

Starts `vorlagen serve --demo` on a data directory (with `--data` on that one, which is written to: give
a copy) and beside it a bare Starlette + Jinja2 page. Readers open one page after another and look at each
for about `--pause` seconds; every editor adds sentences to the same answer, each under the version it has
read, and tries again when somebody was faster; the administration takes in a folder of made papers again
and again. At the end every sentence whose saving was acknowledged must stand in the answer once. The bare page is read
by as many readers at the same pace, in the same run.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from evals.campaigns.running import server, service
from evals.campaigns.stock import made_papers

_BARE = """
import sys, uvicorn
from jinja2 import Environment
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
page = Environment(autoescape=True).from_string(
    "<!DOCTYPE html><title>x</title><table>{% for r in rows %}<tr><td>{{ r }}</td><td>{{ loop.index }}</td></tr>"
    "{% endfor %}</table>")
async def show(request):
    return HTMLResponse(page.render(rows=["Anfrage %d" % n for n in range(50)]))
app = Starlette(routes=[Route("/", show)])
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""
_INQUIRY = """Anfrage zum Parken

1. Was kostet ein Bewohnerparkausweis, und auf welcher Grundlage werden die Gebühren erhoben?
2. Können Handwerksbetriebe eine Ausnahmegenehmigung zum Parken erhalten?
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path)
    for name, number in (("seconds", 60), ("readers", 20), ("editors", 5), ("pause", 5)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vorlagen-last-") as scratch:
        data = options.data or Path(scratch) / "data"
        figures = campaign(data, Path(scratch), options.seconds, options.readers, options.editors, options.pause)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if options.json else _shown(figures))
    sys.exit(1 if figures["lost_edits"] or figures["server_errors"] else 0)


def campaign(data: Path, scratch: Path, seconds: int, readers: int, editors: int, pause: float) -> dict[str, Any]:
    with service(data) as base, server([sys.executable, "-c", _BARE], "/", dict(os.environ)) as bare:
        paths, draft = _prepare(base)
        load = _Load(base, time.monotonic() + seconds, pause)
        folder = made_papers(scratch / "papers")
        load.run(
            [lambda n=n: load.read(paths, n) for n in range(readers)]
            + [lambda n=n: load.edit(draft, n) for n in range(editors)]
            + [lambda: load.take_in(folder)]
        )
        alone = _Load(bare, time.monotonic() + min(seconds, 15), pause)
        alone.run([lambda n=n: alone.read({"/": "bare page"}, n) for n in range(readers)])
        left = _lost(base, draft, load.acknowledged)
    return {
        "seconds": seconds,
        "readers": readers,
        "editors": editors,
        "pause": pause,
        "pages": {name: _times(taken) for name, taken in sorted(load.times.items())},
        "all pages": _times([t for name, taken in load.times.items() if name != "saving" for t in taken]),
        "bare Starlette + Jinja2": _times(alone.times["bare page"]),
        "edits": len(load.acknowledged),
        "conflicts_shown": load.conflicts,
        "lost_edits": left,
        "ingests": load.ingests,
        "server_errors": load.errors,
    }


def _prepare(base: str) -> tuple[dict[str, str], str]:
    """The pages that readers open, by address with a name, and the draft that all editors edit."""
    with httpx.Client(base_url=f"{base}/api/v1", timeout=120) as api:
        inquiry = api.post("/inquiries", json={"text": _INQUIRY}).raise_for_status().json()["id"]
        draft = api.post(f"/inquiries/{inquiry}/draft").raise_for_status().json()["id"]
        while api.post(f"/inquiries/{inquiry}/draft").status_code == 202:
            time.sleep(0.2)
        paper = api.get("/search", params={"text": "Bewohnerparkausweis", "limit": 1}).json()[0]["paper"]["id"]
    path = f"/entwuerfe/{draft}"
    pages = {
        "/": "list",
        f"/anfragen/{inquiry}": "check the split",
        path: "editor",
        f"{path}?frage=2": "editor",
        f"{path}/vergleich": "comparison",
        f"{path}/zeichnen": "sign-off",
        f"{path}/verlauf": "versions",
        f"/vorlagen/{paper}": "paper",
        "/suche?text=Was+kostet+ein+Bewohnerparkausweis": "search",
        "/bestand": "library",
    }
    return pages, draft


class _Load:
    """What many people do at once, and what came of it."""

    def __init__(self, base: str, until: float, pause: float) -> None:
        self.base, self.until, self.pause = base, until, pause
        self.times: dict[str, list[float]] = defaultdict(list)
        self.acknowledged: list[str] = []
        self.conflicts = self.ingests = self.errors = 0
        self._lock = threading.Lock()

    def run(self, people: list[Callable[[], None]]) -> None:
        threads = [threading.Thread(target=self._person, args=(one,)) for one in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _person(self, does: Callable[[], None]) -> None:
        try:
            does()
        except httpx.HTTPError:
            with self._lock:
                self.errors += 1
            raise

    @contextmanager
    def _client(self, login: str = "") -> Iterator[httpx.Client]:
        with httpx.Client(base_url=self.base, timeout=120) as client:
            if login:
                client.post("/person-wechseln", data={"login": login})
            yield client

    def _timed(self, name: str, send: Callable[[], httpx.Response]) -> httpx.Response:
        begun = time.perf_counter()
        answer = send()
        with self._lock:
            self.times[name].append(time.perf_counter() - begun)
            self.errors += answer.status_code >= 500
        return answer

    def read(self, pages: dict[str, str], number: int) -> None:
        rng = random.Random(number)  # noqa: S311 - repeatable, and nothing secret
        paths = list(pages)
        with self._client("mitzeichnung" if len(pages) > 1 else "") as client:
            while time.monotonic() < self.until:
                path = rng.choice(paths)
                self._timed(pages[path], lambda path=path: client.get(path))
                time.sleep(rng.uniform(0.5, 1.5) * self.pause)

    def edit(self, draft: str, number: int) -> None:
        """Add one sentence after another; somebody faster means reading again, never losing."""
        path, count = f"/api/v1/drafts/{draft}", 0
        with self._client("sachbearbeitung") as client:
            while time.monotonic() < self.until:
                now = client.get(path)
                text = f"Satz {count} von Person {number}."
                sentence = {"text": text, "statement": {"kind": "judgement"}}
                item = now.json()["items"][0]
                items = [{"number": item["number"], "sentences": [*item["sentences"], sentence]}]
                etag = {"if-match": now.headers["etag"]}
                saved = self._timed("saving", lambda i=items, e=etag: client.patch(path, json={"items": i}, headers=e))
                with self._lock:
                    self.conflicts += saved.status_code == 412
                    if saved.status_code == 200:
                        self.acknowledged.append(text)
                        count += 1
                time.sleep(self.pause if saved.status_code == 200 else 0.1)

    def take_in(self, folder: Path) -> None:
        """Papers that changed every time, so that there is something to do."""
        with self._client("schlusszeichnung") as client:
            while time.monotonic() < self.until:
                for file in folder.iterdir():
                    file.write_text(file.read_text("utf-8").replace("Bänke", "Bänke ", 1), "utf-8")
                if client.post("/bestand/einlesen", data={"quelle": str(folder)}).status_code == 303:
                    self.ingests += 1
                client.get("/bestand/fortschritt")  # ends when the ingest does


def _lost(base: str, draft: str, acknowledged: list[str]) -> int:
    with httpx.Client(base_url=f"{base}/api/v1", timeout=120) as api:
        texts = [s["text"] for s in api.get(f"/drafts/{draft}").json()["items"][0]["sentences"]]
    return sum(texts.count(text) != 1 for text in acknowledged)


def _times(taken: list[float]) -> dict[str, float | int]:
    if not taken:
        return {"n": 0}
    ordered = sorted(taken)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"n": len(taken), "median_ms": round(statistics.median(taken) * 1000), "p95_ms": round(p95 * 1000)}


_TOLD = ("edits", "conflicts_shown", "lost_edits", "ingests", "server_errors")


def _shown(figures: dict[str, Any]) -> str:
    rows = {**figures["pages"], "all pages": figures["all pages"], "bare page": figures["bare Starlette + Jinja2"]}
    return "\n".join([*(_line(name, row) for name, row in rows.items()), *(f"{k}: {figures[k]}" for k in _TOLD)])


def _line(name: str, row: dict[str, Any]) -> str:
    return f"{name:18} {row['n']:5}  median {row.get('median_ms')} ms  p95 {row.get('p95_ms')} ms"


if __name__ == "__main__":
    main()
