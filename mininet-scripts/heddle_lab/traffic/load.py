"""One stream that sends as much as it may, and how much of it arrives, in octets of Ethernet frames.

What arrives is counted by the interface of the receiver, from the destination address to the end of the payload, so
that what is measured of TCP and of UDP is the same. The stream runs in a process of its own.
"""

import errno
import selectors
import socket
import struct
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost
from heddle_lab.traffic.other_process import OtherProcess

SMALLEST = 64  # octets of a frame
_OVERHEAD = 14 + 20 + 8  # Ethernet, IPv4 and UDP
_CHUNK = bytes(32 << 10)
_SEND_BUFFER = 256 << 10
_PERIOD = 0.001
_LINGER_NONE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Stream:
    """From one host to a port of another, at the address by which it is reached.

    TCP if `datagrams` is 0, or else so many bits a second of UDP in the smallest frames. What arrives is counted where
    `counter` says, a device of the target, unless that is its interface: a bridge counts packets, not frames.
    """

    source: LabHost
    target: LabHost
    target_address: str
    port: int
    datagrams: int = 0
    counter: str = ""


class Load:
    """A stream under way while it is a context."""

    def __init__(self, stream: Stream) -> None:
        self._target, self._device = stream.target, stream.counter or stream.target.interface
        self._other: OtherProcess[bool] = OtherProcess("a stream", _Worker.main, stream)

    def __enter__(self) -> "Load":
        self._other.start()
        self._other.answer(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._other.end()

    def rate(self, settle: float, seconds: float) -> float:
        """Bits a second that arrive, over so many seconds after some others."""
        time.sleep(settle)
        before, since = received(self._target, self._device), time.monotonic()
        time.sleep(seconds)
        after, until = received(self._target, self._device), time.monotonic()
        if not self._other.is_alive:
            raise LabError(f"the stream to {self._target.name} ended")
        return (after - before) * 8 / (until - since)


def received(host: LabHost, device: str) -> int:
    """The octets of all frames that a device of a host has received."""
    with namespaces.inside(host.pid):
        for line in Path("/proc/thread-self/net/dev").read_text().splitlines():
            name, _, numbers = line.partition(":")
            if name.strip() == device:
                return int(numbers.split()[0])
    raise LabError(f"{host.name} has no interface {device}")


class _Worker:
    """The other process."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @staticmethod
    def main(stream: Stream, pipe: Connection) -> None:
        worker = _Worker(stream)
        if stream.datagrams:
            worker.throw(pipe)
        else:
            worker.pour(pipe)

    def throw(self, pipe: Connection) -> None:
        """Sends datagrams at their rate, whatever becomes of them."""
        stream = self._stream
        with namespaces.inside(stream.target.pid):
            sink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sink.bind(("", stream.port))
        with namespaces.inside(stream.source.pid):
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.connect((stream.target_address, stream.port))
        payload = bytes(SMALLEST - _OVERHEAD)
        pace = stream.datagrams / (8 * SMALLEST)
        pipe.send(True)
        began, sent = time.monotonic(), 0
        while True:
            due = int((time.monotonic() - began) * pace)
            for _ in range(due - sent):
                try:
                    sender.send(payload)
                except OSError as error:
                    if error.errno not in (errno.ENOBUFS, errno.ECONNREFUSED):
                        raise
            sent = due
            time.sleep(_PERIOD)

    def pour(self, pipe: Connection) -> None:
        """Sends over a connection as fast as it takes it, and receives at the other end."""
        sender, receiver = self._connect()
        selector = selectors.DefaultSelector()
        selector.register(sender, selectors.EVENT_WRITE)
        selector.register(receiver, selectors.EVENT_READ)
        buffer = bytearray(256 << 10)
        pipe.send(True)
        while True:
            for key, _ in selector.select():
                try:
                    if key.fileobj is sender:
                        sender.send(_CHUNK)
                    elif not receiver.recv_into(buffer):
                        raise LabError(f"the connection to {self._stream.target.name} ended")
                except BlockingIOError:
                    continue

    def _connect(self) -> tuple[socket.socket, socket.socket]:
        stream = self._stream
        with namespaces.inside(stream.target.pid):
            listener = socket.create_server(("", stream.port))
        with namespaces.inside(stream.source.pid):
            sender = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NONE)
        sender.settimeout(15)
        try:
            sender.connect((stream.target_address, stream.port))
            listener.settimeout(5)
            receiver, _ = listener.accept()
        except OSError as error:
            raise LabError(f"{stream.source.name} to {stream.target.name}: no connection ({error})") from error
        listener.close()
        for made in (sender, receiver):
            made.setblocking(False)
        return sender, receiver
