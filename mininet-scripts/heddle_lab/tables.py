"""What the switches hold, read with ovs-ofctl: entries and groups with their ages and counters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from heddle_lab.lab import Lab

_OWNER = 0x4845444C


@dataclass(frozen=True)
class Age:
    """How long an entry or group has been there, in seconds, and how many packets met it."""

    seconds: float
    packets: int


@dataclass(frozen=True)
class Holding:
    """All of a fabric: flow entries by (switch, cookie, table, match and actions), groups by (switch, description)."""

    flows: Mapping[tuple[str, str], Age]
    groups: Mapping[tuple[str, str], Age]

    def rewritten_since(self, before: "Holding", seconds: float) -> list[str]:
        """The entries and groups of `before` that are gone or younger than `seconds` more than they were."""
        return [
            f"{key[0]}: {key[1]}"
            for old, new in ((before.flows, self.flows), (before.groups, self.groups))
            for key, age in old.items()
            if key not in new or new[key].seconds < age.seconds + seconds or new[key].packets < age.packets
        ]

    def added_since(self, before: "Holding") -> list[str]:
        """The entries and groups that `before` did not have."""
        added = [*(set(self.flows) - set(before.flows)), *(set(self.groups) - set(before.groups))]
        return sorted(f"{switch}: {text}" for switch, text in added)


def read(lab: Lab) -> Holding:
    """Everything that every switch of a lab holds now."""
    flows: dict[tuple[str, str], Age] = {}
    groups: dict[tuple[str, str], Age] = {}
    for switch in lab.fabric.switches:
        for line in lab.switches.ofctl("--no-names", "dump-flows", switch.name).splitlines():
            if "duration=" in line:
                flows[switch.name, _without_counters(line)] = _age(line, "n_packets")
        ages = {}
        for line in lab.switches.ofctl("--no-names", "dump-group-stats", switch.name).splitlines():
            if "group_id=" in line:
                ages[_group_id(line)] = _age(line, "packet_count")
        for line in lab.switches.ofctl("--no-names", "dump-groups", switch.name).splitlines():
            if "group_id=" in line:
                groups[switch.name, line.strip()] = ages[_group_id(line)]
    return Holding(flows, groups)


def ours(entry: str) -> bool:
    """Whether a flow entry as text carries the controller's cookie."""
    cookie = re.search(r"cookie=0x([0-9a-f]+)", entry)
    return cookie is not None and int(cookie[1], 16) >> 32 == _OWNER


def _without_counters(line: str) -> str:
    return re.sub(r" (duration|n_packets|n_bytes|idle_age|hard_age)=[^ ]*", "", line.strip())


def _age(line: str, packets: str) -> Age:
    seconds = re.search(r"duration=([0-9.]+)s", line)
    count = re.search(rf"{packets}=(\d+)", line)
    return Age(float(seconds[1]) if seconds else 0.0, int(count[1]) if count else 0)


def _group_id(line: str) -> str:
    found = re.search(r"group_id=(\d+)", line)
    return found[1] if found else ""
