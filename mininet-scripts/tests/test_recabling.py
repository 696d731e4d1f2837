"""Another fabric of the same switches under the same controller, which still remembers hosts where cables are now."""

import pytest

from heddle_lab import addressing
from heddle_lab.controller import ControllerProcess
from heddle_lab.lab import Lab
from heddle_lab.session import Session
from heddle_lab.topologies import Cable, End, Fabric, fabric_of
from heddle_lab.traffic.ping import ping_all
from heddle_lab.wait import until

pytestmark = pytest.mark.lab


def built(fabric: Fabric, controller: ControllerProcess) -> Session:
    """The fabric under that controller, recognised and without anything that it must say as a problem."""
    lab = Lab.up(fabric, controller.ports.target)
    lab.record.url = controller.ports.url
    lab.record.save()
    session = Session(lab, None)
    session.until_settled(30)
    return session


def mirrored(fabric: Fabric) -> Fabric:
    """The same cabling with the ports of every switch in the opposite order, so that hosts and cables change places."""
    highest = {switch.name: max(fabric.ports(switch.name)) for switch in fabric.switches}

    def turned(end: End) -> End:
        return End(end.node, highest[end.node] + 1 - end.port) if fabric.is_switch(end.node) else end

    cables = tuple(Cable(turned(cable.a), turned(cable.b)) for cable in fabric.cables)
    return Fabric(fabric.spec, fabric.switches, fabric.hosts, cables)


def kind(session: Session) -> str:
    return str(session.api.fabric()["design"]["kind"])


@pytest.mark.parametrize("addresses", ["dhcp", "offplan"])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (fabric_of("fattree,4"), mirrored(fabric_of("fattree,4"))),
        (fabric_of("fattree,4"), fabric_of("linear,4")),
        (fabric_of("linear,4"), fabric_of("fattree,4")),
    ],
    ids=["a fat-tree, mirrored", "a fat-tree, then a row", "a row, then a fat-tree"],
)
def test_a_different_fabric_of_the_same_switches_is_recognised_and_loses_nothing(
    first: Fabric, second: Fabric, addresses: str, controller: ControllerProcess
) -> None:
    dpids = [{switch.dpid for switch in fabric.switches} for fabric in (first, second)]
    assert dpids[0] <= dpids[1] or dpids[1] <= dpids[0]
    try:
        before = built(first, controller)
        addressing.give(before.lab, addresses, before.api)
        assert ping_all(before.lab.hosts()).lost == []
        Lab.down()
        after = built(second, controller)
        addressing.give(after.lab, addresses, after.api)
        until("all hosts to reach each other", 20, lambda: not ping_all(after.lab.hosts()).lost, every=1)
    finally:
        Lab.down()
