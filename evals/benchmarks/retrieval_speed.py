"""How fast the search is and how it grows: encoding, learning, a warm search; with a plot.

    python -m evals.benchmarks.retrieval_speed [--sizes 1000 10000 100000] [--papers 500 3700 14000] [--plot FILE.png]

The texts are those of the library of the settings in force, taken again where they are too few. Encoding:
passages a second of the embedding in force, all-MiniLM-L6-v2 and multilingual-e5-small. Learning: seconds
by number of papers. A warm search, at each number of passages in a process of its own: the whole search,
its vector step, a bare matrix product over the same vectors, Chroma alone, tantivy alone; median of 30
questions, and the memory of the process after the search and before Chroma is loaded. Needs the dependency
group `benchmark`.
"""

import argparse
import datetime as dt
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.embedding.training import Recipe, TrainingPaper, learn
from assistant.library import Library, ingest
from assistant.model import File, Paper, PaperReading, Passage, Scope
from assistant.retrieval import search
from assistant.retrieval.training import lessons
from assistant.settings import Settings, load_settings
from assistant.sources import Fetched, Memory, Origin, SourceFile, SourcePaper
from evals.benchmarks.transformers import TRANSFORMERS
from evals.usage import resident_mb

_QUESTIONS = 30
_PER_PAPER = 15
_ENCODED = {"static": 5000, "transformer": 96}
_FIRST_DAY = dt.date(2010, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 10_000, 100_000])
    parser.add_argument("--papers", type=int, nargs="*", default=[500, 3700, 14_000])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(_searches(options.only)))
        return
    with Library.open(load_settings()) as library:
        encoding = _encoding(library)
        learning = _learning(lessons(library), options.papers)
    searching = {size: _apart(size) for size in options.sizes}
    print(json.dumps({"encoding": encoding, "learning": learning, "searching": searching}, indent=1))
    if options.plot:
        _plot(options.plot, learning, searching)


# --- encoding and learning -------------------------------------------------------------------------


