"""What the ways between two networks of a tenant cost: tunnels and a router, or the fabric itself.

Two machines on two servers in different pods, each on a network of its own. Beside them, as the measure of all, the two
servers themselves.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from heddle_lab import addressing, networking, vms
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2
from heddle_lab.rest import ControllerApi
from heddle_lab.session import Session
from heddle_lab.traffic.bulk import BulkFlow, BulkFlows
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.wait import until

SERVERS = "between the servers"
KINDS = ("vxlan", "gre", "routed")
_WAYS = {"vxlan": "VXLAN and a router", "gre": "GRE and a router", "routed": "direct routing"}
_BLOCKS = {"routed": ("172.20.0.0/24", "172.20.1.0/24")}
_USUAL_BLOCKS = ("192.168.1.0/24", "192.168.2.0/24")
_PINGS = 200
_WARM = 1.0
_PORT = 30000


@dataclass(frozen=True)
class Cost:
    """One way: TCP goodput in bit/s, round trips in milliseconds, the largest IP packet that gets there whole."""

    way: str
    goodput: float
    median: float
    worst: float
    mtu: int


def measure(session: Session, near: str, far: str, seconds: float) -> Iterator[Cost]:
    """Each way in turn, the servers themselves first; `seconds` is how long TCP sends."""
    yield _cost(SERVERS, session.lab.host(near), session.lab.host(far), seconds)
    for kind in KINDS:
        with _machines(session, kind, (near, far)) as (one, other):
            yield _cost(_WAYS[kind], one, other, seconds)


def table(costs: Sequence[Cost]) -> Iterator[str]:
    """The lines that compare them."""
    yield f"{'way':<22} {'TCP Mbit/s':>10} {'RTT median':>10} {'99 in 100':>10} {'MTU':>6}"
    for cost in costs:
        rtt = f"{cost.median:>7.2f} ms {cost.worst:>7.2f} ms"
        yield f"{cost.way:<22} {cost.goodput / 1e6:>10.0f} {rtt} {cost.mtu:>6}"


def _cost(way: str, one: LabHost, other: LabHost, seconds: float) -> Cost:
    times = _round_trips(one, other)
    return Cost(
        way,
        _goodput(one, other, seconds),
        times[len(times) // 2],
        times[int(len(times) * 0.99) - 1],
        _largest(one, other),
    )


def _round_trips(one: LabHost, other: LabHost) -> list[float]:
    said = one.run("ping", "-c", str(_PINGS), "-i", "0.01", "-W", "1", other.address)
    times = sorted(float(found) for found in re.findall(r"time=([0-9.]+) ms", said))
    if len(times) < _PINGS:
        raise LabError(f"{len(times)} of {_PINGS} pings from {one.name} to {other.name} were answered")
    return times


def _goodput(one: LabHost, other: LabHost, seconds: float) -> float:
    with BulkFlows([BulkFlow(one, other, other.address, _PORT, _PORT)]) as flows:
        time.sleep(_WARM)
        since = time.monotonic()
        time.sleep(seconds)
        end = time.monotonic()
        (progress,) = flows.finish()
    return progress.rate(since, end)


def _largest(one: LabHost, other: LabHost) -> int:
    """The largest packet that passes though nobody may cut it up."""
    fits, not_any_more = 576, 9001
    while not_any_more - fits > 1:
        size = (fits + not_any_more) // 2
        said = one.run("ping", "-c", "2", "-i", "0.05", "-W", "0.5", "-M", "do", "-s", str(size - 28), other.address)
        if " 0 received" in said:
            not_any_more = size
        else:
            fits = size
    return fits


@contextmanager
def _machines(session: Session, kind: str, servers: Sequence[str]) -> Iterator[tuple[LabHost, LabHost]]:
    """Two machines on two networks that reach each other."""
    api = session.api
    made: list[tuple[str, str]] = []
    subnets, hosts = [], []
    try:
        for number, (cidr, server) in enumerate(zip(_BLOCKS.get(kind, _USUAL_BLOCKS), servers)):
            network = _create(api, made, "network", {"provider:network_type": kind})
            subnet = {"network_id": network["id"], "ip_version": 4, "cidr": cidr}
            subnets.append(_create(api, made, "subnet", subnet)["id"])
            port = _create(api, made, "port", {"network_id": network["id"], "binding:host_id": server})
            vm = vms.boot(session.lab, f"bench{number}", port["id"], port["mac_address"], server)
            made.append(("vm", vm.name))
            networking.settled(api, port["id"], 15)
            hosts.append(vm.host(session.lab))
        if kind != "routed":
            router = _create(api, made, "router", {})
            for subnet_id in subnets:
                api.put(f"{V2}/routers/{router['id']}/add_router_interface", {"subnet_id": subnet_id})
                made.append(("interface", f"{router['id']} {subnet_id}"))
        addressing.lease(hosts, 15)
        one, other = hosts
        until("the machines to reach each other", 30, lambda: not ping_pairs([(one, other)], timeout=0.5).lost)
        yield one, other
    finally:
        for what, name in reversed(made):
            _remove(session, what, name)


def _create(api: ControllerApi, made: list[tuple[str, str]], what: str, wish: dict[str, Any]) -> dict[str, Any]:
    row = networking.made(api, what, wish)
    made.append((what, row["id"]))
    return row


def _remove(session: Session, what: str, name: str) -> None:
    if what == "vm":
        vms.remove(session.lab, name)
    elif what == "interface":
        router, subnet = name.split()
        session.api.put(f"{V2}/routers/{router}/remove_router_interface", {"subnet_id": subnet})
    else:
        session.api.delete(f"{V2}/{what}s/{name}")
