"""Routed networks of tenants, which the fabric itself routes, and that tenants leave the servers' own traffic alone."""

import re
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tenancy import Tenants, assert_full_frames, flows, until_reached

from heddle_lab import namespaces, tables, vms
from heddle_lab.lab import Lab, LabHost
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.traffic.probes import PORT, Flow, Probes
from heddle_lab.traffic.tcp import TcpStream
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

NEAR, BESIDE, SAME_POD, FAR = "h_0_0_0", "h_0_0_1", "h_0_1_0", "h_3_1_1"
GATEWAY = bytes.fromhex("00005e000101")
ROUTED = {"provider:network_type": "routed"}
RATE = 100
# Mbit/s that the controller takes links to carry while a flow of a fifth of that is to be large
SLOW = 1
LARGE = 500


def _routing(lab: Lab) -> dict[str, int]:
    """How many rules for routed addresses each switch of the fabric holds."""
    counts: dict[str, int] = {}
    for switch, entry in tables.read(lab).flows:
        if "cookie=0x4845444c10" in entry:
            counts[switch] = counts.get(switch, 0) + 1
    return counts


def _pair(tenants: Tenants, cidrs: tuple[str, str], kind: str, servers: tuple[str, str]) -> tuple[LabHost, LabHost]:
    """Two machines on networks of their own."""
    networks = [tenants.network(cidr, **{"provider:network_type": kind}) for cidr in cidrs]
    ports = [tenants.port(network, **{"binding:host_id": at}) for network, at in zip(networks, servers)]
    if kind != "routed":
        tenants.router(*networks)
    one, other = tenants.boot(*((f"{kind}{n}", port, servers[n]) for n, port in enumerate(ports)))
    until_reached(one, other)
    return one, other


def _mac_of_routed(server: LabHost) -> bytes:
    return bytes.fromhex("0e48") + socket.inet_aton(server.address)


def _datagram(source: str, target: str, mark: bytes) -> bytes:
    """An IPv4 packet with a UDP datagram that carries a mark."""
    udp = struct.pack("!HHHH", 4000, 4001, 8 + len(mark), 0) + mark
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 1, 0, 64, socket.IPPROTO_UDP, 0)
    header += socket.inet_aton(source) + socket.inet_aton(target)
    total = sum(struct.unpack("!10H", header))
    total = (total & 0xFFFF) + (total >> 16)
    checksum = ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF
    return header[:10] + struct.pack("!H", checksum) + header[12:] + udp


def _say(host: LabHost, device: str, destination: bytes, source: bytes, kind: int, payload: bytes) -> None:
    """Sends a frame out of a device as it is."""
    with namespaces.inside(host.pid):
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
            raw.bind((device, 0))
            raw.send(destination + source + struct.pack("!H", kind) + payload)


def _mac(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))


@contextmanager
def _ear(host: LabHost) -> Iterator[socket.socket]:
    with namespaces.inside(host.pid):
        raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    raw.bind((host.interface, 3))
    raw.setblocking(False)
    with raw:
        yield raw


def _marks(ear: socket.socket) -> set[str]:
    """The marks of all frames that came in at an ear so far."""
    heard: set[str] = set()
    while True:
        try:
            frame, (_, _, kind, _, _) = ear.recvfrom(2048)
        except BlockingIOError:
            return heard
        found = re.search(rb"mark-([a-z-]+)", frame)
        if found and kind != socket.PACKET_OUTGOING:
            heard.add(found[1].decode())


