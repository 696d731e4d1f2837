"""How hosts get their addresses: by DHCP, by their position, or by a plan of their own."""

import ipaddress
from pathlib import Path

from heddle_lab import namespaces
from heddle_lab.errors import LabError
from heddle_lab.interfaces import Addresses
from heddle_lab.lab import Lab, LabHost
from heddle_lab.rest import ControllerApi
from heddle_lab.topologies import Fabric

SCRIPTS = Path(__file__).parent / "scripts"
KINDS = ("dhcp", "planned", "offplan", "none")


def give(lab: Lab, kind: str, api: ControllerApi | None) -> None:
    """Gives every host its address; `planned` asks the controller, if there is one, how it numbered the switches."""
    if kind == "dhcp":
        lease(lab.hosts())
    elif kind == "planned":
        plan = planned_addresses(lab.fabric, api) if api else {h.name: h.planned for h in lab.fabric.hosts}
        for host in lab.hosts():
            static(host, f"{plan[host.name]}/24", plan[host.name].rsplit(".", 1)[0] + ".1")
    elif kind == "offplan":
        network = ipaddress.ip_network("192.168.0.0/16")
        for number, host in enumerate(lab.hosts(), start=1):
            static(host, f"{network[number]}/16", "")
    elif kind != "none":
        raise LabError(f"addresses {kind}: one of {', '.join(KINDS)}")


def lease(hosts: list[LabHost], seconds: float = 30) -> None:
    """Runs a DHCP client on every host at once; it stays to renew the lease."""
    clients = [(host, host.popen(*_udhcpc(host, seconds))) for host in hosts]
    failed = []
    for host, client in clients:
        output, _ = client.communicate(timeout=seconds + 10)
        if client.returncode:
            failed.append(f"{host.name}: {output.strip().splitlines()[-1:]}")
    if failed:
        raise LabError(f"{len(failed)} of {len(hosts)} hosts got no lease: {'; '.join(failed[:5])}")


def static(host: LabHost, address: str, gateway: str) -> None:
    """Gives a host one address with prefix length, as in 10.0.0.2/24, and a default gateway unless that is empty."""
    with namespaces.inside(host.pid):
        Addresses(address, gateway).restore(host.interface)


def forget(host: LabHost) -> None:
    """Takes a host's addresses away."""
    with namespaces.inside(host.pid):
        Addresses("", "").restore(host.interface)


def planned_addresses(fabric: Fabric, api: ControllerApi) -> dict[str, str]:
    """The planned address of every host: the number of its switch, then its rank among that switch's host ports."""
    by_dpid = {int(str(row["dpid"]).replace(":", ""), 16): str(row["address"]) for row in api.items("/api/v1/switches")}
    result = {}
    for switch in fabric.switches:
        plugged = sorted((fabric.attachment(h.name).port, h.name) for h in fabric.hosts
                         if fabric.attachment(h.name).node == switch.name)  # fmt: skip
        for rank, (_, name) in enumerate(plugged):
            if switch.dpid not in by_dpid:
                raise LabError(f"the controller does not know switch {switch.name}")
            result[name] = by_dpid[switch.dpid].rsplit(".", 1)[0] + f".{rank + 2}"
    return result


def _udhcpc(host: LabHost, seconds: float) -> list[str]:
    tries = max(3, int(seconds))
    options = [
        "-t",
        str(tries),
        "-T",
        "1",
        "-n",
        "-O",
        "mtu",
        "-O",
        "staticroutes",
        "-s",
        str(SCRIPTS / "udhcpc-lease"),
    ]
    return ["udhcpc", "-i", host.interface, *options]
