"""A library that grows to a size: what a paper costs and how much memory is held on the way, from real papers
multiplied.

    python -m evals.benchmarks.growth DATA FOLDER [--papers 50000] [--marks 1000,5000,10000,20000,50000]
        [--plot FILE.png] [--seed 1] [--json]

DATA holds `papers.jsonl.gz`, `organizations.jsonl.gz` and `meetings.jsonl.gz` with OParl objects. Papers beyond
their number are copies in which rarer words change places with others about as frequent, and numbers are others,
so that no two are near duplicates. They come in a random order, the same in every copy, so that each stretch has
papers of every kind and age. They go through the OParl source, only without HTTP. FOLDER becomes the library; its
figures are written to `FOLDER-growth.jsonl` beside it while it grows. Processor time includes the children that
read; what making the copies takes is left out.
"""

import argparse
import gzip
import hashlib
import json
import random
import re
import resource
import time
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.library import IngestOptions, Library, ingest
from assistant.settings import load_settings
from assistant.sources.oparl import OParl
from assistant.sources.web import Missing
from evals.usage import processor_seconds, resident_mb

ADDRESS = "http://synthetic.invalid/oparl"
_PAGE = 100
_KEPT_WORDS = 3000  # what papers are recognised by: Anfrage, Stellungnahme, Beschluss …
_BAND = 400
_WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{5,}")
_NUMBER = re.compile(r"(?<![\d.,/§-])(?!(?:19|20)\d\d\b)\d{2,}(?![\d.)/]|,\d)")


class Words:
    """Which word stands for which in a copy; the copy with number 0 is the original."""

    def __init__(self, texts: Iterator[str], seed: int) -> None:
        counted = Counter(word for text in texts for word in _WORD.findall(text))
        rare = [word for word, _ in counted.most_common()[_KEPT_WORDS:]]
        self._bands = [rare[at : at + _BAND] for at in range(0, len(rare), _BAND)]
        self._seed = seed

    @lru_cache(maxsize=2)  # noqa: B019 - one such object lives as long as the program
    def of(self, copy: int) -> dict[str, str]:
        rng = random.Random(f"{self._seed}-{copy}")  # noqa: S311 - a benchmark must be repeatable
        swapped: dict[str, str] = {}
        for band in self._bands:
            for initial in (str.isupper, str.islower):  # nouns stand for nouns
                words = [word for word in band if initial(word[0])]
                swapped.update(zip(words, rng.sample(words, len(words)), strict=True))
        return swapped

    def changed(self, text: str, copy: int) -> str:
        if copy == 0:
            return text
        words = self.of(copy)
        text = _WORD.sub(lambda match: words.get(match[0], match[0]), text)
        return _NUMBER.sub(lambda match: _other(match[0], copy), text)


def _other(number: str, copy: int) -> str:
    digest = hashlib.blake2b(f"{number}-{copy}".encode(), digest_size=8).digest()
    return str(10 ** (len(number) - 1) + int.from_bytes(digest, "big") % (9 * 10 ** (len(number) - 1)))


class Multiplied:
    """Answers like a council system, from the data; takes the place of the fetcher."""

    def __init__(self, data: Path, papers: int, seed: int) -> None:
        self._papers, self._wanted = _rows(data, "papers"), papers
        random.Random(seed).shuffle(self._papers)  # noqa: S311 - a benchmark must be repeatable
        self._lists = {"organization": _rows(data, "organizations"), "meeting": _rows(data, "meetings")}
        self._words = Words((file["text"] for one in self._papers for file in _files(one) if file.get("text")), seed)
        self.characters = 0
        self.spent = 0.0  # processor seconds for making copies, which are no cost of the library

    def json(self, url: str) -> Any:
        start = time.thread_time()
        answer = self._answer(url)
        self.spent += time.thread_time() - start
        return answer

    def _answer(self, url: str) -> Any:
        name, _, page = url.removeprefix(f"{ADDRESS}/").partition("?page=")
        if name == "system":
            return {"id": url, "type": "System", "body": f"{ADDRESS}/bodies"}
        if name == "bodies":
            lists = {one: f"{ADDRESS}/{one}" for one in ("organization", "meeting", "paper")}
            return {"data": [{"id": f"{ADDRESS}/body", "type": "Body", **lists}]}
        if name in self._lists:
            return {"data": self._lists[name]}
        if name == "paper":
            return self._page(int(page or 0))
        raise Missing(url)

    def read(self, url: str, largest: int = 0) -> bytes:
        raise NotImplementedError("all files of the data come with their text")

    def _page(self, number: int) -> dict[str, Any]:
        chosen = range(number * _PAGE, min((number + 1) * _PAGE, self._wanted))
        links = {"next": f"{ADDRESS}/paper?page={number + 1}"} if chosen.stop < self._wanted else {"last": ADDRESS}
        data = [self._copied(at) for at in chosen]
        self.characters += sum(len(file["text"]) for one in data for file in _files(one))
        return {"data": data, "links": links, "pagination": {"totalElements": self._wanted}}

    def _copied(self, at: int) -> dict[str, Any]:
        copy, original = at // len(self._papers), self._papers[at % len(self._papers)]
        if copy == 0:
            return _with_text(original)
        made = {**original, "id": f"{original['id']}-{copy}", "name": self._words.changed(original["name"], copy)}
        if original.get("reference"):
            made["reference"] = f"{copy}/{original['reference']}"
        for place in ("mainFile", "auxiliaryFile"):
            files = original.get(place)
            if isinstance(files, dict):
                made[place] = self._file(files, copy)
            elif files:
                made[place] = [self._file(file, copy) for file in files]
        return _with_text(made)

    def _file(self, file: dict[str, Any], copy: int) -> dict[str, Any]:
        return {**file, "id": f"{file['id']}-{copy}", "text": self._words.changed(file.get("text") or "", copy)}


