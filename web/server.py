"""Running the application: one process, the one that owns the library's engine for its life."""

import datetime as dt

import structlog

from assistant.errors import StoreFailed, WrongUsage
from assistant.settings import Settings
from web.security import is_loopback

log = structlog.get_logger()


def run(settings: Settings, host: str = "127.0.0.1", port: int = 8000, demo: bool = False) -> None:
    """Serve until stopped.

    Raises WrongUsage for a demo that others could reach, StoreFailed when the address is taken.
    """
    import uvicorn

    from assistant.library.keeper import keeping
    from web.app import create_app

    if demo and not is_loopback(host):
        raise WrongUsage("Der Beispielbetrieb (--demo) kennt keine Anmeldung und ist nur auf 127.0.0.1 möglich.")
    app = create_app(settings, demo=demo)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    try:
        socket = config.bind_socket()
    except SystemExit as error:
        raise StoreFailed(
            f"Unter {host}:{port} läuft schon etwas anderes. Bitte mit --port einen anderen Anschluss wählen."
        ) from error
    _tell(host, socket.getsockname()[1], demo)
    hours = settings.sync_hours
    with keeping(app.state.library, sync_every=dt.timedelta(hours=hours) if hours else None):
        uvicorn.Server(config).run(sockets=[socket])


def _tell(host: str, port: int, demo: bool) -> None:
    import sys

    shown = f"[{host}]" if ":" in host else host
    print(f"Vorlagen-Assistent läuft: http://{shown}:{port}/", file=sys.stderr, flush=True)
    if demo:
        print(
            "Beispielbetrieb mit drei Personen und ohne Anmeldung, nur auf diesem Rechner.", file=sys.stderr, flush=True
        )
