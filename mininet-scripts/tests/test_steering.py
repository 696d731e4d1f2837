"""Flows that are steered: apart from each other, without loss, to the hash when a cable dies, gone when idle."""

import itertools
import time

import pytest

from heddle_lab.errors import LabError
from heddle_lab.session import Session
from heddle_lab.traffic.bulk import BulkFlow, BulkFlows
from heddle_lab.traffic.paths import covering_flows, remote
from heddle_lab.traffic.probes import PORT, Flow, Probes
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

RATE = 10e6
SPAN = 4.0
STEERING = "table=1"


def test_two_flows_that_collide_are_found_and_parted(shaped_fat_tree: Session) -> None:
    api = shaped_fat_tree.api
    choose(shaped_fat_tree, "ecmp")
    with BulkFlows(list(colliding(shaped_fat_tree))) as bulk:
        together = span()
        assert steering_rules(shaped_fat_tree) == {}
        choose(shaped_fat_tree, "heddle")
        until("one of them to be steered", 10, lambda: len(steering_rules(shaped_fat_tree)) == 2)
        apart = span()
        told = api.read("/api/v1/elephants")
        progress = bulk.finish()
    shared = sum(each.rate(*together) for each in progress)
    alone = sum(each.rate(*apart) for each in progress)
    assert shared < RATE * 1.05
    assert alone > shared * 1.5, f"{shared / 1e6:.1f} then {alone / 1e6:.1f} Mbit/s"
    assert [flow["steered"] for flow in told["flows"]].count(True) == 1, told
    assert told["bitsPerSecond"] > told["hashedBitsPerSecond"] * 1.5, told


def test_two_flows_that_collide_carry_more_when_one_is_pinned_elsewhere(shaped_fat_tree: Session) -> None:
    choose(shaped_fat_tree, "ecmp")
    first, second = colliding(shaped_fat_tree)
    core = elsewhere(shaped_fat_tree, second)
    with BulkFlows([first, second]) as bulk:
        together = span()
        pin(shaped_fat_tree, second, core)
        rules = steering_rules(shaped_fat_tree)
        apart = span()
        progress = bulk.finish()
    shared = sum(each.rate(*together) for each in progress)
    alone = sum(each.rate(*apart) for each in progress)
    assert set(rules) == {"e_0_0", way(shaped_fat_tree, second)[1]}, rules
    assert shared < RATE * 1.05
    assert alone > shared * 1.5, f"{shared / 1e6:.1f} then {alone / 1e6:.1f} Mbit/s"


def test_a_steered_flow_whose_cable_is_cut_goes_on_without_a_controller_and_its_rules_end(
    shaped_fat_tree: Session,
) -> None:
    session = shaped_fat_tree
    choose(session, "ecmp")
    first, second = colliding(session)
    with BulkFlows([first, second]) as bulk:
        pin(session, second, elsewhere(session, second))
        span()
        assert session.controller is not None
        session.controller.kill()
        kept = steering_rules(session)
        assert len(kept) == 2
        aggregation = next(name for name in kept if name.startswith("a_"))
        session.lab.cut("e_0_0", aggregation)
        after = span()
        session.lab.heal("e_0_0", aggregation)
        progress = bulk.finish()
    assert progress[1].rate(*after) > RATE * 0.2
    until("the rules to end by themselves", 40, lambda: steering_rules(session) == {})


def test_moving_flows_from_core_to_core_and_to_other_schedulers_costs_no_packet(fat_tree: Session) -> None:
    flows = list(covering_flows(fat_tree.lab, seed=6))
    moved = [flow for flow in flows if remote(fat_tree.lab, flow.source, flow.target)][:4]
    cores = [switch for switch in fat_tree.lab.fabric.switches if switch.tier == "core"]
    with Probes(flows, rate=100) as probes:
        for core, name in zip(cores, ("ecmp", "global-first-fit", "edge-coloring", "heddle")):
            fat_tree.api.put("/api/v1/elephants/scheduler", {"scheduler": name})
            for flow in moved:
                fat_tree.api.put(pin_path(flow), {"through": f"{core.dpid:x}"})
            fat_tree.controller_settled(10)
            time.sleep(1)
            assert fat_tree.api.read("/api/v1/elephants")["scheduler"] == name
            assert sum(map(len, steering_rules(fat_tree).values())) == 2 * len(moved)
        for flow in moved:
            fat_tree.api.delete(pin_path(flow))
        time.sleep(1)
        reports = probes.finish()
    assert {str(report.flow): len(report.lost()) for report in reports if report.lost()} == {}
    until("the rules to end", 60, lambda: steering_rules(fat_tree) == {})


