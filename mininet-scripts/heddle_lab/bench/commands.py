"""The verbs of `./heddle bench` that need a fabric."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from heddle_lab import addressing
from heddle_lab.bench import elephants, evenness, failover, limits, overlay, patterns, tenants
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.progress import step
from heddle_lab.session import Session, Wishes
from heddle_lab.static_program import program_fat_tree
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.mice import Durations

_SCHEDULERS = ("ecmp", "global-first-fit", "simulated-annealing", "heddle")
# with this pattern the whole fabric is busy, and with ECMP unevenly
_BESIDE = "stride(8)"


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
        if name == "evenness":
            verb.add_argument("--flows", type=int, default=1000, help="how many random 5-tuples; default 1000")
        verb.set_defaults(run=run)
    verb = verbs.add_parser("limits", help="QoS policies of ports and floating addresses: what they let through")
    verb.add_argument("--topo", default="leafspine,2,2,2", metavar="SPEC")
    verb.add_argument("--rates", default=",".join(map(str, limits.RATES)), metavar="KBIT,...", help="default: ten")
    verb.add_argument("--seconds", type=float, default=5.0, help="how long each is measured; default 5")
    verb.add_argument("--tolerance", type=float, default=5.0, metavar="PERCENT", help="default 5")
    verb.set_defaults(run=run_limits)
    verb = verbs.add_parser("elephants", help="schedulers of elephant flows against each other, on shaped links")
    verb.add_argument("--schedulers", default=",".join(_SCHEDULERS), metavar="NAME,...")
    verb.add_argument("--patterns", default=";".join(patterns.NAMES), metavar="PATTERN;...", help="default: all twenty")
    verb.add_argument("--rounds", type=int, default=2, help="how often each is run; default 2")
    verb.add_argument("--k", type=int, default=4, help="pods of the fat-tree; default 4")
    verb.add_argument("--rate", type=int, default=5, metavar="MBIT", help="of every link; default 5")
    verb.add_argument("--settle", type=float, default=4, metavar="SECONDS", help="before measuring; default 4")
    verb.add_argument("--measured", type=float, default=4, metavar="SECONDS", help="that count; default 4")
    verb.add_argument("--json", metavar="FILE", help="write every run to a file")
    verb.set_defaults(run=run_elephants)
    verb = verbs.add_parser("overlay", help="tunnels with a router against direct routing: TCP, round trips, MTU")
    verb.add_argument("--seconds", type=float, default=10, help="how long TCP sends each way; default 10")
    verb.set_defaults(run=run_overlay)
    verb = verbs.add_parser("tenants", help="tenants' networks in bulk and one by one, on servers with Open vSwitch")
    verb.add_argument("--lab", action="store_true", required=True, help="on real Open vSwitch; else simulated servers")
    verb.add_argument("--topo", default="fattree,4", metavar="SPEC")
    verb.add_argument("--networks", type=int, default=200, help="default 200")
    verb.add_argument("--ports", type=int, default=10, help="of each network; default 10")
    verb.add_argument("--additions", type=int, default=20, help="networks that are added one by one; default 20")
    verb.add_argument("--json", metavar="FILE", help="write the figures to a file")
    verb.set_defaults(run=run_tenants)


def run_limits(options: argparse.Namespace) -> int:
    """Prints what each limit lets through; 1 if one is further off than it may be."""
    results: list[limits.Measurement] = []
    rates = [int(rate) for rate in options.rates.split(",")]
    with _on(Wishes(fabric_of(options.topo), owned=True, servers=True, gateways=1)) as session:
        scene = limits.Scene(session)
        with step(f"{len(rates)} rates of ports and floating addresses, TCP and UDP"):
            results += limits.measure(scene, rates, limits.Timing(measured=options.seconds))
    print("\n".join(limits.table(results)))
    return 1 if any(abs(each.percent - 100) > options.tolerance for each in results) else 0


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
        seeded = evenness.measure(lab, options.flows, options.seed)
        print("\n".join(evenness.table("seeded select groups", seeded)))
        evenness.make_plain(lab)
        print("\n".join(evenness.table("plain select groups", evenness.measure(lab, options.flows, options.seed))))
        return 0
    finally:
        Lab.down()


def run_elephants(options: argparse.Namespace) -> int:
    """Prints the table of goodputs and that of short flows; 1 if a run is void."""
    names, schedulers = options.patterns.split(";"), options.schedulers.split(",")
    results, timing, k = elephants.Results(schedulers), elephants.Timing(options.settle, options.measured), options.k
    mice: dict[str, list[Durations]] = {}
    rounds = range(options.rounds)
    with _on(Wishes(fabric_of(f"single,{k**3 // 4}"), rate=options.rate, owned=True)) as session:
        for name, turn in product(names, rounds):
            with step(f"{name} on a single switch, {turn + 1} of {len(rounds)}"):
                results.add(name, elephants.CONTROL, elephants.measure(session.lab, name, timing, k))
    with _on(Wishes(fabric_of(f"fattree,{k}"), rate=options.rate, owned=True)) as session:
        for turn, scheduler in product(rounds, schedulers):
            _choose(session, scheduler)
            # each pattern has ports of its own, so rules that the one before left concern no flow of the next
            for name in names:
                with step(f"{name} under {scheduler}, {turn + 1} of {len(rounds)}"):
                    results.add(name, scheduler, elephants.measure(session.lab, name, timing, k))
        for scheduler, seed in product(schedulers, range(len(rounds))):
            _choose(session, scheduler)
            with step(f"short flows beside {_BESIDE} under {scheduler}"):
                found = elephants.measure_mice(session.lab, _BESIDE, timing, seed, k)
                mice.setdefault(scheduler, []).append(found)
    print("\n".join([*results.table(), "", *elephants.mice_table(mice)]))
    if options.json:
        Path(options.json).write_text(json.dumps(list(results.rows())))
    return 1 if results.voids() else 0


def run_overlay(options: argparse.Namespace) -> int:
    """Prints what each way between two networks of a tenant costs."""
    with _on(Wishes(fabric_of("fattree,4"), owned=True, servers=True)) as session:
        print("\n".join(overlay.table(list(overlay.measure(session, "h_0_0_0", "h_3_1_1", options.seconds)))))
    return 0


def run_tenants(options: argparse.Namespace) -> int:
    """Prints how long tenants wait; 1 if a machine of the sample does not reach the other of its network."""
    size = tenants.Size(options.networks, options.ports, options.additions)
    with _on(Wishes(fabric_of(options.topo), owned=True, servers=True)) as session:
        figures = tenants.Bench(session, size).measure()
        print("\n".join(figures.table(size, len(session.lab.servers()))))
    if options.json:
        tenants.write(figures, options.json)
    return 0 if figures.pings[0] == figures.pings[1] else 1


def _choose(session: Session, scheduler: str) -> None:
    elephants.until_quiet(lambda: not session.api.read("/api/v1/elephants")["rules"]["used"])
    session.api.put("/api/v1/elephants/scheduler", {"scheduler": scheduler})


@contextmanager
def _on(wishes: Wishes) -> Iterator[Session]:
    session = Session.start(wishes)
    try:
        yield session
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
