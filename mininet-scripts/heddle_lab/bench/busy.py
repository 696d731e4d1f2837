"""How busy the machine was, second by second: where the CPU was the limit, shared links were not measured."""

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Second:
    """One second: its end, the idle share of all processors, and what the busiest switch thread had of one."""

    ended: float
    idle: float
    switching: float


class Watch:
    """Watches from its start to its end as a context; `pid` is the ovs-vswitchd."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._stop = threading.Event()
        self._seconds: list[Second] = []
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def verdict(self, since: float, until: float, least_idle: float, most_switching: float) -> str:
        """Why a measurement between two moments is void, or nothing."""
        seconds: Sequence[Second] = [one for one in self._seconds if since < one.ended <= until + 0.5]
        if not seconds:
            return "nobody watched the processors"
        idle, switching = min(one.idle for one in seconds), max(one.switching for one in seconds)
        if idle < least_idle:
            return f"only {idle:.0%} of the processors was idle"
        if switching > most_switching:
            return f"the switch used {switching:.0%} of a processor"
        return ""

    def _watch(self) -> None:
        before, at = self._read(), time.monotonic()
        while not self._stop.wait(1):
            now, ended = self._read(), time.monotonic()
            idle = (now[0] - before[0]) / max(1, now[1] - before[1])
            busiest = max((used - before[2].get(thread, used) for thread, used in now[2].items()), default=0)
            self._seconds.append(Second(ended, idle, busiest / _TICKS / (ended - at)))
            before, at = now, ended

    def _read(self) -> tuple[int, int, dict[str, int]]:
        user, nice, system, idle, waiting, *rest = map(
            int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        )
        threads = {}
        for thread in Path(f"/proc/{self._pid}/task").iterdir():
            fields = (thread / "stat").read_text().rpartition(")")[2].split()
            threads[thread.name] = int(fields[11]) + int(fields[12])
        return idle + waiting, user + nice + system + idle + waiting + sum(rest), threads
