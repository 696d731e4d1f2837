"""What the controller says of a tenant's packet is what happens to it: every rule, the tunnel's port, the core."""

import random
import re
from contextlib import ExitStack
from typing import Any

import pytest
from tenancy import Tenants, until_reached

from heddle_lab.traffic import journeys
from heddle_lab.traffic.frames import Capture
from heddle_lab.traffic.journeys import Asked, CoreTaps
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

SEED = 21
FLOWS = 80
ROUTED_FLOWS = 20
COMPARED = 25
LISTENED = 9000
MARK = re.compile(rb"<(flow \d+)>")


def test_random_flows_between_servers_go_as_their_journeys_say(tenants: Tenants) -> None:
    lab, rng = tenants.session.lab, random.Random(SEED)
    kinds = ({"provider:network_type": kind} for kind in ("vxlan", "gre", "vlan"))
    nets = [tenants.network(f"10.{n}.0.0/24", **kind) for n, kind in enumerate(kinds)]
    tenants.router(*nets)
    routed = [tenants.network(f"172.20.{n}.0/24", **{"provider:network_type": "routed"}) for n in range(2)]
    ports = [tenants.port(net) for net in (nets[0], *nets, *routed)]
    places = ("h_0_0_0", "h_3_1_1", "h_2_0_0", "h_1_1_0", "h_0_1_0", "h_2_1_1")
    one, *others, left, right = tenants.boot(*zip(("one", "two", "three", "four", "five", "six"), ports, places))
    for pair in [*((one, other) for other in others), (left, right)]:
        until_reached(*pair)
    asked = []
    with CoreTaps(lab) as taps, ExitStack() as listeners:
        for other in (*others, right):  # who would tell by ICMP else that nobody listens, and quote what is looked for
            listeners.enter_context(other.udp_socket(other.address, LISTENED))
        for number, source in enumerate(rng.sample(range(1024, 65536), FLOWS + ROUTED_FLOWS)):
            host, target = one, others[0] if number % 4 else rng.choice(others[1:])
            if number >= FLOWS:
                host, target = left, right
            flow = Asked(ports[0] if host is one else ports[4], target.address, "udp", source, LISTENED)
            with host.udp_socket(host.address, source) as sender:
                sender.sendto(f"<flow {number}>".encode(), (flow.target, flow.target_port))
            asked.append(flow.journey(tenants.api))
        until("all flows to have crossed", 10, lambda: len(taps.crossed(MARK)) == len(asked))
        crossed = taps.crossed(MARK)
    predicted = {
        f"flow {n}": {journeys.Crossed(journeys.core(lab, each), journeys.crossing(each)["sourcePort"])}
        for n, each in enumerate(asked)
    }
    assert all(each["exact"] and journeys.end(each)["end"] == "delivered" for each in asked)
    assert sum(place.source_port is not None for places in predicted.values() for place in places) >= 50
    assert {place.core for places in predicted.values() for place in places} == set(_cores(tenants))
    assert crossed == predicted
    pings = [Asked(ports[0], other.address, "icmp").journey(tenants.api) for other in others]
    pings.append(Asked(ports[4], right.address, "icmp").journey(tenants.api))
    assert journeys.differences(lab, [*asked[:COMPARED], *asked[-5:], *pings]) == []
    dropped = _closed(tenants, ports)
    assert [journeys.end(each)["sentence"].split(":")[0] for each in dropped] == [
        "Dropped by server h_3_1_1",
        "Dropped by server h_0_0_0",
    ]
    assert journeys.differences(lab, dropped) == []


def _cores(tenants: Tenants) -> list[str]:
    return [switch.name for switch in tenants.session.lab.fabric.switches if switch.tier == "core"]


def _ends(tenants: Tenants, asked: Asked) -> str:
    return str(journeys.end(asked.journey(tenants.api))["end"])


def _closed(tenants: Tenants, ports: list[str]) -> list[dict[str, Any]]:
    """The journeys of a packet that the receiver does not let in, and of one that is for nobody."""
    tenants.regroup(ports[1], tenants.group("closed"))
    address = str(tenants.api.read(f"/networking/v2.0/ports/{ports[1]}")["port"]["fixed_ips"][0]["ip_address"])
    shut = Asked(ports[0], address, "tcp", 1, 22)
    until("the port to be closed", 10, lambda: _ends(tenants, shut) == "dropped")
    until("the rules to be there", 10, tenants.all_active)
    return [shut.journey(tenants.api), Asked(ports[0], "10.1.0.99", "icmp").journey(tenants.api)]


def test_a_probe_tells_what_passes_and_reaches_no_machine(tenants: Tenants) -> None:
    narrow, wide = tenants.network("10.1.0.0/24"), tenants.network("10.2.0.0/24", **{"provider:network_type": "vlan"})
    tenants.router(narrow, wide)
    ports = [tenants.port(narrow), tenants.port(narrow), tenants.port(wide)]
    machines = tenants.boot(*zip(("one", "two", "three"), ports, ("h_0_0_0", "h_3_1_1", "h_2_0_0")))
    for machine in machines[1:]:
        until_reached(machines[0], machine)
    with Capture(machines) as capture:
        on_one = _probed(tenants, ports[0], ports[1])
        routed = _probed(tenants, ports[2], ports[0])
        heard = [frame for frames in capture.heard().values() for frame in frames]
    assert on_one == [(100, "passes"), (1450, "passes"), (1451, "lost")]
    assert routed == [(100, "passes"), (1450, "passes"), (1451, "too-large")]
    assert not [frame for frame in heard if frame[12:14] == b"\x08\x00"]
    tenants.regroup(ports[1], tenants.group("closed"))
    until("the port to be closed", 10, tenants.all_active)
    assert _probed(tenants, ports[0], ports[1]) == [(100, "lost"), (1450, "lost"), (1451, "lost")]


def _probed(tenants: Tenants, source: str, target: str) -> list[tuple[int, str]]:
    said = tenants.api.post(f"/api/v1/probe?src={source}&dst={target}", {})
    print(f"\n{said['verdict']} {' → '.join(said['way'])}")
    return [(packet["size"], packet["outcome"]) for packet in said["packets"]]
