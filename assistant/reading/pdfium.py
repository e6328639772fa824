"""What PDFium knows about a page: pieces of text with their fonts, filled areas, lines and images.

Asking PDFium through its Python wrapper costs more than PDFium itself, so the few calls that are
made for every character are bound here once, with plain integers for pointers. All places are
turned into points from the top left corner of the page as it is shown.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from ctypes import c_double, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MOST_CHARACTERS = 200_000
_MOST_OBJECTS = 50_000
_MOST_FIELDS = 2000
_ITALIC_NAME = re.compile(
    r"ital|obliq|kursiv|slanted|[-,](?:bold|b|medium|light)?it(?:$|[-_ ])|^cm(?:ti|sl|bxti|bxsl)\d", re.I
)
_BOLD_NAME = re.compile(r"bold|black|heavy|(?:halb|extra)?fett|[-,]bd(?:$|it)|demi|^cmb(?:x|xti|xsl)\d", re.I)
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def _bind(name: str, result: Any, *arguments: Any) -> Any:
    # PYFUNCTYPE keeps the interpreter's lock: these calls are too short to be worth giving it up.
    address = ctypes.cast(getattr(raw, name), c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_unicode = _bind("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
_text_object = _bind("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
_font_size = _bind("FPDFText_GetFontSize", c_double, c_void_p, c_int)
_matrix = _bind("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
_origin = _bind("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
_loose_box = _bind("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
_render_mode = _bind("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
_font = _bind("FPDFTextObj_GetFont", c_void_p, c_void_p)
_fill_color = _bind("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_stroke_color = _bind("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_font_name = _bind("FPDFFont_GetBaseFontName", c_size_t, c_void_p, c_void_p, c_size_t)
_font_flags = _bind("FPDFFont_GetFlags", c_int, c_void_p)
_font_weight = _bind("FPDFFont_GetWeight", c_int, c_void_p)
_font_angle = _bind("FPDFFont_GetItalicAngle", c_int, c_void_p, c_void_p)
_object_type = _bind("FPDFPageObj_GetType", c_int, c_void_p)
_object_bounds = _bind("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_object_matrix = _bind("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_page_object = _bind("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
_form_count = _bind("FPDFFormObj_CountObjects", c_int, c_void_p)
_form_object = _bind("FPDFFormObj_GetObject", c_void_p, c_void_p, c_ulong)
_draw_mode = _bind("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
_segments = _bind("FPDFPath_CountSegments", c_int, c_void_p)
_mark_count = _bind("FPDFPageObj_CountMarks", c_int, c_void_p)
_mark = _bind("FPDFPageObj_GetMark", c_void_p, c_void_p, c_ulong)
_mark_name = _bind("FPDFPageObjMark_GetName", c_int, c_void_p, c_void_p, c_ulong, c_void_p)
_clip = _bind("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
_clip_paths = _bind("FPDFClipPath_CountPaths", c_int, c_void_p)
_clip_segments = _bind("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
_clip_segment = _bind("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
_segment_point = _bind("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
_mark_text = _bind("FPDFPageObjMark_GetParamStringValue", c_int, c_void_p, c_void_p, c_void_p, c_ulong, c_void_p)

_NAME = ctypes.create_string_buffer(b"Name")
_ACTUAL_TEXT = ctypes.create_string_buffer(b"ActualText")

Color = tuple[int, int, int, int]
Box = tuple[float, float, float, float]
# What holds for a text object as a whole: mode, colour, face, layer, artifact, spoken, clip.
_Look = tuple[int, Color | None, "Face", str, bool, int, Box | None]
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """How a font looks, as far as its name, its flags and its angle tell."""

    italic: bool
    bold: bool


@dataclass(slots=True)
class Piece:
    """Characters of one text object without a gap; `base` is the baseline, `order` the painting order."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    italic: bool
    bold: bool
    angle: int  # 0, 90, 180, 270: the direction of writing, clockwise; slanted text is rounded
    mode: int
    color: Color | None
    order: int
    layer: str = ""
    artifact: bool = False
    clipped: bool = False
    spoken: int = 0  # how many characters the file says that it reads, where it says so (ActualText)
    space_before: bool = False
    line_before: bool = False
    unmapped: int = 0

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.2 * self.size


@dataclass(frozen=True, slots=True)
class Area:
    """Something painted: `color` None means that it is not one plain colour."""

    x0: float
    top: float
    x1: float
    bottom: float
    color: Color | None
    order: int
    image: bool = False
    filled: bool = True

    def holds(self, x: float, y: float) -> bool:
        return self.x0 - 0.5 <= x <= self.x1 + 0.5 and self.top - 0.5 <= y <= self.bottom + 0.5


