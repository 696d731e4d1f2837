"""Cut links: healed inside the switches with no controller, then repaired by it, then as before."""

import pytest

from heddle_lab import tables
from heddle_lab.bench import evenness, failover
from heddle_lab.session import Session
from heddle_lab.traffic.paths import Tracer, covering_flows
from heddle_lab.traffic.ping import ping_all
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

QUICK = failover.Timing(before=0.2, down=0.6, after=0.4)


def test_a_cut_is_repaired_globally_and_the_repair_undone_when_it_heals(fat_tree: Session) -> None:
    session, lab = fat_tree, fat_tree.lab
    before, paths = tables.read(lab), covering_flows(lab, seed=3)
    for one, other in (("e_0_0", "a_0_1"), ("a_2_1", "c_1_0")):
        lab.cut(one, other)
        cut = {end for cable in lab.fabric.cables_between(one, other) for end in cable.ends}

        def repaired() -> bool:
            tracer = Tracer(lab)
            now = {flow: tracer.path(flow) for flow in paths}
            return all(len(path) == 5 and not cut.intersection(path) for path in now.values())

        until(f"shortest paths without {one}-{other}", 10, repaired, every=0.5)
        assert ping_all(lab.hosts()).lost == []
        assert session.api.fabric()["state"] == "degraded"
        lab.heal(one, other)
        session.until_settled(15)

        def undone() -> bool:
            now = tables.read(lab)
            return not now.added_since(before) and not before.added_since(now)

        until("the repair to be undone", 10, undone, every=0.5)


@pytest.mark.parametrize(
    ("one", "other", "others_allowed"), [("a_1_0", "c_0_0", {"aggregation"}), ("e_1_0", "a_1_0", {"edge"})]
)
def test_a_cut_changes_rules_only_in_the_switches_that_need_it(
    fat_tree: Session, one: str, other: str, others_allowed: set[str]
) -> None:
    session, lab = fat_tree, fat_tree.lab
    before = tables.read(lab)
    lab.cut(one, other)
    until("the cut to be seen", 10, lambda: str(session.api.fabric()["state"]) == "degraded")
    session.controller_settled(10)
    now = tables.read(lab)
    touched = {line.split(":")[0] for line in now.added_since(before) + before.added_since(now)} - {one, other}
    assert {lab.fabric.switch(name).tier for name in touched} <= others_allowed, touched
    if others_allowed == {"aggregation"}:
        assert len(touched) <= 3, touched
    lab.heal(one, other)
    session.until_settled(15)
    session.controller_settled(10)


def test_random_flows_use_every_core_link_evenly(fat_tree: Session) -> None:
    load = evenness.measure(fat_tree.lab)
    assert load.arrived == load.sent
    assert load.link_ratio <= 1.25, load.links
    assert load.switch_ratio <= 1.25, load.switches


def test_every_link_cut_without_a_controller_costs_its_flows_at_most_50_ms_and_others_nothing(
    fresh_fat_tree: Session,
) -> None:
    assert fresh_fat_tree.controller is not None
    fresh_fat_tree.controller.stop()
    lab = fresh_fat_tree.lab
    results = failover.measure(lab, lab.fabric.fabric_cables, seed=1, timing=QUICK)
    assert len(results) == 32
    shown = "\n".join(failover.table(results))
    assert all(result.verdict is not failover.Verdict.EXCEEDED for result in results), shown
    if any(result.verdict is failover.Verdict.VOID for result in results):
        pytest.skip(f"void, because the machine was too busy to tell:\n{shown}")


def test_plain_select_groups_leave_cores_idle_where_seeded_ones_do_not(fresh_fat_tree: Session) -> None:
    lab = fresh_fat_tree.lab
    assert fresh_fat_tree.controller is not None
    fresh_fat_tree.controller.stop()
    evenness.make_plain(lab)
    assert evenness.measure(lab).switch_ratio > 1.5
