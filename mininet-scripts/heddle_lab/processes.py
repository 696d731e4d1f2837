"""Which processes are ours: exactly those that carry the mark of a run in their environment.

The mark survives everything a process does to its name, session or parent, so what a crashed run left is found
and ended one by one, and nothing else is.
"""

import os
import signal
import time
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


def end_marked(run: str, patience: float = 3.0) -> int:
    """Ends every process of a run, first with SIGTERM, after `patience` seconds with SIGKILL; says how many."""
    first = marked(run)
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + patience
        for pid in marked(run):
            _send(pid, number)
        while marked(run) and time.monotonic() < deadline:
            _reap()
            time.sleep(0.02)
    return len(first)


def started_at(pid: int) -> int:
    """The start time of a process in clock ticks since boot, 0 if there is none; with the id it names it for good."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if state in "ZX" else int(fields[18])


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
