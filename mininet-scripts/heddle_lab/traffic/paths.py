"""Which way a flow takes, asked of the switches themselves with ofproto/trace, hop by hop."""

import random
import re
from collections.abc import Sequence

from heddle_lab.errors import LabError
from heddle_lab.lab import Lab, LabHost
from heddle_lab.topologies import End
from heddle_lab.traffic.probes import Flow

_NESTED = re.compile(r"\([^()]*(\([^()]*\)[^()]*)*\)")
_OUTPUT = re.compile(r"(?:^|,)(\d+)(?=,|$)")
LONGEST = 16
GATEWAY = "00:00:5e:00:01:01"


class Tracer:
    """Paths through the rules as they are now."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._devices: dict[str, str] = {}
        for name, number in re.findall(r"(\S+) \d+/(\d+): \(system\)", lab.switches.appctl("dpif/show")):
            self._devices[number] = name
        self._ends = {end.interface: end for cable in lab.fabric.cables for end in cable.ends}

    def path(self, flow: Flow) -> tuple[End, ...]:
        """The switch ports by which a flow leaves, first to last; refuses where it ends before its target."""
        hops: list[End] = []
        at = self._lab.fabric.attachment(flow.source.name)
        while len(hops) < LONGEST:
            out = self._out(at, flow)
            if out is None:
                raise LabError(f"{flow} ends at {at} after {', '.join(map(str, hops))}")
            hops.append(out)
            at = self._lab.fabric.peer(out)
            if not self._lab.fabric.is_switch(at.node):
                return tuple(hops)
        raise LabError(f"{flow} is still under way after {LONGEST} hops: {', '.join(map(str, hops))}")

    def ask(self, at: End, packet: str) -> str:
        """What ofproto/trace says of a packet at the switch of a port."""
        return self._lab.switches.appctl("ofproto/trace", at.node, packet)

    def output(self, said: str) -> End | None:
        """The port by which a traced packet leaves, if it leaves by one."""
        actions = re.search(r"Datapath actions: (.*)", said)
        ports = _OUTPUT.findall(_NESTED.sub("", actions[1])) if actions else []
        return self._ends.get(self._devices.get(ports[-1], "")) if ports else None

    def _out(self, at: End, flow: Flow) -> End | None:
        packet = (
            f"in_port={at.port},udp,dl_src={flow.source.mac},dl_dst={GATEWAY},nw_src={flow.source_address},"
            f"nw_dst={flow.target_address},nw_ttl=64,udp_src={flow.source_port},udp_dst=9000"
        )
        return self.output(self.ask(at, packet))


def covering_flows(lab: Lab, seed: int, candidates: int = 500) -> dict[Flow, tuple[End, ...]]:
    """A small set of flows, with their paths, that crosses every link between switches in both directions."""
    tracer, rng = Tracer(lab), random.Random(seed)
    hosts = [(host, host.address) for host in lab.hosts()]
    wanted = {end for cable in lab.fabric.fabric_cables for end in cable.ends}
    paths: dict[Flow, tuple[End, ...]] = {}
    crossed: set[End] = set()
    while not wanted <= crossed and len(paths) < candidates:
        flow = _random_flow(rng, hosts, 20_000 + len(paths), lab)
        paths[flow] = tracer.path(flow)
        crossed.update(paths[flow])
    chosen: dict[Flow, tuple[End, ...]] = {}
    while wanted:
        best = max(paths, key=lambda flow: len(wanted.intersection(paths[flow])))
        if not wanted.intersection(paths[best]):
            raise LabError(f"no flow of {len(paths)} more leaves by {', '.join(map(str, sorted(wanted)))}")
        chosen[best] = paths.pop(best)
        wanted -= set(chosen[best])
    return chosen


def _random_flow(rng: random.Random, hosts: Sequence[tuple[LabHost, str]], port: int, lab: Lab) -> Flow:
    while True:
        (source, source_address), (target, target_address) = rng.sample(hosts, 2)
        if remote(lab, source, target):
            return Flow(source, target, source_address, target_address, port)


def remote(lab: Lab, one: LabHost, other: LabHost) -> bool:
    """Whether two hosts are in different pods, or, in a fabric without pods, on different switches."""
    places = [lab.fabric.switch(lab.fabric.attachment(host.name).node) for host in (one, other)]
    if places[0].pod is None:
        return places[0] != places[1]
    return places[0].pod != places[1].pod
