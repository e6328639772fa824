"""Reading: are exchanges, questions, heads and voices read exactly, and what does it cost?

A case is a document beside a `.json` of the same stem: a Paper (with `exchanges`) or an Inquiry
(with `questions`), as far as known; `voice` is its file's. Exact: question and answer are each at
least 95 % similar (rapidfuzz `ratio`) after white space is folded.

On board are also files of every kind with their voices (own texts of towns that do not exist), and
`labels.jsonl`: voices of real files, known by the hash of their text alone. A `.txt` of `--data`
that is among them is a case of its own.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from rapidfuzz import fuzz

from assistant.errors import BadInput, VorlagenError
from assistant.model import PaperReading
from assistant.reading import Cage, FileMeta
from evals.data_files import jsonl
from evals.setup import Setup

_DOCUMENTS = (".txt", ".md", ".pdf", ".docx", ".eml")
_HEAD = ("reference", "paper_type", "name", "date", "department", "clerk", "file_number", "public", "outcome")


def produce(setup: Setup) -> Iterator[dict]:
    with Cage(workers=1) as cage:
        cage.means()  # a child has started before anything is timed
        for document, gold in _cases(setup):
            yield _case(cage, document, gold)
        yield from _voices_on_board(cage) if setup.data is None else _voices_by_hash(cage, setup.data)
    if setup.data is None:
        yield _speed()


def score(rows: list[dict]) -> dict:
    read = [row for row in rows if row["expected"] is not None]
    measures = {
        "exchanges_exact": _share(read, "found", "expected"),
        "documents_exact": _mean([row["exact"] == 1 for row in read]),
        "inquiries_exact": _mean([row["exact"] == 1 for row in read if row["asks"]]),
        "superfluous": sum(row["superfluous"] for row in read),
        "head_fields_right": _share(read, "head_right", "head_expected"),
        "voices_right": _share(rows, "voices_right", "voices"),
        "voices": sum(row["voices"] for row in rows),
        "unread": sum(bool(row.get("error")) for row in rows),
    }
    for key in ("type", "style"):
        for value in sorted({row[key] for row in read if row[key]}):
            group = [row for row in read if row[key] == value]
            measures[f"exchanges_exact, {value}"] = _share(group, "found", "expected")
            measures[f"head_fields_right, {value}"] = _share(group, "head_right", "head_expected")
            measures[f"documents_per_second, {value}"] = round(
                len(group) / max(1e-6, sum(r["seconds"] for r in group)), 1
            )
    for kind in sorted({row["kind"] for row in rows if row.get("kind")}):
        measures[f"voices_right, {kind}"] = _share([r for r in rows if r.get("kind") == kind], "voices_right", "voices")
    return {name: value for name, value in measures.items() if value is not None} | _costs(rows)


def _share(rows: list[dict], part: str, whole: str) -> float | None:
    total = sum(row[whole] for row in rows)
    return sum(row[part] for row in rows) / total if total else None


def _mean(values: list[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def _costs(rows: list[dict]) -> dict:
    """Ratios beside bare text extraction, and what the cage adds, from one run over the same files."""
    timed = next((row["speed"] for row in rows if row.get("speed")), None)
    if timed is None:
        return {}
    ratios = ("layout_to_pdfium", "layout_to_pypdf", "paper_to_pypdf", "cage_to_paper")
    return {f"cost, {name}": timed[name] for name in ratios}


# --- Cases ----------------------------------------------------------------------------------------


def _row(name: str, ending: str, style: str | None = None) -> dict:
    return {
        "id": name,
        "type": ending.lstrip("."),
        "style": style,
        "asks": False,
        "expected": None,
        "found": 0,
        "superfluous": 0,
        "head_right": 0,
        "head_expected": 0,
        "voices": 0,
        "voices_right": 0,
        "seconds": 0.0,
    }


def _cases(setup: Setup) -> Iterable[tuple[Path, dict]]:
    folders = [setup.dataset("reading")]
    if setup.data is None:
        from corpus import papers_dir

        folders.append(papers_dir())
    for path in sorted(folders[0].rglob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadInput(f"„{path}“ ist kein gültiges JSON.") from error
        if not isinstance(gold, dict):
            continue
        places = [path.parent, *folders[1:]]
        documents = [place / (path.stem + ending) for place in places for ending in _DOCUMENTS]
        yield from ((document, gold) for document in documents if document.is_file())


def _case(cage: Cage, document: Path, gold: dict) -> dict:
    row = _row(document.name, document.suffix, gold.get("style")) | {"asks": "questions" in gold}
    expected = _expected(gold)
    began = time.monotonic()
    try:
        found, head, voice = _read(cage, document, "questions" in gold)
    except VorlagenError as error:
        return {**row, "expected": len(expected), "exact": 0.0, "error": str(error), "note": str(error)}
    row["seconds"] = time.monotonic() - began
    return (
        row
        | _compared(expected, found)
        | _headed(head, gold)
        | _voiced(gold, voice)
        | _noted(expected, found, head, gold)
    )


def _expected(gold: dict) -> list[tuple[str, ...]]:
    if "questions" in gold:
        return [(q if isinstance(q, str) else q["text"],) for q in gold["questions"]]
    return [(e.get("question", ""), e.get("answer", "")) for e in gold.get("exchanges", ())]


def _read(cage: Cage, document: Path, asks: bool) -> tuple[list[tuple[str, ...]], dict, str]:
    data = document.read_bytes()
    if asks:
        inquiry = cage.inquiry(data, document.name)
        return [(q.text,) for q in inquiry.questions], inquiry.model_dump(mode="json"), ""
    paper = cage.paper([(FileMeta(document.name), data)]).paper
    return [(e.question, e.answer) for e in paper.exchanges], paper.model_dump(mode="json"), paper.files[0].voice.value


def _compared(expected: list[tuple[str, ...]], read: list[tuple[str, ...]]) -> dict:
    missed, left = _matched(expected, read)
    found = len(expected) - len(missed)
    exact = found / max(len(expected), len(read), 1) if expected or read else 1.0
    return {"expected": len(expected), "found": found, "superfluous": len(left), "exact": exact}


def _matched(expected: list[tuple[str, ...]], read: list[tuple[str, ...]]) -> tuple[list, list]:
    """What was expected and not read, and what was read and not expected."""
    left, missed = list(read), []
    for pair in expected:
        hit = next((other for other in left if _same(pair, other)), None)
        if hit is None:
            missed.append(pair)
        else:
            left.remove(hit)
    return missed, left


def _headed(head: dict, gold: dict) -> dict:
    fields = [field for field in _HEAD if field in gold]
    return {"head_right": sum(head.get(f) == gold[f] for f in fields), "head_expected": len(fields)}


def _voiced(gold: dict, voice: str) -> dict:
    if "voice" not in gold or not voice:
        return {}
    return {"voices": 1, "voices_right": int(voice == gold["voice"])}


def _noted(expected: list, read: list, head: dict, gold: dict) -> dict:
    missed, _ = _matched(expected, read)
    wrong = [field for field in _HEAD if field in gold and head.get(field) != gold[field]]
    return {"note": "; ".join([*(f"fehlt: {pair[0][:80]}" for pair in missed), *(f"Kopf: {field}" for field in wrong)])}


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(fuzz.ratio(_fold(a), _fold(b)) >= 95 for a, b in zip(one, other, strict=True))


def _fold(text: str) -> str:
    return " ".join(text.split())


# --- Voices ---------------------------------------------------------------------------------------


def files_on_board() -> list[dict]:
    """Files of every kind: `{id, kind, voice, name, text, says[{text, voice}], outcome}`."""
    return jsonl(_data("files.jsonl"), ("id", "kind", "voice", "name", "text"))


def _data(name: str) -> Path:
    return Path(str(files("evals") / "data" / "reading" / name))


def _voices_on_board(cage: Cage) -> Iterator[dict]:
    for case in files_on_board():
        reading = cage.paper([(FileMeta(case["name"]), case["text"].encode())])
        wrong = wrong_voices(case, reading)
        voices = 1 + len(case.get("says", ()))
        row = _row(f"Stimme {case['id']} {case['name']}", ".txt")
        yield row | {
            "kind": case["kind"],
            "voices": voices,
            "voices_right": voices - len(wrong),
            "note": "; ".join(wrong),
        }


def wrong_voices(case: dict, reading: PaperReading) -> list[str]:
    """Where the file or a part of it speaks with another voice than it should."""
    voice = reading.paper.files[0].voice.value
    wrong = [] if voice == case["voice"] else [f"Datei: {voice} statt {case['voice']}"]
    for part in case.get("says", ()):
        heard = {passage.voice.value for passage in reading.passages if part["text"] in passage.text}
        heard |= {"administration" for exchange in reading.paper.exchanges if part["text"] in exchange.answer}
        if heard != {part["voice"]}:
            wrong.append(f"„{part['text']}“: {', '.join(sorted(heard)) or 'nicht gelesen'} statt {part['voice']}")
    return wrong


def _voices_by_hash(cage: Cage, folder: Path) -> Iterator[dict]:
    labels = {label["sha256"]: label["voice"] for label in jsonl(_data("labels.jsonl"), ("sha256", "voice"))}
    for path in sorted(folder.rglob("*.txt")):
        data = path.read_bytes()
        expected = labels.get(hashlib.sha256(data).hexdigest())
        if expected is None:
            continue
        # A file's name follows its paper's reference and its own number where a council system named it.
        name = path.stem.rpartition("__")[2]
        try:
            voice = cage.paper([(FileMeta(name), data)]).paper.files[0].voice.value
        except VorlagenError as error:
            voice = str(error)
        right = int(voice == expected)
        note = "" if right else f"Datei: {voice} statt {expected}"
        yield _row(f"Stimme {path.name}", ".txt") | {"kind": expected, "voices": 1, "voices_right": right, "note": note}


# --- Speed ----------------------------------------------------------------------------------------


def _speed() -> dict:
    """The demo corpus read five ways, once each."""
    from corpus import papers_dir
    from evals.benchmarks.reading import measure, text_pdfs

    return _row("Durchsatz", ".pdf") | {"speed": measure(text_pdfs(papers_dir()), rounds=1)}
