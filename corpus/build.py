"""Make the demo corpus from its manuscripts: `python -m corpus.build`.

Every file it writes is the same at every run; what no manuscript stands behind any more is removed.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from corpus import gold, letter
from corpus.docx import docx
from corpus.manuscript import Manuscript, read_manuscript
from corpus.pdf import pdf, scan

HERE = Path(__file__).parent

MAKERS: dict[str, tuple[str, Callable[[Manuscript], bytes]]] = {
    "pdf": (".pdf", pdf),
    "scan": (".pdf", lambda manuscript: scan(pdf(manuscript))),
    "docx": (".docx", docx),
    "txt": (".txt", letter.text),
    "eml": (".eml", letter.mail),
}


def manuscripts(folder: Path) -> list[Manuscript]:
    return [read_manuscript(path) for path in sorted(folder.glob("*.md"))]


def build(target: Path = HERE, sources: Path = HERE / "quellen") -> list[Path]:
    """All files of the corpus, written under `target`; their paths."""
    papers, letters = manuscripts(sources / "vorlagen"), manuscripts(sources / "anfragen")
    asked = yaml.safe_load((sources / "fragen.yaml").read_text(encoding="utf-8"))
    made = {
        "vorlagen": dict(_documents(papers)),
        "anfragen": dict(_documents(letters)),
        "gold": gold.datasets(papers, letters, asked),
    }
    return [path for folder, contents in made.items() for path in _replace(target / folder, contents)]


def _documents(written: list[Manuscript]) -> Iterator[tuple[str, bytes]]:
    for manuscript in written:
        suffix, make = MAKERS[manuscript.form]
        yield manuscript.stem + suffix, make(manuscript)


def _replace(folder: Path, contents: dict[str, bytes]) -> list[Path]:
    paths = []
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        paths.append(path)
    for stale in set(folder.rglob("*.*")) - set(paths):
        stale.unlink()
    return paths


if __name__ == "__main__":
    for written in build():
        print(f"{written.stat().st_size:>9,}  {written.relative_to(HERE)}")
