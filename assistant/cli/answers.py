"""Commands around one question: parse, search, draft, verify."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.common import AsJson, Before, day, opened, progress, put, read_input, say
from assistant.errors import BadInput, WrongUsage

if TYPE_CHECKING:
    from assistant.model import Inquiry


class ReadAs(StrEnum):
    paper = "paper"
    inquiry = "inquiry"


def parse(
    file: Annotated[str, typer.Argument(metavar="DATEI")],
    read_as: Annotated[
        ReadAs, typer.Option("--as", help="Als Vorlage (paper) oder als Anfrage (inquiry) lesen.")
    ] = ReadAs.paper,
    as_json: AsJson = False,
) -> None:
    """Eine Datei lesen und zeigen, was erkannt wurde; gespeichert wird nichts."""
    from assistant.reading import ReadFile, read_inquiry, read_paper

    data, name = read_input(file)
    if read_as is ReadAs.inquiry:
        inquiry = read_inquiry(data, name)
        notices = inquiry.notices
        value, lines = inquiry, [f"{q.number or '–'}  {q.text}" for q in inquiry.questions]
    else:
        reading = read_paper([ReadFile(name=name, data=data)])
        notices = reading.notices
        value, lines = (
            reading.paper,
            [f"{e.number or '–'}  {e.question}\n   {e.answer}" for e in reading.paper.exchanges],
        )
    _say_notices([notice.message for notice in notices])
    if as_json:
        put(value)
    else:
        print("\n".join(lines) or "Keine Fragen erkannt.")


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    before: Before = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 10,
    paper_type: Annotated[str | None, typer.Option("--type", metavar="ART")] = None,
    organization: Annotated[str | None, typer.Option("--organization", metavar="GREMIUM")] = None,
    department: Annotated[str | None, typer.Option("--department", metavar="AMT")] = None,
    public_only: Annotated[bool, typer.Option("--public-only", help="Nur Öffentliches.")] = False,
    as_json: AsJson = False,
) -> None:
    """Frühere Antworten und Abschnitte zu einer Frage finden."""
    from assistant.model import Scope
    from assistant.retrieval import search as find

    scope = Scope(
        before=day(before),
        public_only=public_only,
        paper_type=paper_type,
        organization=organization,
        department=department,
    )
    with opened() as library:
        found = find(library, text, scope, limit=limit)
        _say_notices(library.notices)
    if as_json:
        put(found)
        return
    for hit in found:
        head = " · ".join(str(x) for x in (hit.paper.reference, hit.date, hit.paper.name) if x)
        print(f"{hit.rank}. {head}\n   {' '.join(hit.text.split())[:300]}\n   Warum: {hit.why}\n")
    if not found:
        print("Dazu wurde keine frühere Antwort gefunden.")


def draft(
    file: Annotated[str, typer.Argument(metavar="DATEI|-", help="Die Anfrage; - für die Standardeingabe.")],
    before: Before = None,
    model: Annotated[str | None, typer.Option("--model", metavar="MODELL", help="Sprachmodell, z. B. ollama:…")] = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="DATEI.json|md|docx|pdf")] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Nur zeigen, was das Sprachmodell zu sehen bekäme; nichts wird gesendet.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Für jede Frage einer Anfrage frühere Antworten und einen belegten Entwurf vorschlagen."""
    from assistant.drafting import draft as compose
    from assistant.drafting import open_model
    from assistant.model import Scope
    from assistant.publishing import export
    from assistant.reading import read_inquiry
    from assistant.review import Desk

    target = _format(output)
    inquiry = read_inquiry(*read_input(file))
    if preview:
        return _preview(inquiry, before, model, as_json)
    with opened() as library, progress("Der Entwurf entsteht") as move:
        scope = Scope(before=day(before), public_only=inquiry.public)
        made = compose(inquiry, library, scope=scope, model=open_model(library.settings, model), progress=move)
        town = Desk(library).town
        notices = library.notices
    _say_notices([*(notice.message for notice in inquiry.notices), *notices])
    if made.generator.notice:
        say(made.generator.notice)
    if output:
        _write(output, export(made, target, town, sources="annex"))
        say(f"Geschrieben: {output}")
    if as_json:
        put(made)
    elif not output:
        print(export(made, "md", town, sources="footnotes").decode())


def _say_notices(messages: list[str]) -> None:
    for message in messages:
        say(f"Hinweis: {message}")


def _preview(inquiry: "Inquiry", before: str | None, model: str | None, as_json: bool) -> None:
    """What would be sent to the model, question by question."""
    from assistant.drafting import open_model, preview_prompt
    from assistant.model import Scope

    with opened() as library:
        chosen = open_model(library.settings, model)
        if chosen is None:
            raise WrongUsage("Es ist kein Sprachmodell gewählt. Bitte --model oder VORLAGEN_CHAT_MODEL angeben.")
        scope = Scope(before=day(before), public_only=inquiry.public)
        sent = preview_prompt(inquiry, library, scope=scope, model=chosen)
    if as_json:
        put(sent)
        return
    for one in sent:
        print(f"Frage {one['number'] or '–'}\n\n{one['system']}\n{one['user']}\n")
    if not sent:
        print("An das Sprachmodell würde nichts gesendet: Zu keiner Frage gibt es eine tragfähige frühere Antwort.")


def _format(output: Path | None) -> str:
    kind = output.suffix.lstrip(".").lower() if output else "md"
    if kind not in ("json", "md", "docx", "pdf"):
        raise WrongUsage(f"„{output}“: unbekannte Endung. Möglich sind .json, .md, .docx und .pdf.")
    return kind


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as error:
        raise BadInput(f"„{output}“ lässt sich nicht schreiben. Bitte Ordner und Zugriffsrechte prüfen.") from error


def verify(
    file: Annotated[str, typer.Argument(metavar="DATEI|-", help="JSON-Liste von Sätzen mit ihren Zitaten.")],
    as_json: AsJson = False,
) -> None:
    """Sätze gegen ihre Zitate prüfen."""
    from assistant.drafting.verify import judge_cases

    data, name = read_input(file)
    try:
        cases = json.loads(data)
    except ValueError as error:
        raise BadInput(
            f"„{name}“ ist kein gültiges JSON. Erwartet wird eine Liste von Sätzen mit ihren Zitaten."
        ) from error
    judged = judge_cases(cases)
    if as_json:
        put(judged)
    else:
        for one in judged:
            print(f"{one['id']}: {'belegt' if one['supported'] else 'nicht belegt'} ({one['outcome']})")
    errors = [one["error"] for one in judged if "error" in one]
    for error in errors:
        print(error, file=sys.stderr)
    if errors:
        raise typer.Exit(1)
