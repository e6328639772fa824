"""The help of the command line in German; what typer says by itself is English."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_WORDS = {
    "DEPRECATED_STRING": "(veraltet) ",
    "DEFAULT_STRING": "[Vorgabe: {}]",
    "ENVVAR_STRING": "[Umgebungsvariable: {}]",
    "REQUIRED_LONG_STRING": "[nötig]",
    "ARGUMENTS_PANEL_TITLE": "Angaben",
    "OPTIONS_PANEL_TITLE": "Optionen",
    "COMMANDS_PANEL_TITLE": "Befehle",
}
_USAGE = {"[OPTIONS]": "[OPTIONEN]", "COMMAND [ARGS]...": "BEFEHL …"}


class _InGerman:
    """Whatever typer's commands and groups say of themselves."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Diese Hilfe zeigen."
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces: list[str] = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(_USAGE.get(p, p) for p in pieces), prefix="Aufruf: ")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from typer import rich_utils

        for name, word in _WORDS.items():
            setattr(rich_utils, name, word)
        super().format_help(ctx, formatter)  # type: ignore[misc]


class _Command(_InGerman, TyperCommand):
    pass


class _Group(_InGerman, TyperGroup):
    pass


class Commands(typer.Typer):
    """Typer, with every help in German."""

    def __init__(self, **options: Any) -> None:
        super().__init__(cls=_Group, no_args_is_help=True, **options)

    def command(self, name: str | None = None, **options: Any) -> Any:
        return super().command(name, cls=_Command, **options)
