"""What a reading process takes from itself before it looks at a file.

Called once, at the start of the child. The kernel's means come first (limits, no network, no
writing); the audit hook stands behind them for the Python code of our libraries. Where a kernel
lacks a means, the others remain; `confine` returns the names of those that are in force.

    died-with-parent   the kernel kills the child when its parent ends
    limits             memory, processor time, open files, no core dump, no file larger than 0 bytes
    no-network         an empty network namespace, or (seccomp) no socket can be made at all
    no-writing         Landlock: nothing on any file system can be written, made or removed
    audit              Python code cannot open sockets, write files or start any program but OCR
"""

import ctypes
import os
import resource
import signal
import struct
import sys
from typing import Any

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_LANDLOCK_CREATE, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT = 444, 445, 446
# socket, socketpair, connect, ptrace, process_vm_readv, process_vm_writev, io_uring_setup, bpf
_FORBIDDEN_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 101, 310, 311, 425, 321)),
    "aarch64": (0xC00000B7, (198, 199, 203, 117, 270, 271, 425, 280)),
}
_WRITING_EVENTS = frozenset(
    f"os.{name}"
    for name in ("chmod", "chown", "link", "mkdir", "remove", "rename", "rmdir", "symlink", "truncate", "utime")
) | frozenset(
    {"shutil.rmtree", "shutil.move", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn"}
)


def confine(memory: int, parent: int, programs: frozenset[str]) -> tuple[str, ...]:
    """Give up every right that reading does not need; `programs` may still be started."""
    _limit(memory)
    _audit(programs)
    means = ["limits", "audit"]
    if sys.platform == "linux":
        means += _kernel_means(parent)
    return tuple(means)


def allow_seconds(seconds: int) -> None:
    """Let this process use so much more processor time; the kernel ends it then (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _limit(memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _kernel_means(parent: int) -> list[str]:
    libc = ctypes.CDLL(None, use_errno=True)
    means = []
    if libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0:
        means.append("died-with-parent")
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
    namespace = libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if _landlock(libc):
        means.append("no-writing")
    if _seccomp(libc) or namespace:
        means.append("no-network")
    return means


def _landlock(libc: Any) -> bool:
    """Forbid every change to any file system but writing to /dev/null."""
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    write_file = 1 << 1
    changes = write_file | sum(1 << bit for bit in range(4, 13))  # remove_*, make_*
    changes |= (1 << 13 if version >= 2 else 0) | (1 << 14 if version >= 3 else 0)  # refer, truncate
    network = 0b11 if version >= 4 else 0
    scoped = 0b11 if version >= 6 else 0  # no signals to, no abstract sockets of other processes
    attributes = struct.pack("QQQ", changes, network, scoped)[: 24 if scoped else 16 if network else 8]
    rules = libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return False
    null = os.open(os.devnull, getattr(os, "O_PATH", os.O_RDONLY))
    libc.syscall(_LANDLOCK_ADD_RULE, rules, 1, struct.pack("=Qi", write_file, null), 0)
    in_force = libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(null)
    os.close(rules)
    return in_force


def _seccomp(libc: Any) -> bool:
    """Let the kernel refuse sockets and looking into other processes."""
    if os.uname().machine not in _FORBIDDEN_CALLS:
        return False
    architecture, calls = _FORBIDDEN_CALLS[os.uname().machine]
    refuse = 0x00050000 | 13  # errno EACCES
    jumps = [(0x15, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    program = [
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 0, len(calls) + 3, architecture),
        (0x20, 0, 0, 0),  # load the number of the call
        (0x35, len(calls) + 1, 0, 0x40000000),  # the x32 twin of a call
        *jumps,
        (0x06, 0, 0, 0x7FFF0000),  # allow
        (0x06, 0, 0, refuse),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    head = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    return libc.prctl(_PR_SET_SECCOMP, 2, head, 0, 0) == 0


def _audit(programs: frozenset[str]) -> None:
    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith("socket.") or event in _WRITING_EVENTS:
            raise PermissionError(f"not while reading: {event}")
        if event == "open" and _writes(arguments):
            raise PermissionError("not while reading: open for writing")
        if event == "subprocess.Popen" and str(arguments[0]) not in programs:
            raise PermissionError("not while reading: subprocess")

    sys.addaudithook(hook)


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, mode, flags = (*arguments, None, None, None)[:3]
    if path == os.devnull or isinstance(path, int):
        return False
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
