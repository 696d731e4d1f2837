"""Flows that are steered: apart from each other, without loss, to the hash when a cable dies, gone when idle."""

import itertools
import re
from collections.abc import Iterator

import pytest

from heddle_lab.controller import Ports
from heddle_lab.errors import LabError
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.bulk import Bulk, BulkFlow
from heddle_lab.traffic.paths import covering_flows
from heddle_lab.traffic.probes import Probes
from heddle_lab.wait import until


pytestmark = pytest.mark.lab

RATE = 10
SPAN = 4.0
TABLE = 1


@pytest.fixture
def shaped(shelf: Shelf, ports: Ports) -> Iterator[Session]:
    """A k = 4 fat-tree whose cables carry 10 Mbit/s, left changed."""
    yield shelf.session(Wishes(fabric_of("fattree,4"), rate=RATE, ports=ports))
    shelf.discard()


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


def test_two_flows_that_collide_carry_twice_as_much_when_one_is_pinned_elsewhere(shaped: Session) -> None:
    first, second = colliding(shaped)
    core = elsewhere(shaped, second)
    with Bulk([first, second]) as bulk, Probes(list(covering_flows(shaped.lab, seed=5)), rate=10) as probes:
        bulk.rates(1.0)
        together = bulk.rates(SPAN)
        pin(shaped, second, core)
        rules = steering_rules(shaped)
        bulk.rates(1.0)
        apart = bulk.rates(SPAN)
        probes.finish()
    assert set(rules) == {"e_0_0", way(shaped, second)[1]}, rules
    assert sum(together) < RATE * 1.05
    assert sum(apart) > sum(together) * 1.5, f"{together} then {apart}"


def test_a_steered_flow_whose_cable_is_cut_goes_on_at_once_and_its_rules_end_when_it_does(shaped: Session) -> None:
    first, second = colliding(shaped)
    with Bulk([first, second]) as bulk:
        pin(shaped, second, elsewhere(shaped, second))
        bulk.rates(1.0)
        assert shaped.controller is not None
        shaped.controller.kill()
        kept = steering_rules(shaped)
        assert len(kept) == 2
        aggregation = next(name for name in kept if name.startswith("a_"))
        shaped.lab.cut("e_0_0", aggregation)
        bulk.rates(1.0)
        after = bulk.rates(SPAN)
        assert after[1] > RATE * 0.2, after
        shaped.lab.heal("e_0_0", aggregation)
    until("the rules to end by themselves", 20, lambda: steering_rules(shaped) == {})


def test_another_scheduler_costs_no_packet(shaped: Session) -> None:
    first, second = colliding(shaped)
    with Bulk([first, second]) as bulk, Probes(list(covering_flows(shaped.lab, seed=6)), rate=20) as probes:
        pin(shaped, second, elsewhere(shaped, second))
        bulk.rates(1.0)
        for name in ("ecmp", "global-first-fit", "edge-coloring", "best-fit", "heddle"):
            shaped.api.change("PUT", "/api/v1/elephants/scheduler", {"scheduler": name})
            bulk.rates(1.2)
            assert shaped.api.read("/api/v1/elephants")["scheduler"] == name
        reports = probes.finish()
    crowded = {*way(shaped, first), *way(shaped, second)}
    lost = {str(report.flow): len(report.lost()) for report in reports if report.lost()}
    assert lost == {}, f"flows over {crowded} fill their cables"


def test_what_cannot_be_pinned_is_refused(shaped: Session) -> None:
    first, _ = colliding(shaped)
    dpid = f"{shaped.lab.fabric.switch('e_0_0').dpid:x}"
    with pytest.raises(LabError, match=re.escape("409")):
        shaped.api.change("PUT", f"/api/v1/elephants/pins/{first.id}", {"through": dpid})
    with pytest.raises(LabError, match=re.escape("404")):
        shaped.api.change("DELETE", f"/api/v1/elephants/pins/{first.id}")
