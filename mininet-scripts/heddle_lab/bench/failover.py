"""Every link between switches cut in turn under traffic: what each flow loses.

A flow is affected by a cut when its path, as the switches themselves trace it, crosses the link in either direction.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heddle_lab.lab import Lab
from heddle_lab.topologies import Cable, End
from heddle_lab.traffic.paths import covering_flows
from heddle_lab.traffic.probes import Flow, FlowReport, Probes


@dataclass(frozen=True)
class Timing:
    """Seconds of traffic before a cut, during it, and after it was healed."""

    before: float = 0.3
    down: float = 1.2
    after: float = 0.7


@dataclass(frozen=True)
class CutResult:
    """One link: the losses of each affected flow in milliseconds, those of all others, and those when it healed."""

    cable: Cable
    affected: tuple[float, ...]
    others: float
    healing: float

    @property
    def worst(self) -> float:
        """The longest loss of an affected flow."""
        return max(self.affected, default=0.0)


@dataclass(frozen=True)
class _Moments:
    cable: Cable
    cut: float
    healed: float


def measure(
    lab: Lab, cables: Sequence[Cable], rate: int = 250, seed: int = 1, timing: Timing = Timing()
) -> list[CutResult]:
    """Cuts and heals each cable given, with flows over every link all the time."""
    paths = covering_flows(lab, seed)
    with Probes(list(paths), rate) as probes:
        moments = [_cut_and_heal(lab, cable, timing) for cable in cables]
        reports = probes.finish()
    return [_judged(moment, paths, reports, timing) for moment in moments]


def table(results: Sequence[CutResult]) -> Iterator[str]:
    """The results as lines of text."""
    yield f"{'link cut':<24} {'flows':>5} {'worst ms':>9} {'mean ms':>8} {'others ms':>10} {'at heal ms':>11}"
    for result in results:
        mean = sum(result.affected) / max(1, len(result.affected))
        yield (
            f"{str(result.cable):<24} {len(result.affected):>5} {result.worst:>9.0f} {mean:>8.0f} "
            f"{result.others:>10.0f} {result.healing:>11.0f}"
        )
    worst = max(results, key=lambda result: result.worst)
    yield f"{len(results)} links; worst {worst.worst:.0f} ms ({worst.cable}); lost by unaffected flows: " + (
        f"{sum(result.others for result in results):.0f} ms"
    )


def _cut_and_heal(lab: Lab, cable: Cable, timing: Timing) -> _Moments:
    time.sleep(timing.before)
    cut = time.monotonic()
    lab.cut(str(cable.a))
    time.sleep(timing.down)
    healed = time.monotonic()
    lab.heal(str(cable.a))
    time.sleep(timing.after)
    return _Moments(cable, cut, healed)


def _judged(
    moment: _Moments, paths: dict[Flow, tuple[End, ...]], reports: Sequence[FlowReport], timing: Timing
) -> CutResult:
    start, end = moment.cut - timing.before, moment.healed
    affected = []
    others = healing = 0.0
    for report in reports:
        lost = report.lost_milliseconds(start, end)
        if set(moment.cable.ends).intersection(paths[report.flow]):
            affected.append(lost)
        else:
            others += lost
        healing += report.lost_milliseconds(end, end + timing.after)
    return CutResult(moment.cable, tuple(affected), others, healing)
