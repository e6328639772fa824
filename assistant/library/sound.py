"""Whether the files of a tantivy index are what was written."""

import json
import struct
import zlib
from pathlib import Path

_TANTIVY_MAGIC = 1337


def damaged_files(folder: Path) -> list[Path]:
    """Files of a tantivy index whose checksum is not the one in their footer."""
    files = (path for path in sorted(folder.glob("**/*.*")) if path.suffix not in (".json", ".lock"))
    return [path for path in files if not _sound(path)]


def _sound(path: Path) -> bool:
    if path.name.startswith("."):
        return True
    try:
        data = path.read_bytes()
        length, magic = struct.unpack("<II", data[-8:])
        footer = json.loads(data[-8 - length : -8])
        return magic == _TANTIVY_MAGIC and zlib.crc32(data[: -8 - length]) == footer["crc"]
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False
