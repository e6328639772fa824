"""Small working fakes: an embedding by hashed words, and a reader for a tiny paper format."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator

import numpy as np

from assistant.errors import BadInput, VorlagenError
from assistant.library.reader import Job
from assistant.model import Exchange, File, InquiryHead, Paper, PaperHead, PaperReading, Passage, Span, Voice
from assistant.reading import TimedOut
from assistant.sources import SourceFile


class HashingEmbedder:
    """Each word is a fixed random direction; equal texts get equal vectors."""

    def __init__(self, dimensions: int = 32, seed: str = "") -> None:
        self.dimensions = dimensions
        self.fingerprint = f"hashing-{dimensions}{seed}"
        self.seed = seed
        self.encoded = 0

    def encode(self, texts: list[str]) -> np.ndarray:
        self.encoded += len(texts)
        rows = np.array([self._row(text) for text in texts], dtype=np.float32).reshape(-1, self.dimensions)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def _row(self, text: str) -> np.ndarray:
        words = re.findall(r"\w+", text.lower()) or [""]
        return np.sum([self._word(word) for word in words], axis=0)

    def _word(self, word: str) -> np.ndarray:
        digest = hashlib.blake2b((self.seed + word).encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big")).standard_normal(self.dimensions)


class SimpleReader:
    """Reads `Vorlage: REF`, `Titel: …`, `Frage: …` followed by `Antwort: …`; other paragraphs are passages.

    A file that holds `KAPUTT` cannot be read, one that holds `LANGSAM` not in time. `Öffentlich: ja` and
    `Öffentlich: nein` are marks.
    """

    version = "simple1"

    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "SimpleReader":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def read(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, PaperReading | VorlagenError]]:
        for job in jobs:
            self.count += 1
            if any(b"KAPUTT" in file.data for file in job.files):
                yield job, BadInput("Die Datei ist beschädigt.")
            elif any(b"LANGSAM" in file.data for file in job.files):
                yield job, TimedOut("Die Datei zu lesen dauert zu lange.")
            else:
                yield job, read_simply(job.files, job.paper.head)


def read_simply(given: tuple[SourceFile, ...], head: PaperHead | None) -> PaperReading:
    head = head or PaperHead()
    text, files, exchanges, passages = "", [], [], []
    fields: dict[str, str] = {}
    marks = {head.public}
    for number, file in enumerate(given):
        start = len(text)
        body = file.data.decode()
        for paragraph in re.split(r"\n\s*\n", body):
            paragraph = paragraph.strip()
            label, _, rest = paragraph.partition(": ")
            if label in ("Vorlage", "Titel", "Datum", "Amt", "Art", "Fraktion"):
                fields.setdefault(label, rest)
                continue
            if label == "Öffentlich":
                marks.add(rest == "ja")
                continue
            at = len(text)
            text += paragraph + "\n\n"
            if label == "Frage" and "\nAntwort: " in rest:
                question, _, answer = rest.partition("\nAntwort: ")
                begin = at + paragraph.index("Antwort: ") + len("Antwort: ")
                span = Span(start=begin, end=begin + len(answer))
                exchanges.append(
                    Exchange(
                        number=str(len(exchanges) + 1),
                        question=question,
                        answer=answer,
                        date=file.date,
                        page=1,
                        file=number,
                        spans=(span,),
                    )
                )
            elif paragraph:
                passages.append(
                    Passage(text=paragraph, start=at, end=at + len(paragraph), page=1, file=number, date=file.date)
                )
        files.append(
            File(
                name=file.name,
                uri=file.uri,
                sha256=hashlib.sha256(file.data).hexdigest(),
                date=file.date,
                start=start,
                end=len(text),
                page_starts=(start,),
                voice=Voice.administration,
            )
        )
    date = head.date or (dt.date.fromisoformat(fields["Datum"]) if "Datum" in fields else None)
    paper = Paper(
        id="-",
        oparl_id=head.oparl_id,
        reference=head.reference or fields.get("Vorlage"),
        paper_type=head.paper_type or fields.get("Art"),
        name=head.name or fields.get("Titel") or given[0].name,
        date=date,
        department=head.department or fields.get("Amt"),
        public=False not in marks,
        consultations=head.consultations,
        inquiry=InquiryHead(organization=fields["Fraktion"]) if "Fraktion" in fields else None,
        exchanges=tuple(exchanges),
        text=text,
        files=tuple(files),
    )
    late = next((f"{file.name}: Die Anlage zu lesen dauert zu lange." for file in given if b"SPAET" in file.data), "")
    marked = next((mark for mark in (False, True) if mark in marks), None)
    return PaperReading(paper=paper, passages=tuple(passages), marked=marked, late=late)
