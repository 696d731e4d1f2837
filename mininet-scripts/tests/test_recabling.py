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


@pytest.mark.parametrize("addresses", ["dhcp", "offplan"])
def test_a_different_fabric_of_the_same_switches_is_recognised_and_loses_nothing(
    addresses: str, controller: ControllerProcess
) -> None:
    first = fabric_of("fattree,4")
    second = mirrored(first)
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
