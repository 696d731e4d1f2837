"""The measuring tools, tried on static rules whose behaviour is known."""

import time
from collections.abc import Iterator

import pytest
from conftest import Shelf

from heddle_lab import addressing
from heddle_lab.bench import evenness, failover
from heddle_lab.lab import Lab
from heddle_lab.static_program import program_fat_tree
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.paths import covering_flows
from heddle_lab.traffic.probes import Probes

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def lab(shelf: Shelf) -> Iterator[Lab]:
    shelf.discard()
    built = Lab.up(fabric_of("fattree,4"), None)
    try:
        program_fat_tree(built, 4)
        addressing.give(built, "planned", None)
        yield built
    finally:
        Lab.down()


def test_covering_flows_cross_every_link_in_both_directions(lab: Lab) -> None:
    paths = covering_flows(lab, seed=1)
    crossed = {end for path in paths.values() for end in path}
    assert crossed >= {end for cable in lab.fabric.fabric_cables for end in cable.ends}
    assert {len(path) for path in paths.values()} == {5}


def test_a_cut_harms_the_flows_that_cross_it_and_no_other(lab: Lab) -> None:
    (result,) = failover.measure(lab, lab.fabric.cables_between("a_1_0", "c_0_0"))
    assert len(result.affected) >= 2
    assert result.worst < 500
    assert result.others == 0


def test_probes_to_a_host_whose_cable_is_out_are_counted_as_lost_and_no_others(lab: Lab) -> None:
    flows = list(covering_flows(lab, seed=1))
    target = flows[0].target
    with Probes(flows) as probes:
        lab.cut(target.name)
        time.sleep(0.2)
        lab.heal(target.name)
        time.sleep(0.2)
        reports = probes.finish()
    assert all(bool(report.lost()) == (target in (report.flow.source, report.flow.target)) for report in reports)
    assert reports[0].lost_milliseconds() >= 150


def test_plain_select_groups_leave_cores_idle_and_seeded_ones_do_not(lab: Lab) -> None:
    seeded = evenness.measure(lab)
    assert seeded.arrived == seeded.sent
    assert seeded.link_ratio <= 1.25
    evenness.make_plain(lab)
    assert evenness.measure(lab).switch_ratio > 1.5
