"""The way out of tenants' networks: shared and floating addresses, and who takes over from a server that goes."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import Shelf
from tenancy import Tenants, tenants_of

from heddle_lab import interfaces, internet, namespaces
from heddle_lab.addressing import static
from heddle_lab.controller import Ports
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2
from heddle_lab.session import Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.ping import ping_all
from heddle_lab.traffic import journeys
from heddle_lab.traffic.journeys import Asked
from heddle_lab.traffic.probes import Flow, Probes
from heddle_lab.traffic.tcp import transfer
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

GATEWAYS = ("h_0_0_0", "h_0_0_1")
WORLD = "203.0.113.1"
WORLD_SIX = "2001:db8:f::1"
INSIDE_SIX = "2001:db8:5::/64"


@pytest.fixture
def cloud(shelf: Shelf, ports: Ports) -> Iterator[Tenants]:
    """Tenants of a fabric of servers, two of which lead to an internet."""
    wishes = Wishes(fabric_of("fattree,4"), ports=ports, servers=True, gateways=len(GATEWAYS))
    with tenants_of(shelf.session(wishes)) as made:
        static(made.session.lab.internet(), f"{WORLD}/24", "")
        _give_six(made.session.lab.internet(), WORLD_SIX)
        yield made


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
    six = {"ip_version": 6, "cidr": "2001:db8:f::/64", "gateway_ip": WORLD_SIX, "enable_dhcp": False}
    cloud.api.post(f"{V2}/subnets", {"subnet": {"network_id": network, **six}})
    return network


def _give_six(host: LabHost, address: str, gateway: str = "") -> None:
    """Gives a host one IPv6 address, which it has at once, and a default gateway unless that is empty."""
    with namespaces.inside(host.pid):
        for name in ("all", host.interface):
            settings = Path(f"/proc/sys/net/ipv6/conf/{name}")
            (settings / "disable_ipv6").write_text("0")
            (settings / "accept_ra").write_text("0")
        interfaces.ip_batch([f"addr replace {address}/64 dev {host.interface} nodad"])
        if gateway:
            interfaces.ip_batch([f"route replace default via {gateway} dev {host.interface}"])


def _join_six(cloud: Tenants, network: str, router: str) -> None:
    """The network gets an IPv6 subnet, which the router leads out and the internet knows the way to."""
    subnet = {"network_id": network, "ip_version": 6, "cidr": INSIDE_SIX, "enable_dhcp": False}
    made = cloud.api.post(f"{V2}/subnets", {"subnet": subnet})["subnet"]["id"]
    cloud.api.put(f"{V2}/routers/{router}/add_router_interface", {"subnet_id": made})
    own = _own(cloud, router, ":")
    with namespaces.inside(cloud.session.lab.internet().pid):
        interfaces.ip_batch([f"route replace {INSIDE_SIX} via {own}"])


def _own(cloud: Tenants, router: str, mark: str) -> str:
    """The address of a router outside, of the version whose addresses have that mark."""
    info = cloud.api.read(f"{V2}/routers/{router}")["router"]["external_gateway_info"]
    (address,) = [str(ip["ip_address"]) for ip in info["external_fixed_ips"] if mark in ip["ip_address"]]
    return address


def _six_of(cloud: Tenants, port: str, machine: LabHost) -> str:
    """The IPv6 address of a port, which its machine is given."""
    ips = cloud.api.read(f"{V2}/ports/{port}")["port"]["fixed_ips"]
    (address,) = [str(ip["ip_address"]) for ip in ips if ":" in ip["ip_address"]]
    _give_six(machine, address, "2001:db8:5::1")
    return address


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


def _is_told_that_nobody_listens(machine: LabHost) -> bool:
    """Whether an ICMP error from outside finds the socket that it is about."""
    with machine.udp_socket(machine.address, 20999) as asking:
        asking.connect((WORLD, 9))
        for _ in range(20):
            try:
                asking.send(b"anybody?")
            except ConnectionRefusedError:
                return True
            time.sleep(0.1)
    return False


def _route_to_inside(world: LabHost, router: str) -> None:
    """The internet knows the way to a tenant's addresses, as somebody outside who means no good would set it."""
    with namespaces.inside(world.pid):
        world.run("ip", "route", "replace", "10.5.0.0/24", "via", router)


