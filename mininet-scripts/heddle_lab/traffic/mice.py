"""Short TCP flows that begin at random moments between random hosts, and how long each takes to its last byte."""

import os
import random
import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost
from heddle_lab.traffic.other_process import OtherProcess

PORT = 9300
_SIZE = 20_000
_PATIENCE = 10.0


@dataclass(frozen=True)
class Durations:
    """Seconds from the first packet of each flow to its last byte; and how many flows did not end in ten seconds."""

    seconds: Sequence[float]
    unfinished: int

    def percentile(self, share: float) -> float:
        """The time within which that share (0 to 1) of all flows ended, an unfinished one counting as the longest."""
        ordered = sorted(self.seconds) + [_PATIENCE] * self.unfinished
        if not ordered:
            raise LabError("no short flow was begun")
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Mice:
    """`rate` flows of 20 kB a second in all, each between two random hosts; a context that ends them."""

    def __init__(self, hosts: Sequence[tuple[LabHost, str]], rate: float, seed: int) -> None:
        self._other: OtherProcess[Durations] = OtherProcess("short flows", _Worker.main, hosts, rate, seed)

    def __enter__(self) -> "Mice":
        self._other.start()
        self._other.answer(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._other.end()

    def finish(self) -> Durations:
        """Begins no more, waits for those under way, and reports."""
        self._other.tell(None)
        durations = self._other.answer(_PATIENCE + 10)
        self._other.join()
        return durations


class _Worker:
    """The other process. What is sent is the number of the flow, again and again, so that the receiver knows it."""

    def __init__(self, hosts: Sequence[tuple[LabHost, str]], rate: float, seed: int) -> None:
        self._hosts = hosts
        self._rate = rate
        self._rng = random.Random(seed)
        self._selector = selectors.DefaultSelector()
        self._begun: dict[int, float] = {}
        self._seconds: list[float] = []
        self._count = 0
        for host, address in hosts:
            with namespaces.inside(host.pid):
                listener = socket.create_server((address, PORT), backlog=128)
            listener.setblocking(False)
            self._selector.register(listener, selectors.EVENT_READ, self._accept)

    @staticmethod
    def main(hosts: Sequence[tuple[LabHost, str]], rate: float, seed: int, pipe: Connection) -> None:
        os.nice(-5)
        worker = _Worker(hosts, rate, seed)
        pipe.send(Durations([], 0))
        worker.run(pipe)
        pipe.send(Durations(worker._seconds, len(worker._begun)))

    def run(self, pipe: Connection) -> None:
        due = time.monotonic()
        while not pipe.poll():
            due += self._rng.expovariate(self._rate)
            self._serve_until(due)
            self._begin()
        end = time.monotonic() + _PATIENCE
        while self._begun and time.monotonic() < end:
            self._serve_until(time.monotonic() + 0.05)

    def _begin(self) -> None:
        (source, _), (_, address) = self._rng.sample(self._hosts, 2)
        with namespaces.inside(source.pid):
            sender = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sender.setblocking(False)
        number, self._count = self._count, self._count + 1
        self._begun[number] = time.monotonic()
        sender.connect_ex((address, PORT))
        rest = [number.to_bytes(4, "big") * (_SIZE // 4)]
        self._selector.register(sender, selectors.EVENT_WRITE, lambda made: self._send(made, rest))

    def _serve_until(self, due: float) -> None:
        while True:
            for key, _ in self._selector.select(max(0.0, due - time.monotonic())):
                key.data(key.fileobj)
            if time.monotonic() >= due:
                return

    def _accept(self, listener: socket.socket) -> None:
        receiver, _ = listener.accept()
        receiver.setblocking(False)
        got = bytearray()
        self._selector.register(receiver, selectors.EVENT_READ, lambda made: self._receive(made, got))

    def _send(self, sender: socket.socket, rest: list[bytes]) -> None:
        try:
            rest[0] = rest[0][sender.send(rest[0]) :]
        except BlockingIOError:
            return
        except OSError:
            rest[0] = b""
        if not rest[0]:
            self._selector.unregister(sender)
            sender.close()

    def _receive(self, receiver: socket.socket, got: bytearray) -> None:
        try:
            chunk = receiver.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            chunk = b""
        got += chunk
        if not chunk:
            self._selector.unregister(receiver)
            receiver.close()
            if len(got) >= _SIZE:
                number = int.from_bytes(got[:4], "big")
                self._seconds.append(time.monotonic() - self._begun.pop(number))
