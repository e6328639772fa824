"""Run an evaluation, keep it as a folder, compare two folders."""

import datetime as dt
import hashlib
import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel

from assistant.errors import NotFound, VorlagenError, WrongUsage
from assistant.settings import Settings
from evals.data_files import jsonl
from evals.setup import Setup
from evals.statistics import Interval, mean_interval, paired_difference

Row = dict


@dataclass(frozen=True)
class Eval:
    """One evaluation: `module` holds `produce(setup) -> rows` and `score(rows) -> measures`.

    `primary` names the row fields (numbers, higher is better) that decide whether a run is worse.
    """

    module: str
    about: str
    primary: tuple[str, ...]

    @property
    def produce(self) -> Callable[[Setup], Iterable[Row]]:
        return import_module(self.module).produce

    @property
    def score(self) -> Callable[[list[Row]], dict]:
        return import_module(self.module).score


EVALS = {
    "reading": Eval("evals.reading", "Fragen und Antworten aus Dokumenten: genau erkannt?", ("exact",)),
    "german": Eval("evals.language", "Sätze, Zahlen, Daten, Beträge, Gesetze und Namen: richtig erkannt?", ("f1",)),
    "retrieval": Eval("evals.retrieval", "Findet die Suche, was die Verwaltung selbst zitiert hat?", ("r10", "mrr")),
    "drafting": Eval("evals.drafting", "Entwürfe: belegt, wörtlich, nützlich?", ("sound", "useful")),
    "abstention": Eval("evals.abstention", "Schweigt der Entwurf, wo keine frühere Antwort trägt?", ("right",)),
    "verify": Eval("evals.verdicts", "Erkennt die Prüfung falsch belegte Sätze?", ("right",)),
    "flags": Eval("evals.flagging", "Prüfhinweise: vollständig und ohne Fehlalarm?", ("f1",)),
    "feedback": Eval("evals.feedback", "Findet die Suche, was im Haus als hilfreich galt?", ("right",)),
    "injection": Eval("evals.injection", "Bleiben Anweisungen in Dokumenten wirkungslos?", ("held",)),
}


class Report(BaseModel):
    """What `vorlagen eval run --json` prints; `per_case` and `manifest` are paths."""

    name: str
    n: int
    measures: dict[str, float | int | str | None]
    per_case: str
    manifest: str


class Verdict(BaseModel):
    worse: bool
    measures: dict[str, dict[str, float | bool]]
    message: str


def run(
    name: str,
    settings: Settings,
    data: Path | None = None,
    output: Path = Path("runs"),
    model: str | None = None,
    prompts: Path | None = None,
    embedding: str | None = None,
) -> Report:
    """Produce one row a case, score them, and keep both in a new folder under `output`."""
    if name not in EVALS:
        raise WrongUsage(f"Die Messung „{name}“ gibt es nicht. Möglich sind: {', '.join(EVALS)}.")
    if data is not None and not data.is_dir():
        raise NotFound(f"Den Ordner „{data}“ gibt es nicht. Bitte den Pfad prüfen.")
    if prompts is not None and not prompts.is_dir():
        raise NotFound(f"Den Ordner „{prompts}“ mit den Prompts gibt es nicht. Bitte den Pfad prüfen.")
    evaluation = EVALS[name]
    with Setup.open(settings, data, model, prompts, embedding) as setup:
        rows = list(evaluation.produce(setup))
        configuration = setup.configuration()
    if not rows:
        raise NotFound(f"Für „{name}“ wurden in „{data}“ keine Fälle gefunden. Das Format steht in docs/evals.md.")
    measures = evaluation.score(rows)
    folder = _new_folder(output, name)
    _write(folder, name, rows, measures, configuration)
    return Report(
        name=name,
        n=len(rows),
        measures=measures,
        per_case=str(folder / "cases.jsonl"),
        manifest=str(folder / "manifest.json"),
    )


