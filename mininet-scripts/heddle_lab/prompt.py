"""Mininet's own prompt on a running lab: its nodes are shells in the namespaces that are there already."""

import os
import subprocess
from typing import Any

from mininet.cli import CLI
from mininet.link import Intf
from mininet.log import output, setLogLevel
from mininet.net import Mininet
from mininet.node import Node

from heddle_lab.lab import Lab, LabHost
from heddle_lab.processes import MARK
from heddle_lab.topologies import Cable
from heddle_lab.traffic.ping import ping_all


class AttachedNode(Node):  # type: ignore[misc]
    """A Mininet node whose shell enters the namespace of a host; a switch, which has no host, is the root's."""

    def __init__(self, name: str, host: LabHost | None = None, **params: Any) -> None:
        self.host = host
        super().__init__(name, **params)

    def _popen(self, cmd: list[str], **params: Any) -> "subprocess.Popen[bytes]":
        if self.host and cmd[:2] == ["mnexec", "-cdn"]:
            cmd = ["mnexec", "-cd", "mnexec", "-a", str(self.host.pid), *cmd[2:]]
            params["env"] = self.host.environment
        process: subprocess.Popen[bytes] = super()._popen(cmd, **params)
        return process


class AttachedIntf(Intf):  # type: ignore[misc]
    """A device that exists; an address is asked for when it is wanted, and is the host's wherever it carries it."""

    def config(self, **_params: Any) -> dict[str, Any]:
        return {}

    def updateIP(self) -> str:
        self.ip = self.node.host.address if self.node.host else ""
        return str(self.ip)

    def IP(self) -> str:
        return self.updateIP()


class AttachedLink:
    """A cable as the prompt lists it."""

    def __init__(self, net: "AttachedNet", cable: Cable) -> None:
        self.intf1, self.intf2 = (
            AttachedIntf(end.interface, node=net[end.node], port=end.port, link=self, moveIntfFn=lambda *_: None)
            for end in cable.ends
        )

    def status(self) -> str:
        """As in Mininet."""
        return "OK"

    def __str__(self) -> str:
        return f"{self.intf1}<->{self.intf2}"


class AttachedNet(Mininet):  # type: ignore[misc]
    """What the prompt needs to see of the lab."""

    def __init__(self, lab: Lab) -> None:
        super().__init__(topo=None, controller=None, build=False)
        self._lab = lab
        for host in lab.hosts():
            self.addHost(host.name, cls=AttachedNode, host=host, ip=None)
        for switch in lab.fabric.switches:
            self.addSwitch(switch.name, cls=AttachedNode, inNamespace=False)
        self.links = [AttachedLink(self, cable) for cable in lab.fabric.cables]

    def pingAll(self, timeout: Any = None) -> float:
        """All pairs at once."""
        result = ping_all(self._lab.hosts())
        output(f"*** {result}\n")
        return result.loss

    def configLinkStatus(self, src: str, dst: str, status: str) -> None:
        """Cuts or heals by the lab, so that its record stays true."""
        if status == "down":
            self._lab.cut(src, dst)
        else:
            self._lab.heal(src, dst)

    def close(self) -> None:
        """Ends the shells of the prompt; the lab stays."""
        for node in [*self.hosts, *self.switches]:
            node.terminate()


def interact(lab: Lab) -> None:
    """Runs the prompt until the user leaves it."""
    os.environ.update({MARK: lab.record.run, **{k: v for k, v in lab.switches.environment.items() if k[:4] == "OVS_"}})
    setLogLevel("info")
    net = AttachedNet(lab)
    try:
        CLI(net)
    finally:
        net.close()
