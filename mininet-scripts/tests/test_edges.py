"""Every kind of server edge on a fabric port: several stations behind one port, by a Linux bridge and by macvlan.

Stations behind one port reach each other through the edge switch where their own edge does not join them, as VEPA
wants it (IEEE 802.1Qbg): the switch sends out of the port that it received by.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from conftest import Shelf

from heddle_lab import addressing, interfaces, namespaces, processes
from heddle_lab.lab import LabHost
from heddle_lab.session import Session
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

# each kind with a host elsewhere whose address it lies about; a refusal is reported once for each address
MANY = {"linux bridge": "h_2_0_0", "private": "h_2_0_1", "vepa": "h_2_1_0", "bridge": "h_2_1_1"}
PORT = 5353


@pytest.fixture(scope="module", autouse=True)
def _unfit_afterwards(shelf: Shelf) -> Iterator[None]:
    yield
    shelf.discard()


@contextmanager
def stations(session: Session, kind: str, count: int) -> Iterator[list[LabHost]]:
    """Stations behind the port of a host that has no address meanwhile, each with a MAC address and a lease."""
    host = session.lab.host("h_1_0_1")
    addressing.forget(host)
    pids = namespaces.hold(count, session.lab.environment)
    macs = [host.mac if kind == "passthru" else f"02:00:00:00:0{[*MANY].index(kind)}:a{n}" for n in range(count)]
    made = [LabHost(f"station{n}", pids[n], macs[n], session.lab.record.run, "eth0") for n in range(count)]
    try:
        with namespaces.inside(host.pid):
            interfaces.ip_batch(_bridged(host, made) if kind == "linux bridge" else _macvlan(host, made, kind))
        for station in made:
            with namespaces.inside(station.pid):
                interfaces.behave_as_host(station.interface)
        addressing.lease(made)
        yield made
    finally:
        for pid in pids:
            processes.end_namespace(pid)
        with namespaces.inside(host.pid):
            interfaces.delete(["br0", *(f"to{n}" for n in range(count))])
        addressing.lease([host])


def _bridged(host: LabHost, made: list[LabHost]) -> list[str]:
    lines = ["link add br0 type bridge", f"link set {host.interface} master br0", "link set br0 up"]
    for n, each in enumerate(made):
        lines += [f"link add to{n} type veth peer name eth0 address {each.mac} netns {each.pid}"]
        lines += [f"link set to{n} master br0 up"]
    return lines


def _macvlan(host: LabHost, made: list[LabHost], mode: str) -> list[str]:
    how = f"type macvlan mode {mode}"
    return [f"link add link {host.interface} name eth0 address {e.mac} netns {e.pid} {how}" for e in made]


@pytest.mark.parametrize("kind", MANY)
def test_stations_behind_one_port_reach_all_and_each_other(fat_tree: Session, kind: str) -> None:
    with stations(fat_tree, kind, 2) as (one, other):
        assert one.address != other.address
        elsewhere = [fat_tree.lab.host(name) for name in ("h_1_0_0", "h_3_1_1")]
        ways = [(a, b) for a in (one, other) for b in (one, other, *elsewhere) if a != b]
        assert ping_pairs([*ways, *((b, a) for a, b in ways)]).lost == []
        rows = {row["mac"]: row for row in fat_tree.api.items("/api/v1/hosts")}
        assert [rows[each.mac]["ip"] for each in (one, other)] == [one.address, other.address]
        if kind in ("private", "vepa"):
            said = one.run("ping", "-c", "3", "-i", "0.2", "-W", "1", other.address)
            assert "3 received" in said and "ttl=63" in said, said  # one router between two that share a port
        _refused_what_is_not_theirs(fat_tree, one, other, fat_tree.lab.host(MANY[kind]))


def test_a_station_that_passes_through_has_several_addresses(fat_tree: Session) -> None:
    with stations(fat_tree, "passthru", 1) as (station,):
        second, remote = "192.168.44.4", fat_tree.lab.host("h_3_1_1")
        assert ping_pairs([(station, remote), (remote, station)]).lost == []
        with namespaces.inside(station.pid):
            interfaces.ip_batch([f"addr add {second}/32 dev eth0"])
        said = station.run("ping", "-c", "3", "-i", "0.2", "-W", "1", "-I", second, remote.address)
        assert re.search("[23] received", said), said
        said = remote.run("ping", "-c", "3", "-i", "0.2", "-W", "1", second)
        assert "3 received" in said, said
        owners = [fat_tree.lab.host(name) for name in ("h_1_0_0", "h_3_0_0")]
        _refused_what_is_not_theirs(fat_tree, station, *owners)


def _refused_what_is_not_theirs(session: Session, liar: LabHost, neighbour: LabHost, elsewhere: LabHost) -> None:
    """Nothing that the liar sends from an address of these two arrives; what it sends from its own still does."""
    remote = session.lab.host("h_3_1_1")
    with remote.udp_socket(remote.address, PORT) as receiver:
        for address in (neighbour.address, elsewhere.address):
            with namespaces.inside(liar.pid):
                # without a neighbour it asks for the gateway in the name of that address, which is a claim
                interfaces.ip_batch([f"addr add {address}/32 dev eth0", "neigh flush dev eth0"])
            _send(liar, address, remote, b"lie")
            until(f"the claim of {address} to be refused", 10, partial(_refusal, session, liar, address))
            with namespaces.inside(liar.pid):
                interfaces.ip_batch([f"addr del {address}/32 dev eth0"])
        _send(liar, liar.address, remote, b"truth")
        heard = until("what is true to arrive", 5, lambda: _heard(receiver))
    assert set(heard) == {b"truth"}
    assert ping_pairs([(remote, neighbour), (remote, elsewhere), (remote, liar)]).lost == []


def _send(station: LabHost, source: str, to: LabHost, text: bytes) -> None:
    sender = station.udp_socket(source, 0)
    for _ in range(3):
        sender.sendto(text, (to.address, PORT))
    sender.close()


def _heard(receiver: socket.socket) -> list[bytes]:
    heard = []
    try:
        while True:
            heard.append(receiver.recv(100))
    except BlockingIOError:
        return heard


def _refusal(session: Session, liar: LabHost, address: str) -> bool:
    sentences = [str(problem["sentence"]) for problem in session.api.read("/api/v1/problems")["problems"]]
    return any(f"Host {liar.mac} " in each and f"refused the address {address}," in each for each in sentences)