def test_three_machines_behind_one_router_get_out_and_only_a_floating_address_gets_in(cloud: Tenants) -> None:
    world = cloud.session.lab.internet()
    outside, inside = _external(cloud), cloud.network("10.5.0.0/24")
    router = cloud.router(inside, external_gateway_info={"network_id": outside})
    assert len(cloud.api.items(f"{V2}/routers")) == 1
    _join_six(cloud, inside, router)
    group = _open(cloud)
    made = [cloud.port(inside, security_groups=[group]) for _ in range(3)]
    machines = cloud.boot(*zip(("one", "two", "three"), made, ("h_1_0_0", "h_2_0_0", "h_3_1_1")))
    public = _floating(cloud, outside, made[0])
    for machine in machines:
        until(f"{machine.name} to get out", 30, lambda: _answers(machine, WORLD), every=0.2)
    until("the floating address to be reached", 10, lambda: _answers(world, public), every=0.2)
    own = _own(cloud, router, ".")
    assert _answers(world, own)
    _route_to_inside(world, own)
    for machine in machines:
        assert not _answers(world, machine.address)
    out = [Asked(port, WORLD, "icmp").journey(cloud.api) for port in made[:2]]
    assert [journeys.end(each)["end"] for each in out] == ["left", "left"]
    for each, source in zip(out, (public, own)):
        assert f"nw_src={source} " in journeys.end(each)["packet"], each["text"]
    assert journeys.differences(cloud.session.lab, out) == []
    for machine in machines[:2]:
        assert _is_told_that_nobody_listens(machine)
    said = world.run("ping", "-c", "1", "-W", "1", "-M", "do", "-s", "1472", public)
    assert f"From {own}" in said and "mtu = 1450" in said, said
    assert "1 received" in world.run("ping", "-c", "1", "-W", "1", "-M", "do", "-s", "1422", public)
    world.run("ip", "route", "flush", "cache")
    machines[0].run("ip", "link", "set", machines[0].interface, "mtu", "1500")
    cloud.let_anybody_in(group, "tcp")
    assert transfer(world, machines[0], public, 500_000, 10) == 500_000
    _all_keep_their_ipv6_addresses(cloud, router, group, machines, made)
    assert _answers(machines[1], public)
    _other_routers_answer(cloud, outside, machines)
    verdict = cloud.api.read("/api/v1/verify/isolation")
    assert verdict["isolated"] and verdict["complete"], verdict["differences"]
    closed = cloud.group("closed")
    cloud.regroup(made[0], closed)
    until("the floating address to be closed", 10, lambda: not _answers(world, public), every=0.2)
    assert _answers(machines[0], WORLD)
    _three_by_one_statement(cloud, machines, made, public)


def _all_keep_their_ipv6_addresses(
    cloud: Tenants, router: str, group: str, machines: list[LabHost], ports: list[str]
) -> None:
    """Over IPv6 nothing is translated: who gets in is said by security groups, and what is too large by the router."""
    world, own = cloud.session.lab.internet(), _own(cloud, router, ":")
    addresses = [_six_of(cloud, port, machine) for port, machine in zip(ports, machines)]
    for machine in machines[:2]:
        until(f"{machine.name} to get out over IPv6", 10, lambda: _answers(machine, WORLD_SIX), every=0.2)
    assert _answers(machines[0], own) and _answers(world, own)
    assert not _answers(world, addresses[0])
    cloud.let_anybody_in(group, "icmp", ethertype="IPv6")
    until("a machine to be reached over IPv6", 10, lambda: _answers(world, addresses[0]), every=0.2)
    said = world.run("ping", "-c", "1", "-W", "1", "-M", "do", "-s", "1452", addresses[0])
    assert f"From {own}" in said and "mtu=1450" in said.replace(": mtu ", ": mtu="), said
    assert "1 received" in world.run("ping", "-c", "1", "-W", "1", "-M", "do", "-s", "1402", addresses[0])
    said = world.run("ping", "-c", "1", "-W", "1", "-t", "1", addresses[0])
    assert f"From {own}" in said and "Hop limit" in said, said
    journey = Asked(ports[0], WORLD_SIX, "icmp").journey(cloud.api)
    assert journeys.end(journey)["end"] == "left"
    assert f"ipv6_src={addresses[0]} " in journeys.end(journey)["packet"], journey["text"]
    assert journeys.differences(cloud.session.lab, [journey]) == []
    findings = cloud.api.read(f"/api/v1/explain?src={ports[0]}&dst={WORLD_SIX}")["findings"]
    assert any(f"as {addresses[0]}." in finding["reason"] for finding in findings), findings


def _other_routers_answer(cloud: Tenants, outside: str, machines: list[LabHost]) -> None:
    """Routers beside are pinged, by the same server and by the other."""
    others = [cloud.router(external_gateway_info={"network_id": outside}) for _ in range(3)]
    for other in others:
        for mark in ".:":
            address = _own(cloud, other, mark)
            until(f"{address} to answer", 10, lambda: _answers(machines[1], address), every=0.1)


