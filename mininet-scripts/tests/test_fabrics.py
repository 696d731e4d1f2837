"""Fabrics of many shapes: recognised as what they are, addressed by position, every pair reachable."""

from dataclasses import dataclass, field

import pytest
from conftest import Shelf

from heddle_lab import addressing
from heddle_lab.controller import Ports
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import Fabric, fabric_of, shuffled, without
from heddle_lab.traffic.ping import ping_all

pytestmark = pytest.mark.lab


@dataclass(frozen=True)
class Expected:
    """What the controller shall say of a fabric."""

    kind: str
    state: str = "complete"
    parameters: dict[str, int] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)


FAT_TREE = {"edge": "edge", "aggregation": "aggregation", "core": "core"}
CLOS = {"edge": "leaf", "aggregation": "spine", "core": "super-spine"}
DEGRADED = without(
    without(without(fabric_of("fattree,4"), "a_1_0"), "e_0_0-a_0_1"),
    "a_2_0-c_0_1",
)

CASES = {
    "fattree,4": (fabric_of("fattree,4"), Expected("fat-tree", "complete", {"k": 4}, FAT_TREE)),
    "fattree,4 shuffled": (
        shuffled(fabric_of("fattree,4"), 4711),
        Expected("fat-tree", "complete", {"k": 4}, FAT_TREE),
    ),
    "fattree,4 degraded": (DEGRADED, Expected("fat-tree", "degraded", {"k": 4}, FAT_TREE)),
    "leafspine,2,4,2": (
        fabric_of("leafspine,2,4,2"),
        Expected("leaf-spine", "complete", {"spines": 2, "leaves": 4}, {"leaf": "leaf", "spine": "spine"}),
    ),
    "clos3-2to1": (
        fabric_of("clos3-2to1"),
        Expected("folded-clos", "complete", {"pods": 3, "edges": 12, "aggregations": 6, "cores": 4}, CLOS),
    ),
    "linear,4": (fabric_of("linear,4"), Expected("irregular", "not-clos", {}, {"switch": "switch"})),
    "ring,4": (fabric_of("ring,4"), Expected("irregular", "not-clos", {}, {"switch": "switch"})),
}


@pytest.mark.parametrize("name", list(CASES))
def test_a_fabric_is_recognised_addressed_and_connected(name: str, shelf: Shelf, ports: Ports) -> None:
    fabric, expected = CASES[name]
    session = shelf.session(Wishes(fabric, ports=ports))
    check_recognition(session, expected)
    check_addresses(session)
    result = ping_all(session.lab.hosts())
    assert result.lost == [], str(result)


def test_a_degraded_fat_tree_says_what_is_missing(shelf: Shelf, ports: Ports) -> None:
    session = shelf.session(Wishes(DEGRADED, ports=ports))
    problems = session.api.read("/api/v1/problems")["problems"]
    kinds = [problem["kind"] for problem in problems]
    assert kinds.count("missing-switch") == 1, problems
    assert kinds.count("missing-link") >= 2, problems
    named = {(end["dpid"], end["port"]) for problem in problems for end in problem["ends"]}
    dpid = f"{DEGRADED.switch('e_0_0').dpid:016x}"
    assert all(problem["sentence"].endswith(".") or problem["sentence"] for problem in problems)
    assert any(end[0] == dpid for end in named) or any(dpid in problem["sentence"] for problem in problems), problems


@pytest.mark.slow
def test_a_fat_tree_of_80_switches_is_ready_within_a_minute(shelf: Shelf, ports: Ports) -> None:
    import time

    start = time.monotonic()
    session = shelf.session(Wishes(fabric_of("fattree,8"), addresses="none", ports=ports))
    assert time.monotonic() - start <= 60
    check_recognition(session, Expected("fat-tree", "complete", {"k": 8}, FAT_TREE))
    addressing.give(session.lab, "dhcp", session.api)
    check_addresses(session)
    result = ping_all(session.lab.hosts())
    assert result.lost == [], str(result)


def check_recognition(session: Session, expected: Expected) -> None:
    """The design, the state, the counts and the tier of every switch."""
    fabric, said = session.lab.fabric, session.api.fabric()
    assert said["state"] == expected.state, said
    assert said["design"]["kind"] == expected.kind, said
    assert said["design"]["parameters"].items() >= expected.parameters.items()
    assert said["counts"]["switchesConnected"] == len(fabric.switches)
    assert said["counts"]["linksUp"] == len(fabric.fabric_cables)
    if expected.state != "not-clos":
        assert bool(said["problems"]) == (expected.state == "degraded"), said["problems"]
    roles = {int(row["dpid"], 16): row["role"] for row in session.api.items("/api/v1/switches")}
    assert {s.name: roles[s.dpid] for s in fabric.switches} == {s.name: expected.tiers[s.tier] for s in fabric.switches}


def check_addresses(session: Session) -> None:
    """Every host has the address of its position, no two the same, and is known on its port."""
    fabric: Fabric = session.lab.fabric
    plan = addressing.planned_addresses(fabric, session.api)
    assert {host.name: host.address for host in session.lab.hosts()} == plan
    assert len(set(plan.values())) == len(plan)
    rows = {row["mac"]: row for row in session.api.items("/api/v1/hosts")}
    for host in fabric.hosts:
        at = fabric.attachment(host.name)
        row = rows[host.mac]
        assert (row["ip"], int(row["dpid"], 16), row["port"]) == (plan[host.name], fabric.switch(at.node).dpid, at.port)
        assert row["onPlan"] is True
