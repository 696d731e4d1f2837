"""How evenly random flows fall on the links of the top tier, and how plain select groups would do beside that."""

import random
import re
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from heddle_lab.errors import LabError
from heddle_lab.lab import Lab, LabHost
from heddle_lab.topologies import End
from heddle_lab.traffic.paths import remote
from heddle_lab.wait import until

TOP = ("core", "spine")
PACKETS = 10
_PACE = 0.0004


@dataclass(frozen=True)
class Load:
    """Packets in both directions on every link of the top tier, and how many of those sent arrived."""

    links: dict[End, int]
    sent: int
    arrived: int

    @property
    def switches(self) -> dict[str, int]:
        """The same by switch of the top tier."""
        result: dict[str, int] = {}
        for end, packets in self.links.items():
            result[end.node] = result.get(end.node, 0) + packets
        return result

    @property
    def link_ratio(self) -> float:
        """Maximum over mean of the links."""
        return ratio(self.links.values())

    @property
    def switch_ratio(self) -> float:
        """Maximum over mean of the switches."""
        return ratio(self.switches.values())


@dataclass(frozen=True)
class _Tuple:
    source: LabHost
    source_port: int
    target: LabHost
    target_port: int


def measure(lab: Lab, count: int = 1000, seed: int = 1) -> Load:
    """Sends `count` random UDP 5-tuples between pods, ten packets each."""
    tops = [switch.name for switch in lab.fabric.switches if switch.tier in TOP]
    if not tops:
        raise LabError(f"{lab.fabric.spec} has no tier above its edge to be even on")
    tuples = _tuples(lab, count, random.Random(seed))
    with _Sockets(lab, tuples) as sockets:
        sockets.send(1)  # teaches the kernels their gateways
        sockets.arrived()
        before = _counters(lab, tops)
        sockets.send(PACKETS)
        arrived = sockets.arrived(count * PACKETS)
        after = _counters(lab, tops)
    return Load({end: after[end] - before[end] for end in before}, count * PACKETS, arrived)


def make_plain(lab: Lab) -> None:
    """Takes the selection method from every select group, which leaves what OpenFlow 1.3 can express."""
    for switch in lab.fabric.switches:
        lines = lab.switches.ofctl("--no-names", "dump-groups", switch.name).splitlines()
        plain = [
            re.sub(r"selection_method=.*?(?=bucket=)", "", line.strip()) for line in lines if "type=select" in line
        ]
        for group in plain:
            lab.switches.ofctl("mod-group", switch.name, re.sub(r"bucket_id:\d+,", "", group))


def table(title: str, load: Load) -> Iterator[str]:
    """The load as lines of text."""
    yield f"{title}: {load.arrived} of {load.sent} packets arrived"
    for name in load.switches:
        links = "  ".join(f"{end.port}:{load.links[end]}" for end in load.links if end.node == name)
        yield f"  {name:<10} {load.switches[name]:>7}   by port  {links}"
    yield f"  maximum/mean: switches {load.switch_ratio:.2f}, links {load.link_ratio:.2f}; " + (
        f"unused links: {sum(1 for packets in load.links.values() if packets < PACKETS)}"
    )


def ratio(loads: Iterable[int]) -> float:
    """Maximum over mean."""
    values = list(loads)
    return max(values) * len(values) / max(1, sum(values))


def _tuples(lab: Lab, count: int, rng: random.Random) -> list[_Tuple]:
    hosts = lab.hosts()
    found: list[_Tuple] = []
    used: set[tuple[LabHost, int]] = set()
    while len(found) < count:
        source, target = rng.sample(hosts, 2)
        ports = rng.randrange(1024, 65536), rng.randrange(1024, 65536)
        fresh = not {(source, ports[0]), (target, ports[1])} & used
        if fresh and remote(lab, source, target):
            used |= {(source, ports[0]), (target, ports[1])}
            found.append(_Tuple(source, ports[0], target, ports[1]))
    return found


def _counters(lab: Lab, switches: Sequence[str]) -> dict[End, int]:
    """Packets received and sent by every cabled port."""
    result = {}
    for name in switches:
        said = lab.switches.ofctl("--no-names", "dump-ports", name)
        for port, received, sent in re.findall(r"port\s+(\d+): rx pkts=(\d+).*?tx pkts=(\d+)", said, re.DOTALL):
            result[End(name, int(port))] = int(received) + int(sent)
    return {end: result[end] for name in switches for end in (End(name, p) for p in lab.fabric.ports(name))}


class _Sockets:
    """Both ends of every tuple, so that no port is closed and nothing but the tuples is on the wire."""

    def __init__(self, lab: Lab, tuples: Sequence[_Tuple]) -> None:
        addresses = {host: host.address for host in lab.hosts()}
        self._sending: list[tuple[socket.socket, tuple[str, int]]] = []
        self._receiving: list[socket.socket] = []
        for one in tuples:
            sender = one.source.udp_socket(addresses[one.source], one.source_port)
            self._sending.append((sender, (addresses[one.target], one.target_port)))
            self._receiving.append(one.target.udp_socket(addresses[one.target], one.target_port))

    def __enter__(self) -> "_Sockets":
        return self

    def __exit__(self, *_: object) -> None:
        for made in [*self._receiving, *(sender for sender, _ in self._sending)]:
            made.close()

    def send(self, rounds: int) -> None:
        due = time.monotonic()
        for _ in range(rounds):
            for sender, to in self._sending:
                sender.sendto(b"evenness", to)
                due += _PACE
                time.sleep(max(0.0, due - time.monotonic()))

    def arrived(self, wanted: int = 0) -> int:
        """How many packets have arrived; waits up to three seconds for those wanted."""
        count = 0

        def enough() -> bool:
            nonlocal count
            count += sum(_waiting(receiver) for receiver in self._receiving)
            return count >= (wanted or len(self._receiving))

        try:
            until("packets", 3, enough)
        except LabError:
            pass
        return count


def _waiting(receiver: socket.socket) -> int:
    count = 0
    while True:
        try:
            receiver.recv(64)
        except BlockingIOError:
            return count
        count += 1
