"""Every host pings every other, once, in parallel, from one process."""

import selectors
import socket
import struct
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from heddle_lab import namespaces
from heddle_lab.lab import LabHost

_SOL_RAW = 255
_ICMP_FILTER = 1
_ONLY_ECHO_REPLY = ~(1 << 0) & 0xFFFFFFFF


@dataclass
class PingResult:
    """How many echo requests were sent and which pairs of host names had no answer."""

    sent: int = 0
    lost: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def loss(self) -> float:
        """The share of requests without an answer, in percent."""
        return 100.0 * len(self.lost) / self.sent if self.sent else 100.0

    def __str__(self) -> str:
        named = ", ".join(f"{a} -> {b}" for a, b in self.lost[:8])
        more = f" (no answer: {named}{' …' if len(self.lost) > 8 else ''})" if self.lost else ""
        received = self.sent - len(self.lost)
        return f"pingall: {received} of {self.sent} answered, {self.loss:g} % loss, {self.seconds:.1f} s{more}"


def ping_all(hosts: Sequence[LabHost], timeout: float = 2.0, window: int = 64) -> PingResult:
    """One echo request for each ordered pair; at most `window` wait for an answer at any time."""
    return ping_pairs([(a, b) for a in hosts for b in hosts if a != b], timeout, window)


def ping_pairs(pairs: Sequence[tuple[LabHost, LabHost]], timeout: float = 2.0, window: int = 64) -> PingResult:
    """One echo request for each pair given; a host without an address counts as lost."""
    addresses = {host: host.address for pair in pairs for host in pair}
    result, start = PingResult(sent=len(pairs)), time.monotonic()
    reachable = [(a, b) for a, b in pairs if addresses[a] and addresses[b]]
    result.lost += [(a.name, b.name) for a, b in pairs if not (addresses[a] and addresses[b])]
    with _Pinger(sorted({a for a, _ in reachable}, key=lambda h: h.name)) as pinger:
        waiting = deque(_interleaved(reachable))
        while waiting or pinger.outstanding:
            while waiting and len(pinger.outstanding) < window:
                a, b = waiting.popleft()
                pinger.send(a, b, addresses[b])
            pinger.receive(0.05)
            result.lost += [(a.name, b.name) for a, b in pinger.expired(timeout)]
    result.seconds = time.monotonic() - start
    return result


class _Pinger:
    """Raw sockets, one in each host's namespace; `outstanding` maps (host, sequence) to (target, time sent)."""

    def __init__(self, hosts: Sequence[LabHost]) -> None:
        self.outstanding: dict[tuple[LabHost, int], tuple[LabHost, float]] = {}
        self._selector = selectors.DefaultSelector()
        self._sockets: dict[LabHost, socket.socket] = {}
        self._next = dict.fromkeys(hosts, 0)
        for host in hosts:
            with namespaces.inside(host.pid):
                raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
            raw.setsockopt(_SOL_RAW, _ICMP_FILTER, struct.pack("I", _ONLY_ECHO_REPLY))
            raw.setblocking(False)
            self._sockets[host] = raw
            self._selector.register(raw, selectors.EVENT_READ, host)

    def __enter__(self) -> "_Pinger":
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()
        for raw in self._sockets.values():
            raw.close()

    def send(self, host: LabHost, target: LabHost, address: str) -> None:
        sequence = self._next[host]
        self._next[host] = sequence + 1
        self.outstanding[host, sequence] = (target, time.monotonic())
        try:
            self._sockets[host].sendto(echo_request(0x4844, sequence), (address, 0))
        except OSError:
            pass  # no route: it expires unanswered, as a lost packet does

    def receive(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            for packet in drain(self._sockets[key.data]):
                header = (packet[0] & 15) * 4
                sequence = struct.unpack_from("!H", packet, header + 6)[0]
                self.outstanding.pop((key.data, sequence), None)

    def expired(self, timeout: float) -> list[tuple[LabHost, LabHost]]:
        limit = time.monotonic() - timeout
        late = [key for key, (_, sent) in self.outstanding.items() if sent < limit]
        return [(key[0], self.outstanding.pop(key)[0]) for key in late]


def echo_request(identifier: int, sequence: int) -> bytes:
    """An ICMP echo request without data."""
    words = (0x0800, 0, identifier, sequence)
    total = sum(words)
    total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!HHHH", words[0], ~total & 0xFFFF, identifier, sequence)


def drain(source: socket.socket) -> list[bytes]:
    """Every packet that waits in a non-blocking socket."""
    packets = []
    while True:
        try:
            packets.append(source.recv(2048))
        except OSError:
            return packets


def _interleaved(pairs: Sequence[tuple[LabHost, LabHost]]) -> list[tuple[LabHost, LabHost]]:
    """The pairs in an order that changes the source from one to the next."""
    rounds: dict[LabHost, int] = {}
    order = []
    for number, pair in enumerate(pairs):
        turn = rounds.get(pair[0], 0)
        rounds[pair[0]] = turn + 1
        order.append((turn, number, pair))
    return [pair for _, _, pair in sorted(order, key=lambda item: item[:2])]
