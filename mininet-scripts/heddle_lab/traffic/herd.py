"""A few steady UDP flows among many short ones, all with their own addresses and ports, at chosen rates.

One process of its own sends for all hosts. Nobody answers and nothing is counted: it is what the controller sees of it
that matters.
"""

import heapq
import multiprocessing
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost

PORT = 9200
_OVERHEAD = 42


@dataclass(frozen=True)
class Transfer:
    """`packets` datagrams of `size` bytes from host to host, evenly at `rate` bit/s on the wire, from `start` on.

    `start` is in seconds after the herd's; a `source_port` of 0 is chosen by the system.
    """

    source: LabHost
    source_address: str
    target_address: str
    source_port: int
    packets: int
    size: int
    rate: float
    start: float

    @property
    def interval(self) -> float:
        """Seconds from one packet to the next."""
        return (self.size + _OVERHEAD) * 8 / self.rate

    @property
    def name(self) -> str:
        """The flow as the controller writes it."""
        return f"udp {self.source_address}:{self.source_port} > {self.target_address}:{PORT}"


class Herd:
    """Transfers under way, as a context; `started` is the moment, by time.time(), from which their starts count."""

    def __init__(self, transfers: Sequence[Transfer], targets: Sequence[tuple[LabHost, str]]) -> None:
        self.started = 0.0
        self._sinks = [_bound(host, address, PORT) for host, address in targets]
        self._pipe, far = multiprocessing.Pipe()
        work = (transfers, far)
        self._process = multiprocessing.get_context("fork").Process(target=_send, args=work, daemon=True)

    def __enter__(self) -> "Herd":
        self._process.start()
        if not self._pipe.poll(10):
            raise LabError("the process that sends transfers does not answer")
        self.started = float(self._pipe.recv())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()
        for sink in self._sinks:
            sink.close()

    @property
    def is_sending(self) -> bool:
        """Whether any transfer is still under way."""
        return self._process.is_alive()


def _bound(host: LabHost, address: str, port: int) -> socket.socket:
    with namespaces.inside(host.pid):
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind((address, port))
    made.setblocking(False)
    return made


def _send(transfers: Sequence[Transfer], pipe: Connection) -> None:
    started = time.time()
    pipe.send(started)
    open_sockets: dict[int, socket.socket] = {}
    due = [(transfer.start, number, 0) for number, transfer in enumerate(transfers)]
    heapq.heapify(due)
    while due:
        at, number, sent = heapq.heappop(due)
        time.sleep(max(0.0, started + at - time.time()))
        transfer = transfers[number]
        if number not in open_sockets:
            open_sockets[number] = _bound(transfer.source, transfer.source_address, transfer.source_port)
        try:
            open_sockets[number].sendto(bytes(transfer.size), (transfer.target_address, PORT))
        except OSError:
            pass  # a full queue loses packets as a full link does
        if sent + 1 < transfer.packets:
            heapq.heappush(due, (at + transfer.interval, number, sent + 1))
        else:
            open_sockets.pop(number).close()
