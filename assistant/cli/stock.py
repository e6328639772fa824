"""Commands on the library itself: ingest, train, check, reindex, backup, restore, forget."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.common import AsJson, Before, day, opened, progress, put, say
from assistant.errors import WrongUsage


def ingest(
    sources: Annotated[list[str], typer.Argument(metavar="QUELLE…", help="Dateien, Ordner oder OParl-Adressen.")],
    prune: Annotated[
        bool, typer.Option("--prune", help="Entfernen, was in der Quelle nicht mehr vorhanden ist.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Alles abgleichen, nicht nur das Geänderte.")] = False,
    not_public: Annotated[
        bool, typer.Option("--not-public", help="Was keine Angabe trägt, gilt als nichtöffentlich.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Vorlagen aus Dateien, Ordnern oder einem Ratsinformationssystem (OParl) aufnehmen."""
    from assistant.library import IngestOptions
    from assistant.library import ingest as take_in

    if prune and sys.stdin.isatty() and not typer.confirm("Entfernen, was in der Quelle fehlt?", err=True):
        raise typer.Exit(1)
    with opened() as library, progress("Vorlagen werden aufgenommen") as move:
        report = take_in(library, sources, IngestOptions(prune=prune, full=full, not_public=not_public), move)
    for failure in report.failed:
        say(f"Nicht aufgenommen: {failure.source}: {failure.reason}")
    if as_json:
        put(report)
    else:
        print(
            f"{report.papers} Vorlagen aufgenommen "
            f"({report.exchanges} Fragen mit Antwort, {report.passages} Abschnitte), "
            f"{report.unchanged} unverändert, {report.removed} entfernt, {len(report.failed)} nicht lesbar."
        )
    if report.failed:
        raise typer.Exit(1)


def train(before: Before = None, as_json: AsJson = False) -> None:
    """Aus den eigenen Vorlagen lernen, Alt und Neu an den Verweisen der Verwaltung messen, nur bei Gewinn umstellen."""
    from assistant.retrieval import train as learn

    with opened() as library, progress("Das Embedding wird gelernt") as move:
        report = learn(library, before=day(before), progress=move)
    if as_json:
        put(report)
    else:
        print(report.message)


def reindex() -> None:
    """Wort- und Vektorverzeichnis neu aufbauen; die alten bleiben bis zum Wechsel in Betrieb."""
    with opened() as library, progress("Die Verzeichnisse werden neu aufgebaut") as move:
        library.reindex(move)
    print("Die Verzeichnisse sind neu aufgebaut.")


def check(
    repair: Annotated[bool, typer.Option("--repair", help="Gefundene Abweichungen beheben.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bestand, Verzeichnisse und Protokoll Stück für Stück vergleichen."""
    from assistant.review import journal_problems

    with opened() as library:
        if repair:
            library.repair()
        report = library.check(also=journal_problems(library))
    if as_json:
        put(report)
    else:
        for problem in report.problems:
            print(f"{problem.where}: {problem.what} {problem.mend}")
        print("Alles stimmt überein." if report.ok else f"{len(report.problems)} Abweichungen.")
    if not report.ok:
        raise typer.Exit(1)


def backup(file: Annotated[Path, typer.Argument(metavar="DATEI", help="Ziel der Sicherung.")]) -> None:
    """Den ganzen Bestand in eine Datei sichern, auch im laufenden Betrieb."""
    with opened() as library:
        library.backup(file)
    print(f"Gesichert in {file}.")


def restore(file: Annotated[Path, typer.Argument(metavar="DATEI", help="Eine Sicherung.")]) -> None:
    """Eine Sicherung in einen leeren Datenordner zurückspielen."""
    from assistant.library import Library
    from assistant.review import forget_in_drafts
    from assistant.settings import load_settings

    Library.restore(load_settings(), file, forget_in_drafts)
    print(f"Zurückgespielt aus {file}.")


def forget(
    paper: Annotated[str, typer.Argument(metavar="VORLAGE", help="Kennung oder Vorlage-Nr.")],
    yes: Annotated[bool, typer.Option("--yes", help="Ohne Rückfrage.")] = False,
) -> None:
    """Eine Vorlage endgültig löschen; sie bleibt auch nach einem Zurückspielen gelöscht."""
    if not yes and sys.stdin.isatty() and not typer.confirm(f"„{paper}“ endgültig löschen?", err=True):
        raise WrongUsage("Nichts gelöscht.")
    from assistant.review import forget_in_drafts

    with opened() as library:
        kept = library.forget(paper, forget_in_drafts)
    print(f"„{paper}“ ist gelöscht.")
    for answer in kept:
        print(f"Unberührt bleibt die unterzeichnete Antwort, die sie zitiert: {answer}")
