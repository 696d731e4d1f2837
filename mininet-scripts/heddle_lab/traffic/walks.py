"""One packet's way, rule by rule and bucket by bucket: as the controller says, and as the switches themselves do."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from heddle_lab.errors import LabError
from heddle_lab.lab import Lab, LabHost
from heddle_lab.rest import ControllerApi
from heddle_lab.topologies import End
from heddle_lab.traffic.paths import GATEWAY, LONGEST, Tracer

_RULE = re.compile(r"^ ?(\d+)\. (?:.*priority (\d+)|No match)", re.MULTILINE)
_GROUP = re.compile(r"^ +group:(\d+)$|^ +-> (?:using bucket (\d+)|no live bucket)$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """Whose packet is followed, and what it is; ICMP has no ports."""

    source: LabHost
    source_address: str
    target_address: str
    protocol: str
    source_port: int = 0
    target_port: int = 0

    @property
    def query(self) -> str:
        """As the controller is asked."""
        asked = {"src": self.source_address, "dst": self.target_address, "proto": self.protocol}
        if self.protocol != "icmp":
            asked |= {"sport": str(self.source_port), "dport": str(self.target_port)}
        return urlencode(asked)

    def packet(self, at: End, hop: int) -> str:
        """As Open vSwitch is asked, at its entry into a switch after so many hops."""
        ports = f"{self.protocol}_src={self.source_port},{self.protocol}_dst={self.target_port}"
        kind = "icmp_type=8,icmp_code=0" if self.protocol == "icmp" else ports
        return (
            f"in_port={at.port},{self.protocol},dl_src={self.source.mac},dl_dst={GATEWAY},"
            f"nw_src={self.source_address},nw_dst={self.target_address},nw_ttl={64 - hop},{kind}"
        )


@dataclass(frozen=True)
class Hop:
    """One switch: rules as table and priority (-1 for none), groups with their bucket (-1 for none), the port out."""

    entry: End
    rules: tuple[tuple[int, int], ...]
    buckets: tuple[tuple[int, int], ...]
    out: int | None


def random_questions(lab: Lab, rng: random.Random, count: int) -> list[Question]:
    """Packets of random flows between random hosts."""
    hosts = [(host, host.address) for host in lab.hosts()]
    questions = []
    for _ in range(count):
        (source, address), (_, target) = rng.sample(hosts, 2)
        kind = rng.choice(["tcp", "udp", "tcp", "udp", "icmp"])
        ports = (0, 0) if kind == "icmp" else (rng.randrange(1, 65536), rng.randrange(1, 65536))
        questions.append(Question(source, address, target, kind, *ports))
    return questions


def predicted(api: ControllerApi, lab: Lab, question: Question) -> tuple[Hop, ...]:
    """What the controller says."""
    names = {f"{switch.dpid:016x}": switch.name for switch in lab.fabric.switches}
    hops = api.read(f"/api/v1/trace?{question.query}")["hops"]
    return tuple(_predicted_hop(names[hop["dpid"]], hop) for hop in hops)


def _predicted_hop(name: str, hop: dict[str, Any]) -> Hop:
    steps = hop["steps"]
    rules = tuple((step["table"], _priority(step["text"])) for step in steps if step["table"] is not None)
    buckets = tuple((step["group"], _or_none(step["bucket"])) for step in steps if step["group"] is not None)
    return Hop(End(name, hop["inPort"]), rules, buckets, hop["outPort"])


def _priority(text: str) -> int:
    found = re.search(r"priority=(\d+)", text)
    return int(found[1]) if found else -1


def _or_none(number: int | None) -> int:
    return -1 if number is None else number


def observed(tracer: Tracer, lab: Lab, question: Question) -> tuple[Hop, ...]:
    """What ofproto/trace says, switch after switch."""
    hops: list[Hop] = []
    at = lab.fabric.attachment(question.source.name)
    while lab.fabric.is_switch(at.node):
        said = tracer.ask(at, question.packet(at, len(hops)))
        out = tracer.output(said)
        hops.append(Hop(at, _rules(said), _buckets(said), out.port if out else None))
        if out is None:
            break
        if len(hops) > LONGEST:
            raise LabError(f"{question} is still under way after {LONGEST} hops")
        at = lab.fabric.peer(out)
    return tuple(hops)


def _rules(said: str) -> tuple[tuple[int, int], ...]:
    return tuple((int(table), int(priority or -1)) for table, priority in _RULE.findall(said))


def _buckets(said: str) -> tuple[tuple[int, int], ...]:
    taken: list[tuple[int, int]] = []
    for group, bucket in _GROUP.findall(said):
        if group:
            taken.append((int(group), -1))
        elif bucket:
            taken[-1] = (taken[-1][0], int(bucket))
    return tuple(taken)


def differences(api: ControllerApi, lab: Lab, questions: Sequence[Question]) -> list[str]:
    """The questions to which controller and switches give different answers, with both."""
    tracer = Tracer(lab)
    found = []
    for question in questions:
        said, seen = predicted(api, lab, question), observed(tracer, lab, question)
        if said != seen:
            found.append(f"{question}\n  controller: {said}\n  switches:   {seen}")
    return found
