"""The designs: folded Clos fabrics (fat-tree, leaf-spine, general) and simple graphs that are none."""

from itertools import product

from heddle_lab.errors import LabError
from heddle_lab.topologies.fabric import Cable, End, Fabric, Host, Switch


class _Drawing:
    """A fabric under construction; ports are handed out in the order in which cables are drawn."""

    def __init__(self, spec: str) -> None:
        self._spec = spec
        self._switches: list[Switch] = []
        self._hosts: list[Host] = []
        self._cables: list[Cable] = []
        self._next_port: dict[str, int] = {}

    def switch(self, name: str, tier: str, pod: int | None = None) -> str:
        self._switches.append(Switch(name, len(self._switches) + 1, tier, pod))
        self._next_port[name] = 1
        return name

    def host(self, name: str, planned: str, switch: str) -> None:
        number = len(self._hosts) + 1
        self._hosts.append(Host(name, f"02:00:00:00:{number >> 8:02x}:{number & 255:02x}", planned))
        self._cables.append(Cable(End(name, 0), self._port(switch)))

    def cable(self, one: str, other: str, parallel: int = 1) -> None:
        for _ in range(parallel):
            self._cables.append(Cable(self._port(one), self._port(other)))

    def _port(self, switch: str) -> End:
        port = self._next_port[switch]
        self._next_port[switch] = port + 1
        return End(switch, port)

    def done(self) -> Fabric:
        return Fabric(self._spec, tuple(self._switches), tuple(self._hosts), tuple(self._cables))


def fat_tree(spec: str, k: int) -> Fabric:
    """The fat-tree of k pods (Al-Fares 2008): 5k²/4 switches, k³/4 hosts."""
    if k < 2 or k % 2:
        raise LabError(f"fattree,{k}: k is an even number from 2")
    half = k // 2
    return folded_clos(spec, k, half, half, half * half, half, 1)


def folded_clos(spec: str, pods: int, edges: int, aggs: int, cores: int, hosts: int, parallel: int) -> Fabric:
    """A general folded three-tier Clos: plane s is the cores c_s_j, cabled to aggregation s of every pod."""
    if min(pods, edges, aggs, cores, hosts, parallel) < 1 or cores % aggs:
        raise LabError(f"{spec}: every number is at least 1 and CORES a multiple of AGGS (one plane for each)")
    draw = _Drawing(spec)
    cores_of = [[draw.switch(f"c_{s}_{j}", "core") for j in range(cores // aggs)] for s in range(aggs)]
    for pod in range(pods):
        edge_names = [draw.switch(f"e_{pod}_{e}", "edge", pod) for e in range(edges)]
        agg_names = [draw.switch(f"a_{pod}_{s}", "aggregation", pod) for s in range(aggs)]
        for (e, edge), x in product(enumerate(edge_names), range(hosts)):
            draw.host(f"h_{pod}_{e}_{x}", f"10.{pod}.{e}.{x + 2}", edge)
        for edge, agg in product(edge_names, agg_names):
            draw.cable(edge, agg, parallel)
        for s, agg in enumerate(agg_names):
            for core in cores_of[s]:
                draw.cable(agg, core, parallel)
    return draw.done()


def leaf_spine(spec: str, spines: int, leaves: int, hosts: int) -> Fabric:
    """Every leaf cabled to every spine, `hosts` servers on each leaf."""
    if min(spines, leaves, hosts) < 1:
        raise LabError(f"{spec}: every number is at least 1")
    draw = _Drawing(spec)
    spine_names = [draw.switch(f"spine{s + 1}", "spine") for s in range(spines)]
    leaf_names = [draw.switch(f"leaf{n + 1}", "leaf") for n in range(leaves)]
    for (n, leaf), x in product(enumerate(leaf_names), range(hosts)):
        draw.host(f"h_{n + 1}_{x + 1}", f"10.0.{n}.{x + 2}", leaf)
    for leaf, spine in product(leaf_names, spine_names):
        draw.cable(leaf, spine)
    return draw.done()


def chain(spec: str, count: int, closed: bool) -> Fabric:
    """Switches in a row, one host each; `closed` joins the last to the first."""
    if count < (3 if closed else 1):
        raise LabError(f"{spec}: at least {3 if closed else 1} switches")
    draw = _Drawing(spec)
    names = [draw.switch(f"s{n + 1}", "switch") for n in range(count)]
    for n, name in enumerate(names):
        draw.host(f"h{n + 1}", f"10.0.{n}.2", name)
    for one, other in zip(names, names[1:]):
        draw.cable(one, other)
    if closed:
        draw.cable(names[-1], names[0])
    return draw.done()


def star(spec: str, count: int) -> Fabric:
    """One switch with `count` hosts."""
    if count < 1:
        raise LabError(f"{spec}: at least one host")
    draw = _Drawing(spec)
    draw.switch("s1", "switch")
    for n in range(count):
        draw.host(f"h{n + 1}", f"10.0.0.{n + 2}", "s1")
    return draw.done()
