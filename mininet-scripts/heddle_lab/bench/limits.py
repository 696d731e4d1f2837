"""What quality of service policies let through, against what they say, of ports and floating addresses.

Rates are those of Ethernet frames, from the destination address to the end of the payload, as policies count them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any

from heddle_lab import addressing, internet, networking, vms
from heddle_lab.lab import LabHost
from heddle_lab.rest import ControllerApi
from heddle_lab.networking import V2
from heddle_lab.session import Session
from heddle_lab.traffic.load import SMALLEST, Load, Stream
from heddle_lab.wait import until

# in thousands of bits a second
RATES = (500, 1000, 2000, 3000, 5000, 8000, 10000, 12000, 16000, 20000)
WORLD = "203.0.113.1"
_OFFERED = 1.5
_PORT = 9300
_UNTIL_ACTIVE = 30.0


class Place(Enum):
    """What is limited, and in which direction."""

    SENT = "port, sent"
    RECEIVED = "port, received"
    FLOATING_SENT = "floating IP, sent"
    FLOATING_RECEIVED = "floating IP, received"

    @property
    def direction(self) -> str:
        """As the Networking API calls it."""
        return "egress" if self in (Place.SENT, Place.FLOATING_SENT) else "ingress"

    @property
    def floating(self) -> bool:
        """Whether it is the floating address that is limited."""
        return self in (Place.FLOATING_SENT, Place.FLOATING_RECEIVED)


class Kind(Enum):
    """What is sent."""

    TCP = "TCP"
    SMALL_UDP = f"UDP, {SMALLEST} bytes"


@dataclass(frozen=True)
class Timing:
    """Seconds before something is measured, and for how long it is."""

    settle: float = 2.0
    measured: float = 5.0


@dataclass(frozen=True)
class Measurement:
    """What came through, in bits a second."""

    place: Place
    kind: Kind
    kbps: int
    rate: float

    @property
    def percent(self) -> float:
        """Of what is allowed."""
        return self.rate / self.kbps / 10


class Scene:
    """Two machines on two servers, one of which a floating address stands for, and the internet behind a third."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.world = session.lab.internet()
        self._policies: dict[str, str] = {}
        self._rules: dict[tuple[str, str], str] = {}
        inside, outside = self._networks()
        group = self._open()
        self.ports = [self._made("port", {"network_id": inside, "security_groups": [group]}) for _ in range(2)]
        self._router(inside, outside)
        servers = [host.name for host in session.lab.servers()]
        self.machines = [self._boot(*machine) for machine in zip(("one", "other"), self.ports, servers[-2:])]
        self.outside = outside
        asked = {"floating_network_id": outside, "port_id": self.ports[1]}
        floating = self.api.post(f"{V2}/floatingips", {"floatingip": asked})["floatingip"]
        self.floating, self._public = str(floating["id"]), str(floating["floating_ip_address"])
        addressing.static(self.world, f"{WORLD}/24", "")
        self._until_reached()

    @property
    def api(self) -> ControllerApi:
        """The controller's HTTP interface."""
        return self.session.api

    def limit(self, place: Place, kbps: int) -> None:
        """Lets only so much through there, and limits nothing elsewhere."""
        ends = {Place.SENT: self.ports[0], Place.RECEIVED: self.ports[1]}
        for port in self.ports:
            self._give(f"ports/{port}", "port", self._policy(place, kbps) if ends.get(place) == port else None)
        self._give(f"floatingips/{self.floating}", "floatingip", self._policy(place, kbps) if place.floating else None)

    def mark(self, code_point: int) -> None:
        """Has what the first machine sends marked, and not limited."""
        policy = self._made("policy", {"name": "marked"}, "qos/policies")
        rule = {"dscp_marking_rule": {"dscp_mark": code_point}}
        self.api.post(f"{V2}/qos/policies/{policy}/dscp_marking_rules", rule)
        self._give(f"ports/{self.ports[0]}", "port", policy)

    def measure(self, place: Place, kind: Kind, kbps: int, timing: Timing) -> Measurement:
        """What comes through that limit, which is there alone."""
        self.limit(place, kbps)
        with Load(self._stream(place, kind, kbps)) as load:
            return Measurement(place, kind, kbps, load.rate(timing.settle, timing.measured))

    def _stream(self, place: Place, kind: Kind, kbps: int) -> Stream:
        one, other = self.machines
        offered = int(kbps * 1000 * _OFFERED) if kind is Kind.SMALL_UDP else 0
        if place is Place.FLOATING_SENT:
            return Stream(other, self.world, WORLD, _PORT, offered, counter=self.session.lab.servers()[0].name)
        if place is Place.FLOATING_RECEIVED:
            return Stream(self.world, other, self._public, _PORT, offered)
        return Stream(one, other, other.address, _PORT, offered)

    def _policy(self, place: Place, kbps: int) -> str:
        """The policy for a direction, with that rate; it is changed, not made anew."""
        direction = place.direction
        policy = self._policies.get(direction)
        if policy is None:
            policy = self._policies[direction] = self._made("policy", {"name": direction}, "qos/policies")
            rule = {"max_kbps": kbps, "direction": direction}
            made = self.api.post(f"{V2}/qos/policies/{policy}/bandwidth_limit_rules", {"bandwidth_limit_rule": rule})
            self._rules[policy, direction] = str(made["bandwidth_limit_rule"]["id"])
        else:
            rule_path = f"{V2}/qos/policies/{policy}/bandwidth_limit_rules/{self._rules[policy, direction]}"
            self.api.put(rule_path, {"bandwidth_limit_rule": {"max_kbps": kbps}})
        return policy

    def _give(self, path: str, name: str, policy: str | None) -> None:
        self.api.put(f"{V2}/{path}", {name: {"qos_policy_id": policy}})

    def _made(self, name: str, what: dict[str, Any], path: str = "") -> str:
        return str(networking.made(self.api, name, what, path)["id"])

    def _networks(self) -> tuple[str, str]:
        inside = self._made("network", {"name": "inside"})
        self._made("subnet", {"network_id": inside, "ip_version": 4, "cidr": "10.5.0.0/24"})
        flat = {"provider:network_type": "flat", "provider:physical_network": internet.PHYSICAL}
        outside = self._made("network", {"name": "outside", "router:external": True, **flat})
        pool = {"start": "203.0.113.100", "end": "203.0.113.200"}
        block = {"cidr": "203.0.113.0/24", "gateway_ip": WORLD, "enable_dhcp": False, "allocation_pools": [pool]}
        self._made("subnet", {"network_id": outside, "ip_version": 4, **block})
        return inside, outside

    def _open(self) -> str:
        group = self._made("security_group", {"name": "open"}, "security-groups")
        rule = {"security_group_id": group, "direction": "ingress", "ethertype": "IPv4"}
        self._made("security_group_rule", rule, "security-group-rules")
        return group

    def _router(self, inside: str, outside: str) -> None:
        router = self._made("router", {"external_gateway_info": {"network_id": outside}})
        (subnet,) = self.api.items(f"{V2}/subnets?network_id={inside}")
        self.api.put(f"{V2}/routers/{router}/add_router_interface", {"subnet_id": subnet["id"]})

    def _boot(self, name: str, port: str, server: str) -> LabHost:
        lab = self.session.lab
        host = vms.boot(lab, name, port, networking.port(self.api, port).mac, server).host(lab)
        networking.settled(self.api, port, _UNTIL_ACTIVE)
        addressing.lease([host], 10)
        return host

    def _until_reached(self) -> None:
        one, other = self.machines
        for host, address in ((one, other.address), (other, one.address), (other, WORLD), (self.world, self._public)):
            until(f"{host.name} to reach {address}", 30, lambda: _answers(host, address), every=0.1)


def measure(scene: Scene, rates: Sequence[int] = RATES, timing: Timing = Timing()) -> Iterator[Measurement]:
    """Every rate of every place, of both kinds."""
    for place, kind, kbps in product(Place, Kind, rates):
        yield scene.measure(place, kind, kbps, timing)


def table(measurements: Sequence[Measurement]) -> Iterator[str]:
    """A line for each, and what the worst is."""
    yield f"{'':<24}{'':<16}{'allowed':>12}{'measured':>12}"
    for each in measurements:
        allowed, rate = f"{each.kbps} kbit/s", f"{each.rate / 1000:.0f} kbit/s"
        yield f"{each.place.value:<24}{each.kind.value:<16}{allowed:>12}  {rate:>14}  {each.percent:6.1f} %"
    for kind in Kind:
        worst = max((each for each in measurements if each.kind is kind), key=lambda each: abs(each.percent - 100))
        yield f"{kind.value}: furthest off is {worst.percent:.1f} % ({worst.place.value}, {worst.kbps} kbit/s)"


def _answers(host: LabHost, address: str) -> bool:
    return "1 received" in host.run("ping", "-c", "1", "-W", "1", address)