def test_what_cannot_be_pinned_is_refused(fat_tree: Session) -> None:
    first, _ = colliding(fat_tree)
    path = f"/api/v1/elephants/pins/{bulk_id(first)}"
    edge = fat_tree.lab.fabric.switch("e_0_0")
    with pytest.raises(LabError, match="409"):
        fat_tree.api.put(path, {"through": f"{edge.dpid:x}"})
    with pytest.raises(LabError, match="404"):
        fat_tree.api.delete(path)


def choose(session: Session, scheduler: str) -> None:
    """Puts a scheduler in force; under ecmp nothing is steered but what is pinned."""
    session.api.put("/api/v1/elephants/scheduler", {"scheduler": scheduler})
    if scheduler == "ecmp":
        until("the steering of before to be gone", 60, lambda: steering_rules(session) == {})


def span() -> tuple[float, float]:
    """Lets traffic settle, then a span of time to judge it by."""
    time.sleep(1)
    since = time.monotonic()
    time.sleep(SPAN)
    return since, time.monotonic()


def bulk_id(flow: BulkFlow) -> str:
    """How the controller's interface names a bulk flow."""
    return f"tcp-{flow.source.address}-{flow.source_port}-{flow.target_address}-{flow.target_port}"


def pin_path(flow: Flow) -> str:
    """Where a flow of probes is pinned."""
    name = f"udp-{flow.source_address}-{flow.source_port}-{flow.target_address}-{PORT}"
    return f"/api/v1/elephants/pins/{name}"


def way(session: Session, flow: BulkFlow) -> list[str]:
    """The switches that the controller says a flow passes."""
    question = f"src={flow.source.address}&dst={flow.target_address}&proto=tcp"
    reply = session.api.read(f"/api/v1/trace?{question}&sport={flow.source_port}&dport={flow.target_port}")
    return [str(hop["name"]) for hop in reply["hops"]]


def colliding(session: Session) -> tuple[BulkFlow, BulkFlow]:
    """Two flows of two hosts of one edge switch to two pods that the hash sends to the same core."""
    lab = session.lab
    near, far = lab.host("h_1_0_0"), lab.host("h_2_0_0")
    first = BulkFlow(lab.host("h_0_0_0"), near, near.address, 40_000, 9200)
    for port in itertools.count(40_001):
        second = BulkFlow(lab.host("h_0_0_1"), far, far.address, port, 9201)
        if way(session, first)[1:3] == way(session, second)[1:3]:
            return first, second
    raise LabError("no two flows collide")


def elsewhere(session: Session, flow: BulkFlow) -> str:
    """A core that the flow does not reach through the aggregation switch that the hash sends it to."""
    hashed = way(session, flow)[1]
    other = next(name for name in ("a_0_0", "a_0_1") if name != hashed)
    nodes = [{end.node for end in cable.ends} for cable in session.lab.fabric.fabric_cables]
    return next(node for pair in nodes if other in pair for node in sorted(pair) if node.startswith("c_"))


def steering_rules(session: Session) -> dict[str, list[str]]:
    """The rules of steered flows, by switch."""
    found = {}
    for switch in session.lab.fabric.switches:
        said = session.lab.switches.ofctl("dump-flows", switch.name, STEERING)
        rules = [line for line in said.splitlines() if "tp_src" in line]
        if rules:
            found[switch.name] = rules
    return found


def pin(session: Session, flow: BulkFlow, core: str) -> None:
    """Pins a flow to a core and waits until the switches know it."""
    dpid = session.lab.fabric.switch(core).dpid
    session.api.put(f"/api/v1/elephants/pins/{bulk_id(flow)}", {"through": f"{dpid:x}"})
    until(f"{bulk_id(flow)} to go through {core}", 10, lambda: core in way(session, flow))
    session.controller_settled(10)
    until("two switches to steer it", 10, lambda: len(steering_rules(session)) == 2)
