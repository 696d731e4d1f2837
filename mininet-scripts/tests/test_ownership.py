"""Whose a lab is: tests end what tests began, and never what somebody uses."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Shelf

from heddle_lab import processes, record
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.record import Record
from heddle_lab.topologies import fabric_of

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for records in place of the one that a lab uses."""
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    yield tmp_path


def own_process() -> tuple[int, int]:
    return os.getpid(), processes.started_at(os.getpid())


@contextmanager
def other_process() -> Iterator[tuple[int, int]]:
    """A process that lives as long as the block, also when the block fails."""
    with subprocess.Popen(["sleep", "infinity"]) as other:
        try:
            yield other.pid, processes.started_at(other.pid)
        finally:
            other.kill()


def ended_process() -> tuple[int, int]:
    with other_process() as brief:
        return brief


def written(tests: tuple[int, int] | None, owner: tuple[int, int] | None = None) -> Record:
    Record("run", fabric_of("single,1"), owner, holders={"h1": os.getpid()}, tests=tests).save()
    loaded = record.load()
    assert loaded is not None
    return loaded


def test_what_these_tests_bring_up_bears_their_mark_and_may_be_ended_by_them(folder: Path) -> None:
    mine = Record("run", fabric_of("single,1"), holders={"h1": os.getpid()})
    assert mine.tests == own_process()
    assert mine.alive
    mine.refuse_if_foreign()


@pytest.mark.parametrize("owner", [None, own_process()])
def test_a_lab_of_a_user_is_refused_to_tests(folder: Path, owner: tuple[int, int] | None) -> None:
    users = written(None, owner)
    assert users.alive
    with pytest.raises(LabError, match=r"a lab \(single,1\) is up .* ./heddle lab down"):
        users.refuse_if_foreign()


def test_a_lab_of_other_tests_that_run_is_refused(folder: Path) -> None:
    with other_process() as others:
        theirs = written(others)
        with pytest.raises(LabError):
            theirs.refuse_if_foreign()


@pytest.mark.parametrize("owner", [None, own_process()])
def test_what_tests_left_that_crashed_counts_as_crashed_although_it_runs(
    folder: Path, owner: tuple[int, int] | None
) -> None:
    left = written(ended_process(), owner)
    assert not left.alive
    left.refuse_if_foreign()


def test_a_user_may_end_a_lab_of_tests(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(record.TESTS)
    written(own_process()).refuse_if_foreign()


@pytest.mark.lab
def test_tests_leave_the_lab_of_a_user_alone_and_say_so_at_once(shelf: Shelf) -> None:
    shelf.discard()
    user = {name: value for name, value in os.environ.items() if name != record.TESTS}
    lab = [sys.executable, "-m", "heddle_lab", "lab"]
    subprocess.run([*lab, "up", "--no-controller", "--topo", "single,2"], cwd=PROJECT, env=user, check=True)
    try:
        line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_lab.py"]
        tests = subprocess.run(line, cwd=PROJECT, env=user, capture_output=True, text=True, timeout=60)
        assert tests.returncode != 0
        assert "a lab (single,2) is up" in tests.stdout + tests.stderr
        if launcher := os.environ.get("HEDDLE"):
            whole = subprocess.run([launcher, "test"], env=user, capture_output=True, text=True, timeout=60)
            assert whole.returncode != 0
            assert "a lab is up (single,2" in whole.stderr
        with pytest.raises(LabError, match="is up that is not of these tests"):
            Lab.down()
        assert subprocess.run([*lab, "status"], cwd=PROJECT, env=user).returncode == 0
    finally:
        subprocess.run([*lab, "down"], cwd=PROJECT, env=user, check=True)
    assert record.load() is None


@pytest.mark.lab
def test_what_killed_tests_left_is_removed_by_the_next(shelf: Shelf) -> None:
    shelf.discard()
    with other_process() as (pid, started):
        crashed = {**os.environ, record.TESTS: f"{pid}:{started}"}
        line = [sys.executable, "-m", "heddle_lab", "lab", "up", "--no-controller", "--topo", "single,2"]
        subprocess.run(line, cwd=PROJECT, env=crashed, check=True)
    left = record.load()
    assert left is not None
    assert processes.marked(left.run)
    Lab.up(fabric_of("single,1"), None)
    assert not processes.marked(left.run)
    Lab.down()
