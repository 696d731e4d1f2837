"""A controller that comes and goes: no packet is lost, nothing right is rewritten, nothing of others is touched."""

import time

import pytest

from heddle_lab import tables
from heddle_lab.session import Session
from heddle_lab.traffic.paths import covering_flows
from heddle_lab.traffic.ping import ping_all
from heddle_lab.traffic.probes import Probes
from heddle_lab.traffic.tcp import TcpStream
from heddle_lab.wait import until

pytestmark = pytest.mark.lab


def restart(session: Session) -> None:
    assert session.controller is not None
    session.controller.start()
    session.controller.until_ready(60)
    session.until_settled(60)


def numbering(session: Session) -> list[tuple[object, ...]]:
    switches = [
        (r["dpid"], r["role"], r.get("pod"), r.get("index"), r["address"])
        for r in session.api.items("/api/v1/switches")
    ]
    hosts = [(r["mac"], r["ip"], r["dpid"], r["port"]) for r in session.api.items("/api/v1/hosts")]
    return sorted(switches, key=str) + sorted(hosts, key=str)


def test_a_killed_controller_and_a_new_one_cost_no_packet_and_rewrite_nothing(fat_tree: Session) -> None:
    session, lab = fat_tree, fat_tree.lab
    assert session.controller is not None
    assert ping_all(lab.hosts()).lost == []
    numbers, before, since = numbering(session), tables.read(lab), time.monotonic()
    stream = TcpStream(lab.host("h_0_0_0"), lab.host("h_3_0_0"))
    with Probes(list(covering_flows(lab, seed=2)), rate=100) as probes:
        session.controller.kill()
        time.sleep(2)
        restart(session)
        time.sleep(2)
        reports = probes.finish()
    sent, received, lost = stream.finish()
    after, passed = tables.read(lab), time.monotonic() - since
    assert {str(r.flow): len(r.lost()) for r in reports if r.lost()} == {}
    assert (sent - received, lost) == (0, 0)
    assert after.rewritten_since(before, passed * 0.5) == []
    assert after.added_since(before) == []
    assert numbering(session) == numbers


def test_entries_of_others_are_left_alone_and_reported(fat_tree: Session) -> None:
    session, lab = fat_tree, fat_tree.lab
    assert session.controller is not None
    lab.switches.ofctl("add-flow", "a_0_0", "cookie=0x77,table=0,priority=7,dl_type=0x88b5,actions=drop")
    session.controller.kill()
    restart(session)
    held = lab.switches.ofctl("dump-flows", "a_0_0", "cookie=0x77/-1")
    assert "dl_type=0x88b5" in held

    def reported() -> bool:
        rows = session.api.items("/api/v1/switches")
        dpid = lab.fabric.switch("a_0_0").dpid
        (row,) = (row for row in rows if int(row["dpid"], 16) == dpid)
        return int(row["session"]["foreignEntries"]) == 1

    until("the foreign entry to be reported", 10, reported)
    lab.switches.ofctl("del-flows", "a_0_0", "cookie=0x77/-1")


def test_what_was_deleted_behind_our_back_comes_back_when_the_switch_connects_again(fat_tree: Session) -> None:
    session, lab = fat_tree, fat_tree.lab
    before = tables.read(lab)
    ours = [text for switch, text in before.flows if switch == "e_1_1" and tables.ours(text)]
    assert ours
    lab.switches.ofctl("del-flows", "e_1_1")
    lab.switches.ofctl("del-groups", "e_1_1")
    lab.switches.vsctl("del-controller", "e_1_1")
    until("the switch to be gone", 10, lambda: not connected(session, "e_1_1"))
    assert session.controller is not None
    lab.switches.vsctl("set-controller", "e_1_1", session.controller.ports.target)
    until("the switch to be back", 20, lambda: connected(session, "e_1_1"))

    def whole() -> bool:
        now = tables.read(lab)
        return set(now.flows) == set(before.flows) and set(now.groups) == set(before.groups)

    until("the switch to hold all again", 10, whole, every=0.5)
    assert ping_all(lab.hosts()).lost == []


def connected(session: Session, name: str) -> bool:
    dpid = session.lab.fabric.switch(name).dpid
    return any(int(row["dpid"], 16) == dpid and row["connected"] for row in session.api.items("/api/v1/switches"))
