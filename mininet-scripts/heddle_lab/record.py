"""What is written down about a run before anything of it exists, so that any later run can clean up after it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from heddle_lab.errors import LabError
from heddle_lab.processes import started_at
from heddle_lab.topologies import Cable, End, Fabric, Host, Switch

FOLDER = Path(os.environ.get("HEDDLE_LAB_DIR", "/run/heddle-lab"))
TESTS = "HEDDLE_LAB_TESTS"


def tests_that_run() -> tuple[int, int] | None:
    """The process id and start time of the tests that this program is part of, None outside tests."""
    pid, _, start = os.environ.get(TESTS, "").partition(":")
    return (int(pid), int(start)) if start else None


@dataclass
class Record:
    """One run: its mark, its fabric, the processes that hold its hosts, and who owns it.

    `owner` is the process id and start time of a demo, which ends the run itself; None for a lab in the background.
    `switching` says that the devices of the userspace datapath are this run's, `servers` that every host has an Open
    vSwitch of its own, `gateways` how many of these are joined to the namespace that stands for the internet, which
    `internet` holds. `token` is the administrator's for the Networking API at `url`. `tests` is the process id and
    start time of the tests that the run is part of, None for a run of a user.
    """

    run: str
    fabric: Fabric
    owner: tuple[int, int] | None = None
    rate: int | None = None
    switching: bool = False
    servers: bool = False
    gateways: int = 0
    internet: int | None = None
    url: str | None = None
    token: str = ""
    controller: int | None = None
    holders: dict[str, int] = field(default_factory=dict)
    cuts: list[str] = field(default_factory=list)
    tests: tuple[int, int] | None = field(default_factory=tests_that_run)

    @property
    def alive(self) -> bool:
        """Whether the owner, or in the background any holder, still runs; a run of tests that ended is not."""
        if self.tests and started_at(self.tests[0]) != self.tests[1]:
            return False
        if self.owner:
            return started_at(self.owner[0]) == self.owner[1]
        return any(started_at(pid) for pid in self.holders.values())

    def refuse_if_foreign(self) -> None:
        """Tests end what tests began, and a lab that crashed, but never one that somebody uses."""
        tests = tests_that_run()
        if tests and self.alive and self.tests != tests:
            raise LabError(f"a lab ({self.fabric.spec}) is up that is not of these tests; end it: ./heddle lab down")

    def save(self) -> None:
        """Replaces the record on disk."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        scratch = FOLDER / "lab.json.new"
        scratch.touch(mode=0o600)  # it names a token
        scratch.write_text(json.dumps(asdict(self), indent=1))
        scratch.replace(FOLDER / "lab.json")


def load() -> Record | None:
    """The record of the last run, if one is written down."""
    path = FOLDER / "lab.json"
    if not path.exists():
        return None
    try:
        data: dict[str, Any] = json.loads(path.read_text())
        data["fabric"] = _fabric(data["fabric"])
        for process in ("owner", "tests"):
            data[process] = data.get(process) and tuple(data[process])
        return Record(**data)
    except (ValueError, TypeError, KeyError) as error:
        raise LabError(f"{path} cannot be read ({error}); end the processes it names and delete it") from error


@contextmanager
def exclusively() -> Iterator[None]:
    """Holds the lock under which a run is made or ended."""
    lock = FOLDER.with_name(FOLDER.name + ".lock")
    try:
        descriptor = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise LabError(f"{lock}: {error.strerror}; the lab needs root") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _fabric(data: dict[str, Any]) -> Fabric:
    return Fabric(
        data["spec"],
        tuple(Switch(**switch) for switch in data["switches"]),
        tuple(Host(**host) for host in data["hosts"]),
        tuple(Cable(End(**cable["a"]), End(**cable["b"])) for cable in data["cables"]),
    )
