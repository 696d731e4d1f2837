"""Verified isolation: what the check of all tables says of tenants at random, and what their machines find out."""

import random
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from tenancy import Tenants
from test_security import listening

from heddle_lab import namespaces
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

WEB = 80
PATIENCE = 1.0
PROJECTS = ("red", "blue")
SERVERS = ("h_0_0_0", "h_0_0_1", "h_1_1_0", "h_3_1_1")
TYPES = ("vxlan", "gre", "vlan")

Pair = tuple[str, str]


class Draw:
    """Two projects with the same subnets, three machines each, at random; by odd seeds one is on a routed network."""

    def __init__(self, tenants: Tenants, seed: int) -> None:
        self.tenants = tenants
        self.is_routed = seed % 2 == 1
        self.random = random.Random(seed)
        self.ports: dict[str, str] = {}
        self.machines: dict[str, LabHost] = {}
        for number, project in enumerate(PROJECTS):
            self._project(project, 10 + 10 * number)
        places = [(name, port, self.random.choice(SERVERS)) for name, port in self.ports.items()]
        self.machines = dict(zip(self.ports, tenants.boot(*places)))

    def _project(self, project: str, host: int) -> None:
        groups = [self._group(project, name) for name in "ab"]
        for _ in range(4):
            self._rule(*self.random.sample(groups, 2))
        cidrs = ["10.0.0.0/24", f"172.20.{host}.0/24" if self.is_routed else "10.0.1.0/24"]
        kinds = [self.random.choice(TYPES), "routed" if self.is_routed else self.random.choice(TYPES)]
        networks = [
            self.tenants.network(cidr, project_id=project, **{"provider:network_type": kind})
            for cidr, kind in zip(cidrs, kinds)
        ]
        for number in range(3):
            network, cidr = networks[number % 2], cidrs[number % 2]
            address = cidr.removesuffix("0/24") + str(host + number)
            fixed = [{"subnet_id": self.tenants.subnet(network), "ip_address": address}]
            guarded = self.random.random() > 0.15 or kinds[number % 2] == "routed"
            chosen = [group for group in groups if self.random.random() < 0.6]
            security: dict[str, Any] = {"security_groups": chosen} if guarded else {"port_security_enabled": False}
            self.ports[f"{project}{number}"] = self.tenants.port(
                network, project_id=project, fixed_ips=fixed, **security
            )
        if self.random.random() < 0.7:
            joined = [network for network, kind in zip(networks, kinds) if kind != "routed"]
            self.tenants.router(*joined, project_id=project)

    def _group(self, project: str, name: str) -> str:
        asked = {"security_group": {"name": f"{project} {name}", "project_id": project}}
        made = str(self.tenants.api.post(f"{V2}/security-groups", asked)["security_group"]["id"])
        self.tenants.groups.append(made)
        return made

    def _rule(self, group: str, other: str) -> None:
        web = {"protocol": "tcp", "port_range_min": self.random.randint(1, WEB), "port_range_max": WEB + 1}
        what: dict[str, Any] = {"protocol": "icmp"} if self.random.random() < 0.5 else web
        if self.random.random() < 0.5:
            what = {**what, "remote_group_id": other}
        rule = {"security_group_id": group, "direction": "ingress", **what}
        known = self.tenants.api.items(f"{V2}/security-group-rules?security_group_id={group}&direction=ingress")
        if not any(all(row[key] == value for key, value in rule.items()) for row in known):
            self.tenants.api.post(f"{V2}/security-group-rules", {"security_group_rule": rule})

    def pairs(self) -> Iterator[tuple[LabHost, LabHost]]:
        """Every machine with every other."""
        for one in self.machines.values():
            yield from ((one, other) for other in self.machines.values() if other != one)

    def names(self, one: LabHost, other: LabHost) -> Pair:
        """What two machines are called here."""
        names = {machine: name for name, machine in self.machines.items()}
        return names[one], names[other]


def lets(services: Sequence[str], port: int) -> bool:
    """Whether TCP to a port is among services as the check tells them, such as `tcp 22-80`."""
    for service in services:
        name, _, span = service.partition(" ")
        first, _, last = span.partition("-")
        if name == "tcp" and (not span or int(first) <= port <= int(last or first)):
            return True
    return False


def predicted(draw: Draw) -> tuple[set[Pair], set[Pair]]:
    """Who pings whom, and who gets to whose web server, according to the check, which finds nothing wrong."""
    verdict: dict[str, Any] = {}

    def verified() -> bool:
        verdict.update(draw.tenants.api.read("/api/v1/verify/isolation?connections=true"))
        return bool(verdict["ports"] == len(draw.ports))

    until("all ports to be verified", 10, verified)
    assert verdict["isolated"] and verdict["complete"], verdict["differences"]
    names = {port: name for name, port in draw.ports.items()}
    found = [
        (names[row["source"]], names[row["target"]], row["services"])
        for row in verdict["connections"]
        if row["target"] in names
    ]
    pings = {(one, other) for one, other, services in found if "ping" in services}
    return pings, {(one, other) for one, other, services in found if lets(services, WEB)}


def web_pairs(draw: Draw) -> set[Pair]:
    """Who gets to whose web server, tried by all at once."""
    waiting: dict[socket.socket, Pair] = {}
    found: set[Pair] = set()
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for machine in draw.machines.values():
            stack.enter_context(listening(machine, WEB))
        for one, other in draw.pairs():
            with namespaces.inside(one.pid):
                asking = stack.enter_context(socket.socket())
            asking.setblocking(False)
            asking.connect_ex((other.address, WEB))
            waiting[asking] = draw.names(one, other)
            selector.register(asking, selectors.EVENT_WRITE)
        deadline = time.monotonic() + PATIENCE
        while waiting and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                answered = key.fileobj
                assert isinstance(answered, socket.socket)
                selector.unregister(answered)
                if not answered.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    found.add(waiting.pop(answered))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_machines_at_random_reach_exactly_those_that_the_check_says(tenants: Tenants, seed: int) -> None:
    draw = Draw(tenants, seed)
    pings, webs = predicted(draw)
    pairs = list(draw.pairs())
    lost = set(ping_pairs(pairs, PATIENCE).lost)
    answered = {draw.names(*pair) for pair in pairs if (pair[0].name, pair[1].name) not in lost}
    print(f"\nseed {seed}: {len(answered)} of {len(pairs)} pairs ping, {len(webs)} get to the web server")
    assert answered == pings
    assert web_pairs(draw) == webs
