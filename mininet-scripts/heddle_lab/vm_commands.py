"""The verbs of `./heddle lab vm`."""

import argparse
from collections.abc import Callable
from typing import NoReturn

from heddle_lab import addressing, networking, vms
from heddle_lab.commands import become
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.rest import ControllerApi
from heddle_lab.vms import Vm

UNTIL_ACTIVE = 5.0
UNTIL_LEASED = 10.0


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """All verbs and their options."""
    boot = _verb(verbs, "boot", boot_vm, "a new one with the interface of a port, plugged into a server")
    boot.add_argument("--port", required=True, metavar="PORT_ID", help="of the Networking API: openstack port list")
    _server_option(boot)
    boot.add_argument("--no-dhcp", action="store_true", help="without a DHCP client")
    execute = _verb(verbs, "exec", execute_on_vm, "run a command on one")
    execute.add_argument("command", nargs=argparse.REMAINDER)
    _server_option(_verb(verbs, "move", move_vm, "to another server, while it runs"))
    _verb(verbs, "rm", remove_vm, "unplug one and end what runs on it")
    verbs.add_parser("list", help="all of them").set_defaults(run=list_vms)


def boot_vm(options: argparse.Namespace) -> int:
    """Boots a machine; with DHCP it has its address afterwards, or is gone again and the port's status was said."""
    lab = Lab.attach()
    api = _api(lab)
    vm = vms.boot(lab, options.name, options.port, networking.port(api, options.port).mac, options.server)
    if not options.no_dhcp:
        try:
            lease(lab, vm, api)
        except BaseException:
            vms.remove(lab, vm.name)
            raise
    print(describe(lab, vm))
    return 0


def lease(lab: Lab, vm: Vm, api: ControllerApi) -> None:
    """Has a machine ask for its address as soon as its port works; its client stays to renew it."""
    networking.settled(api, vm.port, UNTIL_ACTIVE, vm.server)
    try:
        addressing.lease([vm.host(lab)], UNTIL_LEASED)
    except LabError as error:
        now = networking.port(api, vm.port)
        raise LabError(
            f"VM {vm.name} got no lease on server {vm.server}: {now}; to boot it and look: --no-dhcp"
        ) from error


def execute_on_vm(options: argparse.Namespace) -> NoReturn:
    """Becomes a command on a machine."""
    become(vms.named(options.name).host(Lab.attach()), options.command)


def move_vm(options: argparse.Namespace) -> int:
    """Moves a machine and says where it is now; a port that worked is given a moment to work there."""
    lab = Lab.attach()
    worked = _works(lab, vms.named(options.name))
    vm = vms.move(lab, options.name, options.server)
    if worked:
        networking.settled(_api(lab), vm.port, UNTIL_ACTIVE, vm.server)
    print(describe(lab, vm))
    return 0


def remove_vm(options: argparse.Namespace) -> int:
    """Removes a machine."""
    ended = vms.remove(Lab.attach(), options.name)
    print(f"removed: {options.name}, {ended} processes ended")
    return 0


def list_vms(_: argparse.Namespace) -> int:
    """One line about each machine, as text."""
    lab = Lab.attach()
    for vm in vms.listed():
        print(describe(lab, vm))
    return 0


def describe(lab: Lab, vm: Vm) -> str:
    """One line about a machine, with its port's status where there is a controller that answers."""
    if not vm.alive:
        return f"{vm.name}  has crashed; remove it: ./heddle lab vm rm {vm.name}"
    try:
        port = str(networking.port(_api(lab), vm.port))
    except LabError:
        port = f"port {vm.port}"
    return f"{vm.name}  {vm.host(lab).address or 'no address'}  {vm.mac}  on {vm.server}  {port}"


def _works(lab: Lab, vm: Vm) -> bool:
    return lab.record.url is not None and networking.port(_api(lab), vm.port).status == "ACTIVE"


def _api(lab: Lab) -> ControllerApi:
    if lab.record.url is None:
        raise LabError("this lab has no controller to ask for the port; start one: ./heddle lab up --servers")
    return ControllerApi(lab.record.url, lab.record.token)


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
    what: str,
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=what)
    verb.add_argument("name", metavar="NAME")
    verb.set_defaults(run=run)
    return verb


def _server_option(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--server", required=True, help="by its host name or its fabric address")
