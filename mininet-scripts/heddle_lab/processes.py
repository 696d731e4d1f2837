"""Which processes are ours: exactly those that carry the mark of a run in their environment.

The mark survives everything a process does to its name, session or parent, so what a crashed run left is found
and ended one by one, and nothing else is.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

MARK = "HEDDLE_LAB_RUN"


def marked_environment(run: str, **more: str) -> dict[str, str]:
    """The environment for a child process of a run."""
    return {**os.environ, **more, MARK: run}


def marked(run: str) -> list[int]:
    """The processes of a run, without the caller itself."""
    wanted = f"{MARK}={run}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return sorted(found)


def sharing(pid: int) -> list[int]:
    """The processes in the network namespace of a process, unless that is the caller's own."""
    wanted = _namespace(pid)
    if wanted in ("", _namespace(os.getpid())):
        return []
    numbers = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return sorted(number for number in numbers if _namespace(number) == wanted)


def end_marked(run: str, patience: float = 3.0) -> int:
    """Ends every process of a run, first with SIGTERM, after `patience` seconds with SIGKILL; says how many."""
    return _end(lambda: marked(run), patience)


def end_namespace(pid: int, patience: float = 3.0) -> int:
    """Ends a process and all that share its network namespace, in the same way."""
    doomed = {each: started_at(each) for each in sharing(pid)}
    return _end(lambda: [each for each, start in doomed.items() if start and started_at(each) == start], patience)


def started_at(pid: int) -> int:
    """The start time of a process in clock ticks since boot, 0 if there is none; with the id it names it for good."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if state in "ZX" else int(fields[18])


def resident_kilobytes(pid: int) -> int:
    """The memory that a process holds, 0 if there is none."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def _end(those_left: Callable[[], list[int]], patience: float) -> int:
    first = those_left()
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + patience
        for pid in those_left():
            _send(pid, number)
        while those_left() and time.monotonic() < deadline:
            _reap()
            time.sleep(0.02)
    return len(first)


def _namespace(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/ns/net")
    except OSError:
        return ""


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
