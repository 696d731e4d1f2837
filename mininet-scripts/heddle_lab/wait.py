"""Waiting is polling a condition with a deadline; nothing in the lab sleeps and hopes."""

import time
from collections.abc import Callable
from typing import TypeVar

from heddle_lab.errors import LabError

T = TypeVar("T")


class Timeout(LabError):
    """A condition did not come true before its deadline; the message says what was seen last."""


def until(what: str, seconds: float, probe: Callable[[], T | None], every: float = 0.1) -> T:
    """The first truthy value of `probe`; refuses with `what` and the last value or error after `seconds`."""
    deadline = time.monotonic() + seconds
    last: object = None
    while True:
        try:
            value = probe()
            if value:
                return value
            last = value
        except LabError as error:
            last = error
        if time.monotonic() >= deadline:
            raise Timeout(f"waited {seconds:g} s for {what}; last seen: {last}")
        time.sleep(every)
