"""A few steady UDP flows among many short ones, all with their own addresses and ports, at chosen rates.

One process of its own sends for all hosts. Nobody answers and nothing is counted: it is what the controller sees of it
that matters.
"""

import heapq
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from heddle_lab.lab import LabHost
from heddle_lab.traffic.other_process import OtherProcess

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
        self._sinks = [host.udp_socket(address, PORT) for host, address in targets]
        self._other: OtherProcess[float] = OtherProcess("transfers", _send, transfers)

    def __enter__(self) -> "Herd":
        self._other.start()
        self.started = self._other.answer(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._other.end()
        for sink in self._sinks:
            sink.close()

    @property
    def is_sending(self) -> bool:
        """Whether any transfer is still under way."""
        return self._other.is_alive


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
            open_sockets[number] = transfer.source.udp_socket(transfer.source_address, transfer.source_port)
        try:
            open_sockets[number].sendto(bytes(transfer.size), (transfer.target_address, PORT))
        except OSError:
            pass  # a full queue loses packets as a full link does
        if sent + 1 < transfer.packets:
            heapq.heappush(due, (at + transfer.interval, number, sent + 1))
        else:
            open_sockets.pop(number).close()
