"""Security groups on servers: what they let through, that they hold at once, what a scan of another tenant finds."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from tenancy import Tenants

from heddle_lab import namespaces
from heddle_lab.lab import LabHost
from heddle_lab.traffic.probes import PORT, Flow, Probes
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

NEAR, FAR = "h_0_0_0", "h_3_1_1"
SERVED = (22, 80, 8080)
SCANNED = (*range(1, 1001), 8080)
AT_ONCE = 256
PATIENCE = 1.5
OPEN, REFUSED = "open", "refused"


@contextmanager
def listening(machine: LabHost, *ports: int) -> Iterator[list[socket.socket]]:
    """Sockets of a machine that take connections."""
    with namespaces.inside(machine.pid):
        sockets = [socket.create_server(("0.0.0.0", port)) for port in ports]
    try:
        yield sockets
    finally:
        for each in sockets:
            each.close()


def scan(machine: LabHost, address: str, ports: Iterable[int], patience: float = PATIENCE) -> dict[int, str]:
    """What a machine finds behind ports of an address; those that say nothing are left out."""
    found: dict[int, str] = {}
    rest = list(ports)
    while rest:
        some, rest = rest[:AT_ONCE], rest[AT_ONCE:]
        found.update(_scan(machine, address, some, patience))
    return found


def _scan(machine: LabHost, address: str, ports: list[int], patience: float) -> dict[int, str]:
    found: dict[int, str] = {}
    with selectors.DefaultSelector() as selector:
        with namespaces.inside(machine.pid):
            sockets = {socket.socket(): port for port in ports}
        for each, port in sockets.items():
            each.setblocking(False)
            each.connect_ex((address, port))
            selector.register(each, selectors.EVENT_WRITE)
        deadline = time.monotonic() + patience
        while len(found) < len(ports) and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                answered = key.fileobj
                assert isinstance(answered, socket.socket)
                error = answered.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                found[sockets[answered]] = REFUSED if error else OPEN
                selector.unregister(answered)
        for each in sockets:
            each.close()
    return found


def until_open(machine: LabHost, other: LabHost, port: int) -> None:
    """Waits until a machine can connect to a port of another."""
    address = other.address
    what = f"{machine.name} to reach port {port} of {other.name}"
    until(what, 20, lambda: scan(machine, address, [port], 0.5) == {port: OPEN})


def test_who_is_let_in_is_answered_and_may_not_be_called_back(tenants: Tenants) -> None:
    clients, servers = tenants.group("clients"), tenants.group("servers")
    tenants.let_in(servers, "tcp", 80, clients)
    network = tenants.network()
    places = (
        ("client", tenants.port(network, security_groups=[clients]), NEAR),
        ("near", tenants.port(network, security_groups=[servers]), NEAR),
        ("far", tenants.port(network, security_groups=[servers]), FAR),
    )
    client, *others = tenants.boot(*places)
    for server in others:
        with listening(server, 80, 81) as (web, _), listening(client, 80):
            until_open(client, server, 80)
            assert scan(client, server.address, [80, 81, 82]) == {80: OPEN}
            assert scan(server, client.address, [80, 81]) == {}
            assert scan(others[1 - others.index(server)], server.address, [80, 81]) == {}
            with namespaces.inside(client.pid):
                asking = socket.create_connection((server.address, 80), 5)
            web.settimeout(5)
            while (taken := web.accept())[1] != asking.getsockname():
                taken[0].close()
            with asking, taken[0] as answering:
                for number in range(20):
                    answering.sendall(b"%d" % number)
                    assert asking.recv(100) == b"%d" % number


def test_who_leaves_a_group_is_cut_off_at_once_and_let_in_again_at_once(tenants: Tenants) -> None:
    clients, others, servers = (tenants.group(name) for name in ("clients", "others", "servers"))
    tenants.let_in(servers, "udp", PORT, clients)
    tenants.let_in(servers, "tcp", 80, clients)
    network = tenants.network()
    port = tenants.port(network, security_groups=[clients])
    client, web = tenants.boot(("client", port, NEAR), ("web", tenants.port(network, security_groups=[servers]), FAR))
    address = web.address
    with listening(web, 80):
        until_open(client, web, 80)
        with Probes([Flow(client, web, client.address, address, 20001)], rate=500) as probes:
            began = time.monotonic()
            assert scan(client, address, [80]) == {80: OPEN}
            cut = time.monotonic()
            tenants.regroup(port, others)
            until("the server to be silent", 10, lambda: scan(client, address, [80]) == {})
            back = time.monotonic()
            tenants.regroup(port, clients)
            until_open(client, web, 80)
            (report,) = probes.finish()
    arrived = [at for at, count in zip(report.sent, report.arrivals) if count]
    last = max(at for at in arrived if at < back) - cut
    first = min(at for at in arrived if at >= back) - back
    print(
        f"\nasked for, the last packet passed {last * 1000:.0f} ms later, the first again {first * 1000:.0f} ms later"
    )
    assert min(arrived) < began + 1
    assert last < 1
    assert first < 1


def test_a_scan_finds_what_its_own_tenant_serves_and_nothing_of_another(tenants: Tenants) -> None:
    network = tenants.network(shared=True)
    ports = [tenants.port(network, project_id=f"project-{name}") for name in "aab"]
    places = zip(("scanner", "friend", "stranger"), ports, (NEAR, FAR, FAR))
    scanner, friend, stranger = tenants.boot(*places)
    with listening(friend, *SERVED), listening(stranger, *SERVED):
        until_open(scanner, friend, 80)
        known = scan(scanner, friend.address, SCANNED, 10)
        hidden = scan(scanner, stranger.address, SCANNED)
    print(f"\n{len(SCANNED)} ports scanned: {len(known)} of the friend and {len(hidden)} of the stranger answered")
    assert sorted(port for port, what in known.items() if what == OPEN) == list(SERVED)
    assert len(known) == len(SCANNED)
    assert hidden == {}
    assert "0 received" in scanner.run("ping", "-c", "5", "-i", "0.1", "-W", "1", stranger.address)
