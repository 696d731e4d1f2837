"""Frames made by hand, sent by machines as they are, and every frame that reaches machines meanwhile."""

import socket
import struct
from collections.abc import Sequence

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost

BROADCAST = "ff:ff:ff:ff:ff:ff"
ARP = 0x0806
IPV4 = 0x0800
IPV6 = 0x86DD
ICMP = 1
TCP = 6
UDP = 17
ICMPV6 = 58
_RESET = 0x04
_ALL = 0x0003
_SOL_PACKET = 263
_STATISTICS = 6
_AUXDATA = 8
_VLAN_VALID = 1 << 4
_SO_RCVBUFFORCE = 33
_BUFFER = 4 << 20
_LARGEST = 65536


class Capture:
    """All that comes in at the interfaces of machines from now on; usable as a context."""

    def __init__(self, machines: Sequence[LabHost]) -> None:
        self._heard: dict[str, list[bytes]] = {machine.name: [] for machine in machines}
        self._taps = {machine.name: _socket(machine, _ALL) for machine in machines}
        for tap in self._taps.values():
            tap.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER)
            tap.setsockopt(_SOL_PACKET, _AUXDATA, 1)

    def __enter__(self) -> "Capture":
        return self

    def __exit__(self, *_: object) -> None:
        for tap in self._taps.values():
            tap.close()

    def heard(self) -> dict[str, list[bytes]]:
        """The frames that came in so far, in order, by machine; refuses when one was missed."""
        for name, tap in self._taps.items():
            self._drain(name, tap)
            _, dropped = struct.unpack("II", tap.getsockopt(_SOL_PACKET, _STATISTICS, 8))
            if dropped:
                raise LabError(f"{dropped} frames at {name} came too fast to be read")
        return self._heard

    def _drain(self, name: str, tap: socket.socket) -> None:
        while True:
            try:
                frame, notes, _, where = tap.recvmsg(_LARGEST, socket.CMSG_SPACE(20))
            except BlockingIOError:
                return
            if where[2] != socket.PACKET_OUTGOING:
                self._heard[name].append(_as_sent(frame, notes))


def send(machine: LabHost, frames: Sequence[bytes]) -> None:
    """Sends frames out of the interface of a machine, whatever they say."""
    with _socket(machine, 0) as sender:
        for frame in frames:
            sender.send(frame)


def ethernet(source: str, target: str, kind: int, payload: bytes) -> bytes:
    """A frame, as long as a frame is at least."""
    return (mac(target) + mac(source) + struct.pack("!H", kind) + payload).ljust(60, b"\0")


def tagged(frame: bytes, vlan: int) -> bytes:
    """The frame with an IEEE 802.1Q tag."""
    return frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:]


def arp(operation: int, sender: tuple[str, str], target: tuple[str, str]) -> bytes:
    """An ARP message (1: who has, 2: is at) about machines by hardware and IPv4 address."""
    ends = b"".join(mac(each[0]) + socket.inet_aton(each[1]) for each in (sender, target))
    return struct.pack("!HHBBH", 1, IPV4, 6, 4, operation) + ends


def ipv4(source: str, target: str, protocol: int, payload: bytes) -> bytes:
    """An IPv4 packet."""
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0)
    ends = socket.inet_aton(source) + socket.inet_aton(target)
    return head[:10] + _checksum(head + ends) + ends + payload


def udp(source: int, target: int, payload: bytes) -> bytes:
    """A UDP datagram without a checksum, which IPv4 allows."""
    return struct.pack("!HHHH", source, target, 8 + len(payload), 0) + payload


def reset(source: str, target: str, payload: bytes) -> bytes:
    """An IPv4 packet that ends a TCP connection which there is not: nobody answers it (RFC 9293, 3.5.2)."""
    segment = struct.pack("!HHIIBBHHH", 9, 9, 0, 0, 5 << 4, _RESET, 0, 0, 0) + payload
    pseudo = socket.inet_aton(source) + socket.inet_aton(target) + struct.pack("!HH", TCP, len(segment))
    return ipv4(source, target, TCP, segment[:16] + _checksum(pseudo + segment) + segment[18:])


def icmpv6(source: str, target: str, kind: int, body: bytes) -> bytes:
    """An IPv6 packet with an ICMPv6 message, as its neighbours accept it."""
    ends = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, target)
    message = struct.pack("!BBH", kind, 0, 0) + body
    pseudo = ends + struct.pack("!II", len(message), ICMPV6)
    message = message[:2] + _checksum(pseudo + message) + message[4:]
    return struct.pack("!IHBB", 6 << 28, len(message), ICMPV6, 255) + ends + message


def discover(client: str, transaction: int) -> bytes:
    """A DHCP client's first message (RFC 2131), as an Ethernet frame."""
    head = struct.pack("!BBBBIHH", 1, 1, 6, 0, transaction, 0, 0x8000) + bytes(16) + mac(client).ljust(16, b"\0")
    message = head + bytes(192) + b"\x63\x82\x53\x63" + b"\x35\x01\x01" + b"\xff"
    return ethernet(client, BROADCAST, IPV4, ipv4("0.0.0.0", "255.255.255.255", UDP, udp(68, 67, message)))


def ping(source: str, target: str, payload: bytes) -> bytes:
    """An IPv4 packet that asks for an echo."""
    message = struct.pack("!BBHHH", 8, 0, 0, 7, 1) + payload
    return ipv4(source, target, ICMP, message[:2] + _checksum(message) + message[4:])


def mac(text: str) -> bytes:
    """The six bytes of a hardware address."""
    return bytes.fromhex(text.replace(":", ""))


def _socket(machine: LabHost, kind: int) -> socket.socket:
    with namespaces.inside(machine.pid):
        made = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(kind))
        made.bind((machine.interface, kind))
    made.setblocking(False)
    return made


def _as_sent(frame: bytes, notes: list[tuple[int, int, bytes]]) -> bytes:
    """The frame with the tag that the kernel took off before it showed it (packet(7), PACKET_AUXDATA)."""
    for level, kind, data in notes:
        if (level, kind) == (_SOL_PACKET, _AUXDATA):
            status, _, _, _, _, tag, _ = struct.unpack("IIIHHHH", data[:20])
            if status & _VLAN_VALID:
                return tagged(frame, tag)
    return frame


def _checksum(data: bytes) -> bytes:
    words = struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2))
    total = sum(words)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)
