"""The verbs of `./heddle demo` and `./heddle lab`."""

import argparse
import os
import shlex
import signal
import sys
from types import FrameType
from typing import NoReturn

from heddle_lab import namespaces, processes, record
from heddle_lab.addressing import KINDS
from heddle_lab.controller import Ports
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab, LabHost
from heddle_lab.progress import step
from heddle_lab.servers import Server, of_each
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import SPECS, Fabric, fabric_of
from heddle_lab.topologies.changes import changed
from heddle_lab.traffic.ping import ping_all

TOPOLOGIES = "topologies: " + "; ".join(f"{spec} ({meaning})" for spec, meaning in SPECS.items())


def fabric_options(parser: argparse.ArgumentParser) -> None:
    """The options that describe a fabric."""
    parser.add_argument("--topo", default="fattree,4", metavar="SPEC", help="the fabric; default fattree,4")
    parser.add_argument("--shuffle", type=int, metavar="SEED", help="random datapath ids and port numbers")
    parser.add_argument(
        "--without", action="append", default=[], metavar="WHAT", help="leave out a switch, a link A-B or a port A:3"
    )
    parser.add_argument(
        "--swap", nargs=2, action="append", default=[], metavar="A:PORT", help="exchange the plugs in two ports"
    )
    parser.add_argument("--rate", type=int, metavar="MBIT", help="shape every link to this rate")
    parser.add_argument(
        "--addresses",
        choices=KINDS,
        default=None,
        help="where hosts get theirs; default dhcp, planned without controller",
    )
    parser.add_argument("--servers", action="store_true", help="every host with an Open vSwitch of its own, for VMs")
    parser.add_argument(
        "--gateways", type=int, default=0, metavar="N", help="of the servers, how many lead to an internet in the lab"
    )
    parser.add_argument("--openflow-port", type=int, default=Ports.openflow, metavar="PORT", help="default 6653")
    parser.add_argument("--http-port", type=int, default=Ports.http, metavar="PORT", help="default 8181")
    parser.add_argument("--ovsdb-port", type=int, default=Ports.ovsdb, metavar="PORT", help="default 6640")
    parser.add_argument("--sflow-port", type=int, default=Ports.sflow, metavar="PORT", help="default 6343")
    parser.add_argument("--no-controller", action="store_true", help="bridges and hosts only")


def fabric_from(options: argparse.Namespace) -> Fabric:
    """The fabric that those options describe."""
    return changed(fabric_of(options.topo), options.without, options.swap, options.shuffle)


def wishes_from(options: argparse.Namespace, owned: bool) -> Wishes:
    """The run that those options describe."""
    addresses = options.addresses or ("planned" if options.no_controller else "dhcp")
    ports = Ports(options.openflow_port, options.http_port, options.ovsdb_port, options.sflow_port)
    fabric = fabric_from(options)
    if not 0 <= options.gateways <= (len(fabric.hosts) if options.servers else 0):
        raise LabError(f"{options.gateways} gateways: only servers can be gateways (--servers), and each once")
    return Wishes(
        fabric,
        not options.no_controller,
        addresses,
        options.rate,
        owned,
        ports,
        servers=options.servers,
        gateways=options.gateways,
    )


