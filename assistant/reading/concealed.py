"""Which pieces of a page nobody can see: they are no content, but a person must hear of them."""

from collections.abc import Iterable

from assistant.model import Notice
from assistant.reading.pdfium import Area, Color, Piece, Sheet

_INVISIBLE_MODES = (3, 7)
_TINY = 2.0
_NARROWEST = 0.2  # of the font size: no print needs less for one character
_LEAST_CONTRAST = 1.2
_PAPER: Color = (255, 255, 255, 255)
_MOST_TEXT = 500


def seen_and_hidden(sheet: Sheet, hidden_layers: frozenset[str]) -> tuple[list[Piece], list[tuple[str, Piece]], bool]:
    """The visible pieces, the others with the reason, and whether the page is a scan with its text.

    The text that a scanner lays invisibly over (or plainly under) its picture is the page's text.
    """
    scan = next((image for image in sheet.images if _covers(image, sheet)), None)
    seen: list[Piece] = []
    hidden: list[tuple[str, Piece]] = []
    for piece in sheet.pieces:
        reason = _why_hidden(piece, sheet, hidden_layers, scan)
        if reason:
            hidden.append((reason, piece))
        else:
            seen.append(piece)
    of_scan = scan is not None and bool(seen) and all(_belongs_to(piece, scan) for piece in seen)
    return seen, hidden, of_scan


def _covers(image: Area, sheet: Sheet) -> bool:
    return (image.x1 - image.x0) * (image.bottom - image.top) > 0.5 * sheet.width * sheet.height


def _belongs_to(piece: Piece, scan: Area) -> bool:
    return piece.mode == 3 or piece.order < scan.order


def _why_hidden(piece: Piece, sheet: Sheet, hidden_layers: frozenset[str], scan: Area | None) -> str:
    x, y = (piece.x0 + piece.x1) / 2 if piece.angle == 0 else piece.x0, piece.base - 0.3 * piece.size
    if piece.layer in hidden_layers and piece.layer:
        return "auf einer ausgeblendeten Ebene"
    if piece.spoken > 3 and (piece.x1 - piece.x0) < _NARROWEST * piece.size * piece.spoken:
        return "anders gedruckt als hinterlegt"
    if piece.clipped:
        return "abgeschnitten"
    if piece.size < _TINY and piece.text.strip():
        return "winzig gesetzt"
    if piece.x1 < 0 or piece.x0 > sheet.width or piece.base < 0 or piece.top > sheet.height:
        return "außerhalb der Seite"
    if scan is not None and _belongs_to(piece, scan) and scan.holds(x, y):
        return ""
    if piece.mode in _INVISIBLE_MODES or (piece.color and piece.color[3] < 15):
        return "unsichtbar gesetzt"
    return _hidden_by_color(piece, sheet.areas, sheet.images, x, y)


def _hidden_by_color(piece: Piece, areas: list[Area], images: list[Area], x: float, y: float) -> str:
    if not piece.color:
        return ""
    behind: Color | None = _PAPER
    for area in areas:
        if not area.filled or not area.holds(x, y):
            continue
        opaque = area.color is not None and area.color[3] > 250
        if area.order < piece.order:
            behind = area.color if opaque or area.color is None else behind
        elif (
            opaque and area.holds(piece.x0, y) and area.holds(piece.x1, y) and area.bottom - area.top > 0.5 * piece.size
        ):
            return "überdeckt"
    if any(image.order < piece.order and image.holds(x, y) for image in images):
        behind = None
    if behind and _contrast(piece.color, behind) < _LEAST_CONTRAST:
        return "in der Farbe des Hintergrunds gesetzt"
    return ""


def _contrast(one: Color, other: Color) -> float:
    """The contrast of WCAG, 1 (none) to 21 (black on white)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in color[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def hidden_notices(hidden: Iterable[tuple[str, Piece]], page: int) -> list[Notice]:
    """One notice for each reason on a page, with the words that were hidden."""
    texts: dict[str, list[str]] = {}
    for reason, piece in hidden:
        if piece.text.strip():
            texts.setdefault(reason, []).append(piece.text.strip())
    return [
        Notice(
            kind="hidden_text",
            text=" ".join(words)[:_MOST_TEXT],
            message=f"Seite {page} enthält Text, der {reason} ist; er wurde nicht gelesen.",
            page=page,
        )
        for reason, words in texts.items()
    ]
