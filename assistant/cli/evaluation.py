"""`vorlagen eval`: answer quality before a prompt, model or setting changes."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import AsJson, put
from assistant.cli.german_help import Commands

app = Commands(help="Die Güte messen, bevor sich Prompt, Modell oder Einstellung ändern.")


@app.command("list")
def show(as_json: AsJson = False) -> None:
    """Welche Messungen es gibt."""
    from evals import EVALS

    if as_json:
        put([{"name": name, "about": one.about} for name, one in EVALS.items()])
        return
    for name, one in EVALS.items():
        print(f"{name:12} {one.about}")


@app.command("run")
def run(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    data: Annotated[
        Path | None, typer.Option("--data", metavar="ORDNER", help="Andere Daten als die mitgelieferten.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", metavar="ORDNER", help="Wohin der Lauf geschrieben wird.")] = Path(
        "runs"
    ),
    model: Annotated[str | None, typer.Option("--model", metavar="MODELL")] = None,
    prompts: Annotated[Path | None, typer.Option("--prompts", metavar="ORDNER")] = None,
    embedding: Annotated[str | None, typer.Option("--embedding", metavar="NAME|ORDNER")] = None,
    as_json: AsJson = False,
) -> None:
    """Eine Messung ausführen."""
    from assistant.settings import load_settings
    from evals import run as measure

    report = measure(name, load_settings(), data=data, output=output, model=model, prompts=prompts, embedding=embedding)
    if as_json:
        put(report)
        return
    print(f"{report.name}: {report.n} Fälle")
    for measure_name, value in report.measures.items():
        print(f"  {measure_name:32} {value:.4f}" if isinstance(value, float) else f"  {measure_name:32} {value}")
    print(f"Einzelheiten: {report.per_case}")


@app.command("compare")
def compare(
    a: Annotated[Path, typer.Argument(metavar="A", help="Ordner eines Laufs.")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Ordner eines zweiten Laufs.")],
    as_json: AsJson = False,
) -> None:
    """Zwei Läufe Fall für Fall vergleichen; endet mit 1, wenn B schlechter ist."""
    from evals import compare as versus

    verdict = versus(a, b)
    if as_json:
        put(verdict)
    else:
        print(verdict.message)
    if verdict.worse:
        raise typer.Exit(1)
