"""Tenants' networks on servers of a fabric: made by the API, carried whole, kept apart, spread over the fabric."""

import re
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from tenancy import Tenants, assert_full_frames, flows, until_reached
from test_networking_api import CLIENT, Cloud

from heddle_lab.lab import Lab, LabHost
from heddle_lab.traffic import frames
from heddle_lab.traffic.probes import Probes
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

NEAR, FAR = "h_0_0_0", "h_3_1_1"
MACS = ("02:aa:00:00:00:01", "02:aa:00:00:00:02")
NOBODY = "02:aa:00:00:00:99"
ADDRESSES = ("10.0.0.11", "10.0.0.12")
COPIES = 5
ALLOWED = ("unicast", "broadcast", "multicast", "announcement")


def test_machines_on_a_network_made_with_the_openstack_client_have_addresses_and_full_frames(tenants: Tenants) -> None:
    if CLIENT is None:
        pytest.skip("there is no openstack client (Debian: python3-openstackclient)")
    cloud = Cloud(tenants.api.url, tenants.api.token)
    network = cloud.ask("network", "create", "--provider-network-type", "vxlan", "blue")
    tenants.networks.append(network["id"])
    cloud.ask("subnet", "create", "--network", "blue", "--subnet-range", "10.7.0.0/24", "blue4")
    made = [cloud.ask("port", "create", "--network", "blue", name) for name in ("web", "db")]
    web, db = tenants.boot(("web", made[0]["id"], NEAR), ("db", made[1]["id"], FAR))
    assert [web.address, db.address] == [port["fixed_ips"][0]["ip_address"] for port in made]
    assert_full_frames(web, db, mtu=1450)
    assert cloud.ask("port", "show", "web")["status"] == "ACTIVE"


def test_a_gre_network_carries_full_frames_between_pods(tenants: Tenants) -> None:
    network = tenants.network(**{"provider:network_type": "gre"})
    places = (("web", tenants.port(network), "h_1_0_0"), ("db", tenants.port(network), "h_2_1_0"))
    web, db = tenants.boot(*places)
    assert {web.address, db.address} == {"10.0.0.2", "10.0.0.3"}
    assert_full_frames(web, db, mtu=1458)