def _three_by_one_statement(cloud: Tenants, machines: list[LabHost], ports: list[str], public: str) -> None:
    """The same machines by a policy: all talk to each other, one gets out, and another is reached from outside."""
    world = cloud.session.lab.internet()
    project = str(cloud.api.read(f"{V2}/ports/{ports[0]}")["port"]["project_id"])
    path = f"/api/v1/projects/{quote(project, safe='')}/policy"
    inside = {"from": "all", "to": "all"}
    out = {"from": ports[1], "to": "internet"}
    into = {"from": "outside", "to": ports[0], "protocol": "icmp"}
    cloud.api.put(path, {"groups": {"all": ports}, "allow": [inside, out]})
    until("the first machine to be shut in", 10, lambda: not _answers(machines[0], WORLD), every=0.2)
    assert [_answers(machine, WORLD) for machine in machines] == [False, True, False]
    assert not ping_all(machines, 1.0).lost
    assert not _answers(world, public)
    change = cloud.api.put(f"{path}?dry_run=true", {"groups": {"all": ports}, "allow": [inside, out, into]})
    assert change["dryRun"] and len(change["changes"]) == 4
    assert not _answers(world, public)
    cloud.api.put(path, {"groups": {"all": ports}, "allow": [inside, out, into]})
    until("the floating address to be reached again", 10, lambda: _answers(world, public), every=0.2)
    assert [_answers(machine, WORLD) for machine in machines] == [False, True, False]
    assert not ping_all(machines, 1.0).lost
    reasons = [
        " ".join(
            str(finding["reason"]) for finding in cloud.api.read(f"/api/v1/explain?src={port}&dst={WORLD}")["findings"]
        )
        for port in ports
    ]
    assert "No line of its project's policy lets ping out" in reasons[0]
    assert f"policy line 2: {ports[1]} to internet" in reasons[1]
    assert cloud.api.read("/api/v1/verify/isolation")["isolated"]
    cloud.api.delete(path)


def _fifty(floating: LabHost, public: str, shared: LabHost, world: LabHost) -> list[Flow]:
    """Flows over a floating address in both directions, and out under the router's own address."""
    out = [Flow(floating, world, floating.address, WORLD, 20000 + n) for n in range(20)]
    back = [Flow(world, floating, WORLD, public, 21000 + n, arrives_at=floating.address) for n in range(15)]
    behind = [Flow(shared, world, shared.address, WORLD, 22000 + n) for n in range(15)]
    return [*out, *back, *behind]


def _lost(what: str, probes: Probes, since: float) -> float:
    """The longest that a flow was without its way, said with what the others lost, in milliseconds."""
    reports = probes.finish()
    kinds = {"from": reports[:20], "to": reports[20:35], "behind the router's": reports[35:]}
    worst = {name: max(r.lost_milliseconds(since) for r in some) for name, some in kinds.items()}
    hit = sum(1 for report in reports if report.lost(since))
    said = ", ".join(f"{milliseconds:.0f} ms {name} one" for name, milliseconds in worst.items())
    print(f"\n{what}: {hit} of {len(reports)} flows lost packets; by address at most {said}")
    return max(worst.values())


def _lost_pings(pings: subprocess.Popen[str]) -> float:
    """How long pings 50 ms apart were not answered, in milliseconds; all is over when this is asked."""
    pings.send_signal(signal.SIGINT)
    said, _ = pings.communicate(timeout=10)
    counted = re.search(r"(\d+) packets transmitted, (\d+) received", said)
    assert counted, said
    lost = 50.0 * (int(counted[1]) - int(counted[2]))
    print(f"over IPv6 {lost:.0f} ms")
    return lost


def test_the_other_server_takes_fifty_flows_over_from_a_gateway_that_goes(cloud: Tenants) -> None:
    lab = cloud.session.lab
    world, outside, inside = lab.internet(), _external(cloud), cloud.network("10.5.0.0/24")
    router = cloud.router(inside, external_gateway_info={"network_id": outside})
    _join_six(cloud, inside, router)
    group = cloud.group("open")
    for protocol in ("icmp", "udp"):
        cloud.let_anybody_in(group, protocol)
    ports = [cloud.port(inside, security_groups=[group]) for _ in range(2)]
    floating, shared = cloud.boot(("one", ports[0], "h_3_1_1"), ("two", ports[1], "h_2_0_0"))
    public = _floating(cloud, outside, ports[0])
    _six_of(cloud, ports[1], shared)
    flows = _fifty(floating, public, shared, world)

    def all_work() -> bool:
        out = ((floating, WORLD), (shared, WORLD), (shared, WORLD_SIX))
        return _answers(world, public) and all(_answers(machine, address) for machine, address in out)

    for gateway in GATEWAYS:
        until("all to get in and out", 30, all_work, every=0.1)
        with Probes(flows, rate=50) as probes:
            since = time.monotonic()
            pings = shared.popen("ping", "-i", "0.05", "-W", "1", WORLD_SIX)
            lab.cut(gateway)
            until("all to get in and out again", 20, all_work, every=0.1)
            lost = max(_lost(f"{gateway} cut off", probes, since), _lost_pings(pings))
        lab.heal(gateway)
        assert lost <= 1000
    for gateway in GATEWAYS:
        until("all to get in and out", 30, all_work, every=0.1)
        with Probes(flows, rate=50) as probes:
            since = time.monotonic()
            lab.server(gateway).restart_switch()
            until("all to get in and out again", 20, all_work, every=0.1)
            assert _lost(f"switch of {gateway} killed and started again", probes, since) <= 1000
