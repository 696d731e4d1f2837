"""Fabrics by name: the text behind `--topo`."""

from collections.abc import Callable

from heddle_lab.errors import LabError
from heddle_lab.topologies import designs
from heddle_lab.topologies.fabric import Fabric

SPECS: dict[str, str] = {
    "fattree,K": "fat-tree of K pods",
    "leafspine,SPINES,LEAVES,HOSTS": "HOSTS servers on each of LEAVES leaves, every leaf on every spine",
    "clos3,PODS,EDGES,AGGS,CORES,HOSTS[,PARALLEL]": "folded three-tier Clos: EDGES and AGGS in each pod, CORES in all, "
    "HOSTS on each edge, PARALLEL cables for each pair",
    "clos3-2to1": "clos3,3,4,2,4,2: two to one oversubscribed above the aggregation",
    "linear,N": "N switches in a row, a host on each",
    "ring,N": "N switches in a ring, a host on each",
    "single,N": "one switch with N hosts",
}

_PRESETS = {"clos3-2to1": "clos3,3,4,2,4,2"}

_BUILDERS: dict[str, tuple[range, Callable[..., Fabric]]] = {
    "fattree": (range(1, 2), designs.fat_tree),
    "leafspine": (range(3, 4), designs.leaf_spine),
    "clos3": (range(5, 7), lambda spec, *n: designs.folded_clos(spec, *n, *(() if len(n) == 6 else (1,)))),
    "linear": (range(1, 2), lambda spec, n: designs.chain(spec, n, closed=False)),
    "ring": (range(1, 2), lambda spec, n: designs.chain(spec, n, closed=True)),
    "single": (range(1, 2), designs.star),
}


def fabric_of(spec: str) -> Fabric:
    """The fabric that a text such as `fattree,4` names."""
    kind, *numbers = _PRESETS.get(spec, spec).split(",")
    known = "; ".join(SPECS)
    if kind not in _BUILDERS or not all(number.isdigit() for number in numbers):
        raise LabError(f"--topo {spec}: not one of {known}")
    arity, build = _BUILDERS[kind]
    if len(numbers) not in arity:
        raise LabError(f"--topo {spec}: {len(numbers)} numbers do not fit; one of {known}")
    return build(spec, *map(int, numbers))
