"""Virtual machines: namespaces with one interface, plugged into the integration bridge of a server.

The server end of the interface carries the identifier of its port (`external_ids:iface-id`), by which a controller
knows it wherever it is plugged. Each machine is written down in a file of its own before anything of it exists; so
several programs may boot, move and remove machines at once, and the record of the run stays theirs to change.
"""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from heddle_lab import interfaces, namespaces, processes, record
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab, LabHost
from heddle_lab.record import FOLDER
from heddle_lab.servers import INTEGRATION, Server

INTERFACE = "eth0"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


@dataclass(frozen=True)
class Vm:
    """A machine: the port it is plugged as, its hardware address, its server, the process that holds its namespace."""

    name: str
    port: str
    mac: str
    server: str
    pid: int

    @property
    def tap(self) -> str:
        """The server end of its interface, named after the port as hypervisors do."""
        return f"tap{self.port[:11]}"

    @property
    def alive(self) -> bool:
        """Whether its namespace is held."""
        return processes.started_at(self.pid) > 0

    def host(self, lab: Lab) -> LabHost:
        """It as a machine that runs commands and has an address."""
        return LabHost(self.name, self.pid, self.mac, lab.record.run, INTERFACE)

    def save(self) -> None:
        """Replaces what is written down of it."""
        _folder().mkdir(parents=True, exist_ok=True)
        scratch = _folder() / f"{self.name}.new"
        scratch.write_text(json.dumps(asdict(self), indent=1))
        scratch.replace(_file(self.name))


def listed() -> list[Vm]:
    """All machines, by name."""
    return [Vm(**json.loads(path.read_text())) for path in sorted(_folder().glob("*.json"))]


def named(name: str) -> Vm:
    """The machine of that name."""
    for vm in listed():
        if vm.name == name:
            return vm
    there = ", ".join(vm.name for vm in listed()) or "none"
    raise LabError(f"no VM {name}; there are {there} (./heddle lab vm boot makes one)")


def boot(lab: Lab, name: str, port: str, mac: str, server: str) -> Vm:
    """A machine with the interface of a port, plugged in a server; it has no address yet."""
    where = lab.server(server)
    where.until_integrated()
    with _plugging(lab):
        refuse_taken(name, port)
        (pid,) = namespaces.hold(1, lab.environment)
        vm = Vm(name, port, mac, where.name, pid)
        try:
            vm.save()
            _make_interface(vm, where)
            where.switch.vsctl(*_port(vm))
        except BaseException:
            _remove(lab, vm)
            raise
    return vm


def move(lab: Lab, name: str, server: str) -> Vm:
    """Moves a machine to another server while it runs: only the server end of its interface goes elsewhere.

    The destination is told of the interface first, so that it takes it in at the moment it arrives; the server that it
    leaves gives it up meanwhile, so that it is not in two places.
    """
    there = lab.server(server)
    there.until_integrated()
    with _plugging(lab):
        vm = named(name)
        here = lab.server(vm.server)
        if here == there:
            raise LabError(f"VM {name} is on {server} already")
        there.switch.vsctl("--no-wait", *_port(vm))
        try:
            _carry(vm, here, there)
        except BaseException:
            there.switch.vsctl("--no-wait", *_no_port(vm))
            here.switch.vsctl("--no-wait", *_port(vm))
            raise
        moved = replace(vm, server=there.name)
        moved.save()
    return moved


def plug(lab: Lab, name: str) -> None:
    """Plugs a machine in anew where it is, after its server lost its database or was started again."""
    with _plugging(lab):
        vm = named(name)
        lab.server(vm.server).switch.vsctl(*_port(vm))


def remove(lab: Lab, name: str) -> int:
    """Unplugs a machine and ends what runs on it; how many processes that were."""
    with _plugging(lab):
        return _remove(lab, named(name))


def refuse_taken(name: str, port: str) -> None:
    """Refuses a name or a port that another machine has."""
    if not _NAME.fullmatch(name):
        raise LabError(f"{name}: a VM's name has letters, digits, dots, dashes and underscores, at most 63")
    for vm in listed():
        if vm.name == name:
            raise LabError(f"there is a VM {name} already; remove it first: ./heddle lab vm rm {name}")
        if vm.port == port:
            raise LabError(f"port {port} is plugged already, as VM {vm.name} on {vm.server}")


def _make_interface(vm: Vm, server: Server) -> None:
    ends = f"{vm.tap} netns {server.pid} type veth peer name {INTERFACE} address {vm.mac} netns {vm.pid}"
    interfaces.ip_batch([f"link add {ends}"])
    with namespaces.inside(vm.pid):
        interfaces.offloads_off([INTERFACE])
        interfaces.behave_as_host(INTERFACE)
    _settle(vm, server)


def _carry(vm: Vm, here: Server, there: Server) -> None:
    with ThreadPoolExecutor(1) as pool:
        given_up = pool.submit(here.switch.vsctl, "--no-wait", *_no_port(vm))
        with namespaces.inside(here.pid):
            interfaces.ip_batch([f"link set {vm.tap} netns {there.pid}"])
        _settle(vm, there)
        given_up.result()


def _settle(vm: Vm, server: Server) -> None:
    """Makes the server end of an interface ready, which a change of namespace takes down."""
    with namespaces.inside(server.pid):
        interfaces.mute([vm.tap])
        interfaces.offloads_off([vm.tap])
        interfaces.set_up(vm.tap, True)


def _port(vm: Vm) -> list[str]:
    identity = [f"external_ids:iface-id={vm.port}", f'external_ids:attached-mac="{vm.mac}"']
    return ["--may-exist", "add-port", INTEGRATION, vm.tap, "--", "set", "interface", vm.tap, *identity]


def _no_port(vm: Vm) -> list[str]:
    return ["--if-exists", "del-port", INTEGRATION, vm.tap]


def _remove(lab: Lab, vm: Vm) -> int:
    server = lab.server(vm.server)
    if INTEGRATION in server.bridges():
        server.switch.vsctl(*_no_port(vm))
    with namespaces.inside(server.pid):
        interfaces.delete([vm.tap])
    ended = processes.end_namespace(vm.pid)
    _file(vm.name).unlink(missing_ok=True)
    return ended


@contextmanager
def _plugging(lab: Lab) -> Iterator[None]:
    """One program at a time plugs and unplugs, and none while the lab is taken down."""
    with record.exclusively():
        now = record.load()
        if now is None or now.run != lab.record.run:
            raise LabError("this lab was taken down meanwhile")
        with interfaces.deep_queues():
            yield


def _folder() -> Path:
    return FOLDER / "vms"


def _file(name: str) -> Path:
    return _folder() / f"{name}.json"
