"""The command line: `vorlagen`. Results on stdout, progress and logs on stderr.

Exit 0 done, 1 something failed and was reported, 2 wrong usage.
"""

import os
import sys


def main() -> None:
    """The entry point; every error a user can meet ends as one German sentence."""
    from assistant.errors import VorlagenError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        from assistant.cli.app import app

        app(prog_name="vorlagen")
    except VorlagenError as error:
        print(f"Fehler: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        sys.exit(130)
    except Exception:  # whatever was not foreseen: no stack trace on the screen, but none lost either
        print(f"Unerwarteter Fehler. Einzelheiten für die Betreuung stehen in „{_keep_trace()}“.", file=sys.stderr)
        sys.exit(1)


def _keep_trace() -> str:
    """Writes the stack trace to a file of its own and gives its path."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="vorlagen-fehler-", suffix=".txt", delete=False) as file:
        traceback.print_exc(file=file)
    return file.name
