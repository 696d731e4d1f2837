"""Routers of tenants: packets between networks are routed on the server where they are sent."""

import re
from typing import Any

import pytest
from tenancy import Tenants, until_reached

from heddle_lab.lab import LabHost
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.traffic.tcp import TcpStream, transfer

pytestmark = pytest.mark.lab

LEAST_MTU = 1450
NEAR, FAR = "h_0_0_0", "h_3_1_1"


def _type(kind: str) -> dict[str, Any]:
    return {"provider:network_type": kind}


def _ends(tenants: Tenants, left: str, right: str, **owner: Any) -> tuple[LabHost, LabHost]:
    name = owner.get("project_id", "any")
    places = ((f"{name}-left", tenants.port(left, **owner), NEAR), (f"{name}-right", tenants.port(right, **owner), FAR))
    first, second = tenants.boot(*places)
    return first, second


@pytest.mark.parametrize("kinds", [("vxlan", "gre"), ("gre", "vxlan"), ("vxlan", "vlan"), ("vlan", "gre")])
def test_machines_of_two_networks_reach_each_other_through_their_router(
    tenants: Tenants, kinds: tuple[str, str]
) -> None:
    left, right = tenants.network("10.1.0.0/24", **_type(kinds[0])), tenants.network("10.2.0.0/24", **_type(kinds[1]))
    one, other = _ends(tenants, left, right)
    assert ping_pairs([(one, other), (other, one)], timeout=0.5).lost
    tenants.router(left, right)
    until_reached(one, other)
    said = one.run("ping", "-c", "3", "-i", "0.1", "-W", "1", other.address)
    assert re.findall(r"ttl=(\d+)", said) == ["63"] * 3, said
    said = one.run("ping", "-c", "5", "-i", "0.1", "-W", "1", "-M", "do", "-s", str(LEAST_MTU - 28), other.address)
    assert "5 received" in said, said
    stream = TcpStream(one, other)
    until_reached(other, one)
    sent, arrived, _ = stream.finish()
    assert sent == arrived > 0


def test_a_sender_is_told_how_large_its_packets_may_be(tenants: Tenants) -> None:
    wide = tenants.network("10.1.0.0/24", **_type("vlan"))
    narrow = tenants.network("10.2.0.0/24", **_type("vxlan"))
    one, other = _ends(tenants, wide, narrow)
    tenants.router(wide, narrow)
    until_reached(one, other)
    ping = ["ping", "-c", "1", "-W", "1", "-M"]
    said = one.run(*ping, "do", "-s", "1472", other.address)
    assert "From 10.1.0.1" in said and "mtu = 1450" in said, said
    assert "1 received" in one.run(*ping, "do", "-s", "1422", other.address)
    assert "1 received" in one.run(*ping, "want", "-s", "1472", other.address)  # in pieces, now that it knows
    one.run("ip", "route", "flush", "cache")
    # a receiver that takes more than its network carries: only the router can tell
    other.run("ip", "link", "set", other.interface, "mtu", "1500")
    assert transfer(one, other, other.address, 500_000, 10) == 500_000
    assert "mtu 1450" in one.run("ip", "route", "get", other.address)


def test_a_router_answers_pings_and_is_one_hop_of_a_trace(tenants: Tenants) -> None:
    left, right = tenants.network("10.1.0.0/24"), tenants.network("10.2.0.0/24")
    one, other = _ends(tenants, left, right)
    tenants.router(left, right)
    until_reached(one, other)
    for gateway in ("10.1.0.1", "10.2.0.1"):
        said = one.run("ping", "-c", "3", "-i", "0.1", "-W", "1", gateway)
        assert "3 received" in said, said
    said = one.run("traceroute", "-n", "-N", "1", "-q", "1", "-w", "2", other.address)
    hops = re.findall(r"^ *(\d+)  (\S+)", said, re.MULTILINE)
    assert hops == [("1", "10.1.0.1"), ("2", other.address)], said


def test_tenants_with_the_same_addresses_and_routers_of_their_own_stay_apart(tenants: Tenants) -> None:
    ends = {}
    for name in ("blue", "red"):
        owner = {"project_id": name}
        nets = [tenants.network(cidr, **owner) for cidr in ("10.1.0.0/24", "10.2.0.0/24")]
        ends[name] = _ends(tenants, *nets, **owner)
        if name == "blue":
            tenants.router(*nets, **owner)
    until_reached(*ends["blue"])
    red, far_red = ends["red"]
    assert far_red.address == ends["blue"][1].address
    assert ping_pairs([(red, far_red), (far_red, red)], timeout=0.5).lost
