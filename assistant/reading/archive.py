"""The zip file that a DOCX is, opened within a budget: no bomb, no overlap, no entity."""

import io
import posixpath
import zipfile
import zlib
from itertools import pairwise
from typing import Any

from assistant.errors import BadInput
from assistant.reading.cage import shown

_MOST_ENTRIES = 5000
_MOST_PART_BYTES = 40 << 20
_MOST_BYTES = 80 << 20
_DOCTYPE = "enthält XML mit einem DOCTYPE; das wird aus Sicherheitsgründen nicht gelesen"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of an Office file, inflated one by one and only as far as the budget reaches."""

    def __init__(self, data: bytes, name: str):
        self.name = name
        self.left = _MOST_BYTES
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise self.damaged() from error
        entries = self.zip.infolist()
        if len(entries) > _MOST_ENTRIES or _overlap(entries):
            raise self.refused("ist ein Archiv, dessen Inhalt sich nicht mit dem einer Word-Datei verträgt")
        self.entries = {entry.filename: entry for entry in entries}

    def part(self, path: str) -> Any | None:
        """The root element of an XML part; None where the package has none of that name."""
        data = self.read(path)
        return None if data is None else self._xml(data)

    def read(self, path: str) -> bytes | None:
        entry = self.entries.get(path)
        if entry is None:
            return None
        if entry.flag_bits & 1:
            raise self.refused("ist mit einem Kennwort geschützt")
        most = min(_MOST_PART_BYTES, self.left)
        try:
            with self.zip.open(entry) as stream:
                data = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise self.damaged() from error
        self.left -= len(data)
        if len(data) > most:
            raise self.refused("wird ausgepackt unverhältnismäßig groß (Archivbombe)")
        return data

    def _xml(self, data: bytes) -> Any:
        from lxml import etree  # type: ignore[attr-defined]

        if b"<!DOCTYPE" in data[:4096]:
            raise self.refused(_DOCTYPE)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self.damaged() from error
        if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
            raise self.refused(_DOCTYPE)
        return root

    def related(self, path: str) -> list[tuple[str, str]]:
        """(kind, target path) of the parts that the part at `path` refers to."""
        folder, file = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found = []
        for relation in root.iter(_RELATIONS) if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                found.append((relation.get("Type", "").rsplit("/", 1)[-1], target))
        return found

    def refused(self, what: str) -> BadInput:
        return BadInput(f"Die Datei „{shown(self.name)}“ {what}. Bitte speichern Sie sie neu als PDF oder DOCX.")

    def damaged(self) -> BadInput:
        return BadInput(
            f"Die Datei „{shown(self.name)}“ ist beschädigt und lässt sich nicht öffnen. "
            "Bitte speichern Sie sie neu oder lassen Sie sie sich noch einmal schicken."
        )


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes: a bomb's way to be small."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        entry.header_offset + 30 + len(entry.filename) + entry.compress_size > after.header_offset
        for entry, after in pairwise(ordered)
    )