class Tenant:
    """One of several tenants whose machines have the same addresses on the same servers."""

    def __init__(self, tenants: Tenants, name: str, kind: str, segment: int) -> None:
        self.name = name
        segment_is: dict[str, Any] = {"provider:network_type": kind, "provider:segmentation_id": segment}
        network = tenants.network(project_id=f"project-{name}", **segment_is)
        ends = zip(MACS, ADDRESSES)
        self.ports = [
            tenants.port(network, mac_address=mac, fixed_ips=[{"ip_address": ip}], project_id=f"project-{name}")
            for mac, ip in ends
        ]

    def boot(self, tenants: Tenants) -> tuple[LabHost, LabHost]:
        """Its two machines."""
        servers = zip(self.ports, (NEAR, FAR))
        first, second = tenants.boot(*((f"{self.name}{n}", *place) for n, place in enumerate(servers)))
        return first, second

    def mark(self, what: str) -> bytes:
        """By what a frame is known wherever it turns up."""
        return f"<{self.name} {what}>".encode()

    def talk(self) -> list[bytes]:
        """Frames that its first machine may send; each reaches the second."""
        return [
            frames.ethernet(MACS[0], MACS[1], frames.IPV4, self._datagram("unicast")),
            frames.ethernet(MACS[0], frames.BROADCAST, frames.IPV4, self._datagram("broadcast", "255.255.255.255")),
            frames.ethernet(MACS[0], "01:00:5e:00:00:fb", frames.IPV4, self._datagram("multicast", "224.0.0.251")),
            self._arp(1, (MACS[0], ADDRESSES[0]), ADDRESSES[0], "announcement"),
        ]

    def abuse(self, fabric_address: str, other_segment: int) -> list[bytes]:
        """Frames that its first machine may not send, or that are for nobody."""
        own, victim = zip(MACS, ADDRESSES)
        return [
            frames.ethernet(MACS[1], frames.BROADCAST, frames.IPV4, self._datagram("source MAC", "255.255.255.255")),
            frames.ethernet(NOBODY, MACS[1], frames.IPV4, self._datagram("source MAC")),
            frames.ethernet(own[0], victim[0], frames.IPV4, self._datagram("source IP", source="10.0.0.99")),
            self._arp(2, (own[0], victim[1])),
            self._arp(1, (own[0], victim[1])),
            self._arp(2, (NOBODY, own[1])),
            frames.ethernet(own[0], frames.BROADCAST, frames.IPV4, self._offer()),
            frames.ethernet(own[0], "33:33:00:00:00:01", frames.IPV6, self._advertisement()),
            frames.tagged(frames.ethernet(own[0], frames.BROADCAST, frames.IPV4, self._datagram("tag")), other_segment),
            frames.ethernet(own[0], "01:80:c2:00:00:00", 0x0027, self.mark("bridge group")),
            frames.ethernet(own[0], NOBODY, frames.IPV4, self._datagram("unknown MAC")),
            frames.ethernet(own[0], NOBODY, frames.IPV4, self._encapsulated(fabric_address, other_segment)),
        ]

    def _datagram(self, what: str, target: str = ADDRESSES[1], source: str = ADDRESSES[0]) -> bytes:
        return frames.reset(source, target, self.mark(what))

    def _arp(self, operation: int, sender: tuple[str, str], asked: str = ADDRESSES[1], what: str = "ARP") -> bytes:
        message = frames.arp(operation, sender, (NOBODY, asked)) + self.mark(what)
        return frames.ethernet(MACS[0], frames.BROADCAST, frames.ARP, message)

    def _offer(self) -> bytes:
        return frames.ipv4(ADDRESSES[0], "255.255.255.255", frames.UDP, frames.udp(67, 68, self.mark("DHCP offer")))

    def _advertisement(self) -> bytes:
        body = bytes((64, 0)) + bytes(10) + b"\xfd\x01" + self.mark("router")
        return frames.icmpv6("fe80::aa:ff:fe00:1", "ff02::1", 134, body)

    def _encapsulated(self, fabric_address: str, segment: int) -> bytes:
        inner = frames.ethernet(MACS[0], MACS[1], frames.IPV4, self._datagram("in VXLAN"))
        header = b"\x08\0\0\0" + (segment << 8).to_bytes(4, "big")
        return frames.ipv4(ADDRESSES[0], fabric_address, frames.UDP, frames.udp(4789, 4789, header + inner))


def marks(heard: Iterable[bytes]) -> "Counter[str]":
    """How often each marked text is in the frames; frames without one count as unmarked."""
    found = (re.search(rb"<([a-z]+ [A-Za-z ]+)>", frame) for frame in heard)
    return Counter(mark[1].decode() if mark else "unmarked" for mark in found)


def test_tenants_with_the_same_addresses_on_the_same_servers_hear_nothing_of_each_other(tenants: Tenants) -> None:
    neighbours = [Tenant(tenants, *each) for each in (("a", "vxlan", 77), ("b", "vxlan", 78), ("c", "gre", 77))]
    machines = {each.name: each.boot(tenants) for each in neighbours}
    for pair in machines.values():
        until_reached(*pair)
    fabric_address = tenants.session.lab.host(FAR).address
    unfit = {each.name: each.abuse(fabric_address, 78 if each.name == "a" else 77) * COPIES for each in neighbours}
    with frames.Capture([machine for pair in machines.values() for machine in pair]) as capture:
        for each in neighbours:
            frames.send(machines[each.name][0], unfit[each.name])
        for each in neighbours:
            frames.send(machines[each.name][0], each.talk() * COPIES)

        # what came before these on the same way was dealt with when these arrive
        def arrived() -> bool:
            heard = capture.heard()
            return all(len(heard[f"{each.name}1"]) >= len(ALLOWED) * COPIES for each in neighbours)

        until("what is allowed to arrive", 10, arrived)
        heard = {name: dict(marks(all_frames)) for name, all_frames in capture.heard().items()}
    print(f"\nsent without right: {({name: len(sent) for name, sent in unfit.items()})}; heard: {heard}")
    for each in neighbours:
        assert heard[f"{each.name}0"] == {}
        assert heard[f"{each.name}1"] == {f"{each.name} {what}": COPIES for what in ALLOWED}