def _with_text(paper: dict[str, Any]) -> dict[str, Any]:
    """Only the files that have a text: there is no server to fetch the others from."""
    main, *others = (paper.get("mainFile") or {}), *(paper.get("auxiliaryFile") or [])
    kept = [file for file in others if (file.get("text") or "").strip()]
    return {**paper, "mainFile": main if (main.get("text") or "").strip() else None, "auxiliaryFile": kept}


def _files(paper: dict[str, Any]) -> list[dict[str, Any]]:
    return [file for file in (paper.get("mainFile"), *(paper.get("auxiliaryFile") or [])) if file]


def _rows(data: Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Curve:
    """What is measured whenever another mark is passed; what a paper cost is told of those since the last mark."""

    def __init__(self, marks: list[int], made: Multiplied, target: Path) -> None:
        self.points: list[dict[str, float]] = []
        self._marks, self._made, self._target = list(marks), made, target
        self._start = time.perf_counter()
        self._last = self._now(0)

    def __call__(self, done: int, _total: int) -> None:
        if self._marks and done >= self._marks[0]:
            self._marks.pop(0)
            self.note(done)

    def note(self, done: int) -> None:
        before, self._last = self._last, self._now(done)
        papers, seconds, spent = (now - was for now, was in zip(self._last, before, strict=True))
        point = {
            "papers": done,
            "seconds": time.perf_counter() - self._start,
            "papers_per_second": papers / seconds,
            "processor_ms_per_paper": 1000 * spent / max(papers, 1),
            "memory_mb": resident_mb(),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "text_mb": self._made.characters / 1e6,
        }
        self.points.append(point)
        with self._target.open("a", encoding="utf-8") as file:
            file.write(json.dumps(point) + "\n")

    def _now(self, done: int) -> tuple[float, float, float]:
        """Papers, seconds and processor seconds so far."""
        return done, time.perf_counter(), processor_seconds() - self._made.spent


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=50_000)
    parser.add_argument("--marks", default="1000,5000,10000,20000,50000")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    marks = [int(mark) for mark in options.marks.split(",") if int(mark) < options.papers]
    figures = grow(options.data, options.folder, options.papers, marks, options.seed)
    if options.plot:
        plot(figures["curve"], options.plot)
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        if name != "curve":
            print(f"{name:28} {value:,.1f}" if isinstance(value, float) else f"{name:28} {value:,}")
    for point in figures["curve"]:
        print("  ".join(f"{name} {value:,.1f}" for name, value in point.items()))


def grow(data: Path, folder: Path, papers: int, marks: list[int], seed: int) -> dict[str, Any]:
    made = Multiplied(data, papers, seed)
    settings = load_settings().model_copy(update={"data_dir": folder, "database_url": ""})
    folder.mkdir(parents=True, exist_ok=True)
    with Library.open(settings) as library:
        curve = Curve(marks, made, folder.with_name(f"{folder.name}-growth.jsonl"))
        source = OParl(f"{ADDRESS}/system", fetcher=made)  # type: ignore[arg-type]
        report = ingest(library, [source], IngestOptions(), curve)
        curve.note(report.papers)
        last = curve.points[-1]
        start = time.perf_counter()
        problems = len(library.check().problems)
    return {
        "papers": report.papers,
        "units": report.exchanges + report.passages,
        "failed": len(report.failed),
        "text_mb": last["text_mb"],
        "seconds": last["seconds"],
        "papers_per_second": report.papers / last["seconds"],
        "peak_memory_mb": last["peak_memory_mb"],
        "peak_memory_child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "problems": problems,
        "check_seconds": time.perf_counter() - start,
        "curve": curve.points,
    }


def plot(points: list[dict[str, float]], target: Path) -> None:
    import matplotlib  # pyright: ignore[reportMissingImports]

    matplotlib.use("agg")
    from matplotlib import pyplot  # pyright: ignore[reportMissingImports]

    figure, (cost, memory) = pyplot.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
    papers = [point["papers"] for point in points]
    cost.plot(papers, [point["processor_ms_per_paper"] for point in points], marker="o")
    cost.set(xlabel="papers", ylabel="processor ms a paper (since the last mark)", ylim=0)
    memory.plot(papers, [point["memory_mb"] for point in points], marker="o", label="resident")
    memory.plot(papers, [point["peak_memory_mb"] for point in points], marker="s", label="peak")
    memory.set(xlabel="papers", ylabel="memory of the main process, MB", ylim=0)
    memory.legend()
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    main()
