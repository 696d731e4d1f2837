"""Flows that are steered: apart from each other, without loss, to the hash when a cable dies, gone when idle."""

import itertools
import re
import time

import pytest

from heddle_lab.errors import LabError
from heddle_lab.session import Session
from heddle_lab.traffic.bulk import Bulk, BulkFlow
from heddle_lab.traffic.paths import covering_flows, remote
from heddle_lab.traffic.probes import PORT, Flow, Probes
from heddle_lab.wait import until


pytestmark = pytest.mark.lab

RATE = 10
SPAN = 4.0
TABLE = 1


def way(session: Session, flow: BulkFlow) -> list[str]:
    """The switches that the controller says a flow passes."""
    question = f"src={flow.source.address}&dst={flow.target.address}&proto=tcp"
    reply = session.api.read(f"/api/v1/trace?{question}&sport={flow.source_port}&dport={flow.target_port}")
    return [str(hop["name"]) for hop in reply["hops"]]


def colliding(session: Session) -> tuple[BulkFlow, BulkFlow]:
    """Two flows of two hosts of one edge switch to two pods that the hash sends to the same core."""
    lab = session.lab
    first = BulkFlow(lab.host("h_0_0_0"), lab.host("h_1_0_0"), 40_000, 5001)
    for port in itertools.count(40_001):
        second = BulkFlow(lab.host("h_0_0_1"), lab.host("h_2_0_0"), port, 5001)
        if way(session, first)[1:3] == way(session, second)[1:3]:
            return first, second
    raise LabError("no two flows collide")


def elsewhere(session: Session, flow: BulkFlow) -> str:
    """A core of the other plane."""
    aggregation = way(session, flow)[1]
    other = next(name for name in ("a_0_0", "a_0_1") if name != aggregation)
    ends = [cable.ends for cable in session.lab.fabric.fabric_cables if other in {end.node for end in cable.ends}]
    return next(end.node for pair in ends for end in pair if end.node.startswith("c_"))


def steering_rules(session: Session) -> dict[str, list[str]]:
    """The rules of steered flows, by switch."""
    found = {}
    for switch in session.lab.fabric.switches:
        said = session.lab.switches.ofctl("dump-flows", switch.name, f"table={TABLE}")
        rules = [line for line in said.splitlines() if "tp_src" in line]
        if rules:
            found[switch.name] = rules
    return found


def pin(session: Session, flow: BulkFlow, core: str) -> None:
    dpid = f"{session.lab.fabric.switch(core).dpid:x}"
    session.api.change("PUT", f"/api/v1/elephants/pins/{flow.id}", {"through": dpid})
    until(f"{flow.id} to go through {core}", 10, lambda: core in way(session, flow) and bool(steering_rules(session)))
    session.controller_settled(10)


def test_two_flows_that_collide_carry_twice_as_much_when_one_is_pinned_elsewhere(shaped_fat_tree: Session) -> None:
    first, second = colliding(shaped_fat_tree)
    core = elsewhere(shaped_fat_tree, second)
    with Bulk([first, second]) as bulk:
        bulk.rates(1.0)
        together = bulk.rates(SPAN)
        pin(shaped_fat_tree, second, core)
        rules = steering_rules(shaped_fat_tree)
        bulk.rates(1.0)
        apart = bulk.rates(SPAN)
    assert set(rules) == {"e_0_0", way(shaped_fat_tree, second)[1]}, rules
    assert sum(together) < RATE * 1.05
    assert sum(apart) > sum(together) * 1.5, f"{together} then {apart}"


def test_a_steered_flow_whose_cable_is_cut_goes_on_at_once_and_its_rules_end_when_it_does(
    shaped_fat_tree: Session,
) -> None:
    first, second = colliding(shaped_fat_tree)
    with Bulk([first, second]) as bulk:
        pin(shaped_fat_tree, second, elsewhere(shaped_fat_tree, second))
        bulk.rates(1.0)
        assert shaped_fat_tree.controller is not None
        shaped_fat_tree.controller.kill()
        kept = steering_rules(shaped_fat_tree)
        assert len(kept) == 2
        aggregation = next(name for name in kept if name.startswith("a_"))
        shaped_fat_tree.lab.cut("e_0_0", aggregation)
        bulk.rates(1.0)
        after = bulk.rates(SPAN)
        assert after[1] > RATE * 0.2, after
        shaped_fat_tree.lab.heal("e_0_0", aggregation)
    until("the rules to end by themselves", 40, lambda: steering_rules(shaped_fat_tree) == {})


def test_moving_flows_from_core_to_core_and_to_other_schedulers_costs_no_packet(fat_tree: Session) -> None:
    flows = list(covering_flows(fat_tree.lab, seed=6))
    moved = [flow for flow in flows if remote(fat_tree.lab, flow.source, flow.target)][:4]
    cores = [switch for switch in fat_tree.lab.fabric.switches if switch.tier == "core"]
    names = ("ecmp", "global-first-fit", "edge-coloring", "heddle")
    with Probes(flows, rate=100) as probes:
        for core, name in zip(cores, names):
            fat_tree.api.change("PUT", "/api/v1/elephants/scheduler", {"scheduler": name})
            for flow in moved:
                fat_tree.api.change("PUT", f"/api/v1/elephants/pins/{pin_of(flow)}", {"through": f"{core.dpid:x}"})
            fat_tree.controller_settled(10)
            time.sleep(1)
            assert fat_tree.api.read("/api/v1/elephants")["scheduler"] == name
            assert sum(map(len, steering_rules(fat_tree).values())) == 2 * len(moved)
        for flow in moved:
            fat_tree.api.change("DELETE", f"/api/v1/elephants/pins/{pin_of(flow)}")
        time.sleep(1)
        reports = probes.finish()
    assert {str(report.flow): len(report.lost()) for report in reports if report.lost()} == {}
    until("the rules to end", 60, lambda: steering_rules(fat_tree) == {})


def pin_of(flow: Flow) -> str:
    """How the controller's interface names a flow of probes."""
    return f"udp-{flow.source_address}-{flow.source_port}-{flow.target_address}-{PORT}"


def test_what_cannot_be_pinned_is_refused(shaped_fat_tree: Session) -> None:
    first, _ = colliding(shaped_fat_tree)
    dpid = f"{shaped_fat_tree.lab.fabric.switch('e_0_0').dpid:x}"
    with pytest.raises(LabError, match=re.escape("409")):
        shaped_fat_tree.api.change("PUT", f"/api/v1/elephants/pins/{first.id}", {"through": dpid})
    with pytest.raises(LabError, match=re.escape("404")):
        shaped_fat_tree.api.change("DELETE", f"/api/v1/elephants/pins/{first.id}")
