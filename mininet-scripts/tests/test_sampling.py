"""sFlow on the edge bridges: set up over OVSDB, kept, repaired, and on no other bridge."""

import pytest

from heddle_lab.session import Session
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

_COLUMNS = "_uuid,targets,agent,sampling,polling,header,external_ids"


def sampling_of(session: Session) -> dict[str, str]:
    """What every bridge that samples has, by the bridge's name."""
    vsctl = session.lab.switches.vsctl
    found = {}
    for switch in session.lab.fabric.switches:
        row = vsctl("--bare", "--columns=sflow", "list", "bridge", switch.name).strip()
        if row:
            found[switch.name] = vsctl(f"--columns={_COLUMNS}", "list", "sflow", row)
    return found


def edges(session: Session) -> set[str]:
    return {switch.name for switch in session.lab.fabric.switches if switch.name.startswith("e_")}


def all_edges_sample(session: Session) -> bool:
    return set(sampling_of(session)) == edges(session)


def test_edge_bridges_sample_under_their_own_address_and_no_others_do(fat_tree: Session) -> None:
    until("the edges to sample", 20, lambda: all_edges_sample(fat_tree))
    assert fat_tree.controller is not None
    rows = sampling_of(fat_tree)
    addresses = {int(row["dpid"], 16): row["address"] for row in fat_tree.api.items("/api/v1/switches")}
    for name, row in rows.items():
        dpid = fat_tree.lab.fabric.switch(name).dpid
        assert f'"{addresses[dpid]}"' in row
        assert f"127.0.0.1:{fat_tree.controller.ports.sflow}" in row
        assert f"{dpid:016x}" in row
    assert len(set(rows.values())) == 8


def test_a_restarted_controller_leaves_what_samples_as_it_is(fat_tree: Session) -> None:
    until("the edges to sample", 20, lambda: all_edges_sample(fat_tree))
    assert fat_tree.controller is not None
    before, said = sampling_of(fat_tree), reported(fat_tree)
    fat_tree.controller.kill()
    fat_tree.controller.start()
    fat_tree.controller.until_ready(60)
    fat_tree.until_settled(60)
    until("the controller to find it in order", 20, lambda: reported(fat_tree) >= said + len(before))
    assert sampling_of(fat_tree) == before


def reported(session: Session) -> int:
    """How often the controller's log says that a switch samples."""
    assert session.controller is not None
    return session.controller.log.read_text().count("samples one packet in")


def test_a_row_that_is_deleted_or_changed_by_hand_is_repaired(fat_tree: Session) -> None:
    until("the edges to sample", 20, lambda: all_edges_sample(fat_tree))
    before = sampling_of(fat_tree)
    vsctl = fat_tree.lab.switches.vsctl
    vsctl("clear", "bridge", "e_1_0", "sflow")
    until("the deleted row to be back", 10, lambda: all_edges_sample(fat_tree))
    vsctl("set", "sflow", vsctl("get", "bridge", "e_0_1", "sflow").strip(), "sampling=7", "agent=lo")
    until("the changed row to be right", 10, lambda: sampling_of(fat_tree)["e_0_1"] == before["e_0_1"])


def test_what_somebody_else_set_up_is_left_alone_and_is_a_problem(fresh_fat_tree: Session) -> None:
    session = fresh_fat_tree
    until("the edges to sample", 20, lambda: all_edges_sample(session))
    theirs = ["--id=@theirs", "create", "sflow", 'targets="127.0.0.1:9"']
    session.lab.switches.vsctl("--", *theirs, "--", "set", "bridge", "e_2_0", "sflow=@theirs")
    until("the problem to be reported", 10, lambda: "not Heddle's" in str(session.api.read("/api/v1/problems")))
    assert "127.0.0.1:9" in sampling_of(session)["e_2_0"]
