"""The entry of the lab: `python3 -m heddle_lab VERB …`, called by the launcher."""

import argparse
import os
import sys

from heddle_lab import commands, vm_commands
from heddle_lab.bench import commands as bench
from heddle_lab.errors import LabError


def parser() -> argparse.ArgumentParser:
    """All verbs and their options."""
    top = argparse.ArgumentParser(prog="heddle", formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = top.add_subparsers(required=True, metavar="VERB")
    demo = verbs.add_parser("demo", help="fabric, controller and dashboard", epilog=commands.TOPOLOGIES)
    commands.fabric_options(demo)
    demo.set_defaults(run=commands.demo)
    lab = verbs.add_parser("lab", help="the same in the background").add_subparsers(required=True, metavar="VERB")
    up = lab.add_parser("up", help="build it", epilog=commands.TOPOLOGIES)
    commands.fabric_options(up)
    up.set_defaults(run=commands.up)
    lab.add_parser("status", help="what is up").set_defaults(run=commands.status)
    environment = lab.add_parser("env", help='for the openstack client and its like: eval "$(./heddle lab env)"')
    environment.set_defaults(run=commands.environment)
    execute = lab.add_parser("exec", help="run a command on a host")
    execute.add_argument("host", help="its name or its address")
    execute.add_argument("command", nargs=argparse.REMAINDER)
    execute.set_defaults(run=commands.execute)
    for name, what in (("cut", "cut a link, a cable or a node"), ("heal", "undo a cut")):
        verb = lab.add_parser(name, help=what)
        verb.add_argument("a", help="a node, or one cable as NODE:PORT")
        verb.add_argument("b", nargs="?", help="the node at the other end")
        verb.set_defaults(run=getattr(commands, name))
        if name == "cut":
            verb.add_argument("--silent", action="store_true", help="ports stay up and nothing passes")
    lab.add_parser("pingall", help="every host pings every other").set_defaults(run=commands.pingall)
    vm = lab.add_parser("vm", help="virtual machines on servers, in networks of tenants")
    vm_commands.add(vm.add_subparsers(required=True, metavar="VERB"))
    lab.add_parser("down", help="end it, also a crashed one").set_defaults(run=commands.down)
    bench.add(verbs.add_parser("bench", help="measure a fabric").add_subparsers(required=True, metavar="NAME"))
    return top


def main() -> int:
    """Runs one verb; a refusal is one line on standard error and exit code 2."""
    options = parser().parse_args()
    if os.geteuid() != 0:
        print("heddle: the lab makes network namespaces and bridges and needs root", file=sys.stderr)
        return 2
    try:
        code: int = options.run(options)
        return code
    except LabError as error:
        print(f"heddle: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
