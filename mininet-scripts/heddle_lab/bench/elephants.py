"""Schedulers of elephant flows against each other on real switches: goodput by pattern, and what short flows feel.

Every pattern is run under every scheduler with the same ports, so plain ECMP makes the same choices each time, and
on a single switch that nothing can collide on, which is what a pattern could get at most.
"""

import random
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from heddle_lab.bench.patterns import pairs
from heddle_lab.lab import Lab
from heddle_lab.traffic.bulk import FIRST_PORT, BulkFlow, BulkFlows
from heddle_lab.traffic.mice import Durations, Mice
from heddle_lab.traffic.starvation import Starvation, StarvationSampler
from heddle_lab.wait import until

CONTROL = "non-blocking"
MOST_BUSY = 0.90
MOST_WAITING = 0.10
_DROPS = re.compile(r"skmem:\([^)]*,d(\d+)\)")
MICE_PER_SECOND = 20.0


@dataclass(frozen=True)
class Timing:
    """Seconds that a scheduler is given to find and place the flows, and that are then measured."""

    settle: float = 4.0
    measured: float = 4.0


@dataclass(frozen=True)
class Run:
    """One pattern under one scheduler once: the total goodput in bit/s, or why it is void."""

    goodput: float
    void: str


@dataclass
class Results:
    """All runs, by pattern and scheduler."""

    schedulers: Sequence[str]
    runs: dict[str, dict[str, list[Run]]] = field(default_factory=dict)

    def add(self, pattern: str, scheduler: str, run: Run) -> None:
        """Files one more run."""
        self.runs.setdefault(pattern, {}).setdefault(scheduler, []).append(run)

    def shares(self, pattern: str, scheduler: str) -> list[float]:
        """The goodputs that count, as shares of the mean of the single switch."""
        control = self._good(pattern, CONTROL)
        if not control:
            return []
        whole = sum(control) / len(control)
        return [goodput / whole for goodput in self._good(pattern, scheduler)]

    def voids(self) -> list[str]:
        """The runs that do not count, with the reason of each."""
        return [
            f"{pattern} under {scheduler}: {run.void}"
            for pattern, row in self.runs.items()
            for scheduler, runs in row.items()
            for run in runs
            if run.void
        ]

    def rows(self) -> Iterator[dict[str, object]]:
        """Every run."""
        for pattern, row in self.runs.items():
            for scheduler, runs in row.items():
                for run in runs:
                    yield {"pattern": pattern, "scheduler": scheduler, "goodput": run.goodput, "void": run.void}

    def _good(self, pattern: str, scheduler: str) -> list[float]:
        return [run.goodput for run in self.runs.get(pattern, {}).get(scheduler, []) if not run.void]

    def table(self) -> Iterator[str]:
        """Per cent of the single switch: the mean and, of several rounds, the lowest and highest."""
        yield f"{'pattern':<14}" + "".join(f" {scheduler:>22}" for scheduler in self.schedulers)
        for pattern in self.runs:
            yield f"{pattern:<14}" + "".join(f" {_cell(self.shares(pattern, one)):>22}" for one in self.schedulers)
        means = {one: [_mean(self.shares(pattern, one)) for pattern in self.runs] for one in self.schedulers}
        whole = {one: [mean for mean in found if mean is not None] for one, found in means.items()}
        yield f"{'mean':<14}" + "".join(
            f" {100 * sum(found) / len(found) if found else float('nan'):>20.1f} %" for found in whole.values()
        )
        yield from (f"void: {line}" for line in self.voids())


def measure(lab: Lab, pattern: str, timing: Timing, k: int = 4) -> Run:
    """One pattern of a fat-tree of k pods on what is up, under whatever scheduler is in force."""
    flows = flows_of(lab, pattern, k)
    with StarvationSampler.of_lab() as sampler, BulkFlows(flows) as traffic:
        time.sleep(timing.settle)
        since, dropped = time.monotonic(), _dropped()
        time.sleep(timing.measured)
        ended, dropped = time.monotonic(), _dropped() - dropped
        starvation = sampler.finish()
        progress = traffic.finish()
    return Run(sum(one.rate(since, ended) for one in progress), why_void(starvation, dropped, since, ended))


def why_void(starvation: Starvation, dropped: int, since: float, ended: float) -> str:
    """Why what was measured tells of the processors rather than of the links; nothing where it does not.

    That ovs-vswitchd runs most of the time says nothing: it looks at every port whenever a packet comes, and takes more
    packets at a look when there are more. It has reached its limit when packets find no room at its ports.
    """
    busy = starvation.busy(since, ended)
    waiting = starvation.waited(since, ended) / 1000 / (ended - since)
    if busy > MOST_BUSY:
        return f"{busy:.0%} of the processors were busy"
    if dropped:
        return f"{dropped} packets came faster than the switches took them"
    if waiting > MOST_WAITING:
        return f"the switches waited for a processor {waiting:.0%} of the time"
    return ""


def measure_mice(lab: Lab, pattern: str, timing: Timing, seed: int, k: int = 4) -> Durations:
    """Short flows beside the pattern, from when the scheduler has had its time."""
    hosts = [(host, host.address) for host in lab.hosts()]
    with BulkFlows(flows_of(lab, pattern, k)) as traffic:
        time.sleep(timing.settle)
        with Mice(hosts, MICE_PER_SECOND, seed) as mice:
            time.sleep(timing.measured)
            durations = mice.finish()
        traffic.finish()
    return durations


def flows_of(lab: Lab, pattern: str, k: int = 4) -> list[BulkFlow]:
    """The connections of a pattern; their ports depend on the pattern alone."""
    rng = random.Random(pattern)
    hosts = [(host, host.address) for host in lab.hosts()]
    ports = rng.sample(range(20_000, 60_000), 4 * len(hosts))
    return [
        BulkFlow(hosts[source][0], *hosts[target], ports[number], FIRST_PORT + number)
        for number, (source, target) in enumerate(pairs(pattern, len(hosts), k // 2, k * k // 4))
    ]


def until_quiet(nothing_steered: Callable[[], bool]) -> None:
    """Waits until nothing is steered, so that no scheduler begins with another's placement."""
    until("the steering rules to be gone", 60, nothing_steered, every=0.5)


def mice_table(found: dict[str, list[Durations]]) -> Iterator[str]:
    """Milliseconds within which a half, 90, 95 and 99 per cent of the short flows ended."""
    yield f"{'short flows under':<22} {'flows':>6} {'50 %':>7} {'90 %':>7} {'95 %':>7} {'99 %':>7} {'unfinished':>11}"
    for scheduler, durations in found.items():
        whole = Durations([one for part in durations for one in part.seconds], sum(one.unfinished for one in durations))
        columns = " ".join(f"{1000 * whole.percentile(share):>7.0f}" for share in (0.5, 0.9, 0.95, 0.99))
        yield f"{scheduler:<22} {len(whole.seconds) + whole.unfinished:>6} {columns} {whole.unfinished:>11}"


def _dropped() -> int:
    """The packets for which the sockets of switch ports had no room, since they were made."""
    said = subprocess.run(
        ["ss", "--packet", "--numeric", "--memory"], capture_output=True, text=True, check=True
    ).stdout
    return sum(map(int, _DROPS.findall(said)))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _cell(shares: Sequence[float]) -> str:
    if not shares:
        return "void"
    mean = 100 * sum(shares) / len(shares)
    spread = f" ({100 * min(shares):.0f}–{100 * max(shares):.0f})" if len(shares) > 1 else ""
    return f"{mean:.1f} %{spread}"
