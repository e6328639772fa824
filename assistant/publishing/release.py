"""A released answer becomes a paper of the library, by the way that every paper comes in.

The PDF that goes to the council is kept under `freigegeben/` in the data directory and read like any
other. What was published is thus exactly what is quoted later, and a later reading of it, or the
same paper coming back through OParl, changes nothing of that.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput, StoreFailed
from assistant.model import Draft, Paper
from assistant.publishing.formats import Format, export
from assistant.publishing.sheet import Imprint, Signature
from assistant.town import TownProfile

if TYPE_CHECKING:
    from assistant.library import Library

FOLDER = "freigegeben"


def release(
    draft: Draft,
    library: "Library",
    town: TownProfile,
    imprint: Imprint,
    signoffs: Iterable[Signature] = (),
) -> Paper:
    """Put the released draft into the library; the paper that it became. Doing it twice changes nothing.

    Raises BadInput without a reference, StoreFailed when the paper cannot be kept or does not read back.
    """
    from assistant.library import ingest

    if not imprint.reference or imprint.date is None:
        raise BadInput("Eine freigegebene Antwort braucht ihre Vorlagennummer und ihr Datum. Bitte beides angeben.")
    data = export(draft, Format.pdf, town, signoffs=signoffs, imprint=imprint.model_copy(update={"released": True}))
    path = _kept(library.settings.data_dir / FOLDER, f"{_plain(imprint.reference)}__{_plain(draft.id)}.pdf", data)
    report = ingest(library, [str(path)])
    paper = library.paper(imprint.reference, public_only=False)
    if paper is None:
        reason = report.failed[0].reason if report.failed else "Die Nummer steht nicht im gelesenen Text."
        raise StoreFailed(f"Die Antwort liegt unter {path}, ist aber nicht in die Bibliothek gelangt: {reason}")
    return paper


def _plain(text: str) -> str:
    return re.sub(r"[^\w.-]+", "-", text).strip("-.")[:80]


def _kept(folder: Path, name: str, data: bytes) -> Path:
    """Written whole or not at all: a kill leaves no half paper behind."""
    path, half = folder / name, folder / f".{name}.neu"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise StoreFailed(f"Die Antwort lässt sich nicht unter {path} ablegen: {error.strerror}.") from error
    return path