def _encoding(library: Library) -> dict[str, float]:
    """Passages a second."""
    texts = [unit.text for unit in _some_units(library, _ENCODED["static"])]
    speeds = {"embedding in force": _speed(library.embedder.encode, texts)}
    for name, load in TRANSFORMERS.items():
        speeds[name] = _speed(load().encode, texts[:: max(1, len(texts) // _ENCODED["transformer"])])
    return speeds


def _speed(encode: Callable[[Sequence[str]], np.ndarray], texts: Sequence[str]) -> float:
    encode(texts[:8])
    start = time.perf_counter()
    encode(texts)
    return round(len(texts) / (time.perf_counter() - start), 1)


def _some_units(library: Library, count: int) -> list:
    ids = library.paper_ids(public_only=False)
    chosen = ids[:: max(1, len(ids) * _PER_PAPER // count)]
    return library.units_of(chosen)[:count]


def _learning(papers: list[TrainingPaper], counts: Sequence[int]) -> dict[int, float]:
    """Seconds by number of papers; where the library has fewer, they come again."""
    seconds = {}
    for count in counts:
        start = time.perf_counter()
        learn(list(itertools.islice(itertools.cycle(papers), count)), Recipe())
        seconds[count] = round(time.perf_counter() - start, 1)
    return seconds


# --- searching -------------------------------------------------------------------------------------


def _apart(size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.benchmarks.retrieval_speed", "--only", str(size)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    return json.loads(done.stdout.splitlines()[-1])


def _searches(size: int) -> dict[str, float]:
    """Milliseconds of one warm search in each way, and the memory of the process in MB."""
    with Library.open(load_settings()) as library:
        texts = [unit.text for unit in _some_units(library, size)]
        model = library.settings.embedding_model
    asked = [" ".join(text.split()[:12]) for text in texts[:: max(1, len(texts) // _QUESTIONS)]][:_QUESTIONS]
    shelf = _Shelf(itertools.islice(itertools.cycle(texts), size))
    with tempfile.TemporaryDirectory() as scratch, _made(Path(scratch) / "library", model, shelf) as library:
        return _timed(library, asked, Path(scratch) / "chroma")


def _made(folder: Path, model: str, shelf: "_Shelf") -> Library:
    library = Library.open(Settings(data_dir=folder, embedding_model=model))
    ingest(library, [shelf], reader=shelf)
    return library


def _timed(library: Library, asked: list[str], chroma: Path) -> dict[str, float]:
    scope, vectors = Scope(before=dt.date(2100, 1, 1)), library.embedder.encode(asked)
    whole = _median([lambda text=text: search(library, text, scope) for text in asked])
    step = _median([lambda one=one: library.vectors.search(one, scope, 50) for one in vectors])
    memory = resident_mb()
    matrix = library.vectors.matrix().vectors
    words = [{"text": library.words.rarities(text.lower().split())} for text in asked]
    return {
        "search": whole,
        "vector step": step,
        "matrix product": _median([lambda one=one: matrix @ one for one in vectors]),
        "tantivy alone": _median(
            [lambda one=one: library.words.search(one, Scope(public_only=False), 50) for one in words]
        ),
        "Chroma alone": _median(_chroma(chroma, matrix, vectors)),
        "memory, MB": round(memory),
    }


def _chroma(folder: Path, matrix: np.ndarray, vectors: np.ndarray) -> list[Callable[[], object]]:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
    kept = client.create_collection("passages", embedding_function=None, metadata={"hnsw:space": "cosine"})
    for start in range(0, len(matrix), 5000):
        rows = matrix[start : start + 5000]
        kept.add(ids=[str(start + at) for at in range(len(rows))], embeddings=rows)
    return [lambda one=one: kept.query(query_embeddings=[one], n_results=50, include=["distances"]) for one in vectors]


def _median(calls: Sequence[Callable[[], object]]) -> float:
    """Milliseconds, after everything was asked once."""
    times = []
    for _ in range(2):
        times.clear()
        for call in calls:
            start = time.perf_counter()
            call()
            times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 2)


class _Shelf:
    """Passages as papers of fifteen, as a source and as the reader that reads them."""

    feed, kind, complete, version = "benchmark", "folder", True, "1"

    def __init__(self, texts: Iterable[str]) -> None:
        every = list(texts)
        starts = range(0, len(every), _PER_PAPER)
        self._papers = {str(at): every[start : start + _PER_PAPER] for at, start in enumerate(starts)}
        self.total = len(self._papers)

    def __enter__(self) -> "_Shelf":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def papers(self, memory: Memory) -> Iterator[SourcePaper]:
        for name in self._papers:
            files = Fetched((SourceFile(key=name, name=name, data=name.encode()),))
            yield SourcePaper((Origin(name, name, name),), lambda files=files: files)

    def fetch_again(self, keys: tuple[str, ...]) -> Fetched:
        return Fetched(())

    def read(self, jobs: Iterable) -> Iterator[tuple]:
        for job in jobs:
            yield job, self._reading(job.paper.name)

    def _reading(self, name: str) -> PaperReading:
        day, text, passages = _FIRST_DAY + dt.timedelta(days=int(name) % 3650), "", []
        for words in self._papers[name]:
            passages.append(Passage(text=words, start=len(text), end=len(text) + len(words), page=1, file=0, date=day))
            text += f"{words}\n\n"
        file = File(name=name, sha256=f"{int(name):064x}", date=day, start=0, end=len(text), page_starts=(0,))
        title = " ".join(self._papers[name][0].split()[:8])
        paper = Paper(id="-", reference=f"{int(name):06d}", name=title, date=day, text=text, files=(file,))
        return PaperReading(paper=paper, passages=tuple(passages))


# --- plot ------------------------------------------------------------------------------------------


def _plot(path: Path, learning: dict[int, float], searching: dict[int, dict[str, float]]) -> None:
    import matplotlib as mpl  # pyright: ignore[reportMissingImports]

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # pyright: ignore[reportMissingImports]

    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(11, 3.4), dpi=80)
    sizes = list(searching)
    for name in next(iter(searching.values()), {}):
        if "memory" not in name:
            left.loglog(sizes, [searching[size][name] for size in sizes], marker="o", label=name)
    left.set(xlabel="passages", ylabel="ms a search", title="warm search")
    left.legend(fontsize=7)
    middle.semilogx(sizes, [searching[size]["memory, MB"] for size in sizes], marker="o")
    middle.set(xlabel="passages", ylabel="MB", title="memory", ylim=(0, None))
    right.plot(list(learning), list(learning.values()), marker="o")
    right.set(xlabel="papers", ylabel="s", title="learning", xlim=(0, None), ylim=(0, None))
    figure.tight_layout()
    figure.savefig(path)


if __name__ == "__main__":
    main()
