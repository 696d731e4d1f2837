"""What the controller says of a packet is what the switches do with it: every rule, bucket and port, under failures."""

import random

import pytest

from heddle_lab.errors import LabError
from heddle_lab.session import Session
from heddle_lab.topologies import Cable
from heddle_lab.traffic.walks import differences, random_questions
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

SEED = 20
CUTS = (0, 1, 2, 3, 5, 8)
FLOWS = 170


def test_a_thousand_random_flows_under_random_failures_go_as_the_controller_says(fat_tree: Session) -> None:
    session, lab, rng = fat_tree, fat_tree.lab, random.Random(SEED)
    for count in CUTS:
        cut = rng.sample(lab.fabric.fabric_cables, count)
        for cable in cut:
            lab.cut(cable.a.node, cable.b.node)
        until(f"{count} cuts to be seen and repaired", 20, lambda: _agreed(session, cut))
        revision = session.api.fabric()["revision"]
        wrong = differences(session.api, lab, random_questions(lab, rng, FLOWS))
        assert wrong == [], f"seed {SEED}, cut {[str(cable) for cable in cut]}, revision {revision}"
        for cable in cut:
            lab.heal(cable.a.node, cable.b.node)
        session.until_settled(20)
    session.controller_settled(10)


def _agreed(session: Session, cut: list[Cable]) -> bool:
    up = sum(bool(row["up"]) for row in session.api.items("/api/v1/links"))
    wanted = len(session.lab.fabric.fabric_cables) - len(cut)
    if up != wanted:
        raise LabError(f"{up} cables up instead of {wanted}")
    return session.api.answers("/readyz")
