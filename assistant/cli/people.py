"""`vorlagen user`: the people who may sign in."""

import sys
from typing import Annotated

import typer

from assistant.cli.common import AsJson, opened, put
from assistant.cli.german_help import Commands
from assistant.errors import WrongUsage

app = Commands(help="Personen, die sich anmelden dürfen.")


@app.command("add")
def add(
    login: Annotated[str, typer.Argument(metavar="ANMELDENAME")],
    name: Annotated[str, typer.Option("--name", help="Vor- und Nachname.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role", help="Sachbearbeitung, Mitzeichnung, Schlusszeichnung, Ratsbüro, Fachadministration, Revision."
        ),
    ] = None,
    department: Annotated[str, typer.Option("--department", metavar="AMT")] = "",
    not_public: Annotated[bool, typer.Option("--not-public", help="Darf Nichtöffentliches sehen.")] = False,
) -> None:
    """Eine Person anlegen; das Kennwort wird verdeckt erfragt oder in der Standardeingabe übergeben."""
    from assistant.review import Desk

    password = _password()
    with opened() as library:
        Desk(library).add_person(
            login,
            name or login,
            roles=role or ["Sachbearbeitung"],
            department=department,
            not_public=not_public,
            password=password,
        )
    print(f"„{login}“ ist angelegt.")


def _password() -> str:
    """Typed twice on a terminal; from a pipe, the first line."""
    if sys.stdin.isatty():
        return typer.prompt("Kennwort", hide_input=True, confirmation_prompt="Kennwort wiederholen", err=True)
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise WrongUsage("Kein Kennwort: bitte am Bildschirm eingeben oder in der Standardeingabe übergeben.")
    return line


@app.command("list")
def show(as_json: AsJson = False) -> None:
    """Alle Personen zeigen."""
    from assistant.review import Desk

    with opened() as library:
        people = Desk(library).people()
    if as_json:
        put(people)
        return
    for person in people:
        print(f"{person.login}  {person.name}  {', '.join(person.roles)}{'' if person.active else '  (gesperrt)'}")


@app.command("disable")
def disable(login: Annotated[str, typer.Argument(metavar="ANMELDENAME")]) -> None:
    """Eine Person sperren; ihre Unterschriften bleiben bestehen."""
    from assistant.review import Desk

    with opened() as library:
        Desk(library).disable_person(login)
    print(f"„{login}“ ist gesperrt.")


@app.command("token")
def token(login: Annotated[str, typer.Argument(metavar="ANMELDENAME")]) -> None:
    """Einen Zugangsschlüssel für die Schnittstelle ausgeben; er wird nur dieses eine Mal gezeigt."""
    from assistant.review import Desk

    with opened() as library:
        print(Desk(library).new_token(login))
