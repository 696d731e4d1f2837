"""TCP connections that send as much as they can, and what arrives of each in a span of time."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost

_CHUNK = b"\0" * 65536


@dataclass(frozen=True)
class BulkFlow:
    """A TCP connection between two addressed hosts; the source port chooses the path."""

    source: LabHost
    target: LabHost
    source_port: int
    target_port: int

    @property
    def id(self) -> str:
        """How the controller's interface names it."""
        return f"tcp-{self.source.address}-{self.source_port}-{self.target.address}-{self.target_port}"


class Bulk:
    """Connections under way while the context lasts."""

    def __init__(self, flows: Sequence[BulkFlow]) -> None:
        self._flows = flows
        self._received = [0] * len(flows)
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "Bulk":
        for number, flow in enumerate(self._flows):
            sender, receiver = _connected(flow)
            self._sockets += [sender, receiver]
            self._threads.append(threading.Thread(target=_send, args=(sender,), daemon=True))
            self._threads.append(threading.Thread(target=self._receive, args=(number, receiver), daemon=True))
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # the other end was first
            each.close()
        for thread in self._threads:
            thread.join(5)

    def rates(self, seconds: float) -> list[float]:
        """What each connection carries over the next seconds, in Mbit/s of its payload."""
        before, since = list(self._received), time.monotonic()
        time.sleep(seconds)
        passed = time.monotonic() - since
        return [(now - then) * 8 / passed / 1e6 for now, then in zip(self._received, before)]

    def _receive(self, number: int, receiver: socket.socket) -> None:
        try:
            while chunk := receiver.recv(65536):
                self._received[number] += len(chunk)
        except OSError:
            return  # closed at the end


def _send(sender: socket.socket) -> None:
    try:
        while True:
            sender.sendall(_CHUNK)
    except OSError:
        return  # closed at the end


def _connected(flow: BulkFlow) -> tuple[socket.socket, socket.socket]:
    with namespaces.inside(flow.target.pid):
        listener = socket.create_server((flow.target.address, flow.target_port))
    with namespaces.inside(flow.source.pid):
        sender = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sender.bind((flow.source.address, flow.source_port))
        sender.settimeout(10)
        sender.connect((flow.target.address, flow.target_port))
        sender.settimeout(None)
        receiver, _ = listener.accept()
    except OSError as error:
        raise LabError(f"{flow.id}: {error}") from error
    finally:
        listener.close()
    return sender, receiver
