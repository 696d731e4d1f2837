"""Wrong cables on real switches: each is named by its ends, nothing else is, and the rest forwards."""

import pytest
from conftest import Shelf

from heddle_lab.controller import Ports
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import Cable, fabric_of, swapped
from heddle_lab.topologies.changes import end_of
from heddle_lab.traffic.ping import ping_all

pytestmark = pytest.mark.lab

SWAPS = {
    "two core cables of one pod are swapped": ("a_0_0:3", "a_0_1:3"),
    "an edge is cabled to the wrong pod": ("e_0_0:3", "e_1_0:3"),
    "an edge is cabled to a core": ("a_0_0:1", "c_1_0:1"),
}


@pytest.mark.parametrize("name", list(SWAPS))
def test_a_wrong_cable_is_named_and_the_rest_forwards(name: str, shelf: Shelf, ports: Ports) -> None:
    fabric = swapped(fabric_of("fattree,4"), *SWAPS[name])
    session = shelf.session(Wishes(fabric, ports=ports))
    said = session.api.fabric()
    assert (said["design"]["kind"], said["design"]["parameters"]["k"], said["state"]) == ("fat-tree", 4, "degraded")
    wrong = {fabric.cable_at(end_of(port)) for port in SWAPS[name]}
    problems = session.api.read("/api/v1/problems")
    named = [p for p in problems["problems"] if p["kind"] == "wrong-cable"]
    assert {ends_of(p["ends"]) for p in named} == {ends_of(rest_ends(session, cable)) for cable in wrong}, problems
    assert len(problems["repair"]) <= 2, problems["repair"]
    repaired = {(step["from"]["dpid"], step["from"]["port"]) for step in problems["repair"]}
    assert repaired <= {end for cable in wrong for end in ends_of(rest_ends(session, cable))}
    result = ping_all(session.lab.hosts())
    assert result.lost == [], str(result)


def ends_of(ends: list[dict[str, object]]) -> frozenset[tuple[object, object]]:
    return frozenset((end["dpid"], end["port"]) for end in ends)


def rest_ends(session: Session, cable: Cable) -> list[dict[str, object]]:
    return [{"dpid": f"{session.lab.fabric.switch(e.node).dpid:016x}", "port": e.port} for e in cable.ends]
