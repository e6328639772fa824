"""Read bombs and broken files through the cage and count what happens.

    python -m evals.campaigns.reading [--files 2000] [--seed 1]

A file must end as text or as one German sentence, within its limits; the process that reads must
neither die nor grow. Exits 1 otherwise.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from assistant.errors import BadInput
from assistant.reading import Cage, FileMeta, Limits
from evals.campaigns.hostile import bombs, broken_copies
from evals.usage import resident_mb

_GROWTH_MB = 64
# A page whose letters are broken is given to text recognition, which has a limit of its own.
_RECOGNITION_SECONDS = 30


@dataclass
class Tally:
    """What became of the files; `wrong` names those that ended otherwise than promised."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_name: str = ""
    grown_mb: float = 0.0

    def __str__(self) -> str:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(self.outcomes.items()))
        return (
            f"{sum(self.outcomes.values())} files: {counts}; {len(self.wrong)} wrong; "
            f"slowest {self.slowest:.1f} s ({self.slowest_name}); parent grew {self.grown_mb:.1f} MiB"
        )


def run(files: Iterable[tuple[str, bytes]], limits: Limits, workers: int = 1) -> Tally:
    """Read the files one after another and judge how each one ends."""
    tally = Tally()
    with Cage(workers=workers, limits=limits) as cage:
        for name, data in files:
            before, began = resident_mb(), time.monotonic()
            outcome = _outcome(cage, name, data, tally)
            seconds = time.monotonic() - began
            tally.outcomes[outcome] += 1
            if seconds > tally.slowest:
                tally.slowest, tally.slowest_name = seconds, name
            if seconds > limits.seconds * 1.5 + _RECOGNITION_SECONDS:
                tally.wrong.append(f"{name}: {seconds:.1f} s")
            # What making the files costs is not the cage's.
            tally.grown_mb = max(tally.grown_mb, resident_mb() - before)
    return tally


def _outcome(cage: Cage, name: str, data: bytes, tally: Tally) -> str:
    try:
        reading = cage.paper([(FileMeta(name), data)])
    except BadInput as error:
        message = str(error)
        if name not in message or "Traceback" in message or "\n" in message or len(message) > 600:
            tally.wrong.append(f"{name}: {message}")
        return "ended by the cage" if "Leseprogramm" in message or "dauert" in message else "refused"
    except Exception as error:
        tally.wrong.append(f"{name}: {type(error).__name__}: {error}")
        return "wrong"
    return "text" if reading.paper.text else "no text"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2000, help="how many broken copies")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally = run(chain(broken_copies(options.files, options.seed), bombs()), Limits())
    print(tally)
    for wrong in tally.wrong:
        print("  ", wrong)
    sys.exit(bool(tally.wrong) or tally.grown_mb > _GROWTH_MB)


if __name__ == "__main__":
    main()
