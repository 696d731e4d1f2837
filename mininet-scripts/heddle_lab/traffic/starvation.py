"""How long ovs-vswitchd was kept from running: the time its threads waited for a processor, and what a hypervisor took.

One ovs-vswitchd forwards for every switch of the lab, so while it waits all of them stand still. That is no property of
what is measured, and shall neither be charged to it nor go unseen.
"""

import os
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from heddle_lab.record import FOLDER

_PERIOD = 0.01
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """Totals since the start, in milliseconds: waited for a processor, stolen, processor time not idle."""

    at: float
    waited: float
    busy: float


@dataclass(frozen=True)
class Starvation:
    """What was sampled, in the order of time."""

    samples: Sequence[Sample]
    processors: int

    def waited(self, since: float, until: float) -> float:
        """Milliseconds of waiting between the samples that enclose a span: never less than what fell into it."""
        first, last = self._enclosing(since, until)
        return last.waited - first.waited

    def busy(self, since: float, until: float) -> float:
        """The share of all processors that was in use meanwhile, 0 to 1."""
        first, last = self._enclosing(since, until)
        return (last.busy - first.busy) / (max(1e-3, last.at - first.at) * 1000 * self.processors)

    def _enclosing(self, since: float, until: float) -> tuple[Sample, Sample]:
        times = [sample.at for sample in self.samples]
        first = max(0, bisect_right(times, since) - 1)
        last = min(len(times) - 1, bisect_left(times, until))
        return self.samples[first], self.samples[last]


class StarvationSampler:
    """Samples a hundred times a second, as a context, for as long as something is measured."""

    def __init__(self, pid: int) -> None:
        self._tasks = Path(f"/proc/{pid}/task")
        self._samples = [self._sample()]
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @staticmethod
    def of_lab() -> "StarvationSampler":
        """For the ovs-vswitchd of the lab that is up."""
        return StarvationSampler(int((FOLDER / "ovs-vswitchd.pid").read_text()))

    def __enter__(self) -> "StarvationSampler":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def finish(self) -> Starvation:
        """What was sampled until now."""
        return Starvation([*self._samples, self._sample()], os.cpu_count() or 1)

    def _run(self) -> None:
        while not self._end.wait(_PERIOD):
            self._samples.append(self._sample())

    def _sample(self) -> Sample:
        waited = 0.0
        for task in self._tasks.iterdir():
            try:
                waited += int((task / "schedstat").read_text().split()[1]) / 1e6
            except OSError:
                continue
        processors = [
            int(ticks) * 1000 / _TICKS for ticks in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
        ]
        user, nice, system, _, _, interrupts, soft, stolen = processors[:8]
        return Sample(time.monotonic(), waited + stolen, user + nice + system + interrupts + soft + stolen)
