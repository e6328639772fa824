"""Real footnotes in a Word file, which neither python-docx nor docxtpl can make.

The document refers to notes by number; the notes stand in a part of their own, which is added with
its relation and its content type, or is completed where a template already has one.
"""

from collections.abc import Sequence
from typing import Any

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PART = "word/footnotes.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# Word keeps small ids for its separators; a template may have notes of its own.
_FIRST = 1000

_EMPTY = f"""<w:footnotes xmlns:w="{_W}">
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>""".encode()


_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def reference_run(number: int) -> str:
    return f'<w:r>{_RAISED}<w:footnoteReference w:id="{_FIRST + number}"/></w:r>'


def repeated_run(text: str) -> str:
    """What is raised but no note of its own: a note met again, or the comma between two."""
    return f'<w:r>{_RAISED}<w:t xml:space="preserve">{text}</w:t></w:r>'


def add_footnotes(parts: dict[str, bytes], notes: Sequence[str]) -> dict[str, bytes]:
    """The parts of a Word file with the notes that its document refers to."""
    import lxml.etree as etree

    root = etree.fromstring(parts.get(_PART, _EMPTY))
    root.extend([_footnote(etree, number, text) for number, text in enumerate(notes, start=1)])
    added = {_PART: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    if _PART not in parts:
        added[_RELATIONS] = _with(
            parts[_RELATIONS], "Relationship", {"Id": "rIdFootnotes", "Type": _FOOTNOTES, "Target": "footnotes.xml"}
        )
        added[_TYPES] = _with(parts[_TYPES], "Override", {"PartName": f"/{_PART}", "ContentType": _CONTENT})
    return parts | added


def _footnote(etree: Any, number: int, text: str) -> Any:
    note = etree.Element(f"{{{_W}}}footnote", {f"{{{_W}}}id": str(_FIRST + number)})
    paragraph = etree.SubElement(note, f"{{{_W}}}p")
    mark = _run(etree, paragraph, raised=True)
    etree.SubElement(mark, f"{{{_W}}}footnoteRef")
    written = etree.SubElement(_run(etree, paragraph), f"{{{_W}}}t")
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    written.text = f" {text}"
    return note


def _run(etree: Any, paragraph: Any, raised: bool = False) -> Any:
    run = etree.SubElement(paragraph, f"{{{_W}}}r")
    properties = etree.SubElement(run, f"{{{_W}}}rPr")
    etree.SubElement(properties, f"{{{_W}}}sz", {f"{{{_W}}}val": "17"})
    if raised:
        etree.SubElement(properties, f"{{{_W}}}vertAlign", {f"{{{_W}}}val": "superscript"})
    return run


def _with(xml: bytes, tag: str, attributes: dict[str, str]) -> bytes:
    import lxml.etree as etree

    root = etree.fromstring(xml)
    namespace = etree.QName(root).namespace
    etree.SubElement(root, f"{{{namespace}}}{tag}", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
