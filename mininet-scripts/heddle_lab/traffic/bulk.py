"""TCP connections that send as fast as they may, many at once, and what of each has arrived at every moment.

One process of its own serves all hosts. The times are those of CLOCK_MONOTONIC, the same in every process.
"""

import errno
import os
import selectors
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost
from heddle_lab.traffic.other_process import OtherProcess

FIRST_PORT = 9200
_Answer = tuple[list[float], list[list[int]]]
_CHUNK = bytes(32 << 10)
_SEND_BUFFER = 64 << 10
_TICK = 0.25
_LINGER_NONE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class BulkFlow:
    """One connection; the ports choose the path. `target_port` is this flow's own at its target."""

    source: LabHost
    target: LabHost
    target_address: str
    source_port: int
    target_port: int


@dataclass(frozen=True)
class Progress:
    """The bytes that had arrived of one flow, at every tick of a common clock."""

    times: Sequence[float]
    arrived: Sequence[int]

    def rate(self, since: float, until: float) -> float:
        """The mean goodput of a span of time in bit/s, by the ticks next to its ends."""
        first = min(range(len(self.times)), key=lambda n: abs(self.times[n] - since))
        last = min(range(len(self.times)), key=lambda n: abs(self.times[n] - until))
        if last <= first:
            raise LabError(f"no traffic was measured between {since:.1f} and {until:.1f}")
        return (self.arrived[last] - self.arrived[first]) * 8 / (self.times[last] - self.times[first])


class BulkFlows:
    """Connections under way from `start` to `finish`; usable as a context, which ends them without a report."""

    def __init__(self, flows: Sequence[BulkFlow]) -> None:
        self._count = len(flows)
        self._other: OtherProcess[_Answer] = OtherProcess("bulk traffic", _Worker.main, flows)

    def __enter__(self) -> "BulkFlows":
        self._other.start()
        self._other.answer(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._other.end()

    def finish(self) -> list[Progress]:
        """Ends all connections and says how each got on."""
        self._other.tell(None)
        times, arrived = self._other.answer(20)
        self._other.join()
        return [Progress(times, [tick[n] for tick in arrived]) for n in range(self._count)]


class _Worker:
    """The other process."""

    def __init__(self, flows: Sequence[BulkFlow]) -> None:
        self._selector = selectors.DefaultSelector()
        self._arrived = [0] * len(flows)
        self._times: list[float] = []
        self._marks: list[list[int]] = []
        self._sockets: list[socket.socket] = []
        self._buffer = bytearray(256 << 10)
        connecting = [self._connect(flow) for flow in flows]
        deadline = time.monotonic() + 20
        for flow, (sender, listener) in zip(flows, connecting):
            self._established(flow, sender, listener, deadline)

    @staticmethod
    def main(flows: Sequence[BulkFlow], pipe: Connection) -> None:
        os.nice(-5)
        worker = _Worker(flows)
        pipe.send(([], []))
        while not pipe.poll():
            worker.turn()
        for made in worker._sockets:
            made.close()
        pipe.send((worker._times, worker._marks))

    def _connect(self, flow: BulkFlow) -> tuple[socket.socket, socket.socket]:
        with namespaces.inside(flow.target.pid):
            listener = socket.create_server((flow.target_address, flow.target_port))
        with namespaces.inside(flow.source.pid):
            sender = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        # the same ports are used again right away, so no connection may linger
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NONE)
        sender.bind(("", flow.source_port))
        sender.setblocking(False)
        begun = sender.connect_ex((flow.target_address, flow.target_port))
        if begun not in (0, errno.EINPROGRESS):
            raise LabError(f"{flow.source.name} to {flow.target.name}: {os.strerror(begun)}")
        return sender, listener

    def _established(self, flow: BulkFlow, sender: socket.socket, listener: socket.socket, deadline: float) -> None:
        listener.settimeout(max(0.1, deadline - time.monotonic()))
        try:
            receiver, _ = listener.accept()
        except OSError as error:
            raise LabError(f"{flow.source.name} to {flow.target.name}: no connection ({error})") from error
        listener.close()
        receiver.setblocking(False)
        number = len(self._sockets) // 2
        self._sockets += [sender, receiver]
        self._selector.register(sender, selectors.EVENT_WRITE, None)
        self._selector.register(receiver, selectors.EVENT_READ, number)

    def turn(self) -> None:
        """Sends and receives until the next tick, then notes how far every flow is."""
        due = (self._times[-1] if self._times else time.monotonic()) + _TICK
        while time.monotonic() < due:
            for key, _ in self._selector.select(max(0.0, due - time.monotonic())):
                peer: socket.socket = key.fileobj  # type: ignore[assignment]
                try:
                    if key.data is None:
                        peer.send(_CHUNK)
                    else:
                        self._arrived[key.data] += peer.recv_into(self._buffer)
                except BlockingIOError:
                    continue
        self._times.append(time.monotonic())
        self._marks.append(list(self._arrived))
