"""Every link between switches cut in turn under traffic: what each flow loses.

A flow is affected by a cut when its path, as the switches themselves trace it, crosses the link in either direction.

All switches of the lab are one process, so a loss can have two causes: what the rules do, and that this process was not
running. The bounds are held against the loss as it was; one that exceeds them counts against the switches unless the
time for which their process waited for a processor, in just that span, accounts for it. Then it says nothing about
them, and the measurement is void.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from heddle_lab.lab import Lab
from heddle_lab.topologies import Cable, End
from heddle_lab.traffic.paths import covering_flows
from heddle_lab.traffic.probes import Flow, FlowReport, Probes
from heddle_lab.traffic.starvation import Starvation, StarvationSampler

BOUND = 50.0
# a wait is booked when it ends, and the last packet that it cost was sent up to some packets' time before
_BOOKED_AFTER = 0.02
# what a full queue loses now, it loses for a wait that began before
_QUEUED_BEFORE = 0.1


@dataclass(frozen=True)
class Timing:
    """Seconds of traffic before a cut, during it, and after it was healed."""

    before: float = 0.3
    down: float = 1.2
    after: float = 0.7


class Verdict(Enum):
    """What a measurement says: the bounds were held, or not, or nothing because the switches were not running."""

    HELD = "held"
    EXCEEDED = "EXCEEDED"
    VOID = "void"


@dataclass(frozen=True)
class Loss:
    """What a flow lost, and how long in that span the switches waited for a processor; both in milliseconds."""

    milliseconds: float
    waited: float

    @property
    def unexplained(self) -> float:
        """What is left of the loss without the waiting."""
        return max(0.0, self.milliseconds - self.waited)


@dataclass(frozen=True)
class CutResult:
    """One link: what each affected flow lost, what each of the others that lost something did, and all when it healed.

    `healing` is in milliseconds, `busy` the share of the processors in use, 0 to 1.
    """

    cable: Cable
    affected: tuple[Loss, ...]
    unaffected: tuple[Loss, ...]
    healing: float
    busy: float

    @property
    def longest(self) -> Loss:
        """The longest loss of an affected flow, as it was."""
        return max(self.affected, key=lambda loss: loss.milliseconds, default=Loss(0, 0))

    @property
    def worst(self) -> float:
        """The same in milliseconds."""
        return self.longest.milliseconds

    @property
    def others(self) -> float:
        """What unaffected flows lost together, in milliseconds, as it was."""
        return sum(loss.milliseconds for loss in self.unaffected)

    @property
    def unexplained(self) -> float:
        """The longest loss of an affected flow without the waiting."""
        return max((loss.unexplained for loss in self.affected), default=0.0)

    @property
    def verdict(self) -> Verdict:
        """Whether affected flows lost at most 50 ms and others nothing."""
        if self.worst <= BOUND and self.others == 0:
            return Verdict.HELD
        if self.unexplained <= BOUND and not any(loss.unexplained for loss in self.unaffected):
            return Verdict.VOID
        return Verdict.EXCEEDED


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
    with StarvationSampler.of_lab() as sampler, Probes(list(paths), rate) as probes:
        moments = [_cut_and_heal(lab, cable, timing) for cable in cables]
        reports = probes.finish()
        starvation = sampler.finish()
    return [_judged(moment, paths, reports, timing, starvation) for moment in moments]


def table(results: Sequence[CutResult]) -> Iterator[str]:
    """The results as lines of text; `waited` is that of the worst flow, `unexplained` the most that any flow has."""
    yield (
        f"{'link cut':<24} {'flows':>5} {'worst ms':>9} {'mean ms':>8} {'waited ms':>10} {'unexplained':>12} "
        f"{'others ms':>10} {'at heal ms':>11} {'busy %':>7}  verdict"
    )
    for result in results:
        mean = sum(loss.milliseconds for loss in result.affected) / max(1, len(result.affected))
        yield (
            f"{str(result.cable):<24} {len(result.affected):>5} {result.worst:>9.0f} {mean:>8.0f} "
            f"{result.longest.waited:>10.1f} {result.unexplained:>12.1f} {result.others:>10.0f} "
            f"{result.healing:>11.0f} {100 * result.busy:>7.0f}  {result.verdict.value}"
        )
    worst = max(results, key=lambda result: result.worst)
    yield f"{len(results)} links; worst {worst.worst:.0f} ms ({worst.cable}); lost by unaffected flows: " + (
        f"{sum(result.others for result in results):.0f} ms"
    )
    void = [str(result.cable) for result in results if result.verdict is Verdict.VOID]
    if void:
        yield (
            f"void: {', '.join(void)}: more was lost than the bounds allow while ovs-vswitchd waited for a processor; "
            "this says nothing about the switches: measure again on a machine with less to do"
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
    moment: _Moments,
    paths: dict[Flow, tuple[End, ...]],
    reports: Sequence[FlowReport],
    timing: Timing,
    starvation: Starvation,
) -> CutResult:
    start, end = moment.cut - timing.before, moment.healed
    affected, unaffected = [], []
    for report in reports:
        if set(moment.cable.ends).intersection(paths[report.flow]):
            affected.append(_loss(report, start, end, starvation))
        elif report.lost(start, end):
            unaffected.append(_loss(report, start, end, starvation))
    healing = sum(report.lost_milliseconds(end, end + timing.after) for report in reports)
    return CutResult(moment.cable, tuple(affected), tuple(unaffected), healing, starvation.busy(start, end))


def _loss(report: FlowReport, since: float, until: float, starvation: Starvation) -> Loss:
    """The loss of a flow in a span of time, and the waiting around it."""
    lost = report.lost(since, until)
    if not lost:
        return Loss(0, 0)
    first, last = report.sent[lost[0]] - _QUEUED_BEFORE, report.sent[lost[-1]] + _BOOKED_AFTER
    return Loss(report.lost_milliseconds(since, until), starvation.waited(first, last))
