"""The elephant benchmark: its traffic patterns and its table, by their arithmetic."""

import pytest

from heddle_lab.bench.elephants import CONTROL, Results, Run, why_void
from heddle_lab.bench.patterns import NAMES, pairs
from heddle_lab.errors import LabError
from heddle_lab.traffic.starvation import Sample, Starvation


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_is_the_same_every_time_and_nobody_sends_to_itself(name: str) -> None:
    made = pairs(name)
    assert made == pairs(name)
    assert all(0 <= source < 16 and 0 <= target < 16 and source != target for source, target in made)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith(("stride", "randbij"))])
def test_a_permutation_has_every_host_once_on_either_side(name: str) -> None:
    made = pairs(name)
    assert sorted(source for source, _ in made) == sorted(target for _, target in made) == list(range(16))


def test_staggered_flows_stay_near_as_often_as_their_name_says() -> None:
    made = pairs("stag(.5,.3)/1", hosts=4096)
    assert sum(source // 2 == target // 2 for source, target in made) / len(made) == pytest.approx(0.5, abs=0.03)
    in_pod = sum(source // 4 == target // 4 and source // 2 != target // 2 for source, target in made)
    assert in_pod / len(made) == pytest.approx(0.3, abs=0.03)


def test_a_hotspot_has_one_target_and_several_random_flows_share_a_source() -> None:
    assert len({target for _, target in pairs("hotspot/1")}) == 1
    assert [source for source, _ in pairs("randx3/1")] == [host for host in range(16) for _ in range(3)]


def test_a_pattern_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(LabError, match="stride"):
        pairs("stripe(3)")


def test_goodput_is_a_share_of_the_single_switch_and_a_void_run_counts_nowhere_and_is_named() -> None:
    results = Results(["ecmp"])
    for scheduler, run in (
        (CONTROL, Run(100.0, "")),
        (CONTROL, Run(200.0, "")),
        ("ecmp", Run(75.0, "")),
        ("ecmp", Run(9.0, "the machine slept")),
    ):
        results.add("stride(1)", scheduler, run)
    assert results.shares("stride(1)", "ecmp") == [0.5]
    table = list(results.table())
    assert table[1].split() == ["stride(1)", "50.0", "%"]
    assert table[-1] == "void: stride(1) under ecmp: the machine slept"


@pytest.mark.parametrize(
    ("dropped", "waited", "busy", "reason"),
    [
        (0, 0.0, 1.2, ""),
        (3, 0.0, 1.2, "3 packets came faster"),
        (0, 0.2, 1.2, "waited for a processor 20%"),
        (0, 0.0, 1.9, "95% of the processors"),
    ],
)
def test_a_run_in_which_the_processors_were_the_limit_is_void(
    dropped: int, waited: float, busy: float, reason: str
) -> None:
    samples = [Sample(at, waited * at * 1000, busy * at * 1000) for at in range(10)]
    verdict = why_void(Starvation(samples, 2), dropped, 2, 7)
    assert reason in verdict and bool(reason) == bool(verdict)
