"""The lab itself, without a controller: static rules, cuts, crashes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Shelf


from heddle_lab import addressing, interfaces, record
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.processes import marked
from heddle_lab.static_program import program_fat_tree
from heddle_lab.topologies import End, fabric_of
from heddle_lab.traffic.ping import ping_all, ping_pairs
from heddle_lab.wait import until

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def lab(shelf: Shelf) -> Iterator[Lab]:
    shelf.discard()
    built = Lab.up(fabric_of("fattree,4"), None)
    try:
        program_fat_tree(built, 4)
        addressing.give(built, "planned", None)
        yield built
    finally:
        Lab.down()


def test_static_rules_connect_every_pair(lab: Lab) -> None:
    assert ping_all(lab.hosts()).lost == []


def test_a_second_lab_is_refused_while_one_is_up(lab: Lab) -> None:
    with pytest.raises(LabError, match="is up; end it first"):
        Lab.up(lab.fabric, None)


def test_a_host_is_found_by_its_address(lab: Lab) -> None:
    assert lab.host("10.2.1.3").name == "h_2_1_1"
    with pytest.raises(LabError, match="no host 10.9.9.9"):
        lab.host("10.9.9.9")


@pytest.mark.parametrize("silent", [False, True])
def test_a_host_whose_cable_is_cut_answers_nobody_until_it_is_healed(lab: Lab, silent: bool) -> None:
    pair = [(lab.host("h_0_0_0"), lab.host("h_3_1_1"))]
    lab.cut("h_3_1_1", "e_3_1", silent)
    assert lab.record.cuts == ["h_3_1_1:0 - e_3_1:2"]
    assert ping_pairs(pair, timeout=0.3).lost
    lab.heal("h_3_1_1", "e_3_1")
    until("the host to answer again", 5, lambda: not ping_pairs(pair, timeout=0.3).lost)
    assert lab.record.cuts == []


def test_a_moved_host_keeps_its_addresses_and_is_on_its_new_port(lab: Lab) -> None:
    host = lab.host("h_1_1_1")
    address, old = host.address, lab.fabric.attachment(host.name)
    lab.move(host.name, End("e_2_0", 9))
    assert host.address == address
    assert lab.fabric.attachment(host.name) == End("e_2_0", 9)
    assert "9(e_2_0-eth9)" in lab.switches.ofctl("show", "e_2_0")
    assert old.interface not in interfaces.present()
    lab.move(host.name, old)
    until("the host to answer at its old place", 5, lambda: not ping_pairs([(lab.host("h_0_0_0"), host)]).lost)


def test_nothing_of_the_lab_speaks_in_the_root_namespace(lab: Lab) -> None:
    for cable in lab.fabric.fabric_cables:
        for end in cable.ends:
            ipv6 = Path(f"/proc/sys/net/ipv6/conf/{end.interface}/disable_ipv6")
            assert not ipv6.exists() or ipv6.read_text().strip() == "1"
            assert interfaces.address(end.interface) == ""


def test_a_program_that_runs_on_a_host_ends_with_the_lab(shelf: Shelf) -> None:
    shelf.discard()
    left = Lab.up(fabric_of("single,2"), None)
    program = left.host("h1").popen("sleep", "1000")
    left.host("h2").run("sh", "-c", "sleep 1000 >/dev/null 2>&1 &")
    namespace = os.readlink(f"/proc/{left.host('h2').pid}/ns/net")
    Lab.down()
    program.wait(5)  # raises if it still sleeps
    assert not [path for path in Path("/proc").glob("[0-9]*/ns/net") if _link(path) == namespace]


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def test_links_of_a_shaped_lab_carry_their_rate_and_no_more(shelf: Shelf) -> None:
    shelf.discard()
    shaped = Lab.up(fabric_of("linear,2"), None, rate=20)
    try:
        shaped.switches.vsctl("set", "bridge", "s1", "other_config:any=thing")
        for end in shaped.fabric.fabric_cables[0].ends:
            assert "rate 20Mbit" in _queue(end.interface)
        shaped.cut("s1", "s2", silent=True)
        shaped.heal("s1", "s2")
        assert "rate 20Mbit" in _queue("s1-eth2")
        assert "rate 20Mbit" in shaped.host("h1").run("tc", "qdisc", "show", "dev", "h1-eth0")
    finally:
        Lab.down()


def _queue(device: str) -> str:
    return subprocess.run(["tc", "qdisc", "show", "dev", device], capture_output=True, text=True).stdout


def test_a_crashed_demo_is_removed_by_the_next_one() -> None:
    Lab.down()
    before = interfaces.present()
    first = _demo()
    until("the first demo", 20, lambda: "running until" in _line(first))
    crashed = record.load()
    assert crashed is not None
    first.kill()
    first.wait()
    assert marked(crashed.run)
    second = _demo()
    until("the second demo", 20, lambda: "running until" in _line(second))
    assert not marked(crashed.run)
    second.send_signal(signal.SIGTERM)
    assert second.wait(20) == 0
    assert interfaces.present() == before
    assert record.load() is None


def _demo() -> "subprocess.Popen[str]":
    line = [sys.executable, "-m", "heddle_lab", "demo", "--no-controller", "--topo", "linear,3"]
    return subprocess.Popen(
        line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    )


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_what_stays_in_the_background_keeps_nobody_waiting_who_reads_what_was_said() -> None:
    Lab.down()
    line = [sys.executable, "-m", "heddle_lab", "lab", "up", "--no-controller", "--topo", "linear,2"]
    try:
        up = subprocess.run(
            line,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=30,
            cwd=Path(__file__).parent.parent,
        )
        assert up.returncode == 0 and "up: linear,2" in up.stdout, up.stdout
    finally:
        Lab.down()
