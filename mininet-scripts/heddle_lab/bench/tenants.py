"""How long tenants wait: networks in bulk and one by one, on servers with real Open vSwitch.

Interfaces are Open vSwitch's own (`type=internal`), each a network device of its server that nobody uses; virtual
machines with addresses are on a sample of the ports, and ping each other.
"""

import http.client
import json
import socket
import statistics
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

from heddle_lab import addressing, interfaces, namespaces, networking, vms
from heddle_lab.errors import LabError
from heddle_lab.networking import V2
from heddle_lab.progress import step
from heddle_lab.servers import INTEGRATION, Server, of_each
from heddle_lab.rest import ControllerApi
from heddle_lab.session import Session
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.wait import until

SAMPLE = 4  # networks, two machines on each
_CIDR = "10.0.0.0/24"
_AT_ONCE = 500
_ROUND = 150  # additions; then what they made is taken away, and their interfaces are used again
_REST = 1.0  # seconds after that


@dataclass(frozen=True)
class Size:
    """How much is made, and how often one network is added afterwards."""

    networks: int
    ports: int
    additions: int


@dataclass(frozen=True)
class Figures:
    """What was measured; times in seconds, additions in milliseconds."""

    answered: float
    plugged: float
    active: float
    rules: list[int]
    additions: list[float]
    pings: tuple[int, int]

    def table(self, size: Size, servers: int) -> Iterator[str]:
        """The figures as lines of text."""
        yield f"{size.networks} networks of {size.ports} ports on {servers} servers"
        yield f"  asked for and accepted       {self.answered:8.2f} s"
        yield f"  interfaces made by servers   {self.plugged:8.2f} s"
        yield f"  all ports ACTIVE             {self.active:8.2f} s"
        ordered = sorted(self.rules)
        yield f"  rules of a server            {ordered[0]} to {ordered[-1]}, median {statistics.median(ordered):.0f}"
        for which, laps in (("first", self.additions[:_ROUND]), ("later", self.additions[_ROUND:])):
            ordered_ms = sorted(laps)
            if ordered_ms:
                yield (
                    f"  one more network with 2 ports: ACTIVE after {statistics.median(ordered_ms):.0f} ms "
                    f"(median of the {which} {len(ordered_ms)}; {ordered_ms[0]:.0f} to {ordered_ms[-1]:.0f})"
                )
        yield f"  pings between machines       {self.pings[0]} of {self.pings[1]} answered"


class _Database:
    """A server's database, asked directly: a new process for each question would cost more than what is measured."""

    def __init__(self, server: Server) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(30)
        self._socket.connect(str(server.folder(server.name) / "db.sock"))
        self._numbers = count()

    def bind(self, interface: str, port: str) -> None:
        """Says of an interface that it is that port (RFC 7047, 4.1.3 and 5.2)."""
        change = {
            "op": "update",
            "table": "Interface",
            "where": [["name", "==", interface]],
            "row": {"external_ids": ["map", [["iface-id", port]]]},
        }
        question = {"method": "transact", "params": ["Open_vSwitch", change], "id": next(self._numbers)}
        self._socket.sendall(json.dumps(question).encode())
        received = b""
        while not received.endswith(b"}"):
            received += self._socket.recv(1 << 16)
        if "error" in str(json.loads(received)["result"]):
            raise LabError(f"{interface}: {received.decode()}")

    def close(self) -> None:
        """Ends the session."""
        self._socket.close()


