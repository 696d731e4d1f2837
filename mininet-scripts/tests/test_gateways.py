"""The way out of tenants' networks: shared and floating addresses, and who takes over from a server that goes."""

import time
from collections.abc import Iterator

import pytest
from conftest import Shelf
from tenancy import V2, Tenants, tenants_of

from heddle_lab import internet, namespaces
from heddle_lab.addressing import static
from heddle_lab.controller import Ports
from heddle_lab.lab import LabHost
from heddle_lab.session import Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.probes import Flow, Probes
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

GATEWAYS = ("h_0_0_0", "h_0_0_1")
WORLD = "203.0.113.1"


@pytest.fixture
def cloud(shelf: Shelf, ports: Ports) -> Iterator[Tenants]:
    """Tenants of a fabric of servers, two of which lead to an internet; they end with a fabric of their own."""
    wishes = Wishes(fabric_of("fattree,4"), ports=ports, servers=True, gateways=len(GATEWAYS))
    with tenants_of(shelf.session(wishes)) as made:
        static(made.session.lab.internet(), f"{WORLD}/24", "")
        yield made
    shelf.discard()


def _external(cloud: Tenants) -> str:
    asked = {
        "name": "outside",
        "router:external": True,
        "provider:network_type": "flat",
        "provider:physical_network": internet.PHYSICAL,
    }
    network = str(cloud.api.post(f"{V2}/networks", {"network": asked})["network"]["id"])
    cloud.networks.append(network)
    subnet = {
        "network_id": network,
        "ip_version": 4,
        "cidr": "203.0.113.0/24",
        "gateway_ip": WORLD,
        "enable_dhcp": False,
        "allocation_pools": [{"start": "203.0.113.100", "end": "203.0.113.200"}],
    }
    cloud.api.post(f"{V2}/subnets", {"subnet": subnet})
    return network


def _open(cloud: Tenants) -> str:
    """A security group whose members may be pinged by anybody."""
    group = cloud.group("open")
    cloud.let_anybody_in(group, "icmp")
    return group


def _floating(cloud: Tenants, network: str, port: str) -> str:
    asked = {"floating_network_id": network, "port_id": port}
    made = cloud.api.post(f"{V2}/floatingips", {"floatingip": asked})["floatingip"]
    return str(made["floating_ip_address"])


def _answers(host: LabHost, address: str) -> bool:
    return "1 received" in host.run("ping", "-c", "1", "-W", "1", address)


def _route_to_inside(world: LabHost, router: str) -> None:
    """The internet knows the way to a tenant's addresses, as somebody outside who means no good would set it."""
    with namespaces.inside(world.pid):
        world.run("ip", "route", "replace", "10.5.0.0/24", "via", router)


def test_three_machines_behind_one_router_get_out_and_only_a_floating_address_gets_in(cloud: Tenants) -> None:
    world = cloud.session.lab.internet()
    outside, inside = _external(cloud), cloud.network("10.5.0.0/24")
    router = cloud.router(inside, external_gateway_info={"network_id": outside})
    assert len(cloud.api.items(f"{V2}/routers")) == 1
    group = _open(cloud)
    made = [cloud.port(inside, security_groups=[group]) for _ in range(3)]
    machines = cloud.boot(*zip(("one", "two", "three"), made, ("h_1_0_0", "h_2_0_0", "h_3_1_1")))
    public = _floating(cloud, outside, made[0])
    for machine in machines:
        until(f"{machine.name} to get out", 30, lambda: _answers(machine, WORLD), every=0.2)
    until("the floating address to be reached", 10, lambda: _answers(world, public), every=0.2)
    info = cloud.api.read(f"{V2}/routers/{router}")["router"]["external_gateway_info"]
    own = info["external_fixed_ips"][0]["ip_address"]
    assert _answers(world, own)
    _route_to_inside(world, own)
    for machine in machines:
        assert not _answers(world, machine.address)
    closed = cloud.group("closed")
    cloud.regroup(made[0], closed)
    until("the floating address to be closed", 10, lambda: not _answers(world, public), every=0.2)
    assert _answers(machines[0], WORLD)


def test_the_other_server_takes_over_from_a_gateway_that_is_cut_off(cloud: Tenants) -> None:
    world = cloud.session.lab.internet()
    outside, inside = _external(cloud), cloud.network("10.5.0.0/24")
    cloud.router(inside, external_gateway_info={"network_id": outside})
    port = cloud.port(inside, security_groups=[_open(cloud)])
    (machine,) = cloud.boot(("one", port, "h_3_1_1"))
    public = _floating(cloud, outside, port)
    until("the machine to get out", 30, lambda: _answers(machine, WORLD), every=0.2)
    until("the floating address to be reached", 10, lambda: _answers(world, public), every=0.2)
    flow = Flow(machine, world, machine.address, WORLD, 20000)
    for gateway in GATEWAYS:
        probes = Probes([flow], rate=100)
        with probes:
            since = time.monotonic()
            cloud.session.lab.cut(gateway)
            until("the floating address to be reached again", 20, lambda: _answers(world, public), every=0.1)
            (report,) = probes.finish()
        print(f"{gateway} cut off: {report.lost_milliseconds(since):.0f} ms of packets from a floating address lost")
        assert report.lost_milliseconds(since) < 5000
        cloud.session.lab.heal(gateway)
        until("the floating address to be reached again", 30, lambda: _answers(world, public), every=0.1)
