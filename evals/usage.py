"""What a process uses: processor time, which says what a job costs whatever else the machine does, and memory."""

import os
import resource
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds() -> float:
    """Processor seconds of this process and of all its descendants, those that still run too."""
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in (own, ended)) + sum(map(_of, _children(os.getpid())))


def resident_mb() -> float:
    """The memory that this process holds. Its peak, as the kernel counts it, may be that of the one that started it."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def _of(process: int) -> float:
    """What a running process, its ended children and its running ones have used so far."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # ended meanwhile: counted with its parent from now on
        return 0.0
    return sum(map(int, fields[11:15])) / _TICKS + sum(map(_of, _children(process)))


def _children(process: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, file.read_text().split())
        except OSError:
            continue
    return found
