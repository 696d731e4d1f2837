"""One TCP connection between two hosts that carries numbered records at a steady rate."""

import socket
import struct
import threading
import time

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost

_RECORD = struct.Struct("!I")
# offsets in struct tcp_info
_TOTAL_RETRANSMISSIONS = 100
_DUPLICATES_REPORTED = 216
PORT = 9100


def transfer(source: LabHost, target: LabHost, address: str, octets: int, seconds: float) -> int:
    """Sends so much as fast as it goes to an address that the target answers for; how much arrived within that time."""
    deadline = time.monotonic() + seconds
    with namespaces.inside(target.pid):
        listener = socket.create_server(("", PORT))
    with namespaces.inside(source.pid):
        sender = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    with listener, sender:
        sender.settimeout(seconds)
        sender.connect((address, PORT))
        receiver, _ = listener.accept()
        with receiver:
            threading.Thread(target=_send_all, args=(sender, bytes(octets)), daemon=True).start()
            return _arrived(receiver, octets, deadline)


def _send_all(sender: socket.socket, data: bytes) -> None:
    try:
        sender.sendall(data)
    except OSError:
        return  # the receiver has counted what it got


def _arrived(receiver: socket.socket, octets: int, deadline: float) -> int:
    got = 0
    while got < octets and (left := deadline - time.monotonic()) > 0:
        receiver.settimeout(left)
        try:
            got += len(receiver.recv(1 << 16))
        except TimeoutError:
            break
    return got


class TcpStream:
    """Sends until it is finished; then says what arrived in order and what the sender had to send again."""

    def __init__(self, source: LabHost, target: LabHost, rate: int = 100) -> None:
        address = target.address
        with namespaces.inside(target.pid):
            listener = socket.create_server((address, PORT))
        with namespaces.inside(source.pid):
            self._sender = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._sender.settimeout(10)
        try:
            self._sender.connect((address, PORT))
        except OSError as error:
            raise LabError(f"TCP {source.name} -> {target.name}: {error}") from error
        self._sender.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._receiver, _ = listener.accept()
        listener.close()
        self._interval = 1 / rate
        self._stop = threading.Event()
        self._sent = 0
        self._received = b""
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._send, self._receive)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> tuple[int, int, int]:
        """Ends the connection; records sent, records received in order, segments lost.

        Lost are those that were sent again and that the receiver had not got before: a busy machine alone makes TCP
        send again what is only late.
        """
        self._stop.set()
        for thread in self._threads:
            thread.join(15)
        info = self._sender.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        again, needless = (
            struct.unpack_from("I", info, at)[0] for at in (_TOTAL_RETRANSMISSIONS, _DUPLICATES_REPORTED)
        )
        whole = self._received[: len(self._received) // 4 * 4]
        in_order = sum(1 for n, (value,) in enumerate(_RECORD.iter_unpack(whole)) if n == value)
        self._sender.close()
        self._receiver.close()
        return self._sent, in_order, again - needless

    def _send(self) -> None:
        start = time.monotonic()
        while not self._stop.is_set():
            self._sender.sendall(_RECORD.pack(self._sent))
            self._sent += 1
            time.sleep(max(0.0, start + self._sent * self._interval - time.monotonic()))
        self._sender.shutdown(socket.SHUT_WR)

    def _receive(self) -> None:
        while chunk := self._receiver.recv(4096):
            self._received += chunk
