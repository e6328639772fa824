"""What several commands share: options, JSON on stdout, progress on stderr, the opened library."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import BadInput, NotFound, WrongUsage

if TYPE_CHECKING:
    from assistant.library import Library

AsJson = Annotated[bool, typer.Option("--json", help="Ein JSON-Dokument auf der Standardausgabe, sonst nichts.")]
Before = Annotated[
    str | None, typer.Option("--before", metavar="DATUM", help="Nur, was vor diesem Tag bekannt war (JJJJ-MM-TT).")
]


def day(text: str | None) -> dt.date | None:
    """The day that an option names; WrongUsage when it is none."""
    if text is None:
        return None
    from assistant.german import parse_date

    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        found = parse_date(text)
    if found is None:
        raise WrongUsage(f"„{text}“ ist kein Datum. Bitte als JJJJ-MM-TT angeben, z. B. 2020-03-31.")
    return found


def say(text: str = "") -> None:
    """A line for a person, on stderr."""
    print(text, file=sys.stderr)


def put(value: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=1))


def plain(value: Any) -> Any:
    """`value` as what JSON knows."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def read_input(source: str) -> tuple[bytes, str]:
    """The bytes and the name of a file, or of standard input for `-`.

    Raises NotFound or BadInput naming the file.
    """
    if source == "-":
        return sys.stdin.buffer.read(), "Standardeingabe.txt"
    path = Path(source)
    if not path.exists():
        raise NotFound(f"Die Datei „{source}“ gibt es nicht. Bitte den Pfad prüfen.")
    if not path.is_file():
        raise BadInput(f"„{source}“ ist keine Datei. Bitte eine Datei angeben.")
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise BadInput(f"Die Datei „{source}“ lässt sich nicht lesen. Bitte die Zugriffsrechte prüfen.") from error


@contextmanager
def opened() -> "Iterator[Library]":
    """The library of the settings in force, closed at the end."""
    from assistant.library import Library
    from assistant.settings import load_settings

    library = Library.open(load_settings())
    try:
        yield library
    finally:
        library.close()


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A function (done, total) that moves a bar on a terminal and does nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
