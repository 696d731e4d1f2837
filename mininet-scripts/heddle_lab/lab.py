"""A running fabric: built, found again, cut, healed and taken down.

No daemon stands behind it. Its parts are processes that carry the mark of the run, and its record says the rest;
so any program can work on it, and a crash of one leaves nothing that the next cannot name.
"""

import os
import shutil
import signal
import socket
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from heddle_lab import internet, interfaces, namespaces, openvswitch, processes, record
from heddle_lab.errors import LabError
from heddle_lab.openvswitch import DATAPATH_DEVICE, OpenVSwitch, tools_environment
from heddle_lab.progress import step
from heddle_lab.record import FOLDER, Record
from heddle_lab.servers import Server, management_device, start_all
from heddle_lab.topologies import Cable, End, Fabric


@dataclass(frozen=True)
class LabHost:
    """A machine of the running lab, with one address of its own.

    `pid` holds its namespace open and `run_mark` marks what is started on it. `interface` is the device that carries
    its address. `switch` is the folder of its own Open vSwitch, if it has one.
    """

    name: str
    pid: int
    mac: str
    run_mark: str
    interface: str
    switch: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What programs on it are started with; ovs-* tools find its own Open vSwitch."""
        return processes.marked_environment(self.run_mark, **(tools_environment(self.switch) if self.switch else {}))

    @property
    def address(self) -> str:
        """Its IPv4 address now, empty if it has none."""
        with namespaces.inside(self.pid):
            return interfaces.address(self.interface)

    def udp_socket(self, address: str, port: int) -> socket.socket:
        """A socket of this host that never blocks."""
        with namespaces.inside(self.pid):
            made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.bind((address, port))
        made.setblocking(False)
        return made

    def popen(self, *command: str, output: int = subprocess.PIPE) -> "subprocess.Popen[str]":
        """Starts a command on this host."""
        line = namespaces.command_in(self.pid, command)
        return subprocess.Popen(
            line,
            env=self.environment,
            text=True,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )

    def run(self, *command: str, timeout: float = 60) -> str:
        """Runs a command on this host to its end; its output and errors together."""
        done = subprocess.run(
            namespaces.command_in(self.pid, command),
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
        )
        return done.stdout


class Lab:
    """Every operation on one run."""

    def __init__(self, written: Record) -> None:
        self.record = written
        self.fabric = written.fabric
        self.switches = OpenVSwitch(FOLDER, written.run)
        self.environment = processes.marked_environment(written.run)

    @staticmethod
    def up(
        fabric: Fabric,
        controller: str | None,
        rate: int | None = None,
        owned: bool = False,
        manager: str | None = None,
        servers: bool = False,
        gateways: int = 0,
        prepare: Callable[["Lab"], None] = lambda lab: None,
    ) -> "Lab":
        """Builds a fabric; controller and manager are targets such as tcp:127.0.0.1:6653, the rate is in Mbit/s.

        With `servers` every host has an Open vSwitch of its own, which has the same manager; the first `gateways` of
        them are joined to a namespace that stands for the internet. What the targets need to answer, `prepare` does
        before there are switches: one that is refused waits a second or more before it tries again.
        """
        with record.exclusively():
            previous = record.load()
            if previous and previous.alive:
                raise LabError(f"a lab ({previous.fabric.spec}) is up; end it first: ./heddle lab down")
            if previous:
                Lab(previous)._remove()
            owner = (os.getpid(), processes.started_at(os.getpid())) if owned else None
            lab = Lab(Record(uuid.uuid4().hex, fabric, owner, rate, servers=servers, gateways=gateways))
            lab.record.save()
            try:
                lab._build(controller, manager, prepare)
            except BaseException:
                with _undisturbed():
                    lab._remove()
                raise
            return lab

    @staticmethod
    def attach() -> "Lab":
        """The lab that is up."""
        written = record.load()
        if written is None or not written.alive:
            raise LabError("no lab is up; start one: ./heddle lab up")
        return Lab(written)

    @staticmethod
    def down() -> int | None:
        """Ends the recorded run, also one that crashed; how many processes it still had, None if there was none."""
        with _undisturbed(), record.exclusively():
            written = record.load()
            if written is None:
                return None
            written.refuse_if_foreign()
            return Lab(written)._remove()

    def hosts(self) -> list[LabHost]:
        """All hosts in the order of the design."""
        return [self.host(host.name) for host in self.fabric.hosts]

    def host(self, name_or_address: str) -> LabHost:
        """A host by its name or its address."""
        holders = self.record.holders
        if name_or_address in holders:
            return self._named(name_or_address)
        if name_or_address[:1].isdigit():
            for host in self.hosts():
                if host.address == name_or_address:
                    return host
        raise LabError(f"no host {name_or_address}; there are {', '.join(holders)}, each also by its address")

    def server(self, name_or_address: str) -> Server:
        """A host's own Open vSwitch."""
        host = self.host(name_or_address)
        if host.switch is None:
            raise LabError("the hosts of this lab are plain ones; start it with servers: ./heddle lab up --servers")
        return Server(host.name, host.pid, host.mac, self.record.run)

    def servers(self) -> list[Server]:
        """The Open vSwitch of every host, none where hosts are plain."""
        return [self.server(host.name) for host in self.fabric.hosts] if self.record.servers else []

    def internet(self) -> LabHost:
        """The namespace that stands for the internet, as a machine whose address is up to whoever uses it."""
        if self.record.internet is None:
            raise LabError("this lab has no way out; start it with gateways: ./heddle lab up --servers --gateways 2")
        with namespaces.inside(self.record.internet):
            mac = interfaces.hardware_address(internet.INTERFACE)
        return LabHost(internet.NAME, self.record.internet, mac, self.record.run, internet.INTERFACE)

    def cut(self, one: str, other: str | None = None, silent: bool = False) -> Sequence[Cable]:
        """Cuts a link, a cable (`NODE:PORT`) or all cables of a node; silently: it stays up and carries nothing."""
        cables = self._cables(one, other)
        for cable in cables:
            if silent:
                interfaces.tc_batch(f"qdisc replace dev {end.interface} root blackhole" for end in self._root(cable))
            else:
                interfaces.set_up(self._root(cable)[0].interface, False)
        self._remember(cables, cut=True)
        return cables

    def heal(self, one: str, other: str | None = None) -> Sequence[Cable]:
        """Undoes a cut of either kind."""
        cables = self._cables(one, other)
        for cable in cables:
            for end in self._root(cable):
                interfaces.set_up(end.interface, True)
                subprocess.run(["tc", "qdisc", "del", "dev", end.interface, "root"], capture_output=True, check=False)
        self._shape(cables)
        self._remember(cables, cut=False)
        return cables

    def move(self, host: str, to: End) -> None:
        """Unplugs a host and plugs it into a free port of another switch; its addresses go with it."""
        moved, old = self.host(host), self.fabric.attachment(host)
        if to in {end for cable in self.fabric.cables for end in cable.ends}:
            raise LabError(f"{to} has a cable already")
        with namespaces.inside(moved.pid):
            state = interfaces.Addresses.of(moved.interface)
        self.switches.vsctl("--if-exists", "del-port", old.node, old.interface)
        interfaces.delete([old.interface])
        self._plug([Cable(End(host, 0), to)])
        if moved.switch:
            self.server(host).take_uplink()
        with namespaces.inside(moved.pid):
            state.restore(moved.interface)
        self.switches.vsctl(*self.switches.port(to))
        self._shape([Cable(End(host, 0), to)])
        cables = tuple(Cable(c.a, to) if c.a == End(host, 0) else c for c in self.fabric.cables)
        self.fabric = Fabric(self.fabric.spec, self.fabric.switches, self.fabric.hosts, cables)
        self.record.fabric = self.fabric
        self.record.save()

    def _build(self, controller: str | None, manager: str | None, prepare: Callable[["Lab"], None]) -> None:
        loud = len(self.fabric.switches) > 8
        with step(f"{len(self.fabric.hosts)} hosts and {len(self.fabric.cables)} cables", loud):
            pids = namespaces.hold(len(self.fabric.hosts), self.environment)
            self.record.holders = dict(zip((host.name for host in self.fabric.hosts), pids))
            self.record.save()
            self._plug(self.fabric.cables)
        prepare(self)
        with step(f"{len(self.fabric.switches)} Open vSwitch bridges", loud):
            openvswitch.refuse_if_taken()
            self.switches.start_database(manager)
            self.switches.add_bridges(self.fabric, controller)
            self.record.switching = True
            self.record.save()
            with interfaces.deep_queues():
                self.switches.start_switch()
            interfaces.mute(switch.name for switch in self.fabric.switches)
        if self.record.servers:
            with step(f"Open vSwitch on {len(self.fabric.hosts)} servers", loud):
                start_all(self.servers(), manager.rpartition(":")[2] if manager else None)
        if self.record.gateways:
            with step(f"{self.record.gateways} gateways", loud):
                (self.record.internet,) = namespaces.hold(1, self.environment)
                self.record.save()
                internet.connect(self.record.internet, self.servers()[: self.record.gateways])
        self._shape(self.fabric.cables)

    def _plug(self, cables: Sequence[Cable]) -> None:
        interfaces.ip_batch(self._veth(cable) for cable in cables)
        ends = [end for cable in cables for end in cable.ends]
        switch_ends = [end.interface for end in ends if self.fabric.is_switch(end.node)]
        interfaces.mute(switch_ends)
        for end in ends:
            if not self.fabric.is_switch(end.node):
                with namespaces.inside(self.record.holders[end.node]):
                    interfaces.offloads_off([end.interface])
                    interfaces.behave_as_host(end.interface)
        interfaces.offloads_off(switch_ends)
        for name in switch_ends:
            interfaces.set_up(name, True)

    def _veth(self, cable: Cable) -> str:
        if self.fabric.is_switch(cable.a.node):
            return f"link add {cable.a.interface} type veth peer name {cable.b.interface}"
        host = self.fabric.host(cable.a.node)
        peer = f"name {cable.a.interface} address {host.mac} netns {self.record.holders[host.name]}"
        return f"link add {cable.b.interface} type veth peer {peer}"

    def _shape(self, cables: Sequence[Cable]) -> None:
        """Gives both ends of cables their rate; after Open vSwitch has the ports, because it resets their queues."""
        if self.record.rate is None:
            return
        how = f"root tbf rate {self.record.rate}mbit burst {max(15_000, self.record.rate * 1000)} latency 50ms"
        root = [end for cable in cables for end in self._root(cable)]
        interfaces.tc_batch(f"qdisc replace dev {end.interface} {how}" for end in root)
        for cable in cables:
            if cable.a not in root:
                with namespaces.inside(self.record.holders[cable.a.node]):
                    interfaces.tc_batch([f"qdisc replace dev {cable.a.interface} {how}"])

    def _named(self, name: str) -> LabHost:
        pid, mac, run = self.record.holders[name], self.fabric.host(name).mac, self.record.run
        if self.record.servers:
            return LabHost(name, pid, mac, run, Server.INTERFACE, Server.folder(name))
        return LabHost(name, pid, mac, run, End(name, 0).interface)

    def _cables(self, one: str, other: str | None) -> tuple[Cable, ...]:
        if other:
            return self.fabric.cables_between(one, other)
        if ":" in one:
            node, _, port = one.partition(":")
            return (self.fabric.cable_at(End(node, int(port) if port.isdigit() else -1)),)
        found = tuple(cable for cable in self.fabric.cables if one in (cable.a.node, cable.b.node))
        if not found:
            raise LabError(f"no node {one} with a cable")
        return found

    def _root(self, cable: Cable) -> list[End]:
        return [end for end in cable.ends if self.fabric.is_switch(end.node)]

    def _remember(self, cables: Sequence[Cable], cut: bool) -> None:
        now = set(self.record.cuts) - {str(cable) for cable in cables}
        self.record.cuts = sorted(now | {str(cable) for cable in cables} if cut else now)
        self.record.save()

    def _remove(self) -> int:
        ended = processes.end_marked(self.record.run)
        devices = [self._root(cable)[0].interface for cable in self.fabric.cables]
        if self.record.switching:
            devices += [DATAPATH_DEVICE, *(switch.name for switch in self.fabric.switches)]
        if self.record.servers:
            devices += [management_device(host.name) for host in self.fabric.hosts]
        interfaces.delete(devices)
        shutil.rmtree(FOLDER, ignore_errors=True)
        return ended


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keeps a second Ctrl-C from ending a clean-up half way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = {n: signal.signal(n, signal.SIG_IGN) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
