"""What can be done to a design before it is built: other numbers, missing parts, wrong cables."""

import random
from collections.abc import Iterable
from dataclasses import replace

from heddle_lab.errors import LabError
from heddle_lab.topologies.fabric import Cable, End, Fabric


def shuffled(fabric: Fabric, seed: int) -> Fabric:
    """The same cabling under random datapath ids (48 bits) and random, sparse port numbers."""
    rng = random.Random(seed)
    dpids = rng.sample(range(1, 1 << 48), len(fabric.switches))
    order = list(range(len(fabric.switches)))
    rng.shuffle(order)
    switches = tuple(replace(fabric.switches[n], dpid=dpids[n]) for n in order)
    number: dict[End, int] = {}
    for switch in fabric.switches:
        old = fabric.ports(switch.name)
        for port, new in zip(old, rng.sample(range(1, 4 * len(old) + 1), len(old))):
            number[End(switch.name, port)] = new
    cables = tuple(
        Cable(*(replace(end, port=number.get(end, end.port)) for end in cable.ends)) for cable in fabric.cables
    )
    return replace(fabric, switches=switches, cables=cables)


def without(fabric: Fabric, what: str) -> Fabric:
    """The fabric without a switch (`a_0_1`, and hosts that hang on it alone), a link (`A-B`) or a cable (`A:PORT`)."""
    if "-" in what:
        one, _, other = what.partition("-")
        gone = set(fabric.cables_between(one, other))
        return replace(fabric, cables=tuple(c for c in fabric.cables if c not in gone))
    if ":" in what:
        cable = fabric.cable_at(end_of(what))
        return replace(fabric, cables=tuple(c for c in fabric.cables if c != cable))
    fabric.switch(what)
    cables = tuple(c for c in fabric.cables if what not in (c.a.node, c.b.node))
    cabled = {end.node for cable in cables for end in cable.ends}
    return replace(
        fabric,
        switches=tuple(s for s in fabric.switches if s.name != what),
        hosts=tuple(h for h in fabric.hosts if h.name in cabled),
        cables=cables,
    )


def swapped(fabric: Fabric, one: str, other: str) -> Fabric:
    """The fabric with the plugs in two ports (`A:PORT`, `B:PORT`) exchanged."""
    first, second = end_of(one), end_of(other)
    fabric.cable_at(first), fabric.cable_at(second)
    turn = {first: second, second: first}
    return replace(fabric, cables=tuple(_turned(cable, turn) for cable in fabric.cables))


def changed(fabric: Fabric, missing: Iterable[str], swaps: Iterable[tuple[str, str]], seed: int | None) -> Fabric:
    """All changes in a fixed order: numbers first, so that ports named by the others are those of the built fabric."""
    result = fabric if seed is None else shuffled(fabric, seed)
    for one, other in swaps:
        result = swapped(result, one, other)
    for what in missing:
        result = without(result, what)
    return result


def end_of(text: str) -> End:
    """The end written as NODE:PORT."""
    node, _, port = text.partition(":")
    if not node or not port.isdigit():
        raise LabError(f"{text}: a port is written NODE:NUMBER, as in a_0_1:3")
    return End(node, int(port))


def _turned(cable: Cable, turn: dict[End, End]) -> Cable:
    return Cable(*(turn.get(end, end) for end in cable.ends))
