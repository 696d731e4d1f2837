"""What a busy machine costs is told apart from what the switches cost, and is never passed over."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from heddle_lab.bench import failover
from heddle_lab.bench.failover import CutResult, Verdict
from heddle_lab.lab import LabHost
from heddle_lab.topologies import Cable, End
from heddle_lab.traffic.probes import Flow, FlowReport
from heddle_lab.traffic.starvation import Sample, Starvation, StarvationSampler

RATE = 250
CUT, HEALED = 10.0, 11.0
CABLE = Cable(End("a", 1), End("b", 1))
TIMING = failover.Timing(before=0.5, down=1.0, after=0.5)


def flow(number: int) -> Flow:
    host = LabHost(f"h{number}", 1, "00:00:00:00:00:01", "run", "eth0")
    return Flow(host, host, "10.0.0.1", "10.0.0.2", number)


def report(number: int, *lost: tuple[float, float]) -> FlowReport:
    """A flow from 9 s to 12 s that loses what it sends in the given spans."""
    sent = [9 + n / RATE for n in range(3 * RATE)]
    gone = [any(since <= at < until for since, until in lost) for at in sent]
    return FlowReport(flow(number), RATE, sent, bytes(0 if missing else 1 for missing in gone))


def waiting(*spans: tuple[float, float]) -> Starvation:
    """A switch that waits in the given spans and is sampled every 10 ms."""
    times = [8 + n / 100 for n in range(500)]
    waited = [sum(max(0.0, min(at, until) - since) for since, until in spans) * 1000 for at in times]
    return Starvation([Sample(at, w, at * 1000) for at, w in zip(times, waited)], 2)


def judged(starvation: Starvation, *reports: FlowReport) -> CutResult:
    paths = {flow(0): CABLE.ends, flow(1): ()}
    return failover._judged(failover._Moments(CABLE, CUT, HEALED), paths, reports, TIMING, starvation)


def test_a_short_loss_is_held_whatever_the_machine_did() -> None:
    for starvation in (waiting(), waiting((9, 12))):
        result = judged(starvation, report(0, (10, 10.04)), report(1))
        assert (result.verdict, result.worst, result.others) == (Verdict.HELD, 40, 0)


def test_a_long_loss_on_a_quiet_machine_is_exceeded_and_never_void() -> None:
    result = judged(waiting(), report(0, (10, 10.08)), report(1))
    assert (result.verdict, result.unexplained) == (Verdict.EXCEEDED, 80)


def test_a_long_loss_while_the_switch_waited_is_void_and_shown_as_it_was() -> None:
    result = judged(waiting((10.0, 10.07)), report(0, (10, 10.08)), report(1))
    assert (result.verdict, result.worst) == (Verdict.VOID, 80)
    assert result.unexplained == pytest.approx(10, abs=1e-6)
    lines = list(failover.table([result]))
    assert "80" in lines[1] and lines[1].endswith("void")
    assert lines[-1].startswith("void: a:1 - b:1")


def test_waiting_outside_the_span_of_the_loss_excuses_nothing() -> None:
    result = judged(waiting((9, 9.88), (10.2, 11)), report(0, (10, 10.08)), report(1))
    assert result.verdict is Verdict.EXCEEDED


def test_a_wait_that_explains_a_part_leaves_the_rest_to_be_judged() -> None:
    assert judged(waiting((10, 10.05)), report(0, (10, 10.2)), report(1)).verdict is Verdict.EXCEEDED


def test_a_loss_of_others_is_exceeded_unless_the_switch_waited_before_it() -> None:
    assert judged(waiting(), report(0), report(1, (10.5, 10.504))).verdict is Verdict.EXCEEDED
    assert judged(waiting((10.1, 10.2)), report(0), report(1, (10.5, 10.504))).verdict is Verdict.EXCEEDED
    result = judged(waiting((10.44, 10.5)), report(0), report(1, (10.5, 10.504)))
    assert (result.verdict, result.others) == (Verdict.VOID, 4)


@contextmanager
def spinning(processor: int) -> Iterator[int]:
    line = ["taskset", "-c", str(processor), "sh", "-c", "while :; do :; done"]
    with subprocess.Popen(line) as process:
        try:
            yield process.pid
        finally:
            process.kill()


def test_two_programs_on_one_processor_are_seen_to_wait_for_it() -> None:
    processor = min(os.sched_getaffinity(0))
    with spinning(processor) as pid, spinning(processor), StarvationSampler(pid) as sampler:
        start = time.monotonic()
        time.sleep(1)
        end = time.monotonic()
        seen = sampler.finish()
    assert seen.waited(start, end) > 200
    assert 0.4 < seen.busy(start, end) <= 1.1
