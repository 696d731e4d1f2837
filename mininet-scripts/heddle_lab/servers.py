"""Servers: hosts of the fabric that have an Open vSwitch of their own, each in its host's namespace.

The host's device becomes a port of the bridge `br-phy`, whose internal interface takes over the host's hardware and
fabric address; so a server is to the fabric what a plain host is. Its database is told one thing, its manager, whom it
reaches over a cable apart from the fabric. That cable has link-local addresses only, which no packet can take further.
"""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, TypeVar

from heddle_lab import interfaces, namespaces
from heddle_lab.errors import LabError
from heddle_lab.openvswitch import OpenVSwitch
from heddle_lab.processes import started_at
from heddle_lab.record import FOLDER
from heddle_lab.topologies import End
from heddle_lab.wait import Timeout, until

INTEGRATION = "br-int"
UNTIL_INTEGRATED = 5.0
_MANAGEMENT = "mgmt0"
_ROOT_END = "fe80::1"
_SERVER_END = "fe80::2"
_AT_ONCE = 6  # more do not start sooner on a machine of few processors

T = TypeVar("T")


@dataclass(frozen=True)
class Server:
    """The Open vSwitch of one host."""

    INTERFACE: ClassVar[str] = "br-phy"

    name: str
    pid: int
    mac: str
    run_mark: str

    @staticmethod
    def folder(name: str) -> Path:
        """Where a server's daemons keep their files."""
        return FOLDER / "servers" / name

    @property
    def switch(self) -> OpenVSwitch:
        """Its daemons."""
        return OpenVSwitch(self.folder(self.name), self.run_mark, self.pid)

    @property
    def uplink(self) -> str:
        """Its device in the fabric's edge port."""
        return End(self.name, 0).interface

    def start(self, manager_port: str | None) -> None:
        """Starts its daemons, with a manager behind the management cable; returns when it can ask for its address."""
        self._furnish(f"tcp:[{_ROOT_END}%{_MANAGEMENT}]:{manager_port}" if manager_port else None)
        with namespaces.inside(self.pid):
            interfaces.mute([self.uplink])
            interfaces.lone_address(_MANAGEMENT, f"{_SERVER_END}/64")
        self.switch.start_switch()
        with namespaces.inside(self.pid):
            interfaces.behave_as_host(self.INTERFACE)

    def take_uplink(self) -> None:
        """Takes in the host's device anew, after it was plugged into another port of the fabric."""
        with namespaces.inside(self.pid):
            interfaces.mute([self.uplink])
        port = ["--", "add-port", self.INTERFACE, self.uplink]
        with interfaces.deep_queues():
            self.switch.vsctl("--if-exists", "del-port", self.INTERFACE, self.uplink)
            self.switch.vsctl(*port)

    def restart_switch(self) -> None:
        """Kills its switch and starts it again; its address is kept meanwhile, as Open vSwitch's own service does.

        What was in the switch's tables is gone; what the database says, bridges and ports, is there again.
        """
        with self._same_address():
            self._kill("ovs-vswitchd")
            self.switch.start_switch()

    def reboot(self, emptied: bool = False) -> None:
        """Kills both its daemons and starts them again; emptied: with a new database, as it was at the very start."""
        manager = self.switch.vsctl("get-manager").strip() or None
        with self._same_address():
            self._kill("ovs-vswitchd")
            self._kill("ovsdb-server")
            if emptied:
                self._furnish(manager)
            else:
                self.switch.serve_database()
            self.switch.start_switch()

    @contextmanager
    def _same_address(self) -> Iterator[None]:
        """Gives the device that carries its address what it had, after the body made it anew."""
        with namespaces.inside(self.pid):
            state = interfaces.Addresses.of(self.INTERFACE)
        with interfaces.deep_queues():
            yield
        with namespaces.inside(self.pid):
            interfaces.behave_as_host(self.INTERFACE)
            state.restore(self.INTERFACE)

    def _kill(self, daemon: str) -> None:
        pid = int((self.folder(self.name) / f"{daemon}.pid").read_text())
        os.kill(pid, signal.SIGKILL)
        until(f"{daemon} of {self.name} to be gone", 10, lambda: not started_at(pid), every=0.01)

    def _furnish(self, manager: str | None) -> None:
        """Makes its database: who manages it, who it is, and the bridge that has its host's device."""
        self.switch.start_database(manager)
        bridge = ["--", "add-br", self.INTERFACE, "--", "set", "bridge", self.INTERFACE, "datapath_type=netdev"]
        bridge += ["fail_mode=standalone", f'other_config:hwaddr="{self.mac}"']
        identity = [f"external_ids:system-id={self.name}", f"external_ids:hostname={self.name}"]
        identity += ["external_ids:heddle-bridge-datapath-type=netdev"]
        port = ["--", "add-port", self.INTERFACE, self.uplink]
        self.switch.vsctl("--no-wait", "set", "Open_vSwitch", ".", *identity, *bridge, *port)

    def until_integrated(self) -> None:
        """Waits a short while for the bridge that virtual machines are plugged into."""
        try:
            until(f"{INTEGRATION} of server {self.name}", UNTIL_INTEGRATED, self._is_integrated)
        except Timeout as late:
            raise LabError(
                f"server {self.name} has no bridge {INTEGRATION}, which the controller makes once the server's "
                f"database is connected; see ./heddle lab status, ./heddle lab exec {self.name} ovs-vsctl show"
            ) from late

    def is_managed(self) -> bool | None:
        """Whether its database is connected to its manager, None if it has none."""
        said = self.switch.vsctl("--bare", "--columns=is_connected", "list", "manager")
        return "true" in said if said.strip() else None

    def bridges(self) -> list[str]:
        """The names of its bridges."""
        return self.switch.vsctl("list-br").split()

    def processes(self) -> list[int]:
        """Its daemons that run."""
        written = [path.read_text().strip() for path in sorted(self.folder(self.name).glob("*.pid"))]
        return [int(pid) for pid in written if started_at(int(pid))]

    def _is_integrated(self) -> bool:
        return INTEGRATION in self.bridges()


def management_device(name: str) -> str:
    """The root namespace's end of a server's management cable."""
    return f"{name}-mgmt"


def start_all(servers: Sequence[Server], manager_port: str | None) -> None:
    """Cables all servers to the root namespace and starts them."""
    interfaces.ip_batch(
        f"link add {management_device(each.name)} type veth peer name {_MANAGEMENT} netns {each.pid}"
        for each in servers
    )
    for each in servers:
        interfaces.lone_address(management_device(each.name), f"{_ROOT_END}/64")
    with interfaces.deep_queues():
        of_each(servers, lambda server: server.start(manager_port))


def of_each(servers: Sequence[Server], ask: Callable[[Server], T]) -> list[T]:
    """Asks every server the same, several at a time; the answers in the same order."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(ask, servers))
