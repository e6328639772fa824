"""How fast papers are read, beside bare text extraction, and what the cage costs.

    python -m evals.benchmarks.reading [--data DIR] [--rounds 3] [--json]

Everything runs in one run; each figure is processor time (of this process and its children), the
best of several rounds over the same files, so that other work on the machine does not count.
`layout` is reading to lines with their looks, `paper` is that and taking the paper apart, `cage` is
the same in a child process. Scans are left out: text recognition takes seconds a page.
"""

import argparse
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import corpus
from assistant.errors import BadInput
from assistant.reading import Cage, FileMeta
from assistant.reading.assemble import assemble_paper
from assistant.reading.formats import document_from_bytes
from evals.usage import processor_seconds

Files = Sequence[tuple[str, bytes]]


def by_pdfium(files: Files) -> None:
    import pypdfium2

    for _, data in files:
        with pypdfium2.PdfDocument(data) as pdf:
            for page in pdf:
                page.get_textpage().get_text_range()


def by_pypdf(files: Files) -> None:
    import pypdf

    for _, data in files:
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            page.extract_text()


def to_layout(files: Files) -> None:
    for name, data in files:
        document_from_bytes(data, name)


def to_paper(files: Files) -> None:
    for name, data in files:
        assemble_paper([(FileMeta(name), document_from_bytes(data, name))], None).model_dump_json()


def by_cage(cage: Cage) -> Callable[[Files], None]:
    def read(files: Files) -> None:
        for name, result in cage.papers((name, [(FileMeta(name), data)], None) for name, data in files):
            if isinstance(result, BadInput):
                raise SystemExit(f"{name}: {result}")

    return read


def least_seconds(read: Callable[[Files], None], files: Files, rounds: int) -> float:
    read(files)  # libraries are loaded and workers started outside the measurement
    times = []
    for _ in range(rounds):
        began = processor_seconds()
        read(files)
        times.append(processor_seconds() - began)
    return min(times)


def text_pdfs(folder: Path) -> Files:
    """The PDF files of a folder that hold text."""
    found = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.pdf"))]
    return [(name, data) for name, data in found if _has_text(data)]


def _has_text(data: bytes) -> bool:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pdf:
        return any(page.get_textpage().count_chars() for page in pdf)


def measure(files: Files, rounds: int) -> dict[str, float]:
    with Cage(workers=1) as cage:
        ways = {"pdfium": by_pdfium, "pypdf": by_pypdf, "layout": to_layout, "paper": to_paper, "cage": by_cage(cage)}
        seconds = {name: least_seconds(read, files, rounds) for name, read in ways.items()}
    return {
        "files": len(files),
        **{f"{name}_files_per_second": round(len(files) / time, 1) for name, time in seconds.items()},
        "layout_to_pdfium": round(seconds["layout"] / seconds["pdfium"], 2),
        "layout_to_pypdf": round(seconds["layout"] / seconds["pypdf"], 2),
        "paper_to_pypdf": round(seconds["paper"] / seconds["pypdf"], 2),
        "cage_to_paper": round(seconds["cage"] / seconds["paper"], 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(corpus.__file__).parent / "vorlagen", help="folder of PDFs")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(text_pdfs(options.data), options.rounds)
    print(json.dumps(result) if options.json else "\n".join(f"{name}: {value}" for name, value in result.items()))


if __name__ == "__main__":
    main()
