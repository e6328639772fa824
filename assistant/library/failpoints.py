"""Named places at which a test kills this process (`VORLAGEN_FAILPOINT=name` or `name:3`, the third time)."""

import os
import signal

NAMES = (
    "before-commit",
    "after-commit",
    "words-before-commit",
    "words-after-commit",
    "vectors-half-way",
    "reindex-built",
    "reindex-switched",
    "remove-after-commit",
    "forget-after-commit",
)
_wanted, _, _times = os.environ.get("VORLAGEN_FAILPOINT", "").partition(":")
_left = int(_times or 1)


def failpoint(name: str) -> None:
    global _left
    if name == _wanted:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
