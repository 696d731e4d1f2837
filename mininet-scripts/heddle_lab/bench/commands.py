"""The verbs of `./heddle bench` that need a fabric."""

import argparse

from heddle_lab import addressing
from heddle_lab.bench import evenness, failover
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.progress import step
from heddle_lab.session import Session, Wishes
from heddle_lab.static_program import program_fat_tree
from heddle_lab.topologies import fabric_of


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the benches to a parser."""
    for name, run, what in (
        ("failover", run_failover, "cut every link in turn, controller stopped"),
        ("evenness", run_evenness, "spread random flows over the top tier, with plain select groups beside it"),
    ):
        verb = verbs.add_parser(name, help=what)
        verb.add_argument("--topo", default="fattree,4", metavar="SPEC")
        verb.add_argument("--seed", type=int, default=1)
        verb.add_argument(
            "--reference", action="store_true", help="measure the static rules of fattree,K instead of the controller's"
        )
        verb.set_defaults(run=run)


def run_failover(options: argparse.Namespace) -> int:
    """Prints the table of all links; 1 if one exceeded the bounds, 3 if none did but some were void."""
    lab = _programmed(options)
    try:
        with step(f"cutting {len(lab.fabric.fabric_cables)} links, one after the other, no controller running"):
            results = failover.measure(lab, lab.fabric.fabric_cables, seed=options.seed)
        print("\n".join(failover.table(results)))
        verdicts = {result.verdict for result in results}
        return 1 if failover.Verdict.EXCEEDED in verdicts else 3 if failover.Verdict.VOID in verdicts else 0
    finally:
        Lab.down()


def run_evenness(options: argparse.Namespace) -> int:
    """Prints the loads of the top tier, first as programmed, then with plain select groups."""
    lab = _programmed(options)
    try:
        seeded = evenness.measure(lab, seed=options.seed)
        print("\n".join(evenness.table("seeded select groups", seeded)))
        evenness.make_plain(lab)
        print("\n".join(evenness.table("plain select groups", evenness.measure(lab, seed=options.seed))))
        return 0
    finally:
        Lab.down()


def _programmed(options: argparse.Namespace) -> Lab:
    """A fabric with all rules in place and no controller running."""
    if not options.reference:
        session = Session.start(Wishes(fabric_of(options.topo), owned=True))
        assert session.controller is not None
        session.controller.stop()
        return session.lab
    kind, _, k = options.topo.partition(",")
    if kind != "fattree":
        raise LabError(f"--reference with {options.topo}: the static rules know fattree,K only")
    lab = Lab.up(fabric_of(options.topo), None, owned=True)
    program_fat_tree(lab, int(k))
    addressing.give(lab, "planned", None)
    return lab