def test_two_routed_subnets_beside_two_in_tunnels(tenants: Tenants) -> None:
    lab = tenants.session.lab
    assert _routing(lab) == {}
    one, other = _pair(tenants, ("172.20.0.0/24", "172.20.1.0/24"), "routed", (NEAR, FAR))
    inner, outer = _pair(tenants, ("192.168.1.0/24", "192.168.2.0/24"), "vxlan", (NEAR, FAR))
    assert_full_frames(one, other, 1500)
    for source, target, hops in ((one, other, 6), (inner, outer, 1)):
        said = source.run("ping", "-c", "3", "-i", "0.1", "-W", "1", target.address)
        assert re.findall(r"ttl=(\d+)", said) == [str(64 - hops)] * 3, said
        stream = TcpStream(source, target)
        until_reached(target, source)
        sent, arrived, _ = stream.finish()
        assert sent == arrived > 0
    assert ping_pairs([(one, outer), (inner, other)], timeout=0.5).loss == 100

    counts = _routing(lab)
    assert {name: counts[name] for name in counts if name.startswith("c_")} == dict.fromkeys(
        ("c_0_0", "c_0_1", "c_1_0", "c_1_1"), 2
    )
    assert {name for name in counts if name.startswith("e_")} == {"e_0_0", "e_3_1"}
    assert {name for name in counts if name.startswith("a_")} == {"a_0_0", "a_0_1", "a_3_0", "a_3_1"}
    assert tenants.api.metric("heddle_switch_routed_rules") == sum(counts.values())

    _nobody_can_pretend(lab, one, other)
    _a_cut_costs_a_few_packets(tenants, one, other)
    _a_new_controller_costs_nothing(tenants, one, other)
    _a_large_flow_is_steered(tenants, one, other)


def _nobody_can_pretend(lab: Lab, one: LabHost, other: LabHost) -> None:
    """A machine, and even the machine's server, sends from no address that is not bound there."""
    server, its = lab.host(NEAR), _mac_of_routed(lab.host(NEAR))
    mine, theirs, free = one.address, other.address, "172.20.0.9"
    with _ear(other) as ear:
        for mark, source in (("good", mine), ("vm-as-nobody", free), ("vm-as-server", server.address)):
            packet = _datagram(source, theirs, f"mark-{mark}.".encode())
            _say(one, one.interface, GATEWAY, _mac(one.mac), 0x0800, packet)
        for mark, mac, source in (
            ("server-good", its, mine),
            ("server-as-nobody", its, free),
            ("server-as-other", its, "172.20.1.9"),
            ("server-as-itself", _mac(server.mac), server.address),
            ("server-as-vm", _mac(server.mac), mine),
            ("server-odd", _mac(one.mac), mine),
        ):
            packet = _datagram(source, theirs, f"mark-{mark}.".encode())
            _say(server, server.interface, GATEWAY, mac, 0x0800, packet)
        time.sleep(0.5)
        assert _marks(ear) == {"good", "server-good"}
    assert ping_pairs([(one, server), (server, one)], timeout=0.5).loss == 100


def _a_cut_costs_a_few_packets(tenants: Tenants, source: LabHost, target: LabHost) -> None:
    """At most 100 ms at 100 packets a second; a machine that is too busy for its switches gets three turns."""
    for one, other in (("e_0_0", "a_0_0"), ("a_3_0", "e_3_1"), ("c_0_0", "a_3_0")):
        losses: list[int] = []
        while len(losses) < 3 and (not losses or losses[-1] > 10):
            losses.append(_lost_by_a_cut(tenants, one, other, source, target))
        print(f"\n{one}-{other} cut under ping: {losses} of 150 lost")
        assert min(losses) <= 10, f"{one}-{other}: {losses} of 150 lost"


def _lost_by_a_cut(tenants: Tenants, one: str, other: str, source: LabHost, target: LabHost) -> int:
    session = tenants.session
    pinging = source.popen("ping", "-q", "-i", "0.01", "-c", "150", "-W", "1", target.address)
    time.sleep(0.5)
    session.lab.cut(one, other)
    said, _ = pinging.communicate(timeout=20)
    session.lab.heal(one, other)
    session.until_settled(15)
    session.controller_settled(10)
    received = re.search(r"(\d+) received", said)
    assert received, said
    return 150 - int(received[1])


