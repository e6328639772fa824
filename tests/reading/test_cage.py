"""The cage: what a child may not do, what its death costs, that nothing is believed unseen."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from structlog.testing import capture_logs

from assistant import reading
from assistant.errors import BadInput
from assistant.reading import (
    VERSION,
    Cage,
    FileMeta,
    Limits,
    ReadFile,
    TimedOut,
    read_document,
    read_inquiry,
    read_paper,
)
from assistant.reading.cage import shown
from assistant.reading.document import Document
from evals.campaigns.hostile import docx_of

PAPER = (
    "MITTEILUNGSVORLAGE\n\nVorlage-Nr.: M 24/0001\n\nSachverhalt:\n\n1. Wie viele Bänke gibt es?\n\n"
    "Es gibt 17 Bänke.\n\n2. Wer pflegt die Bänke im Park?\n\nDie Pflege übernimmt der Betriebshof.\n"
)


def tried(code: str) -> str:
    """What happens to code that runs confined, in a process of its own."""
    start = (
        "import os, sys\nfrom assistant.reading.confine import confine\n"
        "confine(1 << 30, os.getppid(), frozenset())\n"
        f"try:\n    {code}\n    print('done')\nexcept BaseException as error:\n    print(type(error).__name__)"
    )
    run = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True, check=False, timeout=60)
    return run.stdout.strip() or str(run.returncode)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "open('/tmp/vorlagen-test-escape', 'w')",
        "os.open('/tmp/vorlagen-test-escape', os.O_CREAT | os.O_WRONLY)",
        "os.remove(sys.executable)",
        "os.mkdir('/tmp/vorlagen-test-escape')",
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "bytearray(3 << 30)",
    ],
)
def test_a_child_has_no_network_no_writing_no_programs_and_little_memory(code: str) -> None:
    assert tried(code) in ("PermissionError", "MemoryError", "OSError")
    assert not Path("/tmp/vorlagen-test-escape").exists()  # noqa: S108


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's means are Linux's")
@pytest.mark.parametrize(
    "call",
    ["socket(2, 1, 0)", "open(b'/tmp/vorlagen-test-escape', 0o101, 0o600)", "mkdir(b'/tmp/vorlagen-test-escape')"],
)
def test_the_kernel_stops_native_code_too(call: str) -> None:
    """No audit hook sees what a library calls itself."""
    with Cage(workers=1) as cage:
        means = cage.means()
    if not {"no-network", "no-writing"} <= means:
        pytest.skip(f"this kernel offers only {sorted(means)}")
    assert tried(f"import ctypes; assert ctypes.CDLL(None).{call} >= 0") == "AssertionError"
    assert not Path("/tmp/vorlagen-test-escape").exists()  # noqa: S108


def test_files_are_read_through_the_public_names() -> None:
    assert [line.text for line in read_document(b"Hallo", "x.txt").pages[0].lines] == ["Hallo"]
    assert [e.number for e in read_paper([ReadFile("x.txt", PAPER.encode())]).paper.exchanges] == ["1", "2"]
    assert [q.number for q in read_inquiry(b"1. Warum?\n2. Wer zahlt?", "x.txt").questions] == ["1", "2"]
    assert VERSION


def test_a_secret_of_the_parent_does_not_reach_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VORLAGEN_CHAT_API_KEY", "geheim-4711")
    with Cage(workers=1) as cage:
        cage.document(b"Hallo", "x.txt")
        environment = Path(f"/proc/{_children()[-1]}/environ").read_bytes()
    assert b"geheim" not in environment


def _children() -> list[int]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    for task in Path("/proc/self/task").iterdir():
        listed += (task / "children").read_text().split()
    return sorted({int(child) for child in listed if "worker" in Path(f"/proc/{child}/cmdline").read_text()})


def test_papers_come_back_in_order_and_are_pulled_only_as_needed() -> None:
    pulled: list[int] = []

    def jobs():
        for at in range(90):
            pulled.append(at)
            yield at, [(FileMeta(f"{at}.txt"), PAPER.replace("17", str(at)).encode())], None

    with Cage(workers=2) as cage:
        results = cage.papers(jobs())
        first = next(results)
        assert len(pulled) <= 66
        rest = list(results)
    assert [key for key, _ in [first, *rest]] == list(range(90))
    readings = [result for _, result in rest if not isinstance(result, BadInput)]
    assert [f"Es gibt {at} Bänke." for at in range(1, 90)] == [r.paper.exchanges[0].answer for r in readings]


def test_few_large_papers_are_pulled_ahead() -> None:
    pulled: list[int] = []

    def jobs():
        for at in range(12):
            pulled.append(at)
            yield at, [(FileMeta(f"{at}.txt"), f"Satz {at}. ".encode() + b"\n" * (6 << 20))], None

    with Cage(workers=1) as cage:
        results = cage.papers(jobs())
        next(results)
        assert len(pulled) <= 4
        assert len(list(results)) == 11


def test_a_bad_file_of_several_is_noted_and_the_rest_read() -> None:
    files = [ReadFile("gut.txt", PAPER.encode()), ReadFile("schlecht.pdf", b"%PDF-1.4 nichts")]
    reading = read_paper(files)
    assert [file.name for file in reading.paper.files] == ["gut.txt", "schlecht.pdf"]
    (notice,) = [notice for notice in reading.notices if notice.kind == "unreadable"]
    assert "schlecht.pdf" in notice.message


def test_a_paper_of_which_nothing_can_be_read_is_a_failure() -> None:
    with pytest.raises(BadInput, match=r"schlecht\.pdf"):
        read_paper([ReadFile("schlecht.pdf", b"%PDF-1.4 nichts")])


def test_a_file_too_big_is_not_even_sent() -> None:
    with Cage(workers=1, limits=Limits(file_bytes=1000)) as cage, pytest.raises(BadInput, match=r"gross\.txt.*zu groß"):
        cage.document(b"a" * 1001, "gross.txt")


def test_a_child_that_dies_costs_one_file() -> None:
    files = [(FileMeta("gut.txt"), PAPER.encode()), (FileMeta("lang.docx"), long_file())]
    with Cage(workers=1) as cage:
        cage.means()
        (child,) = _children()
        threading.Timer(1.0, os.kill, (child, signal.SIGSEGV)).start()
        reading = cage.paper(files)
    assert [exchange.number for exchange in reading.paper.exchanges] == ["1", "2"]
    (notice,) = [notice for notice in reading.notices if notice.kind == "unreadable"]
    assert "lang.docx" in notice.message
    assert "abgestürzt" in notice.message


def long_file() -> bytes:
    """A file that takes seconds to read."""
    return docx_of("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 700_000)


def test_time_that_a_file_may_take_is_bounded() -> None:
    with Cage(workers=1, limits=Limits(seconds=0.5)) as cage:
        cage.means()
        with pytest.raises(BadInput, match=r"lang\.docx.*dauert zu lange"):
            cage.document(long_file(), "lang.docx")
        assert cage.document(b"Hallo", "x.txt").pages


def test_what_takes_too_long_beside_others_is_left_out_for_now() -> None:
    with Cage(workers=1, limits=Limits(seconds=3.0)) as cage:
        cage.means()
        long = (FileMeta("lang.docx"), long_file())
        reading = cage.paper([(FileMeta("gut.txt"), PAPER.encode()), long])
        assert "dauert zu lange" in reading.late
        assert reading.paper.exchanges
        with pytest.raises(TimedOut, match="dauert zu lange"):
            cage.paper([long])


def test_processor_time_is_bounded_by_the_kernel() -> None:
    code = "from assistant.reading.confine import allow_seconds; allow_seconds(1)\nwhile True: pass"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == -signal.SIGXCPU


def test_text_that_a_file_may_give_is_bounded() -> None:
    with Cage(workers=1, limits=Limits(output_bytes=10_000)) as cage, pytest.raises(BadInput, match="mehr Text"):
        cage.document(b"Text\n" * 50_000, "lang.txt")


def test_a_child_that_has_grown_is_replaced() -> None:
    with Cage(workers=1, limits=Limits(resident=1)) as cage:
        first = cage.document(b"Hallo", "x.txt")
        assert cage.document(b"Hallo", "x.txt") == first


def test_it_is_called_from_threads_that_come_and_go() -> None:
    results: list[str] = []
    with Cage(workers=2) as cage:
        for at in range(6):
            thread = threading.Thread(
                target=lambda at=at: results.append(
                    cage.document(f"Text {at}".encode(), "x.txt").pages[0].lines[0].text
                )
            )
            thread.start()
            thread.join()
            time.sleep(0.01)
    assert results == [f"Text {at}" for at in range(6)]


def test_children_die_with_their_parent() -> None:
    code = (
        "import os, time\nfrom assistant.reading import Cage\n"
        "cage = Cage(workers=1)\ncage.document(b'Hallo', 'x.txt')\n"
        "print(cage._idle.get().process.pid, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not _alive(child):
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def _alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def test_names_from_outside_are_printed_safely() -> None:
    assert shown("a\nb\x1b[31m.pdf") == "a�b�[31m.pdf"
    assert len(shown("x" * 1000)) == 120


# --- Children that wait for single files ----------------------------------------------------------


@pytest.fixture
def ready():
    reading.keep_ready(children=2)
    yield reading._ready
    reading.let_go()


def waiting(cage: Cage) -> list[int]:
    """The children of the cage, as soon as all of them wait."""
    for _ in range(200):
        if cage._idle.qsize() == cage.workers:
            break
        time.sleep(0.05)
    return [worker.process.pid for worker in list(cage._idle.queue)]


def test_a_child_that_waited_reads_one_file_and_ends(ready: Cage) -> None:
    before = waiting(ready)
    assert len(before) == 2
    assert [q.number for q in read_inquiry(b"1. Warum?\n2. Wer zahlt?", "x.txt").questions] == ["1", "2"]
    after = waiting(ready)
    assert len(after) == 2
    assert len(set(before) & set(after)) == 1


def test_children_that_died_waiting_cost_nothing(ready: Cage) -> None:
    for child in waiting(ready):
        os.kill(child, signal.SIGKILL)
    assert read_document(b"Hallo", "x.txt").pages[0].lines[0].text == "Hallo"


def test_a_file_that_cannot_be_read_costs_the_next_nothing(ready: Cage) -> None:
    waiting(ready)
    for _ in range(3):
        with pytest.raises(BadInput, match=r"schlecht\.pdf"):
            read_document(b"%PDF-1.4 nichts", "schlecht.pdf")
    assert read_document(b"Hallo", "x.txt").pages[0].lines[0].text == "Hallo"


def test_many_threads_share_the_children_that_wait(ready: Cage) -> None:
    with ThreadPoolExecutor(6) as threads:
        read = threads.map(lambda at: read_document(f"Text {at}".encode(), "x.txt"), range(12))
    assert [document.pages[0].lines[0].text for document in read] == [f"Text {at}" for at in range(12)]
    assert len(waiting(ready)) == 2


def test_letting_go_ends_the_children(ready: Cage) -> None:
    children = waiting(ready)
    reading.let_go()
    assert not [child for child in children if _alive(child)]
    assert read_document(b"Hallo", "x.txt").pages


# --- Errors of our own ----------------------------------------------------------------------------


def test_an_error_of_the_program_is_called_one_and_logged_without_the_text() -> None:
    with Cage(workers=1) as cage, capture_logs() as logs:
        with pytest.raises(BadInput) as caught:
            cage._single("gibt es nicht", b"Geheimes aus der Akte", "brief.txt", TypeAdapter(Document))
        assert cage.document(b"Hallo", "x.txt").pages
    message = str(caught.value)
    assert "brief.txt" in message
    assert "weil das Programm an ihr einen Fehler hat (KeyError)" in message
    assert "beschädigt" not in message
    (log,) = [log for log in logs if log["log_level"] == "error"]
    assert log["error"] == "KeyError"
    assert any(place.startswith("worker.py:") for place in log["places"])
    assert "Geheimes" not in str(log)