@dataclass(slots=True)
class Sheet:
    """All that is painted on one page."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    images: list[Area] = field(default_factory=list)
    cut: bool = False


def sheet_of(page: Any, faces: dict[int, Face]) -> Sheet:
    """Read a pypdfium2 page; `faces` remembers fonts over the pages of one document."""
    frame = _Frame(page)
    sheet = Sheet(frame.width, frame.height)
    orders, inner = _objects(page, frame, sheet)
    textpage = page.get_textpage()
    try:
        _Text(textpage, frame, faces, orders, inner).into(sheet)
    finally:
        textpage.close()
    sheet.pieces += _fields(page, frame)
    return sheet


class _Frame:
    """From the page's own coordinates to points from the top left corner as shown."""

    def __init__(self, page: Any):
        self.left, self.low, self.right, self.high = _box(page)
        self.turned = page.get_rotation() % 360
        wide, tall = self.right - self.left, self.high - self.low
        self.width, self.height = (tall, wide) if self.turned in (90, 270) else (wide, tall)

    def place(self, x: float, y: float) -> tuple[float, float]:
        match self.turned:
            case 90:
                return y - self.low, x - self.left
            case 180:
                return self.right - x, y - self.low
            case 270:
                return self.high - y, self.right - x
        return x - self.left, self.high - y

    def angle(self, a: float, b: float) -> int:
        """The direction of writing, clockwise as shown, rounded to quarter turns."""
        return (round(-math.degrees(math.atan2(b, a)) / 90) * 90 + self.turned) % 360

    def area(self, left: float, low: float, right: float, high: float) -> tuple[float, float, float, float]:
        (xa, ya), (xb, yb) = self.place(left, low), self.place(right, high)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _box(page: Any) -> tuple[float, float, float, float]:
    left, low, right, high = page.get_cropbox()
    media = page.get_mediabox()
    left, low = max(min(left, right), min(media[0], media[2])), max(min(low, high), min(media[1], media[3]))
    right, high = min(max(right, page.get_cropbox()[0]), max(media[0], media[2])), min(high, max(media[1], media[3]))
    if not (right - left > 1 and high - low > 1) or not math.isfinite(right - left + high - low):
        return 0.0, 0.0, 595.0, 842.0
    return left, low, right, high


class _Text:
    """The characters of a page, gathered into pieces."""

    def __init__(self, textpage: Any, frame: _Frame, faces: dict[int, Face], orders: dict[int, int], inner: set[int]):
        self.page = ctypes.cast(textpage.raw, c_void_p).value
        self.count = textpage.count_chars()
        self.frame, self.faces, self.orders, self.inner = frame, faces, orders, inner
        self.looks: dict[int, _Look] = {}
        self.numbers = (c_float * 6)()
        self.doubles = (c_double * 2)()
        self.at = ctypes.addressof(self.numbers)
        self.at_doubles = ctypes.addressof(self.doubles)

    def into(self, sheet: Sheet) -> None:
        sheet.cut = self.count > _MOST_CHARACTERS
        for start, end, obj, gap in self._runs(min(self.count, _MOST_CHARACTERS)):
            text, unmapped = self._text(start, end)
            if text.strip() or unmapped:
                piece = self._piece(text, start, end, obj)
                piece.unmapped = unmapped
                piece.space_before, piece.line_before = bool(gap), "\n" in gap
                sheet.pieces.append(piece)
            elif text and sheet.pieces:
                sheet.pieces[-1].text += " "

    def _runs(self, count: int) -> Iterator[tuple[int, int, int, str]]:
        """Ranges of characters of one text object, and the white space PDFium saw before each."""
        page, current, start, gap = self.page, None, 0, ""
        for at in range(count):
            obj = _text_object(page, at)
            if obj == current:
                continue
            if current is not None:
                yield start, at, current, gap
                gap = ""
            if obj is None:
                gap += chr(_unicode(page, at) or 32)
            current, start = obj, at
        if current is not None:
            yield start, count, current, gap

    def _text(self, start: int, end: int) -> tuple[str, int]:
        codes = [_unicode(self.page, at) for at in range(start, end)]
        unmapped = sum(1 for code in codes if code == 0 or 0xE000 <= code <= 0xF8FF or code == 0xFFFD)
        text = "".join([chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "" for code in codes])
        # PDFium says 2 for a hyphen at the end of a line; typst writes every hyphen as a soft one.
        return text.replace("\x02", "-").replace("\xad", "-").replace("\0", "").replace("\r", " ").replace(
            "\n", " "
        ), unmapped

    def _piece(self, text: str, start: int, end: int, obj: int) -> Piece:
        a, b, c, d = self._matrix_at(start)
        size = abs(_font_size(self.page, start)) * math.hypot(c, d)
        angle = self.frame.angle(a, b)
        x0, base = self._origin_at(start)
        x1 = self._right_of(end - 1, angle)
        mode, color, face, layer, artifact, spoken, clip = self.looks.get(obj) or self._look(obj)
        skew = a * c + b * d
        slanted = angle == self.frame.angle(1, 0) and 0.12 < skew / (math.hypot(a, b) * math.hypot(c, d) or 1.0) < 0.6
        clipped = clip is not None and not (
            clip[0] - 2 <= (x0 + x1) / 2 <= clip[2] + 2 and clip[1] - 2 <= base <= clip[3] + 2
        )
        return Piece(
            text, x0, max(x0, x1), base, size, face.italic or slanted, face.bold or mode == 2, angle, mode, color,
            self.orders.get(obj, 1 << 30), layer, artifact, clipped, spoken,
        )  # fmt: skip

    def _matrix_at(self, at: int) -> tuple[float, float, float, float]:
        if not _matrix(self.page, at, self.at):
            return 1.0, 0.0, 0.0, 1.0
        return self.numbers[0], self.numbers[1], self.numbers[2], self.numbers[3]

    def _origin_at(self, at: int) -> tuple[float, float]:
        if not _origin(self.page, at, self.at_doubles, self.at_doubles + 8):
            return 0.0, 0.0
        return self.frame.place(self.doubles[0], self.doubles[1])

    def _right_of(self, at: int, angle: int) -> float:
        _loose_box(self.page, at, self.at)  # left, top, right, bottom
        left, high, right, low = self.numbers[0], self.numbers[1], self.numbers[2], self.numbers[3]
        return self.frame.area(left, low, right, high)[2]

    def _look(self, obj: int) -> "_Look":
        mode = _render_mode(obj)
        color = _color(obj, _stroke_color if mode in (1, 5) else _fill_color)
        clip = None if obj in self.inner else _clip_box(obj)
        layer, artifact, spoken = _marks(obj)
        area = self.frame.area(*clip) if clip else None
        look = mode, color, self._face(_font(obj)), layer, artifact, spoken, area
        self.looks[obj] = look
        return look

    def _face(self, font: int | None) -> Face:
        if not font:
            return Face(False, False)
        if font not in self.faces:
            self.faces[font] = _face(font)
        return self.faces[font]


