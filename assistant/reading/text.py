"""Bytes of plain text, Markdown or HTML: which encoding, and whether it is text at all."""

import codecs
import re
from html.parser import HTMLParser

from assistant.errors import BadInput
from assistant.reading.cage import shown
from assistant.reading.document import Document
from assistant.reading.plain import document_from_text

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_WORDS = re.compile("[A-Za-zäöüß]{3,}")
_MANY_BLANK_LINES = re.compile(r"(?:\r?\n){20,}")
_MOST_CHARACTERS = 10_000_000
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_XML_DOCTYPE = re.compile(r"\s*<\?xml.{0,2000}?<!DOCTYPE|\s*<!DOCTYPE(?!\s+html)", re.IGNORECASE | re.DOTALL)


def document_from_text_bytes(data: bytes, name: str) -> Document:
    text = decoded(data)
    _refuse_binary(text, name)
    if _XML_DOCTYPE.match(text[:5000]):
        raise BadInput(
            f"Die Datei „{shown(name)}“ ist XML mit einem DOCTYPE, das wird nicht gelesen. "
            "Bitte speichern Sie sie als PDF oder DOCX."
        )
    if _HTML.match(text[:5000]):
        text = text_from_html(text)
    return document_from_text(_MANY_BLANK_LINES.sub("\n\n\n", _CONTROL.sub("", text)))


def decoded(data: bytes) -> str:
    """The text in the encoding that fits: a byte order mark, UTF-16 by its zeros, UTF-8, Windows."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    start = data[:4000]
    if start.count(0) > len(start) / 4:
        return data.decode("utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_end = error.start >= len(data) - 3
        if broken_end or data.decode("utf-8", "replace").count("\ufffd") * 200 < len(data) - data.isascii():
            text = data.decode("utf-8", "replace")
            if broken_end or any(ord(char) > 127 and char != "\ufffd" for char in text):
                return text
        return data.decode("cp1252", "replace")


def _refuse_binary(text: str, name: str) -> None:
    if len(text) > _MOST_CHARACTERS:
        raise BadInput(
            f"Die Datei „{shown(name)}“ enthält mehr Text, als sich verarbeiten lässt. Bitte teilen Sie sie."
        )
    odd = len(_CONTROL.findall(text)) + text.count("\ufffd")
    # A council system's text of a PDF with a broken font still holds words between the odd characters.
    readable = odd <= 0.2 * len(text) and sum(map(len, _WORDS.findall(text))) >= 0.4 * len(text)
    if (odd > 0.02 * len(text) and not readable) or not any(map(str.isalnum, text)):
        raise BadInput(
            f"Die Datei „{shown(name)}“ hat kein bekanntes Format. Bitte speichern Sie sie als PDF, DOCX oder Text."
        )


class _TextOfHtml(HTMLParser):
    """Text with a line for each block, emphasis kept as `*…*`; what HTML does not show is left out."""

    _BLOCKS = frozenset(
        (
            "p",
            "div",
            "br",
            "li",
            "tr",
            "table",
            "ul",
            "ol",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "section",
            "article",
            "header",
            "footer",
            "hr",
        )
    )
    _PARAGRAPHS = frozenset(("p", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
    _UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg"))
    _VOID = frozenset(
        ("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "track", "wbr")
    )
    _HIDDEN_STYLE = re.compile(
        r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0\d*)?\s*(?:;|$)"
        r"|(?<!-)color\s*:\s*(?:#f{3}(?:f{3})?|white)\b",
        re.IGNORECASE,
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._unseen = 0
        self._counts: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in self._VOID:
            styled_away = bool(self._HIDDEN_STYLE.search(values.get("style", ""))) or "hidden" in values
            unseen = tag in self._UNSEEN or styled_away
            if len(self._open) < 500:
                self._open.append((tag, unseen))
                self._unseen += unseen
        self._block(tag)
        self._list_item(tag, values)

    def _list_item(self, tag: str, values: dict[str, str]) -> None:
        """The numbers of a list are computed by whoever shows it; bullets need no sign."""
        if tag in ("ol", "ul") and len(self._counts) < 100:
            start = values.get("start", "1")
            self._counts.append((int(start) - 1 if start.isdigit() else 0) if tag == "ol" else None)
        elif tag == "li" and self._counts and self._counts[-1] is not None and not self._unseen:
            self._counts[-1] += 1
            self.parts.append(f"{self._counts[-1]}. ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {name for name, _ in self._open}:
            while True:
                name, unseen = self._open.pop()
                self._unseen -= unseen
                if name == tag:
                    break
        if tag in ("ol", "ul") and self._counts:
            self._counts.pop()
        self._block(tag)

    def _block(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n\n" if tag in self._PARAGRAPHS else "\n")
        elif tag in ("td", "th"):
            self.parts.append("\t")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))
        elif data.strip() and not any(name in self._UNSEEN for name, _ in self._open):
            self.hidden.append(data.strip())


def text_from_html(html: str) -> str:
    """What a page of HTML shows."""
    parser = _parsed_html(html)
    lines = (re.sub(r"^ +| +$", "", line).strip("\t") for line in "".join(parser.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def hidden_in_html(html: str) -> str:
    """What a page of HTML says without showing it."""
    return " ".join(_parsed_html(html).hidden)


def _parsed_html(html: str) -> _TextOfHtml:
    parser = _TextOfHtml()
    parser.feed(html)
    parser.close()
    return parser
