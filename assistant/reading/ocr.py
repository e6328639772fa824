"""Text recognition for scanned pages, by Tesseract with its German data where it is installed."""

import functools
import shutil
import subprocess
from typing import Any

from assistant.reading.document import Line
from assistant.reading.layout import without_double_blanks

_DPI = 300
_MOST_PIXELS = 40_000_000
_SECONDS = 30
_LEAST_CONFIDENCE = 30.0


@functools.cache
def can_recognise() -> bool:
    program = shutil.which("tesseract")
    if not program:
        return False
    try:
        languages = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return b"deu" in languages.split()


def recognise(page: Any) -> list[Line]:
    """The lines that a page's picture shows, empty ones between paragraphs. Raises TimeoutError."""
    image, scale = _picture(page)
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", "deu", "--dpi", str(round(72 * scale)), "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    except (OSError, subprocess.SubprocessError):
        return []
    return _lines(done.stdout.decode("utf-8", "replace"), scale)


def _picture(page: Any) -> tuple[bytes, float]:
    """The page as shown, in grey, as the simplest picture format there is (PGM)."""
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer)
    pixels = b"".join(rows[at * bitmap.stride : at * bitmap.stride + bitmap.width] for at in range(bitmap.height))
    head = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height)
    bitmap.close()
    return head + pixels, scale


def _lines(tsv: str, scale: float) -> list[Line]:
    words: dict[tuple[str, ...], list[tuple[float, float, float, str]]] = {}
    for row in tsv.split("\n")[1:]:
        parts = row.split("\t")
        if len(parts) == 12 and parts[0] == "5" and parts[11].strip() and float(parts[10]) >= _LEAST_CONFIDENCE:
            words.setdefault(tuple(parts[2:5]), []).append(
                (float(parts[6]) / scale, float(parts[7]) / scale, float(parts[9]) / scale, parts[11].strip())
            )
    lines: list[Line] = []
    paragraph: tuple[str, ...] = ()
    for key, found in words.items():
        if paragraph and key[:2] != paragraph:
            lines.append(Line(""))
        paragraph = key[:2]
        text = " ".join(word for *_, word in found)
        top, size = min(word[1] for word in found), max(word[2] for word in found)
        lines.append(Line(text, size=round(size, 1), x0=round(found[0][0], 1), top=round(top, 1)))
    return without_double_blanks(lines)
