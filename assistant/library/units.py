"""The units of the memory: exchanges and passages, as the indexes and the search see them."""

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Literal

from assistant.model import FoundPaper, Span, Voice

UnitKind = Literal["exchange", "passage"]
EMBEDDED_CHARACTERS = 2400


@dataclass(frozen=True, slots=True)
class Unit:
    """One exchange (`question` with `text`, its answer) or one passage (`text` alone).

    `spans` are the places of `text` in the paper's text, `start`-`end` reaches over all of them.
    `replaced`: a newer text took its place, in the same paper or another one.
    `date` is the day from which it was known; `title` is the paper's name, `topic` its inquiry's.
    `content_hash` changes with everything that an index knows of the unit.
    """

    id: int
    paper: FoundPaper
    kind: UnitKind
    text: str
    start: int
    end: int
    title: str
    topic: str = ""
    file: int = 0
    file_name: str = ""
    number: str = ""
    question: str = ""
    spans: tuple[Span, ...] = ()
    page: int | None = None
    voice: Voice = Voice.administration
    date: dt.date | None = None
    passage_kind: str = "body"
    replaced: bool = False
    refers_to: tuple[str, ...] = ()
    joint_with: tuple[str, ...] = ()
    organizations: tuple[str, ...] = field(default=())
    content_hash: str = ""


def embedded_text(title: str, topic: str, question: str, text: str) -> str:
    """What of a unit goes into its vector: its subject first, then its own words."""
    heading = topic if topic and topic != title else title
    parts = filter(None, (heading, question, text))
    return "\n".join(parts)[:EMBEDDED_CHARACTERS]


def short_hash(*parts: object) -> str:
    """A hash of values that JSON can write; 128 bits, enough to tell the units of all towns apart."""
    written = json.dumps(parts, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def reference_key(reference: str | None) -> str | None:
    """`M 23/0101`, `M23/0101` and `m_23_0101` are one reference; None where nothing is left of it."""
    parts = re.findall(r"[A-ZÄÖÜ]+|\d+", (reference or "").upper())
    return "/".join(parts) or None


def filter_key(name: str | None) -> str:
    """How types, bodies and offices are compared: not by case or blanks."""
    return " ".join((name or "").casefold().split())
