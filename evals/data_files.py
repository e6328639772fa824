"""Reading datasets, with errors that name the file and the line."""

import json
from pathlib import Path

from assistant.errors import BadInput, NotFound


def jsonl(path: Path, fields: tuple[str, ...]) -> list[dict]:
    """The rows of a JSON Lines file, each with at least `fields`."""
    if not path.is_file():
        raise NotFound(f"Die Datei „{path}“ fehlt. Das Format steht in docs/evals.md.")
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
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


def qrels(path: Path) -> dict[str, set[str]]:
    """TREC relevance judgements: query id to the ids judged relevant (above 0)."""
    if not path.is_file():
        raise NotFound(f"Die Datei „{path}“ fehlt. Das Format steht in docs/evals.md.")
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) < 4 or not parts[-1].lstrip("-").isdigit():
            raise BadInput(f"„{path}“, Zeile {number}: erwartet „Frage 0 Vorlage Urteil“.")
        if int(parts[-1]) > 0:
            relevant.setdefault(parts[0], set()).add(" ".join(parts[2:-1]))
    return relevant
