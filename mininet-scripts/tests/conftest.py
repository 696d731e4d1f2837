"""What all tests share: the mark `lab`, and fabrics that stay up as long as the next test wants the same."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tenancy import Tenants, tenants_of

from heddle_lab import openvswitch, processes, record
from heddle_lab.controller import COMMAND, ControllerProcess, Ports
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.session import Session, Wishes
from heddle_lab.topologies import fabric_of

# what these tests and the programs they start bring up is theirs, and left over once they have ended in any way
os.environ[record.TESTS] = f"{os.getpid()}:{processes.started_at(os.getpid())}"


@pytest.hookimpl(trylast=True)  # type: ignore[misc]
def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuses tests marked `lab`, those left after all choices, beside a lab or an Open vSwitch that somebody uses."""
    if os.geteuid() != 0 or not any(item.get_closest_marker("lab") for item in session.items):
        return
    try:
        written = record.load()
        if written is not None:
            written.refuse_if_foreign()
        else:
            openvswitch.refuse_if_taken()
    except LabError as error:
        pytest.exit(str(error), returncode=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `lab` make network namespaces and bridges: only root may."""
    if os.geteuid() != 0:
        for item in items:
            if item.get_closest_marker("lab") is not None:
                item.add_marker(pytest.mark.skip(reason="makes network namespaces and bridges, which needs root"))


@pytest.hookimpl(hookwrapper=True)  # type: ignore[misc]
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Shows the end of the controller's log beside a failure."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    log = Path(record.FOLDER) / "controller" / "controller.log"
    if report.failed and item.get_closest_marker("lab") is not None and log.exists():
        tail = log.read_text(errors="replace").splitlines()[-40:]
        report.sections.append((str(log), "\n".join(tail)))


class Shelf:
    """One fabric with its controller at a time, kept for the next test that wants the same one."""

    def __init__(self) -> None:
        self._session: Session | None = None
        self._wishes: Wishes | None = None

    def session(self, wishes: Wishes) -> Session:
        """A fabric as wished; the one that is up if it is that. Without a controller there is nothing to test."""
        if COMMAND not in os.environ:
            pytest.skip(f"{COMMAND} is not set; ./heddle test sets it")
        if self._session is None or self._wishes != wishes:
            self.discard()
            self._session, self._wishes = Session.start(wishes), wishes
        return self._session

    def discard(self) -> None:
        """Takes down what is up; for tests that leave a fabric unfit for the next."""
        self._session = self._wishes = None
        Lab.down()


@pytest.fixture(scope="session")
def ports() -> Ports:
    """Where controllers under test listen."""
    return Ports.free()


@pytest.fixture(scope="session")
def shelf() -> Iterator[Shelf]:
    """The shelf, empty at the end."""
    made = Shelf()
    yield made
    made.discard()


@pytest.fixture
def fat_tree(shelf: Shelf, ports: Ports) -> Session:
    """A plain k = 4 fat-tree with a controller, every host addressed by DHCP."""
    return shelf.session(Wishes(fabric_of("fattree,4"), ports=ports))


@pytest.fixture
def fresh_fat_tree(shelf: Shelf, ports: Ports) -> Iterator[Session]:
    """The same, for a test that leaves it changed."""
    yield shelf.session(Wishes(fabric_of("fattree,4"), ports=ports))
    shelf.discard()


@pytest.fixture
def shaped_fat_tree(shelf: Shelf, ports: Ports) -> Iterator[Session]:
    """The same with cables of 10 Mbit/s, for a test that leaves it changed."""
    yield shelf.session(Wishes(fabric_of("fattree,4"), rate=10, ports=ports))
    shelf.discard()


@pytest.fixture
def server_fabric(shelf: Shelf, ports: Ports) -> Session:
    """Four servers, each with an Open vSwitch of its own, on two leaves, with a controller."""
    return shelf.session(Wishes(fabric_of("leafspine,2,2,2"), ports=ports, servers=True))


@pytest.fixture
def tenants(shelf: Shelf, ports: Ports) -> Iterator[Tenants]:
    """Tenants of a k = 4 fat-tree whose sixteen hosts are servers."""
    with tenants_of(shelf.session(Wishes(fabric_of("fattree,4"), ports=ports, servers=True))) as made:
        yield made


@pytest.fixture
def controller(shelf: Shelf, ports: Ports, tmp_path: Path) -> Iterator[ControllerProcess]:
    """A controller alone, with an empty state folder."""
    if COMMAND not in os.environ:
        pytest.skip(f"{COMMAND} is not set; ./heddle test sets it")
    shelf.discard()
    run = f"controller-{os.getpid()}"
    alone = ControllerProcess(tmp_path, processes.marked_environment(run), ports)
    alone.start()
    try:
        alone.until_listening(60)
        yield alone
    finally:
        alone.stop()
        processes.end_marked(run)
