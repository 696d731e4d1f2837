"""One line per step, with its time when it took longer than a moment."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str, enabled: bool = True) -> Iterator[None]:
    """Says on standard error what begins, and what it took."""
    if not enabled:
        yield
        return
    print(f"{what} …", end="", file=sys.stderr, flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", file=sys.stderr, flush=True)
        raise
    print(f" {time.monotonic() - start:.1f} s", file=sys.stderr, flush=True)