def compare(a: Path, b: Path) -> Verdict:
    """B against A, case by case; worse when a deciding measure fell on the cases that both have."""
    first, second = _load(a), _load(b)
    if first["name"] != second["name"]:
        raise WrongUsage(f"„{a}“ misst {first['name']}, „{b}“ misst {second['name']}: nicht vergleichbar.")
    measures, lines, worse = {}, [], False
    for field in EVALS[first["name"]].primary:
        pairs = [
            (first["rows"][case][field], second["rows"][case][field])
            for case in first["rows"]
            if case in second["rows"]
            and first["rows"][case].get(field) is not None
            and second["rows"][case].get(field) is not None
        ]
        if not pairs:
            raise WrongUsage(f"„{a}“ und „{b}“ haben keinen gemeinsamen Fall mit „{field}“.")
        change = paired_difference(pairs)
        measures[field] = {"difference": change.mean, "low": change.low, "high": change.high, "n": len(pairs)}
        worse |= change.mean < -1e-9
        lines.append(_line(field, change, len(pairs)))
    lines.append("B ist schlechter." if worse else "B ist nicht schlechter.")
    return Verdict(worse=worse, measures=measures, message="\n".join(lines))


def _line(field: str, change: Interval, n: int) -> str:
    sure = "gesichert" if change.low > 0 or change.high < 0 else "nicht gesichert"
    return f"{field}: {change.mean:+.4f} (95 %: {change.low:+.4f} bis {change.high:+.4f}; {n} Fälle, {sure})"


def _new_folder(output: Path, name: str) -> Path:
    stem = f"{dt.datetime.now():%Y%m%d-%H%M%S}-{name}"
    for number in range(1, 1000):
        folder = output / (stem if number == 1 else f"{stem}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise WrongUsage(f"In „{output}“ lässt sich nichts schreiben. Bitte --output prüfen.") from error
        return folder
    raise WrongUsage(f"In „{output}“ liegen zu viele Läufe. Bitte einen anderen Ordner angeben.")


def _write(folder: Path, name: str, rows: list[Row], measures: dict, configuration: dict) -> None:
    lines = "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
    (folder / "cases.jsonl").write_text(lines, encoding="utf-8")
    manifest = {
        "name": name,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "product": version("vorlagen-assistent"),
        "python": platform.python_version(),
        "cases_sha256": hashlib.sha256(lines.encode()).hexdigest(),
        **configuration,
        "measures": measures,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "report.md").write_text(_report(name, rows, measures), encoding="utf-8")


def _report(name: str, rows: list[Row], measures: dict) -> str:
    lines = [f"# {name}: {len(rows)} Fälle", "", "| Maß | Wert |", "|---|---|"]
    lines += [
        f"| {key} | {value:.4f} |" if isinstance(value, float) else f"| {key} | {value} |"
        for key, value in measures.items()
    ]
    for field in EVALS[name].primary:
        values = [row[field] for row in rows if row.get(field) is not None]
        if len(values) > 1:
            interval = mean_interval(values)
            lines.append(f"| {field}, 95-%-Bereich | {interval.low:.4f} bis {interval.high:.4f} |")
    weakest = [row for row in rows if row.get(EVALS[name].primary[0]) is not None]
    weakest.sort(key=lambda row: row[EVALS[name].primary[0]])
    lines += ["", "## Die schwächsten Fälle", ""]
    lines += [f"- {row['id']}: {row.get('note', '')}" for row in weakest[:10]]
    return "\n".join(lines) + "\n"


def _load(folder: Path) -> dict:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        rows = jsonl(folder / "cases.jsonl", ("id",))
    except (OSError, ValueError, VorlagenError) as error:
        raise NotFound(f"„{folder}“ ist kein Lauf einer Messung (manifest.json und cases.jsonl fehlen).") from error
    return {"name": manifest["name"], "rows": {row["id"]: row for row in rows}}
