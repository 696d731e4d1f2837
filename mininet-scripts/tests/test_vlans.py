"""VLAN networks of tenants: the servers' bridges tag, and the fabric itself carries the tagged frames."""

import re
import select
import socket
import struct
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from conftest import Shelf
from tenancy import flows, until_reached

from heddle_lab import namespaces, networking, tables, vm_commands, vms
from heddle_lab.controller import Ports
from heddle_lab.lab import Lab, LabHost
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.traffic.probes import Probes
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

NEAR, BESIDE, SAME_POD, FAR, PLAIN = "h_0_0_0", "h_0_0_1", "h_0_1_0", "h_2_1_0", "h_3_0_0"
RATE = 100
SUBNET = "192.168.77.0/24"
API = "/networking/v2.0"


@dataclass(frozen=True)
class Vlan:
    """A VLAN network with machines on it, by the names of their servers."""

    tag: int
    machines: dict[str, LabHost]


@pytest.fixture
def session(shelf: Shelf, ports: Ports) -> Iterator[Session]:
    """A k = 4 fat-tree whose hosts have an Open vSwitch each."""
    yield shelf.session(Wishes(fabric_of("fattree,4"), ports=ports, servers=True))
    _leave()


@pytest.fixture
def ring(shelf: Shelf, ports: Ports) -> Iterator[Session]:
    """Four switches in a ring, which is no Clos, each with a host that has an Open vSwitch."""
    yield shelf.session(Wishes(fabric_of("ring,4"), ports=ports, servers=True))
    _leave()


def _leave() -> None:
    for vm in vms.listed():
        vms.remove(Lab.attach(), vm.name)


def _network(session: Session, name: str, servers: Sequence[str]) -> Vlan:
    vlan = _plugged(session, name, servers)
    for vm in vms.listed():
        if vm.name.startswith(name):
            vm_commands.lease(session.lab, vm, session.api)
        _works(session, vm)
    return vlan


def _works(session: Session, vm: vms.Vm) -> None:
    now = networking.settled(session.api, vm.port, 15, vm.server)
    assert now.status == "ACTIVE", now


def _plugged(session: Session, name: str, servers: Sequence[str]) -> Vlan:
    """A network with machines that have no address yet, as they may never be let through."""
    api = session.api
    network = api.post(f"{API}/networks", {"network": {"name": name, "provider:network_type": "vlan"}})["network"]
    assert network["mtu"] == 1500
    subnet = {"network_id": network["id"], "ip_version": 4, "cidr": SUBNET}
    made = api.post(f"{API}/subnets", {"subnet": subnet})["subnet"]
    machines = {}
    for number, server in enumerate(servers, start=1):
        fixed = [{"subnet_id": made["id"], "ip_address": f"192.168.77.{10 + number}"}]
        asked = {"network_id": network["id"], "mac_address": f"fa:16:3e:00:00:{number:02x}", "fixed_ips": fixed}
        port = api.post(f"{API}/ports", {"port": asked})["port"]
        vm = vms.boot(session.lab, f"{name}{number}", port["id"], port["mac_address"], server)
        machines[server] = vm.host(session.lab)
    return Vlan(int(network["provider:segmentation_id"]), machines)


def _carrying(lab: Lab) -> dict[str, int]:
    """How many rules for VLANs each switch of the fabric holds."""
    counts: dict[str, int] = {}
    for switch, entry in tables.read(lab).flows:
        if re.search(r"cookie=0x4845444c0c", entry):
            counts[switch] = counts.get(switch, 0) + 1
    return counts


def _ear(host: LabHost) -> socket.socket:
    with namespaces.inside(host.pid):
        raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    raw.setblocking(False)
    return raw


def _heard(ears: dict[str, socket.socket], mark: bytes, seconds: float) -> dict[str, int]:
    """How many frames with a mark came in at each ear."""
    counts = dict.fromkeys(ears, 0)
    names = {ear: name for name, ear in ears.items()}
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        for ear in select.select(list(names), [], [], left)[0]:
            frame, (_, _, kind, _, _) = ear.recvfrom(2048)
            counts[names[ear]] += mark in frame and kind != socket.PACKET_OUTGOING
    return counts


def _shout(host: LabHost, mark: bytes) -> None:
    with namespaces.inside(host.pid):
        voice = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    voice.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    voice.sendto(mark, ("192.168.77.255", 4444))
    voice.close()


def test_a_vlan_is_carried_between_its_members_and_to_nobody_else(session: Session) -> None:
    lab = session.lab
    assert _carrying(lab) == {}
    blue = _network(session, "blue", [NEAR, BESIDE, FAR])
    green = _network(session, "green", [NEAR, SAME_POD])
    assert blue.tag != green.tag

    _everybody_answers_full_frames(blue)
    _everybody_answers_full_frames(green)
    _broadcast_reaches_members_once(blue, green)
    _nobody_else_pays(lab)
    a_host, another = lab.host(PLAIN), lab.host(NEAR)
    assert not ping_pairs([(a_host, another), (another, a_host)]).lost

    assert session.api.metric("heddle_switch_vlan_rules") == sum(_carrying(lab).values())
    _a_new_controller_costs_nothing(session, blue.machines[NEAR])


