"""The value types of a fabric: switches, hosts, and cables between numbered ports."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from heddle_lab.errors import LabError

INTERFACE_NAME_LIMIT = 15


@dataclass(frozen=True)
class Switch:
    """One bridge; the tier is what the designer meant, never told to the controller."""

    name: str
    dpid: int
    tier: str
    pod: int | None = None


@dataclass(frozen=True)
class Host:
    """One server; `planned` is the address its position has while nothing is shuffled, as "a.b.c.d"."""

    name: str
    mac: str
    planned: str

    @property
    def gateway(self) -> str:
        """The address of the edge switch above this host."""
        return self.planned.rsplit(".", 1)[0] + ".1"


@dataclass(frozen=True, order=True)
class End:
    """A port of a node; on a switch the number is the OpenFlow port, a host has port 0 only."""

    node: str
    port: int

    @property
    def interface(self) -> str:
        """The name of the network device of this port."""
        return f"{self.node}-eth{self.port}"

    def __str__(self) -> str:
        return f"{self.node}:{self.port}"


@dataclass(frozen=True, order=True)
class Cable:
    """Two ends; a host's end, if there is one, is `a`."""

    a: End
    b: End

    @property
    def ends(self) -> tuple[End, End]:
        """Both ends."""
        return self.a, self.b

    def joins(self, one: str, other: str) -> bool:
        """Whether this cable runs between the two nodes named."""
        return {self.a.node, self.b.node} == {one, other}

    def __str__(self) -> str:
        return f"{self.a} - {self.b}"


@dataclass(frozen=True)
class Fabric:
    """A whole fabric; `spec` is the text that asks for it. Checked: every end is a known node's and used once."""

    spec: str
    switches: tuple[Switch, ...]
    hosts: tuple[Host, ...]
    cables: tuple[Cable, ...]

    def __post_init__(self) -> None:
        names = [s.name for s in self.switches] + [h.name for h in self.hosts]
        ends = [end for cable in self.cables for end in cable.ends]
        self._refuse_doubles("name", names)
        self._refuse_doubles("port", [str(end) for end in ends])
        self._refuse_doubles("datapath id", [f"{s.dpid:016x}" for s in self.switches])
        for end in ends:
            if end.node not in names:
                raise LabError(f"{self.spec}: a cable ends at {end}, and there is no node {end.node}")
            if len(end.interface) > INTERFACE_NAME_LIMIT:
                raise LabError(f"{self.spec}: device name {end.interface} is longer than {INTERFACE_NAME_LIMIT}")

    def _refuse_doubles(self, what: str, values: list[str]) -> None:
        doubled = [value for value, count in Counter(values).items() if count > 1]
        if doubled:
            raise LabError(f"{self.spec}: {what} used twice: {', '.join(doubled)}")

    @cached_property
    def _by_end(self) -> dict[End, Cable]:
        return {end: cable for cable in self.cables for end in cable.ends}

    @cached_property
    def _switches_by_name(self) -> dict[str, Switch]:
        return {switch.name: switch for switch in self.switches}

    @cached_property
    def _hosts_by_name(self) -> dict[str, Host]:
        return {host.name: host for host in self.hosts}

    def switch(self, name: str) -> Switch:
        """The switch of that name."""
        if name not in self._switches_by_name:
            raise LabError(f"no switch {name}; there are {', '.join(self._switches_by_name)}")
        return self._switches_by_name[name]

    def host(self, name: str) -> Host:
        """The host of that name."""
        if name not in self._hosts_by_name:
            raise LabError(f"no host {name}; there are {', '.join(self._hosts_by_name)}")
        return self._hosts_by_name[name]

    def is_switch(self, name: str) -> bool:
        """Whether a node is a switch of this fabric."""
        return name in self._switches_by_name

    def peer(self, end: End) -> End:
        """The other end of the cable that is in a port."""
        cable = self.cable_at(end)
        return cable.b if cable.a == end else cable.a

    def cable_at(self, end: End) -> Cable:
        """The cable in a port."""
        if end not in self._by_end:
            raise LabError(f"no cable in {end}")
        return self._by_end[end]

    def cables_between(self, one: str, other: str) -> tuple[Cable, ...]:
        """All cables between two nodes, at least one."""
        found = tuple(cable for cable in self.cables if cable.joins(one, other))
        if not found:
            raise LabError(f"no cable between {one} and {other}")
        return found

    def ports(self, switch: str) -> tuple[int, ...]:
        """The cabled ports of a switch in ascending order."""
        return tuple(sorted(end.port for cable in self.cables for end in cable.ends if end.node == switch))

    def attachment(self, host: str) -> End:
        """The switch port that a host is plugged into."""
        return self.peer(End(self.host(host).name, 0))

    @cached_property
    def fabric_cables(self) -> tuple[Cable, ...]:
        """The cables between switches, in order of construction."""
        return tuple(c for c in self.cables if self.is_switch(c.a.node) and self.is_switch(c.b.node))
