"""Numbered UDP packets at a steady rate on many flows at once, and which of them did not arrive.

One process of its own sends and receives for all hosts, so that neither a busy test nor a slow start of programs is
mistaken for loss. Times are those of CLOCK_MONOTONIC, the same in every process.
"""

import os
import selectors
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost
from heddle_lab.traffic.other_process import OtherProcess

_HEADER = struct.Struct("!HI")
_SO_RCVBUFFORCE = 33
_BUFFER = 4 << 20
PORT = 9000
_Answer = tuple[list[list[float]], list[bytearray]]


@dataclass(frozen=True)
class Flow:
    """A UDP flow between two addressed hosts to port 9000; `source_port` chooses the path.

    `arrives_at` is the target's own address where it is sent to under another one, which is translated on the way.
    """

    source: LabHost
    target: LabHost
    source_address: str
    target_address: str
    source_port: int
    arrives_at: str = ""

    @property
    def listens_at(self) -> str:
        """The address at which the target receives."""
        return self.arrives_at or self.target_address

    def __str__(self) -> str:
        return f"{self.source.name} -> {self.target.name} port {self.source_port}"


@dataclass(frozen=True)
class FlowReport:
    """What became of a flow: when each packet was sent, by number, and how often each arrived."""

    flow: Flow
    rate: int
    sent: Sequence[float]
    arrivals: bytes

    def lost(self, since: float = 0, until: float = float("inf")) -> list[int]:
        """The numbers of the packets sent in a span of time that never arrived."""
        return [n for n, at in enumerate(self.sent) if since <= at < until and not self.arrivals[n]]

    def lost_milliseconds(self, since: float = 0, until: float = float("inf")) -> float:
        """The lost packets of a span as time at the flow's rate."""
        return len(self.lost(since, until)) * 1000 / self.rate

    @property
    def doubled(self) -> int:
        """How many packets arrived more than once."""
        return sum(1 for count in self.arrivals if count > 1)


class Probes:
    """Flows under way from `start` to `finish`; usable as a context, which ends them without a report."""

    def __init__(self, flows: Sequence[Flow], rate: int = 250) -> None:
        if not flows or len(flows) > 65535:
            raise LabError(f"{len(flows)} flows: between 1 and 65535")
        self._flows = flows
        self._rate = rate
        self._other: OtherProcess[_Answer] = OtherProcess("probes", _Worker.main, flows, rate)

    def __enter__(self) -> "Probes":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._other.end()

    def start(self) -> None:
        """Returns when every flow has its sockets and the first packets are on their way."""
        self._other.start()
        self._other.answer(10)

    def finish(self, patience: float = 0.5) -> list[FlowReport]:
        """Stops sending, waits `patience` seconds for what is still under way, and reports every flow."""
        self._other.tell(patience)
        sent, arrivals = self._other.answer(patience + 20)
        self._other.join()
        return [FlowReport(f, self._rate, s, bytes(a)) for f, s, a in zip(self._flows, sent, arrivals)]


class _Worker:
    """The other process."""

    def __init__(self, flows: Sequence[Flow], rate: int) -> None:
        self._flows = flows
        self._interval = 1 / rate
        self._sent: list[list[float]] = [[] for _ in flows]
        self._arrivals: list[bytearray] = [bytearray() for _ in flows]
        self._selector = selectors.DefaultSelector()
        self._senders = [f.source.udp_socket(f.source_address, f.source_port) for f in flows]
        for target, address in sorted({(f.target, f.listens_at) for f in flows}, key=lambda t: t[1]):
            receiver = target.udp_socket(address, PORT)
            receiver.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER)
            self._selector.register(receiver, selectors.EVENT_READ)

    @staticmethod
    def main(flows: Sequence[Flow], rate: int, pipe: Connection) -> None:
        os.nice(-5)
        worker = _Worker(flows, rate)
        pipe.send(([], []))
        patience = worker.send_until(pipe)
        worker.receive_until(time.monotonic() + patience)
        pipe.send((worker._sent, worker._arrivals))

    def send_until(self, pipe: Connection) -> float:
        count = len(self._flows)
        start, turn = time.monotonic(), 0
        while True:
            due = start + (turn // count + turn % count / count) * self._interval
            self.receive_until(due)
            self._send(turn % count)
            turn += 1
            if turn % count == 0 and pipe.poll():
                return float(pipe.recv())

    def _send(self, number: int) -> None:
        flow, sent = self._flows[number], self._sent[number]
        packet = _HEADER.pack(number, len(sent))
        self._arrivals[number].append(0)
        sent.append(time.monotonic())
        try:
            self._senders[number].sendto(packet, (flow.target_address, PORT))
        except OSError:
            pass  # counted as sent and, as it never arrives, as lost

    def receive_until(self, due: float) -> None:
        while True:
            for key, _ in self._selector.select(max(0.0, due - time.monotonic())):
                self._receive(key.fileobj)  # type: ignore[arg-type]
            if time.monotonic() >= due:
                return

    def _receive(self, receiver: socket.socket) -> None:
        while True:
            try:
                number, sequence = _HEADER.unpack(receiver.recv(64))
            except BlockingIOError:
                return
            except (OSError, struct.error):
                continue
            counts = self._arrivals[number]
            counts[sequence] = min(counts[sequence] + 1, 255)