def _face(font: int) -> Face:
    buffer = ctypes.create_string_buffer(200)
    _font_name(font, buffer, 200)
    name = _SUBSET.sub("", buffer.value.decode("latin-1"))
    flags, angle = _font_flags(font), c_int(0)
    tilted = bool(_font_angle(font, ctypes.addressof(angle))) and 3 <= abs(angle.value) <= 45
    known = flags >= 0
    return Face(
        italic=bool(_ITALIC_NAME.search(name)) or tilted or (known and bool(flags & 1 << 6)),
        bold=bool(_BOLD_NAME.search(name)) or (known and bool(flags & 1 << 18)) or _font_weight(font) >= 800,
    )


def _color(obj: int, ask: Any) -> Color | None:
    parts = (c_uint * 4)()
    at = ctypes.addressof(parts)
    return (parts[0], parts[1], parts[2], parts[3]) if ask(obj, at, at + 4, at + 8, at + 12) else None


def _marks(obj: int) -> tuple[str, bool, int]:
    """The layer that an object is on, whether it is called an artifact, how long its spoken text is."""
    layer, artifact, spoken = "", False, 0
    for at in range(min(max(0, _mark_count(obj)), 20)):
        mark = _mark(obj, at)
        name = _mark_string(lambda buffer, size, length, mark=mark: _mark_name(mark, buffer, size, length))
        if name == "OC":
            layer = _mark_value(mark, _NAME)
        artifact = artifact or name == "Artifact"
        spoken = max(spoken, len(_mark_value(mark, _ACTUAL_TEXT)))
    return layer, artifact, spoken


def _mark_value(mark: int, key: Any) -> str:
    return _mark_string(lambda buffer, size, length: _mark_text(mark, key, buffer, size, length))


def _clip_box(obj: int) -> tuple[float, float, float, float] | None:
    """Where what an object paints can be seen at all; None where nothing limits it."""
    clip = _clip(obj)
    paths = _clip_paths(clip) if clip else 0
    left, low, right, high = -math.inf, -math.inf, math.inf, math.inf
    point = (c_float * 2)()
    at_x = ctypes.addressof(point)
    for path in range(min(paths, 8)):
        xs, ys = [], []
        for at in range(min(_clip_segments(clip, path), 200)):
            if _segment_point(_clip_segment(clip, path, at), at_x, at_x + 4):
                xs.append(point[0])
                ys.append(point[1])
        if xs:
            left, low, right, high = max(left, min(xs)), max(low, min(ys)), min(right, max(xs)), min(high, max(ys))
    return None if right == math.inf else (left, low, right, high)


