"""Hosts are network namespaces, each held open by one sleeping process of the run.

A socket belongs for good to the namespace in which it was made, so one process can hold sockets in all of them:
that is how the traffic tools reach every host without starting a program in each.
"""

import ctypes
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from heddle_lab.errors import LabError
from heddle_lab.wait import until

_CLONE_NEWNET = 0x40000000
_LIBC = ctypes.CDLL(None, use_errno=True)


def hold(count: int, environment: Mapping[str, str]) -> list[int]:
    """Makes namespaces; the process ids that hold them open, ready for use."""
    command = ["mnexec", "-dn", "sleep", "infinity"]
    # they outlive the command that makes them, whose reader waits for the end of all its outputs
    quiet = subprocess.DEVNULL
    holders = [
        subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet) for _ in range(count)
    ]
    own = os.readlink("/proc/self/ns/net")
    for holder in holders:
        until(f"the namespace of process {holder.pid}", 10, partial(_is_other, holder.pid, own), every=0.002)
    return [holder.pid for holder in holders]


@contextmanager
def inside(pid: int) -> Iterator[None]:
    """Runs the body, in this thread only, in the network namespace of a process."""
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        other = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY)
    except OSError as error:
        os.close(own)
        raise LabError(f"the host of process {pid} is gone: {error}") from error
    try:
        _enter(other)
        yield
    finally:
        _enter(own)
        os.close(own)
        os.close(other)


def command_in(pid: int, command: Sequence[str]) -> list[str]:
    """The command line that runs a command in the network and mount namespace of a process."""
    return ["mnexec", "-a", str(pid), *command]


def _enter(descriptor: int) -> None:
    if _LIBC.setns(descriptor, _CLONE_NEWNET):
        raise LabError(f"setns: {os.strerror(ctypes.get_errno())} (the lab needs root)")


def _is_other(pid: int, own: str) -> bool:
    try:
        held = os.readlink(f"/proc/{pid}/ns/net") != own
        return held and Path(f"/proc/{pid}/comm").read_text().strip() == "sleep"
    except OSError as error:
        raise LabError(f"process {pid}: {error}") from error
