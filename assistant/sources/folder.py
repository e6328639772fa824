"""Papers in a folder: every PDF, Word and text file in it and below."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import SourceFailed
from assistant.sources.base import Failure, Fetched, Memory, Origin, SourceFile, SourcePaper

SUFFIXES = frozenset({".pdf", ".docx", ".txt", ".md", ".eml"})
LARGEST_FILE = 200_000_000
# `2019-1010 Anfrage.pdf`, `M_23_0101.docx`; a date (`2019-10-10 Protokoll.pdf`) is no reference.
_REFERENCE = re.compile(r"(?:(?:19|20)\d\d[ _-]\d{3,5}|[A-ZÄÖÜ]{1,4}[ _-]?\d{2}[_-]\d{3,5})(?!\d)")


class Folder:
    """A folder, or single files of one folder.

    Files of one folder whose names begin with the same reference are one paper; what else belongs
    together only shows when it is read, and is joined by the library.
    """

    kind = "folder"

    def __init__(self, root: Path, files: tuple[Path, ...] | None = None) -> None:
        self.root = root.resolve()
        self.feed = self.root.as_uri()
        self.complete = files is None
        self.total = 0
        self._files = files

    def papers(self, memory: Memory) -> Iterator[SourcePaper | Failure]:
        groups = _grouped(self._paths())
        self.total = len(groups)
        for paths in groups:
            files = []
            for path in paths:
                try:
                    files.append(_file(path, _read(path)))
                except OSError as error:
                    yield Failure(str(path), f"Die Datei lässt sich nicht lesen: {error.strerror}.")
                except ValueError as error:
                    yield Failure(str(path), str(error), lasting=True)
            if files:
                yield _paper(tuple(files))

    def fetch_again(self, keys: tuple[str, ...]) -> Fetched:
        """The files with these keys once more; those that are gone meanwhile are left out."""
        files, failures = [], []
        for key in keys:
            path = _path(key)
            try:
                files.append(_file(path, _read(path)))
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                failures.append(Failure(str(path), f"Die Datei lässt sich nicht lesen: {error}."))
        return Fetched(tuple(files), tuple(failures))

    def _paths(self) -> list[Path]:
        if self._files is not None:
            return list(self._files)
        try:
            found = [path for path in self.root.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()]
        except OSError as error:
            raise SourceFailed(f"Der Ordner {self.root} lässt sich nicht lesen: {error.strerror}.") from error
        return sorted(path for path in found if not _hidden(path, self.root) and self._is_inside(path))

    def _is_inside(self, path: Path) -> bool:
        """A link in the folder must not bring in what lies elsewhere."""
        return self.root in path.resolve().parents


def _hidden(path: Path, root: Path) -> bool:
    """Office programs leave `~$Vorlage.docx` beside an open document; dot files are nobody's papers."""
    return any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ValueError(
            f"Die Datei ist mit {size // 1_000_000} MB zu groß (höchstens {LARGEST_FILE // 1_000_000} MB)."
        )
    return path.read_bytes()


def _grouped(paths: list[Path]) -> list[list[Path]]:
    groups: dict[tuple[Path, str], list[Path]] = {}
    for path in paths:
        reference = _REFERENCE.match(path.name)
        name = re.sub(r"[ _-]+", "/", reference[0]) if reference else path.name
        groups.setdefault((path.parent, name), []).append(path)
    return list(groups.values())


def _paper(files: tuple[SourceFile, ...]) -> SourcePaper:
    origins = (Origin(file.key, hashlib.sha256(file.data).hexdigest(), file.name) for file in files)
    return SourcePaper(origins=tuple(origins), fetch=lambda: Fetched(files))


def _file(path: Path, data: bytes) -> SourceFile:
    return SourceFile(key=path.resolve().as_uri(), name=path.name, data=data, uri=path.resolve().as_uri())


def _path(uri: str) -> Path:
    from urllib.parse import unquote, urlsplit

    return Path(unquote(urlsplit(uri).path))
