"""Reading datasets, with errors that name the file and the line."""

import datetime as dt
import json
from pathlib import Path

from assistant.errors import BadInput, NotFound


def lines(path: Path) -> list[str]:
    """A file's lines. Only line feeds end one: council texts hold other separators inside their strings."""
    if not path.is_file():
        raise NotFound(f"Die Datei „{path}“ fehlt. Das Format steht in docs/evals.md.")
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"„{path}“ lässt sich nicht als UTF-8 lesen.") from error


def known_before(case: dict) -> dt.date | None:
    """The day of a case's `before`; BadInput naming the case when it is no date."""
    try:
        return dt.date.fromisoformat(case["before"]) if case.get("before") else None
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"Fall „{case['id']}“: „{case['before']}“ ist kein Datum. Bitte als JJJJ-MM-TT angeben."
        ) from error


def jsonl(path: Path, fields: tuple[str, ...]) -> list[dict]:
    """The rows of a JSON Lines file, each with at least `fields`."""
    rows = []
    for number, line in enumerate(lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"„{path}“, Zeile {number}: kein gültiges JSON.") from error
        missing = [field for field in fields if not isinstance(row, dict) or field not in row]
        if missing:
            raise BadInput(f"„{path}“, Zeile {number}: es fehlt {', '.join(missing)}.")
        rows.append(row)
    return rows


def judgements(path: Path) -> dict[str, dict[str, int]]:
    """TREC relevance judgements: query id to the grade of each id judged for it."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines(path), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) < 4 or not parts[-1].lstrip("-").isdigit():
            raise BadInput(f"„{path}“, Zeile {number}: erwartet „Frage 0 Vorlage Urteil“.")
        grades.setdefault(parts[0], {})[" ".join(parts[2:-1])] = int(parts[-1])
    return grades


def qrels(path: Path) -> dict[str, set[str]]:
    """Of these judgements the ids that are relevant (above 0), for queries that have any."""
    relevant = {
        query: {one for one, grade in graded.items() if grade > 0} for query, graded in judgements(path).items()
    }
    return {query: ids for query, ids in relevant.items() if ids}
