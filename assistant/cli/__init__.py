"""The command line: `vorlagen`. Results on stdout, progress and logs on stderr.

Exit 0 done, 1 something failed and was reported, 2 wrong usage.
"""

import io
import os
import sys


def main() -> None:
    """The entry point; every error a user can meet ends as one German sentence."""
    from assistant.errors import VorlagenError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        from assistant.cli.app import app

        sys.exit(app(prog_name="vorlagen", standalone_mode=False) or 0)
    except VorlagenError as error:
        print(f"Fehler: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        sys.exit(_end(error))


def _end(error: Exception) -> int:
    """The exit code after what only typer or nobody foresaw: no stack trace on the screen, but none lost either."""
    from assistant.cli.usage import aborted, wrong_usage

    wrong = wrong_usage(error)
    if wrong is not None:
        if wrong:
            print(f"Fehler: {wrong}", file=sys.stderr)
        return 2
    if aborted(error):
        print("Abgebrochen.", file=sys.stderr)
        return 1
    print(f"Unerwarteter Fehler. Einzelheiten für die Betreuung stehen in „{_keep_trace()}“.", file=sys.stderr)
    return 1


def _keep_trace() -> str:
    """Writes the stack trace to a file of its own and gives its path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="vorlagen-fehler-", suffix=".txt", delete=False) as file:
        traceback.print_exc(file=file)
    return file.name
