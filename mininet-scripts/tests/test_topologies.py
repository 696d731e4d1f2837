"""The designs as values; needs no root."""

import pytest

from heddle_lab.errors import LabError
from heddle_lab.topologies import Fabric, fabric_of, shuffled, swapped, without


def cabling(fabric: Fabric) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(end.node for end in cable.ends)) for cable in fabric.cables)


@pytest.mark.parametrize("k", [2, 4, 8])
def test_a_fat_tree_has_the_counts_of_the_paper(k: int) -> None:
    fabric = fabric_of(f"fattree,{k}")
    assert len(fabric.switches) == 5 * k * k // 4
    assert len(fabric.hosts) == k**3 // 4
    assert len(fabric.fabric_cables) == k**3 // 2


def test_the_oversubscribed_preset_has_twice_as_much_below_the_aggregation_as_above() -> None:
    fabric = fabric_of("clos3-2to1")
    up = len(fabric.cables_between("a_0_0", "c_0_0")) + len(fabric.cables_between("a_0_0", "c_0_1"))
    assert len(fabric.ports("a_0_0")) == 3 * up


def test_parallel_cables_are_separate_ports() -> None:
    fabric = fabric_of("clos3,2,2,2,2,1,2")
    assert len(fabric.cables_between("e_0_0", "a_0_0")) == 2


def test_hosts_are_on_the_lowest_ports_of_their_edge() -> None:
    fabric = fabric_of("leafspine,2,4,2")
    assert str(fabric.attachment("h_1_1")) == "leaf1:1"
    assert fabric.host("h_4_2").planned == "10.0.3.3"


def test_shuffling_keeps_the_cabling_and_changes_every_number() -> None:
    plain = fabric_of("fattree,4")
    mixed = shuffled(plain, 7)
    assert cabling(mixed) == cabling(plain)
    assert mixed == shuffled(plain, 7)
    assert {s.dpid for s in mixed.switches}.isdisjoint({s.dpid for s in plain.switches})
    assert mixed.ports("c_0_0") != plain.ports("c_0_0")


def test_a_missing_switch_takes_its_cables_and_its_own_hosts_along() -> None:
    fabric = without(fabric_of("fattree,4"), "e_0_0")
    assert len(fabric.hosts) == 14
    assert len(without(fabric, "a_1_0").fabric_cables) == 32 - 2 - 4
    assert len(without(fabric, "a_2_0-c_0_0").fabric_cables) == 32 - 2 - 1
    assert len(without(fabric, "c_1_1:4").fabric_cables) == 32 - 2 - 1


def test_a_swap_exchanges_two_plugs() -> None:
    fabric = swapped(fabric_of("fattree,4"), "a_0_0:3", "a_1_0:4")
    assert fabric.cables_between("a_0_0", "c_0_1") and fabric.cables_between("a_1_0", "c_0_0")
    assert len(fabric.cables_between("a_0_0", "c_0_1")) == 2


@pytest.mark.parametrize("spec", ["fattree,3", "fattree", "mesh,4", "leafspine,2,4", "clos3,1,2,2,3,1", "ring,2"])
def test_a_wrong_name_is_refused_with_what_is_allowed(spec: str) -> None:
    with pytest.raises(LabError, match=spec):
        fabric_of(spec)
