"""One packet of a tenant: as the controller says, and as servers and fabric do it."""

import os
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from heddle_lab.lab import Lab, LabHost
from heddle_lab.rest import ControllerApi
from heddle_lab.servers import INTEGRATION
from heddle_lab.topologies import End
from heddle_lab.traffic.frames import Capture

_BRIDGE = re.compile(r"^bridge\(\"([^\"]+)\"\)$", re.MULTILINE)
_RULE = re.compile(r"^ ?(\d+)\. (?:.*priority (\d+)|No match)", re.MULTILINE)
_PRIORITY = re.compile(r"priority=(\d+)")
_VXLAN = 4789


@dataclass(frozen=True)
class Asked:
    """Whose packet is followed: from a port to an address; ICMP has no transport ports."""

    port: str
    target: str
    protocol: str
    source_port: int = 0
    target_port: int = 0

    def journey(self, api: ControllerApi) -> dict[str, Any]:
        """What the controller says."""
        asked = {"src": self.port, "dst": self.target, "proto": self.protocol}
        if self.protocol != "icmp":
            asked |= {"sport": str(self.source_port), "dport": str(self.target_port)}
        return dict(api.read(f"/api/v1/trace?{urlencode(asked)}"))


def end(journey: dict[str, Any]) -> dict[str, Any]:
    """The one end of a journey."""
    (found,) = [stage for stage in journey["stages"] if stage["kind"] == "end"]
    return dict(found)


def crossing(journey: dict[str, Any]) -> dict[str, Any]:
    """The one stage of a journey on the fabric."""
    (found,) = [stage for stage in journey["stages"] if stage["kind"] == "fabric"]
    return dict(found)


def core(lab: Lab, journey: dict[str, Any]) -> str:
    """The name of the core that a journey says it goes through."""
    names = {f"{switch.dpid:016x}": switch.name for switch in lab.fabric.switches if switch.tier == "core"}
    (found,) = [names[hop["dpid"]] for hop in crossing(journey)["hops"] if hop["dpid"] in names]
    return found


def differences(lab: Lab, journeys: Sequence[dict[str, Any]]) -> list[str]:
    """The servers whose own ofproto/trace says of a packet otherwise than a journey, with both."""
    found = []
    for journey in journeys:
        for stage in journey["stages"]:
            if stage["kind"] == "server":
                said, seen = _predicted(stage), _observed(lab, stage)
                if said != seen:
                    found.append(f"{stage['server']}: {stage['packet']}\n  controller: {said}\n  server:     {seen}")
    return found


def _predicted(stage: dict[str, Any]) -> list[tuple[int, int]]:
    rules = []
    for step in stage["steps"]:
        if step["table"] is not None:
            priority = _PRIORITY.search(step["text"])
            rules.append((step["table"], int(priority[1]) if priority else -1))
    return rules


def _observed(lab: Lab, stage: dict[str, Any]) -> list[tuple[int, int]]:
    packet = f"in_port={stage['inPort']}," + stage["packet"].replace(" ", ",")
    said = lab.server(stage["server"]).switch.appctl("ofproto/trace", INTEGRATION, packet)
    parts = _BRIDGE.split(said)
    own = "\n".join(text for name, text in zip(parts[1::2], parts[2::2]) if name == INTEGRATION)
    return [(int(table), int(priority or -1)) for table, priority in _RULE.findall(own)]


@dataclass(frozen=True)
class Crossed:
    """A packet where a core got it: which, and the source port of the packet around it, if that has one."""

    core: str
    source_port: int | None


class CoreTaps:
    """All that comes in at the cores from now on; usable as a context."""

    def __init__(self, lab: Lab) -> None:
        run = lab.record.run
        self._capture = Capture(
            [
                LabHost(f"{switch.name} {port}", os.getpid(), "", run, End(switch.name, port).interface)
                for switch in lab.fabric.switches
                if switch.tier == "core"
                for port in lab.fabric.ports(switch.name)
            ]
        )

    def __enter__(self) -> "CoreTaps":
        return self

    def __exit__(self, *details: object) -> None:
        self._capture.__exit__(*details)

    def crossed(self, mark: re.Pattern[bytes]) -> dict[str, set[Crossed]]:
        """Where packets came by that hold a marked text, by the text."""
        found: dict[str, set[Crossed]] = {}
        for name, frames in self._capture.heard().items():
            for frame in frames:
                if text := mark.search(frame):
                    place = Crossed(name.split(" ")[0], _source_port(frame))
                    found.setdefault(text[1].decode(), set()).add(place)
        return found


def _source_port(frame: bytes) -> int | None:
    """The source port of a VXLAN packet."""
    if len(frame) < 42 or frame[12:14] != b"\x08\x00" or frame[23] != 17:
        return None
    source, target = struct.unpack_from("!HH", frame, 34)
    return int(source) if target == _VXLAN else None
