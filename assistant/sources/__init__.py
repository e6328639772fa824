"""Where papers come from: files, folders and council information systems that speak OParl."""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadInput
from assistant.settings import Settings
from assistant.sources.base import Failure, Fetched, Memory, Origin, Source, SourceFile, SourcePaper
from assistant.sources.folder import SUFFIXES, Folder

if TYPE_CHECKING:
    import httpx


def open_source(text: str, settings: Settings, client: "httpx.Client | None" = None) -> Source:
    """The source that a user named: a file, a folder or the address of an OParl System."""
    if text.startswith(("http://", "https://")):
        from assistant.sources.oparl import OParl

        return OParl(text, client)
    path = Path(text).expanduser()
    if path.is_dir():
        return Folder(path)
    if not path.is_file():
        raise BadInput(f"Die Datei oder den Ordner „{text}“ gibt es nicht. Bitte den Pfad prüfen.")
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(f"Diese Art von Datei wird nicht gelesen: „{text}“. Möglich sind PDF, DOCX, TXT, MD und EML.")
    return Folder(path.resolve().parent, (path.resolve(),))


__all__ = ["Failure", "Fetched", "Folder", "Memory", "Origin", "Source", "SourceFile", "SourcePaper", "open_source"]
