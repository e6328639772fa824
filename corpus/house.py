"""The house styles of Auenrade's papers: how questions, answers and heads are set.

A style says what a manuscript does not: which head a paper carries, how a question is numbered and
whether its answer is set in italics. `setting(manuscript)` is the document as both typesetters
(typst, python-docx) take it: plain data, every label already in place.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from corpus.manuscript import Block, Element, Manuscript, Run


@dataclass(frozen=True)
class House:
    """`question` and `answer` are labels with `{n}`; `own_line`: the answer's label stands alone."""

    head: str
    font: str = "Libertinus Serif"
    question: str = "{n})"
    question_bold: bool = False
    answer: str = ""
    answers: str = "Zu den Fragen {n}:"
    answer_italic: bool = False
    own_line: bool = True
    foot: tuple[str, ...] = ()
    running: str = ""
    rule: bool = False


_SIGNED = ("Sachbearbeitung", "Fachbereichsleitung", "Amtsleitung",
           "mitzeichnendes Amt (bei Beschlüssen mit finanziellen Auswirkungen: Amt 20)",
           "Stadtrat/Stadträtin", "Oberbürgermeisterin")  # fmt: skip

HOUSES = {
    # Since 2019: questions upright, answers in italics, no labels; sign-offs at the foot of page 1.
    "kursiv": House("neu", answer_italic=True, foot=_SIGNED, running="Seite {page} / {reference}"),
    # Until 2018: the question in bold, the answer below it.
    "fett": House("alt", "New Computer Modern", "{n}.", True, running="– {page} –", rule=True),
    # All questions first, then the answers by number.
    "nummern": House(
        "neu", question="{n}.", answer="Zu Frage {n}:", foot=_SIGNED, running="{reference}    Seite {page}"
    ),
    "nummern-alt": House(
        "alt", "New Computer Modern", "{n}.", answer="Zu {n}.:", answers="Zu {n}:", running="– {page} –"
    ),
    # Question and answer in turn, told apart by labels alone.
    "wechsel": House("neu", question="Frage {n}:", answer="Antwort:", answers="Antwort:", own_line=False, foot=_SIGNED),
    # Question and answer in turn, told apart by the line break alone.
    "schlicht": House("neu", question="{n}.", foot=_SIGNED, running="Seite {page}"),
    "lauftext": House("alt", "New Computer Modern", running="Seite {page}", rule=True),
    "beschluss": House("neu", foot=_SIGNED, running="Seite {page} / {reference}"),
    "brief": House("fraktion", question="{n}."),
    "brief-alt": House("alt", "New Computer Modern", question="{n}.", running="Seite {page}", rule=True),
    "niederschrift": House("niederschrift", running="– {page} –"),
}


def german(date: dt.date) -> str:
    return f"{date:%d.%m.%Y}"


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return german(value)
    return value.replace(" // ", "\n") if isinstance(value, str) else value


def setting(manuscript: Manuscript) -> dict[str, Any]:
    """The document as plain data for a typesetter."""
    house, head = HOUSES[manuscript.style], manuscript.head
    plain = {key: _plain(value) for key, value in head.items() if key != "inquiry"}
    plain["consultations"] = [
        [organization, german(date), role, item or ""]
        for organization, date, role, item in head.get("consultations", [])
    ]
    return {
        "head": plain,
        "house": asdict(house) | {"running": house.running.replace("{reference}", str(head.get("reference", "")))},
        "blocks": [_set(block, house, head) for block in manuscript.blocks],
    }


def _set(block: Block, house: House, head: dict[str, Any]) -> dict[str, Any]:
    elements = list(block.elements)
    if block.kind == "frage":
        elements = _labelled(elements, _label(head.get("question_label", house.question), block), house.question_bold)
    elif block.kind == "antwort":
        key, usual = ("answers_label", house.answers) if len(block.numbers) > 1 else ("answer_label", house.answer)
        elements = _answer(elements, _label(head.get(key, usual), block), house)
    return {
        "kind": block.kind,
        "argument": block.argument,
        "elements": [asdict(element) for element in elements],
    }


def _label(label: str, block: Block) -> str:
    """`{n}` filled in: `1`, `1 und 2`, `1, 2 und 3`; nothing where no number is printed."""
    if not label or block.numbers == ("",):
        return ""
    *others, last = block.numbers
    return label.replace("{n}", f"{', '.join(others)} und {last}" if others else last)


def _labelled(elements: list[Element], label: str, bold: bool) -> list[Element]:
    if bold:
        elements = [Element(e.kind, tuple(Run(r.text, True, r.italic) for r in e.runs), e.rows) for e in elements]
    if not label:
        return elements
    first, *others = elements
    return [Element(first.kind, (Run(label + " ", bold), *first.runs), first.rows), *others]


def _answer(elements: list[Element], label: str, house: House) -> list[Element]:
    if house.answer_italic:
        elements = [Element(e.kind, tuple(Run(r.text, r.bold, True) for r in e.runs), e.rows) for e in elements]
    if not label:
        return elements
    if house.own_line or elements[0].kind != "p":
        return [Element("p", (Run(label, bold=True),)), *elements]
    return _labelled(elements, label, False)
