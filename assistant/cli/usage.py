"""What typer says about a wrongly written command, in German.

Errors are told apart by the names of their classes: typer brings its own copy of click since 0.24,
earlier versions use click itself.
"""

from typing import Any


def wrong_usage(error: BaseException) -> str | None:
    """The German sentence for a wrongly written command, empty after the help; None when `error` is none."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "UsageError" not in kinds:
        return None
    if "NoArgsIsHelpError" in kinds:
        return ""
    return f"{_what(kinds, error)} Hilfe: {_command(error)} --help"


def aborted(error: BaseException) -> bool:
    """Whether the person ended a question instead of answering it."""
    return type(error).__name__ == "Abort"


def _what(kinds: set[str], error: Any) -> str:
    if "NoSuchOption" in kinds:
        return f"Die Option „{error.option_name}“ gibt es nicht."
    if "BadOptionUsage" in kinds:
        return f"Die Option „{error.option_name}“ ist so nicht richtig angegeben; vermutlich fehlt ihr Wert."
    if "MissingParameter" in kinds:
        return f"Es fehlt die Angabe {_parameter(error)}."
    if "BadParameter" in kinds:
        return f"Der Wert für {_parameter(error)} ist nicht gültig.{_choices(error)}"
    return _command_missing(str(error.message))


def _command_missing(message: str) -> str:
    if message.startswith("No such command"):
        return f"Den Befehl „{message.split(maxsplit=3)[-1].strip(chr(39) + '.')}“ gibt es nicht."
    if "unexpected extra argument" in message:
        extra = message.rpartition("(")[2].partition(")")[0]
        return f"Zu viel angegeben: „{extra}“. Text mit Leerzeichen bitte in Anführungszeichen setzen."
    return "Der Befehl ist so nicht richtig angegeben."


def _parameter(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "eines Arguments"
    options = [name for name in parameter.opts if name.startswith("-")]
    return options[0] if options else str(parameter.metavar or parameter.human_readable_name)


def _choices(error: Any) -> str:
    _, known, choices = str(error.message).partition("is not one of ")
    return f" Möglich sind: {choices.rstrip('.').replace(chr(39), '')}." if known else ""


def _command(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "vorlagen"
