"""Whoever reads the controller's output may stop reading: the controller goes on, and ends when it is told to."""

import os
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from heddle_lab.controller import COMMAND, Ports
from heddle_lab.rest import ControllerApi
from heddle_lab.wait import until

PIPE = 65536  # what a pipe holds on Linux
SHORTEST_LINE = 64
HELLO = b"\x06\x00"  # OpenFlow 1.5, the first message of either side


@pytest.fixture
def unread(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], Ports]]:
    """A controller whose output goes into a pipe that nobody reads."""
    if COMMAND not in os.environ:
        pytest.skip(f"{COMMAND} is not set; ./heddle test sets it")
    ports = Ports.free()
    listening = {"openflow": ports.openflow, "http": ports.http, "ovsdb": ports.ovsdb, "sflow": ports.sflow}
    line = [*shlex.split(os.environ[COMMAND]), "--state", str(tmp_path / "state")]
    line += [word for name, port in listening.items() for word in (f"--{name}-port", str(port))]
    with subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            until("the controller to serve", 30, lambda: ControllerApi(ports.url).answers("/healthz"))
            yield process, ports
        finally:
            process.kill()


def greeted(port: int, said: bytes) -> bytes:
    """What a peer hears that connects and says something: all of it, until the controller ends the connection."""
    heard = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as peer:
        peer.sendall(said)
        while some := peer.recv(4096):
            heard += some
    return heard


def test_output_that_nobody_reads_stops_nothing(unread: tuple[subprocess.Popen[bytes], Ports]) -> None:
    process, ports = unread
    for _ in range(2 * PIPE // SHORTEST_LINE):
        assert greeted(ports.openflow, b"GET / HTTP/1.1\r\n\r\n").startswith(HELLO)
    assert ControllerApi(ports.url).answers("/healthz")
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 128 + signal.SIGTERM