def demo(options: argparse.Namespace) -> int:
    """Fabric, controller and dashboard in the foreground; nothing stays behind."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    try:
        session = Session.start(wishes_from(options, owned=True))
        try:
            if not options.no_controller:
                print(ping_all(session.lab.hosts()), flush=True)
                print(f"dashboard: {session.api.url}/   log: {record.FOLDER}/controller/controller.log", flush=True)
                if session.controller is not None and session.controller.admin_token:
                    token = session.controller.admin_token
                    print(f"networking API: {session.api.url}/networking   admin token: {token}", flush=True)
            _stay(session.lab)
        finally:
            with step("taking the fabric down"):
                Lab.down()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def up(options: argparse.Namespace) -> int:
    """The same in the background."""
    session = Session.start(wishes_from(options, owned=False))
    print(f"up: {describe(session.lab)}")
    return 0


def status(_: argparse.Namespace) -> int:
    """What is up, as text; 1 if nothing is."""
    written = record.load()
    if written is None:
        print("no lab is up")
        return 1
    if not written.alive:
        print(f"a lab ({written.fabric.spec}) has crashed; ./heddle lab down removes what it left")
        return 1
    lab = Lab(written)
    print(describe(lab))
    for cut in written.cuts:
        print(f"cut: {cut}")
    hosts = lab.hosts()
    switches = of_each(lab.servers(), _of_switch) or [""] * len(hosts)
    for host, switch in zip(hosts, switches):
        print(f"{host.name}  {host.address or 'no address'}  at {lab.fabric.attachment(host.name)}{switch}")
    return 0


def _of_switch(server: Server) -> str:
    if len(server.processes()) < 2:
        return "  its Open vSwitch does not run"
    manager = {True: "manager connected", False: "manager not connected", None: "no manager"}[server.is_managed()]
    megabytes = sum(map(processes.resident_kilobytes, server.processes())) / 1024
    return f"  {' '.join(server.bridges())}  {manager}  {megabytes:.0f} MB"


def describe(lab: Lab) -> str:
    """One line about a lab."""
    fabric = lab.fabric
    hosts = f"{len(fabric.hosts)} {'servers' if lab.record.servers else 'hosts'}"
    counts = f"{len(fabric.switches)} switches, {len(fabric.fabric_cables)} links, {hosts}"
    pid = lab.record.controller
    running = f", controller {pid} at {lab.record.url}" if pid and processes.started_at(pid) else ", no controller"
    return f"{fabric.spec}: {counts}{running}; ovs tools: OVS_RUNDIR={record.FOLDER}"


def execute(options: argparse.Namespace) -> NoReturn:
    """Becomes a command on a host."""
    host = Lab.attach().host(options.host)
    become(host, options.command)


def become(host: LabHost, command: list[str]) -> NoReturn:
    """Replaces this program by one on a host."""
    line = namespaces.command_in(host.pid, command or ["bash"])
    try:
        os.execvpe(line[0], line, host.environment)
    except OSError as error:
        raise LabError(f"{line[0]}: {error.strerror}") from error


def environment(_: argparse.Namespace) -> int:
    """What clients of the Networking API, such as openstack, need to find in their environment, as a shell reads it."""
    written = Lab.attach().record
    if written.url is None:
        raise LabError("this lab has no controller, and so no Networking API")
    for name, value in (
        ("OS_AUTH_TYPE", "admin_token"),
        ("OS_ENDPOINT", f"{written.url}/networking"),
        ("OS_TOKEN", written.token),
    ):
        print(f"export {name}={shlex.quote(value)}")
    return 0


def cut(options: argparse.Namespace) -> int:
    """Cuts and says what."""
    for cable in Lab.attach().cut(options.a, options.b, options.silent):
        print(f"cut: {cable}{' (silently)' if options.silent else ''}")
    return 0


def heal(options: argparse.Namespace) -> int:
    """Heals and says what."""
    for cable in Lab.attach().heal(options.a, options.b):
        print(f"healed: {cable}")
    return 0


def pingall(_: argparse.Namespace) -> int:
    """All pairs once; 1 if any has no answer."""
    result = ping_all(Lab.attach().hosts())
    print(result)
    return 1 if result.lost else 0


def down(_: argparse.Namespace) -> int:
    """Ends the lab, also one that crashed."""
    ended = Lab.down()
    print("no lab is up" if ended is None else f"down: {ended} processes ended")
    return 0


def _stay(lab: Lab) -> None:
    if sys.stdin.isatty() and sys.stdout.isatty():
        from heddle_lab.prompt import interact  # Mininet takes a while to load and only the prompt needs it

        interact(lab)
        return
    print("running until SIGINT or SIGTERM", flush=True)
    while True:
        signal.pause()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
