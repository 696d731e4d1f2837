"""Work in a process of its own, so that nothing else that a test does disturbs its traffic."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from heddle_lab.errors import LabError

T = TypeVar("T")


class OtherProcess(Generic[T]):
    """Runs `work` with its arguments and a pipe to answer by: values, or a text that says what failed."""

    def __init__(self, what: str, work: Callable[..., None], *arguments: Any) -> None:
        self._what = what
        self._pipe, far_pipe = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(
            target=_guarded, args=(work, arguments, far_pipe), daemon=True
        )

    def start(self) -> None:
        """Starts it."""
        self._process.start()

    @property
    def is_alive(self) -> bool:
        """Whether it is still at work."""
        return self._process.is_alive()

    def tell(self, message: object) -> None:
        """Says something to it."""
        self._pipe.send(message)

    def answer(self, seconds: float) -> T:
        """Its next answer; refuses when there is none in time, and with its own words when it failed."""
        if not self._pipe.poll(seconds):
            raise LabError(f"the process of {self._what} does not answer")
        answer = self._pipe.recv()
        if isinstance(answer, str):
            raise LabError(f"{self._what}: {answer}")
        result: T = answer
        return result

    def join(self) -> None:
        """Waits for its end."""
        self._process.join()

    def end(self) -> None:
        """Ends it, whatever it does."""
        if self.is_alive:
            self._process.terminate()
        self._process.join()


def _guarded(work: Callable[..., None], arguments: tuple[Any, ...], pipe: Connection) -> None:
    try:
        work(*arguments, pipe)
    except (OSError, LabError) as error:
        pipe.send(str(error))
