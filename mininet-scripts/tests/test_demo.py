"""The one command: a ready fabric within its time, and nothing left of it afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Shelf

from heddle_lab import interfaces, record
from heddle_lab.controller import COMMAND, Ports
from heddle_lab.processes import marked
from heddle_lab.wait import until

pytestmark = pytest.mark.lab


class Demo:
    """`./heddle demo` as a child; `lines` are those of its standard output."""

    def __init__(self, ports: Ports) -> None:
        launcher = os.environ.get("HEDDLE")
        line = [launcher] if launcher else [sys.executable, "-m", "heddle_lab"]
        line += ["demo", "--openflow-port", str(ports.openflow), "--http-port", str(ports.http)]
        line += ["--ovsdb-port", str(ports.ovsdb), "--sflow-port", str(ports.sflow)]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
        )

    def until_said(self, text: str) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if text in line:
                return
        raise AssertionError(f"the demo ended without saying {text!r}: {self.lines}")


def test_the_demo_is_ready_in_15_seconds_and_leaves_nothing_even_after_a_crash(shelf: Shelf, ports: Ports) -> None:
    if COMMAND not in os.environ:
        pytest.skip(f"{COMMAND} is not set; ./heddle test sets it")
    shelf.discard()
    before = interfaces.present()
    start = time.monotonic()
    demo = Demo(ports)
    demo.until_said("running until")
    took = time.monotonic() - start
    assert any("0 % loss" in line for line in demo.lines), demo.lines
    assert any(f"http://127.0.0.1:{ports.http}/" in line for line in demo.lines), demo.lines
    crashed = record.load()
    assert crashed is not None and crashed.owner is not None
    os.kill(crashed.owner[0], signal.SIGKILL)
    demo.process.wait(10)
    assert marked(crashed.run)
    again = Demo(ports)
    again.until_said("running until")
    assert not marked(crashed.run)
    written = record.load()
    assert written is not None
    run = written.run
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(30) == 0
    until("all processes to be gone", 5, lambda: not marked(run))
    assert interfaces.present() == before
    assert record.load() is None
    assert took <= 15, f"{took:.1f} s"