def _everybody_answers_full_frames(vlan: Vlan) -> None:
    machines = list(vlan.machines.values())
    pairs = [(one, other) for one in machines for other in machines if one != other]
    until("the members to reach each other", 10, lambda: not ping_pairs(pairs, timeout=1).lost)
    for one, other in pairs:
        said = one.run("ping", "-c", "2", "-i", "0.2", "-W", "1", "-s", "1472", "-M", "do", other.address)
        assert "2 received" in said, said


def _broadcast_reaches_members_once(blue: Vlan, green: Vlan) -> None:
    ears = {f"blue {name}": _ear(host) for name, host in blue.machines.items()}
    ears |= {f"green {name}": _ear(host) for name, host in green.machines.items()}
    mark = b"who-hears-this-" + struct.pack("!d", time.time())
    _shout(blue.machines[FAR], mark)
    heard = _heard(ears, mark, 1.0)
    assert heard == {name: int(name in (f"blue {NEAR}", f"blue {BESIDE}")) for name in ears}
    for ear in ears.values():
        ear.close()


def _nobody_else_pays(lab: Lab) -> None:
    carrying = _carrying(lab)
    edges = {name for name in carrying if lab.fabric.switch(name).tier == "edge"}
    assert edges == {"e_0_0", "e_0_1", "e_2_0", "e_2_1"}  # e_2_0 sends up again what a dead cable to e_2_1 sent there
    others = {name for name in carrying if lab.fabric.switch(name).tier == "aggregation"}
    assert others == {"a_0_0", "a_0_1", "a_2_0", "a_2_1"}


def _a_new_controller_costs_nothing(session: Session, source: LabHost) -> None:
    assert session.controller is not None
    before = _carrying(session.lab)
    pinging = source.popen("ping", "-i", "0.05", "-c", "280", "-W", "1", "192.168.77.13")
    time.sleep(0.5)
    session.controller.kill()
    session.controller.start()
    session.controller.until_ready(60)
    said, _ = pinging.communicate(timeout=60)
    assert "280 received" in said, said
    for vm in vms.listed():
        _works(session, vm)
    assert _carrying(session.lab) == before


def test_a_machine_that_moves_on_a_vlan_misses_at_most_300_ms(session: Session) -> None:
    machines = _network(session, "moving", [NEAR, FAR]).machines
    one, moved = machines[NEAR], machines[FAR]
    until_reached(one, moved)
    for server in (SAME_POD, BESIDE, FAR):
        with Probes(flows(one, moved), RATE) as probes:
            _works(session, vms.move(session.lab, "moving2", server))
            until_reached(one, moved)
            reports = probes.finish()
        lost = {str(report.flow): len(report.lost()) for report in reports}
        print(f"\nmove on a VLAN to {server}: lost at {RATE}/s {lost}")
        assert all(report.lost_milliseconds() <= 300 for report in reports), lost
    kept = {"e_0_0", "e_0_1", "e_2_0", "e_2_1"}  # the neighbours of both, for detours
    until("the switches left behind to forget", 10, lambda: kept == _edges(session.lab))


def test_any_dead_cable_on_the_way_of_a_vlan_is_gone_around_without_a_controller(session: Session) -> None:
    machines = _network(session, "cut", [NEAR, BESIDE, FAR]).machines
    source, target = machines[NEAR], machines[FAR]
    until_reached(source, target)
    assert session.controller is not None
    session.controller.kill()
    for core in range(4):
        for one, other in (("e_0_0", f"a_0_{core // 2}"), (f"a_2_{core // 2}", "e_2_1"), _below(core)):
            pinging = source.popen("ping", "-i", "0.01", "-c", "40", "-W", "1", target.address)
            time.sleep(0.15)
            session.lab.cut(one, other)
            said, _ = pinging.communicate(timeout=20)
            received = re.search(r"(\d+) received", said)
            assert received and int(received[1]) >= 35, f"{one}-{other}: {said}"
            print(f"{one}-{other} cut under ping, no controller: {40 - int(received[1])} of 40 lost")
            session.lab.heal(one, other)
    session.controller.start()
    session.controller.until_ready(60)


def _below(core: int) -> tuple[str, str]:
    """The cable of a core to the pod of the machine that is far away."""
    return f"c_{core // 2}_{core % 2}", f"a_2_{core // 2}"


def _edges(lab: Lab) -> set[str]:
    """The edge switches that hold rules for VLANs."""
    return {name for name in _carrying(lab) if lab.fabric.switch(name).tier == "edge"}


def test_a_fabric_that_is_no_clos_says_so_at_the_ports_of_a_vlan(ring: Session) -> None:
    vlan = _plugged(ring, "round", ["h1", "h3"])
    for vm in vms.listed():
        reason = f"The fabric is no Clos, so VLAN {vlan.tag} is not carried from switch to switch."
        until(f"the reason at {vm.name}", 15, lambda: networking.port(ring.api, vm.port).reason == reason)
        assert networking.port(ring.api, vm.port).status == "DOWN"
    vms.move(ring.lab, "round2", "h1")
    for vm in vms.listed():
        vm_commands.lease(ring.lab, vm, ring.api)
        _works(ring, vm)
    one, other = (vm.host(ring.lab) for vm in vms.listed())
    until_reached(one, other)