def _a_new_controller_costs_nothing(tenants: Tenants, source: LabHost, target: LabHost) -> None:
    session = tenants.session
    assert session.controller is not None
    before = _routing(session.lab)
    pinging = source.popen("ping", "-i", "0.02", "-c", "400", "-W", "1", target.address)
    time.sleep(0.3)
    session.controller.kill()
    session.controller.links_carry(SLOW)
    session.controller.start()
    session.controller.until_ready(60)
    until("all ports to work", 20, tenants.all_active)
    said, _ = pinging.communicate(timeout=30)
    assert "400 received" in said, said
    assert _routing(session.lab) == before


def _a_large_flow_is_steered(tenants: Tenants, source: LabHost, target: LabHost) -> None:
    """It is found by the tenants' own addresses, shown by their networks, and pinned elsewhere, without loss."""
    session, api = tenants.session, tenants.api
    assert session.controller is not None
    flow = f"udp-{source.address}-30000-{target.address}-{PORT}"
    with Probes([Flow(source, target, source.address, target.address, 30000)], LARGE) as probes:
        until("the flow to be found", 10, lambda: flow in _large(tenants), every=0.05)
        hashed = _large(tenants)[flow]
        core = next(each for each in session.lab.fabric.switches if each.tier == "core" and each.name not in hashed)
        api.put(f"/api/v1/elephants/pins/{flow}", {"through": f"{core.dpid:x}"})
        until("it to go through its core", 10, lambda: core.name in _large(tenants).get(flow, []), every=0.05)
        session.controller_settled(10)
        before = _packets_steered(session.lab, source)
        time.sleep(0.5)
        after = _packets_steered(session.lab, source)
        shown = {row["network"] for row in api.items("/api/v1/tenants/elephants")}
        (report,) = probes.finish()
    api.delete(f"/api/v1/elephants/pins/{flow}")
    print(f"\n{flow} by {hashed}, then by {core.name}: {len(report.lost())} of {len(report.sent)} lost")
    assert set(before) == set(after) and len(after) == 2, after
    assert all(after[name] - before[name] > LARGE / 4 for name in after), (before, after)
    assert shown == set(tenants.networks[:2])
    assert not report.lost()
    session.controller.kill()
    session.controller.links_carry(None)
    session.controller.start()
    session.controller.until_ready(60)
    until("all ports to work", 20, tenants.all_active)


def _large(tenants: Tenants) -> dict[str, list[str]]:
    """The switches on the way of each large flow."""
    flows = tenants.api.read("/api/v1/elephants")["flows"]
    return {row["flow"]["id"]: [end["name"] for end in row["path"]] for row in flows}


def _packets_steered(lab: Lab, source: LabHost) -> dict[str, int]:
    """How many packets from a host each switch has steered."""
    counts = {}
    for switch in lab.fabric.switches:
        said = lab.switches.ofctl("dump-flows", switch.name, f"table=1,ip,nw_src={source.address}")
        if found := re.search(r"n_packets=(\d+)", said):
            counts[switch.name] = int(found[1])
    return counts


def test_a_machine_that_moves_keeps_its_address_at_the_cost_of_one_rule(tenants: Tenants) -> None:
    lab = tenants.session.lab
    network = tenants.network("172.20.0.0/24", **ROUTED)
    ports = [tenants.port(network, **{"binding:host_id": at}) for at in (NEAR, BESIDE, FAR)]
    one, moved, far = tenants.boot(("one", ports[0], NEAR), ("moved", ports[1], BESIDE), ("far", ports[2], FAR))
    until_reached(far, moved)
    home, address = _routing(lab), moved.address
    for server in (SAME_POD, FAR, BESIDE):
        beside = [
            Flow(one, moved, one.address, moved.address, 20001),
            Flow(moved, one, moved.address, one.address, 20001),
        ]
        with Probes(flows(far, moved) + beside, RATE) as probes:
            vms.move(lab, "moved", server)
            tenants.until_active(ports[1])
            until_reached(far, moved)
            reports = probes.finish()
        lost = {str(report.flow): len(report.lost()) for report in reports}
        print(f"\nmove of a routed address to {server}: lost at {RATE}/s {lost}")
        assert all(report.lost_milliseconds() <= 300 for report in reports), lost
        assert moved.address == address
        if server == SAME_POD:
            at_cores = {name: count for name, count in home.items() if name.startswith("c_")}
            assert {name: _routing(lab)[name] for name in at_cores} == at_cores
    until("the switches to hold what they did", 10, lambda: _routing(lab) == home)


