"""The traffic patterns of the elephant benchmark, by their arithmetic."""

import pytest

from heddle_lab.bench.patterns import NAMES, pairs
from heddle_lab.errors import LabError


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
        pairs("stride(3)")
