"""Edge switches that do not sample: said once, and what is steered there is followed by the counters of its rules."""

from collections.abc import Iterator

import pytest
from conftest import Shelf

from heddle_lab.controller import Ports
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.bulk import BulkFlow, BulkFlows
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

RATE = 10e6


@pytest.fixture
def unmanaged_fat_tree(shelf: Shelf, ports: Ports) -> Iterator[Session]:
    """A k = 4 fat-tree with cables of 10 Mbit/s whose database does not know of the controller."""
    yield shelf.session(Wishes(fabric_of("fattree,4"), rate=10, ports=ports, managed=False))
    shelf.discard()


def test_a_pinned_flow_is_followed_by_counters_where_nobody_samples_until_the_database_connects(
    unmanaged_fat_tree: Session, ports: Ports
) -> None:
    session = unmanaged_fat_tree
    until("the problem to be reported", 40, lambda: len(notes(session)) == 1)
    assert "8 of 8 edge switches do not sample" in notes(session)[0]
    assert f"tcp:CONTROLLER:{ports.ovsdb}" in notes(session)[0]
    source, target = session.lab.host("h_0_0_0"), session.lab.host("h_1_0_0")
    flow = BulkFlow(source, target, target.address, 40_000, 9200)
    name = f"tcp-{source.address}-40000-{target.address}-9200"
    core = next(switch for switch in session.lab.fabric.switches if switch.tier == "core")
    with BulkFlows([flow]) as bulk:
        session.api.put(f"/api/v1/elephants/pins/{name}", {"through": f"{core.dpid:x}"})
        until("its rate to be shown", 15, lambda: rate(session, name) > RATE * 0.6)
        assert rate(session, name) < RATE * 1.4
        assert session.api.read("/api/v1/elephants")["flows"][0]["steered"] is True
        bulk.finish()
    until("the idle flow to be gone", 10, lambda: rate(session, name) == 0)
    assert notes(session)
    session.lab.switches.vsctl("set-manager", ports.manager)
    until("the problem to be gone", 20, lambda: not notes(session))


def notes(session: Session) -> list[str]:
    """What the controller says of switches that do not sample."""
    problems = session.api.read("/api/v1/problems")["problems"]
    return [said for said in map(str, problems) if "not sample" in said]


def rate(session: Session, name: str) -> int:
    """The rate that the controller shows of a large flow, 0 where it shows none."""
    flows = session.api.read("/api/v1/elephants")["flows"]
    return next((int(each["bitsPerSecond"]) for each in flows if each["flow"]["id"] == name), 0)
