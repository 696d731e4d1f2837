"""Network devices of the current namespace: batches of veth pairs, offloads, sysctls, carrier.

A veth end that carries a userspace switch port stays in the root namespace, where the kernel would see every packet
too. So it is made mute before it first comes up: no IPv6, no answer to ARP, no forwarding from it.
"""

import array
import fcntl
import os
import random
import re
import socket
import struct
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from heddle_lab.errors import LabError
from heddle_lab.wait import until

_SIOCGIFADDR = 0x8915
_SIOCGIFFLAGS = 0x8913
_SIOCSIFFLAGS = 0x8914
_SIOCETHTOOL = 0x8946
_TUNSETIFF = 0x400454CA
_IFF_UP = 1
_IFF_TAP = 2
_IFF_NO_PI = 0x1000
# ethtool commands: receive and transmit checksum, scatter-gather, TCP segmentation, generic segmentation and receive
_OFFLOADS_OFF = (0x15, 0x17, 0x19, 0x1F, 0x24, 0x2C)

_RECEIVE_BUFFER = Path("/proc/sys/net/core/rmem_default")
_MUTE = {"ipv6/conf/{}/disable_ipv6": "1", "ipv4/conf/{}/arp_ignore": "8", "ipv4/conf/{}/forwarding": "0"}
_LONE = {"ipv6/conf/{}/accept_ra": "0", "ipv4/conf/{}/arp_ignore": "8", "ipv4/conf/{}/forwarding": "0"}
_HOST = {"ipv4/conf/{}/rp_filter": "1", "ipv4/conf/{}/arp_ignore": "1"}


def ip_batch(lines: Iterable[str]) -> None:
    """Runs `ip` commands in one process; the first that fails ends it with a refusal that quotes it."""
    _batch(["ip", "-batch", "-"], lines)


def tc_batch(lines: Iterable[str]) -> None:
    """Runs `tc` commands in one process."""
    _batch(["tc", "-batch", "-"], lines)


def present() -> set[str]:
    """The names of the devices of this namespace."""
    return {name for _, name in socket.if_nameindex()}


def delete(names: Iterable[str]) -> None:
    """Deletes the devices that exist; the other end of a veth goes with its peer.

    They are put into a device group of their own first, because a group goes in one step and single devices do not.
    """
    doomed = set(names) & present()
    if doomed:
        group = random.SystemRandom().randrange(1 << 20, 1 << 31)
        lines = [*(f"link set {name} group {group}" for name in sorted(doomed)), f"link del group {group}"]
        # a device whose peer's namespace is dying may vanish at any moment, so a failure of one line is none of ours
        subprocess.run(["ip", "-force", "-batch", "-"], input="\n".join(lines), capture_output=True, text=True)
        until("devices to be gone", 10, lambda: not doomed & present())


def tap_in_use(name: str) -> bool:
    """Whether a tap device exists and a program holds it; one that a dead program left is not in use."""
    if name not in present():
        return False
    descriptor = os.open("/dev/net/tun", os.O_RDWR)
    try:
        fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH14x", name.encode(), _IFF_TAP | _IFF_NO_PI))
        return False
    except OSError:
        return True
    finally:
        os.close(descriptor)


def offloads_off(names: Iterable[str]) -> None:
    """Switches checksum and segmentation offloads off, without which TCP through a userspace switch breaks."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for name in names:
            for command in _OFFLOADS_OFF:
                value = array.array("B", struct.pack("II", command, 0))
                request = struct.pack("16sP", name.encode(), value.buffer_info()[0])
                try:
                    fcntl.ioctl(control, _SIOCETHTOOL, request)
                except OSError as error:
                    raise LabError(f"offload {command:#x} of {name}: {error}") from error


def set_up(name: str, up: bool) -> None:
    """Sets a device administratively up or down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        try:
            reply = fcntl.ioctl(control, _SIOCGIFFLAGS, struct.pack("16sH14x", name.encode(), 0))
            flags = struct.unpack("16sH", reply[:18])[1]
            flags = flags | _IFF_UP if up else flags & ~_IFF_UP
            fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14x", name.encode(), flags))
        except OSError as error:
            raise LabError(f"device {name}: {error}") from error


def address(name: str) -> str:
    """The first IPv4 address of a device, empty if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        try:
            reply = fcntl.ioctl(control, _SIOCGIFADDR, struct.pack("16sH14x", name.encode(), socket.AF_INET))
        except OSError:
            return ""
    return socket.inet_ntoa(reply[20:24])


def hardware_address(name: str) -> str:
    """The hardware address of a device."""
    found = re.search(r"link/ether (\S+)", _output("ip", "link", "show", "dev", name))
    if found is None:
        raise LabError(f"device {name} has no hardware address")
    return found[1]


@dataclass(frozen=True)
class Addresses:
    """The IPv4 address with its prefix length and the default gateway of a device, as `ip` writes them."""

    local: str
    gateway: str

    @staticmethod
    def of(name: str) -> "Addresses":
        """What a device of this namespace has now; empty texts where it has none."""
        local = re.search(r"inet (\S+)", _output("ip", "-4", "addr", "show", "dev", name))
        gateway = re.search(r"default via (\S+)", _output("ip", "-4", "route", "show", "dev", name))
        return Addresses(local[1] if local else "", gateway[1] if gateway else "")

    def restore(self, name: str) -> None:
        """Gives a device exactly these."""
        lines = [f"addr flush dev {name}"]
        lines += [f"addr add {self.local} dev {name}"] if self.local else []
        lines += [f"route replace default via {self.gateway} dev {name}"] if self.gateway else []
        _batch(["ip", "-4", "-batch", "-"], lines)


@contextmanager
def deep_queues() -> Iterator[None]:
    """Sockets made in the body, also by other programs, hold four megabytes of packets that nobody read yet.

    A userspace switch reads every port through such a socket: with the default size, a machine that is busy for a
    moment loses packets that no switch lost.
    """
    before = _RECEIVE_BUFFER.read_text()
    _RECEIVE_BUFFER.write_text(str(max(4 << 20, int(before))))
    try:
        yield
    finally:
        _RECEIVE_BUFFER.write_text(before)


def mute(names: Iterable[str]) -> None:
    """Keeps the kernel of this namespace from speaking on switch ports."""
    _sysctl(_MUTE, names)


def behave_as_host(name: str) -> None:
    """Makes the device that carries a host's address ready: strict reverse paths, ARP for its own address only, up."""
    _sysctl(_HOST, (name, "all"))
    set_up("lo", True)
    set_up(name, True)


def lone_address(name: str, ipv6: str) -> None:
    """Gives a device one IPv6 address, at once and without its neighbours' say in it, and no other; then it is up."""
    _sysctl(_LONE, [name])
    ip_batch([f"link set {name} addrgenmode none", f"addr add {ipv6} dev {name} nodad", f"link set {name} up"])


def _sysctl(values: dict[str, str], names: Iterable[str]) -> None:
    for name in names:
        for key, value in values.items():
            path = Path("/proc/sys/net") / key.format(name)
            if path.exists():
                path.write_text(value)


def _batch(command: list[str], lines: Iterable[str]) -> None:
    text = "\n".join(lines)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LabError(f"{' '.join(command)}: {done.stderr.strip()}")


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