class _Client:
    """A client that keeps its connection, as those of OpenStack do."""

    def __init__(self, api: ControllerApi) -> None:
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(api.url).netloc, timeout=30)
        self._headers = {"Content-Type": "application/json", "X-Auth-Token": api.token}

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON that a request is answered with."""
        self._connection.request(method, f"{V2}/{path}", json.dumps(body) if body else None, self._headers)
        reply = self._connection.getresponse()
        said = reply.read()
        if reply.status >= 300:
            raise LabError(f"{method} {path}: {reply.status} {said[:300].decode(errors='replace')}")
        return json.loads(said) if said else None

    def make(self, kind: str, *rows: dict[str, Any]) -> list[str]:
        """Makes some of a kind; their ids."""
        return [str(row["id"]) for row in self.ask("POST", kind, {kind: rows})[kind]]

    def are_active(self, network: str) -> bool:
        """Whether both ports of a network are."""
        rows = self.ask("GET", f"ports?network_id={network}&fields=status")["ports"]
        return len(rows) == 2 and all(row["status"] == "ACTIVE" for row in rows)

    def remove(self, kind: str, name: str) -> None:
        """Takes one of a kind away."""
        self.ask("DELETE", f"{kind}/{name}")

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


class Bench:
    """One measurement on a lab of servers."""

    def __init__(self, session: Session, size: Size) -> None:
        self._session, self._size = session, size
        self._api, self._servers = session.api, session.lab.servers()

    def measure(self) -> Figures:
        """Makes everything, waits until it works, and adds some more."""
        unlimited = dict.fromkeys(("network", "subnet", "port"), -1)
        self._api.put(f"{V2}/quotas/admin", {"quota": unlimited})
        for server in self._servers:
            server.until_integrated()
        with step(f"{self._size.networks} networks of {self._size.ports} ports"):
            began = time.monotonic()
            networks = self._make("networks", [{}] * self._size.networks)
            ports = self._ports(networks)
            answered = time.monotonic() - began
        with step("interfaces"):
            self._plug([port for port in ports if port not in self._sample(ports)])
            plugged = time.monotonic() - began
        machines = self._boot(self._sample(ports))
        with step("all ports"):
            until("all ports to be ACTIVE", 300, lambda: self._active() >= len(ports), every=0.2)
            active = time.monotonic() - began
        rules = of_each(self._servers, _rules)
        with step("pings"):
            hosts = [vms.named(name).host(self._session.lab) for name in machines]
            addressing.lease(hosts, 30)
            pairs = [pair for one, other in zip(hosts[::2], hosts[1::2]) for pair in ((one, other), (other, one))]
            ping_pairs(pairs, timeout=2)  # a userspace switch drops what has to wait for the address of a gateway
            lost = ping_pairs(pairs, timeout=2).lost
        with step(f"{self._size.additions} more networks"):
            additions = self._additions()
        return Figures(answered, plugged, active, rules, additions, (len(pairs) - len(lost), len(pairs)))

    def _make(self, kind: str, rows: Sequence[dict[str, Any]]) -> list[str]:
        made: list[str] = []
        for start in range(0, len(rows), _AT_ONCE):
            reply = self._api.post(f"{V2}/{kind}", {kind: rows[start : start + _AT_ONCE]})
            made += [str(row["id"]) for row in reply[kind]]
        return made

    def _ports(self, networks: Sequence[str]) -> list[str]:
        subnet = {"ip_version": 4, "cidr": _CIDR}
        self._make("subnets", [{"network_id": network, **subnet} for network in networks])
        return self._make("ports", [{"network_id": n} for n in networks for _ in range(self._size.ports)])

    def _sample(self, ports: Sequence[str]) -> list[str]:
        """Two ports of each of the first networks; neighbours in this list are on different servers."""
        size = self._size.ports
        return [ports[network * size + n] for network in range(SAMPLE) for n in range(2)]

    def _plug(self, ports: Sequence[str]) -> None:
        shares = {server.name: ports[n :: len(self._servers)] for n, server in enumerate(self._servers)}
        of_each(self._servers, lambda server: _add_interfaces(server, shares[server.name]))

    def _boot(self, ports: Sequence[str]) -> list[str]:
        with step(f"{len(ports)} machines"):
            for n, port in enumerate(ports):
                mac = networking.port(self._api, port).mac
                server = self._servers[(7 * n + 3 * (n % 2)) % len(self._servers)]
                vms.boot(self._session.lab, f"sample{n}", port, mac, server.name)
        return [f"sample{n}" for n in range(len(ports))]

    def _active(self) -> int:
        return len(self._api.items(f"{V2}/ports?status=ACTIVE&fields=id"))

    def _additions(self) -> list[float]:
        """From the first request until both ports are ACTIVE; the interfaces are there and are told whose they are."""
        laps: list[float] = []
        names = [f"spare{n}" for n in range(min(_ROUND, self._size.additions))]
        ends = [self._servers[0], self._servers[-1]]
        for server in ends:
            _add_interfaces(server, [""] * len(names), names)
        databases = [_Database(server) for server in ends]
        client = _Client(self._api)
        while len(laps) < self._size.additions:
            some = names[: self._size.additions - len(laps)]
            made = []
            for name in some:
                began = time.monotonic()
                made.append(_add(client, databases, name))
                laps.append((time.monotonic() - began) * 1000)
            for name, (network, ports) in zip(some, made):
                for database, port in zip(databases, ports):
                    database.bind(name, "")
                    client.remove("ports", port)
                client.remove("networks", network)
            time.sleep(_REST)
        client.close()
        for database in databases:
            database.close()
        return laps


def _add(client: _Client, databases: Sequence[_Database], interface: str) -> tuple[str, list[str]]:
    """One network and its ports, each of which is that interface in one of the databases."""
    (network,) = client.make("networks", {})
    client.make("subnets", {"network_id": network, "ip_version": 4, "cidr": _CIDR})
    ports = client.make("ports", {"network_id": network}, {"network_id": network})
    for database, port in zip(databases, ports):
        database.bind(interface, port)
    until("two ports to be ACTIVE", 30, lambda: client.are_active(network), every=0.003)
    return network, ports


def _add_interfaces(server: Server, ports: Sequence[str], names: Sequence[str] = ()) -> None:
    """Adds internal interfaces in transactions of some; those of no port belong to nobody yet."""
    named = iter(list(zip(names or [f"if{n}" for n in range(len(ports))], ports)))
    while some := list(islice(named, 50)):
        words: list[str] = []
        for name, port in some:
            words += ["--", "add-port", INTEGRATION, name, "--", "set", "interface", name, "type=internal"]
            words += [f"external_ids:iface-id={port}"] if port else []
        server.switch.vsctl(*words)
        with namespaces.inside(server.pid):
            interfaces.mute([name for name, _ in some])
            interfaces.ip_batch(f"link set {name} up" for name, _ in some)


def _rules(server: Server) -> int:
    said = server.switch.ofctl("dump-aggregate", INTEGRATION)
    return int(said.rsplit("flow_count=", 1)[1].split()[0])


def write(figures: Figures, file: str) -> None:
    """Writes what was measured as JSON."""
    Path(file).write_text(json.dumps(figures.__dict__))
