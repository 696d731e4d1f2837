"""Who sends to whom: the patterns of Hedera's evaluation (NSDI 2010, section V.C), fixed by their names.

Hosts are numbered from the left, so those of an edge switch and those of a pod are neighbours.
"""

import random
import re
from collections.abc import Callable, Sequence

from heddle_lab.errors import LabError

Pairs = Sequence[tuple[int, int]]

NAMES = (
    "stag(.2,.3)/1",
    "stag(.2,.3)/2",
    "stag(.5,.3)/1",
    "stag(.5,.3)/2",
    "stride(1)",
    "stride(2)",
    "stride(4)",
    "stride(8)",
    "random/1",
    "random/2",
    "random/3",
    "randbij/1",
    "randbij/2",
    "randbij/3",
    "randx2/1",
    "randx2/2",
    "randx3/1",
    "randx3/2",
    "hotspot/1",
    "hotspot/2",
)

_FORM = re.compile(r"stride\(\d+\)|stag\(0?\.\d+,0?\.\d+\)/\d+|(random|randbij|randx[1-4]|hotspot)/\d+")


def pairs(name: str, hosts: int = 16, edge: int = 2, pod: int = 4) -> Pairs:
    """The flows of a pattern as numbers of source and target; `edge` and `pod` are the hosts on an edge and in a pod.

    The number after the stroke is the seed.
    """
    kind, _, seed = name.partition("/")
    base = kind.split("(")[0].rstrip("0123456789") if kind.startswith("randx") else kind.split("(")[0]
    if not _FORM.fullmatch(name):
        raise LabError(f"no pattern {name}; there are {', '.join(NAMES)}, and the same with other numbers")
    return _MAKERS[base](kind, random.Random(int(seed or 0)), hosts, edge, pod)


def _stride(kind: str, _: random.Random, hosts: int, _edge: int, _pod: int) -> Pairs:
    step = int(kind.split("(")[1][:-1])
    return [(host, (host + step) % hosts) for host in range(hosts)]


def _staggered(kind: str, rng: random.Random, hosts: int, edge: int, pod: int) -> Pairs:
    at_edge, in_pod = (float(share) for share in kind.split("(")[1][:-1].split(","))
    result = []
    for host in range(hosts):
        near = [other for other in range(hosts) if other // edge == host // edge and other != host]
        around = [other for other in range(hosts) if other // pod == host // pod and other // edge != host // edge]
        far = [other for other in range(hosts) if other // pod != host // pod]
        drawn = rng.random()
        result.append((host, rng.choice(near if drawn < at_edge else around if drawn < at_edge + in_pod else far)))
    return result


def _random(_kind: str, rng: random.Random, hosts: int, _edge: int, _pod: int) -> Pairs:
    return [(host, _other(rng, hosts, host)) for host in range(hosts)]


def _bijection(_kind: str, rng: random.Random, hosts: int, _edge: int, _pod: int) -> Pairs:
    while True:
        targets = rng.sample(range(hosts), hosts)
        if all(host != target for host, target in enumerate(targets)):
            return list(enumerate(targets))


def _several(kind: str, rng: random.Random, hosts: int, _edge: int, _pod: int) -> Pairs:
    return [(host, _other(rng, hosts, host)) for host in range(hosts) for _ in range(int(kind[-1]))]


def _hotspot(_kind: str, rng: random.Random, hosts: int, _edge: int, _pod: int) -> Pairs:
    hot = rng.randrange(hosts)
    return [(host, hot) for host in range(hosts) if host != hot]


def _other(rng: random.Random, hosts: int, host: int) -> int:
    return rng.choice([other for other in range(hosts) if other != host])


_MAKERS: dict[str, Callable[[str, random.Random, int, int, int], Pairs]] = {
    "stride": _stride,
    "stag": _staggered,
    "random": _random,
    "randbij": _bijection,
    "randx": _several,
    "hotspot": _hotspot,
}