def _mark_string(ask: Any) -> str:
    buffer, length = ctypes.create_string_buffer(256), c_ulong(0)
    if not ask(buffer, 256, ctypes.addressof(length)):
        return ""
    return buffer.raw[: min(length.value, 256)].decode("utf-16-le", "replace").rstrip("\0")


def _fields(page: Any, frame: _Frame) -> list[Piece]:
    """What is filled into the text fields of a form: it can be seen, so it is read."""
    pieces = []
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        shown = not raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW)
        field = shown and raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
        if field and raw.FPDFAnnot_GetValueType(annotation, b"V") == raw.FPDF_OBJECT_STRING:
            pieces += _field_pieces(annotation, frame)
        raw.FPDFPage_CloseAnnot(annotation)
    return pieces


def _field_pieces(annotation: Any, frame: _Frame) -> list[Piece]:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    x0, top, x1, bottom = frame.area(box.left, box.bottom, box.right, box.top)
    lines = annotation_text(annotation, b"V").replace("\r", "\n").split("\n")
    pitch = (bottom - top) / len(lines)
    size = max(6.0, min(11.0, 0.8 * pitch))
    return [
        Piece(line, x0, x1, top + (at + 0.75) * pitch, size, False, False, 0, 0, None, 1 << 30)
        for at, line in enumerate(lines)
        if line.strip()
    ]


def annotation_text(annotation: Any, key: bytes) -> str:
    """A text of an annotation, at most 4,000 characters of it."""
    buffer = ctypes.create_string_buffer(8000)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 8000)
    return buffer.raw.decode("utf-16-le", "replace").split("\0")[0]


def _objects(page: Any, frame: _Frame, sheet: Sheet) -> tuple[dict[int, int], set[int]]:
    """Walk what is painted, in order: areas and images into the sheet; the order of each object, and
    which stand inside a form, back."""
    handle = ctypes.cast(page.raw, c_void_p).value
    orders: dict[int, int] = {}
    inner: set[int] = set()
    count = raw.FPDFPage_CountObjects(page.raw)
    todo: list[tuple[int, Matrix | None, int]] = [
        (obj, None, 0) for at in range(min(count, _MOST_OBJECTS) - 1, -1, -1) if (obj := _page_object(handle, at))
    ]
    while todo and len(orders) < _MOST_OBJECTS:
        obj, outer, depth = todo.pop()
        order = orders[obj] = len(orders)
        if depth:
            inner.add(obj)
        kind = _object_type(obj)
        if kind == _FORM and depth < 8:
            matrix = _times(_matrix_of(obj), outer)
            many = min(_form_count(obj), _MOST_OBJECTS)
            todo.extend(
                (child, matrix, depth + 1) for at in range(many - 1, -1, -1) if (child := _form_object(obj, at))
            )
        elif kind in (_PATH, _IMAGE, _SHADING):
            _paint(obj, kind, outer, order, frame, sheet)
    sheet.cut = sheet.cut or bool(todo)
    return orders, inner


def _paint(obj: int, kind: int, outer: Matrix | None, order: int, frame: _Frame, sheet: Sheet) -> None:
    bounds = (c_float * 4)()
    at = ctypes.addressof(bounds)
    if not _object_bounds(obj, at, at + 4, at + 8, at + 12):
        return
    corners = _moved((bounds[0], bounds[1], bounds[2], bounds[3]), outer)
    place = frame.area(*corners)
    if kind == _IMAGE:
        sheet.images.append(Area(*place, None, order, image=True))
        return
    if kind == _SHADING:
        sheet.areas.append(Area(*place, None, order))
        return
    fill, stroke = c_int(0), c_int(0)
    _draw_mode(obj, ctypes.addressof(fill), ctypes.addressof(stroke))
    if not fill.value and not stroke.value:
        return
    plain = fill.value and _segments(obj) <= 6
    color = _color(obj, _fill_color if fill.value else _stroke_color)
    # What is no rectangle covers only part of its bounds: what lies behind a text there is unknown.
    sheet.areas.append(Area(*place, color if plain or not fill.value else None, order, filled=bool(fill.value)))


def _matrix_of(obj: int) -> Matrix:
    numbers = (c_float * 6)()
    if not _object_matrix(obj, ctypes.addressof(numbers)):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]


def _times(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(box: tuple[float, float, float, float], matrix: Matrix | None) -> tuple[float, float, float, float]:
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
