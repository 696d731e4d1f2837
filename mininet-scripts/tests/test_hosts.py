"""What a host sees: hops, gateway, leases, and what happens when it moves or lies about its address."""

import re
from collections.abc import Iterator

import pytest

from heddle_lab import addressing
from heddle_lab.addressing import SCRIPTS
from heddle_lab.lab import LabHost
from heddle_lab.session import Session
from heddle_lab.topologies import End
from heddle_lab.traffic.ping import ping_all, ping_pairs
from heddle_lab.wait import until

pytestmark = pytest.mark.lab


def switch_address(session: Session, name: str) -> str:
    dpid = session.lab.fabric.switch(name).dpid
    (address,) = (row["address"] for row in session.api.items("/api/v1/switches") if int(row["dpid"], 16) == dpid)
    return str(address)


def row_of(session: Session, host: LabHost) -> dict[str, object]:
    rows = [row for row in session.api.items("/api/v1/hosts") if row["mac"] == host.mac]
    return rows[0] if rows else {}


def reach(one: LabHost, others: list[LabHost]) -> list[tuple[str, str]]:
    both = [(one, other) for other in others] + [(other, one) for other in others]
    return ping_pairs(both, timeout=1).lost


def others_than(session: Session, host: LabHost) -> list[LabHost]:
    return [other for other in session.lab.hosts() if other != host]


@pytest.fixture
def guest(fat_tree: Session) -> Iterator[LabHost]:
    """A host that a test may readdress; it gets its lease back afterwards."""
    host = fat_tree.lab.host("h_1_0_1")
    yield host
    addressing.forget(host)
    addressing.lease([host])
    until("the guest to be on plan", 10, lambda: row_of(fat_tree, host).get("onPlan"))


def test_traceroute_names_every_switch_on_the_way(fat_tree: Session) -> None:
    source, target = fat_tree.lab.host("h_0_0_0"), fat_tree.lab.host("h_3_1_1")
    said = source.run("traceroute", "-n", "-q", "1", "-N", "1", "-w", "2", target.address)
    hops = re.findall(r"^ *\d+ +(\S+)", said, re.MULTILINE)
    tiers = {
        tier: {switch_address(fat_tree, s.name) for s in fat_tree.lab.fabric.switches if s.tier == tier}
        for tier in ("aggregation", "core")
    }
    assert len(hops) == 6, said
    assert hops[0] == switch_address(fat_tree, "e_0_0"), said
    assert hops[1] in tiers["aggregation"] and hops[2] in tiers["core"] and hops[3] in tiers["aggregation"], said
    assert hops[4] == switch_address(fat_tree, "e_3_1"), said
    assert hops[5] == target.address, said


def test_the_gateway_answers_a_ping(fat_tree: Session) -> None:
    host = fat_tree.lab.host("h_2_0_0")
    said = host.run("ping", "-c", "3", "-i", "0.2", "-W", "1", switch_address(fat_tree, "e_2_0"))
    assert "3 received" in said, said


def test_dhclient_gets_the_address_of_the_position(fat_tree: Session, guest: LabHost) -> None:
    planned = guest.address
    addressing.forget(guest)
    files = [f"/run/heddle-lab/dhclient.{part}" for part in ("leases", "pid")]
    options = ["-4", "-1", "-v", "-sf", str(SCRIPTS / "dhclient-lease"), "-lf", files[0], "-pf", files[1]]
    said = guest.run("dhclient", *options, guest.interface, timeout=30)
    assert guest.address == planned, said
    assert reach(guest, others_than(fat_tree, guest)) == []
    guest.run("dhclient", "-4", "-x", "-sf", str(SCRIPTS / "dhclient-lease"), "-pf", files[1], guest.interface)


def test_a_host_with_its_planned_address_set_by_hand_works_at_once(fat_tree: Session, guest: LabHost) -> None:
    planned = guest.address
    addressing.static(guest, f"{planned}/24", planned.rsplit(".", 1)[0] + ".1")
    assert reach(guest, others_than(fat_tree, guest)) == []
    assert row_of(fat_tree, guest)["onPlan"] is True


def test_a_host_off_the_plan_reaches_everybody_and_is_reported(fat_tree: Session, guest: LabHost) -> None:
    addressing.static(guest, "192.168.7.9/24", "192.168.7.1")
    others = others_than(fat_tree, guest)
    until("the guest to be reached off plan", 10, lambda: not reach(guest, others), every=0.5)
    (row,) = (row for row in fat_tree.api.items("/api/v1/hosts") if row["ip"] == "192.168.7.9")
    assert (row["mac"], row["onPlan"]) == (guest.mac, False)


def test_an_address_that_a_live_host_has_is_refused_to_another_and_reported(fat_tree: Session, guest: LabHost) -> None:
    owner = fat_tree.lab.host("h_2_1_0")
    others = [host for host in others_than(fat_tree, guest) if host != owner]
    address = owner.address
    addressing.static(guest, f"{address}/24", address.rsplit(".", 1)[0] + ".1")
    guest.run("ping", "-c", "3", "-i", "0.2", "-W", "1", others[0].address)

    def reported() -> bool:
        return any(address in p["sentence"] for p in fat_tree.api.read("/api/v1/problems")["problems"])

    until("the duplicate to be reported", 10, reported)
    assert reach(owner, others) == []
    (row,) = (row for row in fat_tree.api.items("/api/v1/hosts") if row["ip"] == address)
    assert row["mac"] == owner.mac


def test_a_host_that_is_plugged_into_another_switch_is_followed(fresh_fat_tree: Session) -> None:
    session = fresh_fat_tree
    host = session.lab.host("h_0_0_0")
    address = host.address
    session.lab.move("h_0_0_0", End("e_2_1", 9))
    others = others_than(session, host)
    host.run("ping", "-c", "1", "-W", "1", others[0].address)
    until("the moved host to reach everybody", 15, lambda: not reach(host, others), every=0.5)
    row = row_of(session, host)
    assert (row["ip"], int(str(row["dpid"]), 16)) == (address, session.lab.fabric.switch("e_2_1").dpid)
    addressing.forget(host)
    addressing.lease([host])
    until("the host to be on plan at its new place", 10, lambda: row_of(session, host).get("onPlan"))
    assert host.address.startswith(switch_address(session, "e_2_1").rsplit(".", 1)[0])
    assert ping_all(session.lab.hosts()).lost == []


def test_every_switch_answers_a_ping_of_its_own_address(fat_tree: Session) -> None:
    host = fat_tree.lab.host("h_0_0_0")
    addresses = [str(row["address"]) for row in fat_tree.api.items("/api/v1/switches")]
    assert len(set(addresses)) == 20
    silent = [each for each in addresses if " 0% packet loss" not in host.run("ping", "-c1", "-W2", each)]
    assert silent == []