def test_tenants_leave_the_servers_own_traffic_alone(tenants: Tenants) -> None:
    lab = tenants.session.lab
    near, far = lab.host(NEAR), lab.host(FAR)
    before = {row["ip"]: row for row in tenants.api.items("/api/v1/hosts")}
    stream = TcpStream(near, far)
    own = [Flow(a, b, a.address, b.address, 21000) for a, b in ((near, far), (far, near))]
    with Probes(own, RATE) as probes:
        one, other = _pair(tenants, ("172.20.0.0/24", "172.20.1.0/24"), "routed", (NEAR, FAR))
        _pair(tenants, ("192.168.1.0/24", "192.168.2.0/24"), "vxlan", (NEAR, FAR))
        _pair(tenants, ("192.168.3.0/24", "192.168.4.0/24"), "vlan", (NEAR, FAR))
        for name in ("routed0", "vxlan1", "vlan0"):
            for server in (BESIDE, NEAR):
                vms.move(lab, name, server)
        tenants.until_active(vms.named("routed0").port)
        until_reached(one, other)
        _servers_addresses_are_out_of_reach(one, near, far)
        for value in ("off", "on"):
            lab.server(NEAR).switch.vsctl("set", "Open_vSwitch", ".", f"external_ids:heddle-tenants={value}")
            until(f"{NEAR} with tenants {value}", 10, lambda: _is_offered(lab) == (value == "on"))
        tenants.leave()
        tenants.networks.clear()
        tenants.routers.clear()
        reports = probes.finish()
    sent, arrived, lost = stream.finish()
    print(f"\nthe servers' own flows: {[len(report.lost()) for report in reports]} lost, TCP {lost} of {sent}")
    assert all(not report.lost() for report in reports), [report.lost() for report in reports]
    assert sent == arrived > 0
    after = {row["ip"]: row for row in tenants.api.items("/api/v1/hosts")}
    assert {ip: (row["mac"], row["port"]) for ip, row in after.items()} == {
        ip: (row["mac"], row["port"]) for ip, row in before.items()
    }


def _is_offered(lab: Lab) -> bool:
    """Whether the tunnels of tenants are on the server."""
    bridges = lab.server(NEAR).bridges()
    return "br-int" in bridges and "heddle-vxlan" in lab.server(NEAR).switch.vsctl("list-ports", "br-int")


def _servers_addresses_are_out_of_reach(one: LabHost, near: LabHost, far: LabHost) -> None:
    """A machine neither reaches its own server or another nor can say that it is one."""
    assert ping_pairs([(one, near), (one, far)], timeout=0.5).loss == 100
    claim = struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1) + _mac(one.mac) + socket.inet_aton(near.address)
    claim += bytes(6) + socket.inet_aton(near.address)
    with _ear(near) as ear:
        _say(one, one.interface, b"\xff" * 6, _mac(one.mac), 0x0806, claim)
        _say(one, one.interface, GATEWAY, _mac(one.mac), 0x0800, _datagram(one.address, near.address, b"mark-in."))
        _say(
            one, one.interface, _mac(near.mac), _mac(one.mac), 0x0800, _datagram(one.address, near.address, b"mark-at.")
        )
        time.sleep(0.3)
        assert _marks(ear) == set()
