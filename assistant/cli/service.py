"""`vorlagen serve`: the web service."""

import ipaddress
from typing import Annotated

import typer

from assistant.errors import WrongUsage


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8000,
    demo: Annotated[
        bool, typer.Option("--demo", help="Mit Beispielbestand und drei Beispielpersonen, nur auf diesem Rechner.")
    ] = False,
) -> None:
    """Die Weboberfläche und die Schnittstelle starten."""
    from assistant.settings import load_settings
    from web.server import run

    if demo and not _loopback(host):
        raise WrongUsage("Der Beispielbetrieb (--demo) kennt keine Anmeldung und ist nur auf 127.0.0.1 möglich.")
    run(load_settings(), host=host, port=port, demo=demo)


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