def test_a_tenant_who_talks_alone_is_heard_by_nobody_else(tenants: Tenants) -> None:
    neighbours = [Tenant(tenants, *each) for each in (("a", "vxlan", 77), ("b", "vxlan", 78))]
    machines = {each.name: each.boot(tenants) for each in neighbours}
    with frames.Capture(machines["b"]) as capture:
        until_reached(*machines["a"])
        said = machines["a"][0].run("ping", "-c", "200", "-i", "0.005", "-W", "1", ADDRESSES[1])
        assert "200 received" in said, said
        machines["a"][0].run("ping", "-b", "-c", "20", "-i", "0.01", "-W", "0.1", "10.0.0.255")
        assert {name: len(all_frames) for name, all_frames in capture.heard().items()} == {"b0": 0, "b1": 0}


def test_a_port_that_is_deleted_carries_nothing_any_more(tenants: Tenants) -> None:
    one, other = tenants.pair(NEAR, FAR)
    until_reached(one, other)
    doomed = next(row for row in tenants.api.items("/networking/v2.0/ports") if row["mac_address"] == other.mac)
    with Probes(flows(one, other), rate=100) as probes:
        tenants.api.delete(f"/networking/v2.0/ports/{doomed['id']}")
        deleted = time.monotonic()
        until("its bridge to forget it", 10, lambda: _silent(tenants.session.lab, other))
        silent = time.monotonic()
        with frames.Capture([one, other]) as capture:
            one.run("ping", "-c", "20", "-i", "0.01", "-W", "0.1", other.address)
            heard = {name: len(all_frames) for name, all_frames in capture.heard().items()}
        reports = probes.finish()
    last = max(at for report in reports for at, n in zip(report.sent, report.arrivals) if n)
    print(f"\nlast packet {(last - deleted) * 1000:.0f} ms after the answer to DELETE; then heard: {heard}")
    assert last < silent
    assert heard == {"one": 0, "other": 0}


def _silent(lab: Lab, machine: LabHost) -> bool:
    """Whether no rule of the bridge that a machine is plugged into has to do with it."""
    return machine.mac not in lab.server(FAR).switch.ofctl("dump-flows", "br-int")


def test_flows_between_two_machines_spread_over_all_cores(tenants: Tenants) -> None:
    one, other = tenants.pair(NEAR, FAR)
    until_reached(one, other)
    lab = tenants.session.lab
    cores = [switch.name for switch in lab.fabric.switches if switch.tier == "core"]
    before = {name: _received(lab, name) for name in cores}
    packets = 0
    for number in range(400):
        with one.udp_socket(one.address, 30000 + number) as sender:
            for _ in range(5):
                packets += sender.sendto(b"x" * 100, (other.address, 9)) == 100
    counted: dict[str, int] = {}

    def carried() -> bool:
        counted.update({name: _received(lab, name) - before[name] for name in cores})
        return sum(counted.values()) >= packets

    until("the cores to have carried all", 10, carried)
    mean = sum(counted.values()) / len(cores)
    print(f"\n400 flows, {packets} packets over the cores: {counted}, max/mean {max(counted.values()) / mean:.2f}")
    assert len(cores) == 4
    assert max(counted.values()) <= 1.3 * mean, counted


def _received(lab: Lab, switch: str) -> int:
    said = lab.switches.ofctl("dump-ports", switch)
    return sum(int(number) for number in re.findall(r"rx pkts=(\d+)", said))
