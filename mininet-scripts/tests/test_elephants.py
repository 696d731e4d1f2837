"""Elephants among mice: found within two seconds at a tenth of the link, and no mouse taken for one."""

import random
import re
import time
from collections.abc import Sequence

import pytest
from conftest import Shelf

from heddle_lab.controller import Ports
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.herd import Herd, Transfer
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

LINK = 20
SAMPLING = LINK // 5
ELEPHANTS = 8
MICE = 1000
SECONDS = 14.0
SIZE = 1400
SEED = 11


def sample(session: Session) -> None:
    """Lets every edge bridge sample that does not yet, and waits until the controller knows what their ports are."""
    assert session.controller is not None
    edges = [switch.name for switch in session.lab.fabric.switches if switch.name.startswith("e_")]
    target = f'targets="127.0.0.1:{session.controller.ports.sflow}"'
    for edge in edges:
        if session.lab.switches.vsctl("get", "bridge", edge, "sflow").strip() == "[]":
            row = ["--id=@s", "create", "sflow", target, f"sampling={SAMPLING}", "header=128", "polling=2"]
            session.lab.switches.vsctl("--", *row, "--", "set", "bridge", edge, "sflow=@s")
    wanted = sum(len(session.lab.fabric.ports(edge)) for edge in edges) + len(edges)
    until("every port to be claimed", 15, lambda: session.api.metric("sflow_ports_claimed") >= wanted)


def herd(session: Session) -> tuple[list[Transfer], list[Transfer], Herd]:
    """Elephants from half of the hosts to the other half, at a tenth of the link, and mice between any two."""
    chance = random.Random(SEED)
    hosts = [(host, host.address) for host in session.lab.hosts()]
    elephants, mice = [], []
    for number in range(ELEPHANTS):
        source, target = hosts[number], hosts[number + ELEPHANTS]
        start = 2.0 + number * 0.9
        rate = LINK * 1e6 / 10
        packets = int((SECONDS - start) * rate / 8 / SIZE)
        port = 31000 + number
        elephants.append(Transfer(source[0], source[1], target[1], port, packets, SIZE, rate, start))
    for _ in range(MICE):
        source, target = chance.sample(hosts, 2)
        packets = max(1, int(1_000 * 100 ** chance.random()) // SIZE)
        rate = LINK * 1e6 * 0.01 ** chance.random()
        start = chance.uniform(0, SECONDS - 4)
        mice.append(Transfer(source[0], source[1], target[1], 0, packets, SIZE, rate, start))
    return elephants, mice, Herd([*elephants, *mice], hosts)


def found(session: Session) -> Sequence[str]:
    """The flows that the controller's log ever called elephants, in its order."""
    assert session.controller is not None
    return re.findall(r"Elephant ((?:udp|tcp) \S+ > \S+) at ", session.controller.log.read_text(errors="replace"))


def test_elephants_are_found_within_two_seconds_and_mice_are_not(shelf: Shelf, ports: Ports) -> None:
    session = shelf.session(Wishes(fabric_of("fattree,4"), rate=LINK, ports=ports))
    sample(session)
    elephants, mice, traffic = herd(session)
    wanted = {elephant.name: elephant for elephant in elephants}
    before = len(found(session))
    delays: dict[str, float] = {}
    with traffic:
        while traffic.is_sending:
            for name in found(session)[before:]:
                if name in wanted and name not in delays:
                    delays[name] = time.time() - traffic.started - wanted[name].start
            time.sleep(0.02)
    false = [name for name in found(session)[before:] if name not in wanted]
    slowest = max(delays.values(), default=0.0)
    print(f"{len(delays)} of {ELEPHANTS} elephants found, at most {slowest:.2f} s; {len(false)} of {MICE} mice taken")
    print("delays", sorted(round(delay, 2) for delay in delays.values()), "false", false)
    assert set(delays) == set(wanted)
    assert slowest <= 2.0, delays
    assert len(false) < MICE / 100, false
    until("the elephants to end", 10, lambda: session.api.metric("elephants_now") == 0)


def test_samples_are_placed_and_strangers_would_not_be_heard(shelf: Shelf, ports: Ports) -> None:
    session = shelf.session(Wishes(fabric_of("fattree,4"), rate=LINK, ports=ports))
    sample(session)
    assert session.api.metric("sflow_datagrams_malformed") == 0
    assert session.api.metric("sflow_datagrams_from_strangers") == 0
    assert session.api.metric("sflow_claims_refused") == 0
    until("all edges to be heard", 15, lambda: session.api.metric("sflow_switches_heard") == 8)
