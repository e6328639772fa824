"""The paper in each of its formats.

`export` is pure: the same draft, town and imprint give the same bytes, whatever the clock says.
"""

import json
from collections.abc import Callable, Iterable
from enum import StrEnum

from assistant.model import Draft
from assistant.publishing.plain import html, markdown, text
from assistant.publishing.sheet import Imprint, Sheet, Signature, Sources, lay_out
from assistant.town import TownProfile


class Format(StrEnum):
    docx = "docx"
    pdf = "pdf"
    md = "md"
    json = "json"
    txt = "txt"
    html = "html"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.pdf: "application/pdf",
    Format.md: "text/markdown; charset=utf-8",
    Format.json: "application/json",
    Format.txt: "text/plain; charset=utf-8",
    Format.html: "text/html; charset=utf-8",
}


def export(
    draft: Draft,
    format: str,
    town: TownProfile,
    sources: str = "none",
    signoffs: Iterable[Signature] = (),
    imprint: Imprint | None = None,
) -> bytes:
    """The draft as a Mitteilungsvorlage in one format; `json` is the Draft itself.

    As long as `imprint.released` is not set, the paper says on every page that it is a draft.
    """
    if Format(format) == Format.json:
        return (json.dumps(draft.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode(errors="replace")
    sheet = lay_out(draft, town, imprint or Imprint(), Sources(sources), signoffs)
    return _SETTERS[Format(format)](sheet, town)


def _docx(sheet: Sheet, town: TownProfile) -> bytes:
    from assistant.publishing.word import docx

    return docx(sheet, town)


def _pdf(sheet: Sheet, town: TownProfile) -> bytes:
    from assistant.publishing.pdf import pdf

    return pdf(sheet, town)


_SETTERS: dict[Format, Callable[[Sheet, TownProfile], bytes]] = {
    Format.docx: _docx,
    Format.pdf: _pdf,
    Format.md: lambda sheet, town: markdown(sheet).encode(),
    Format.txt: lambda sheet, town: text(sheet).encode(),
    Format.html: lambda sheet, town: html(sheet).encode(),
}
