"""The controller as a child process: started from the launcher's command, logged to a file, ended or killed."""

import os
import shlex
import signal
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from heddle_lab.errors import LabError
from heddle_lab.processes import started_at
from heddle_lab.rest import ControllerApi
from heddle_lab.wait import until

COMMAND = "HEDDLE_CONTROLLER_COMMAND"
_TOKEN = "Admin token: "


@dataclass(frozen=True)
class Ports:
    """Where a controller listens on loopback."""

    openflow: int = 6653
    http: int = 8181
    ovsdb: int = 6640
    sflow: int = 6343

    @staticmethod
    def free() -> "Ports":
        """Ports that nobody uses at this moment."""
        made = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
        numbers = [one.getsockname()[1] for one in made]
        for one in made:
            one.close()
        return Ports(*numbers)

    @property
    def target(self) -> str:
        """The controller as Open vSwitch writes it."""
        return f"tcp:127.0.0.1:{self.openflow}"

    @property
    def manager(self) -> str:
        """The same for an Open vSwitch database."""
        return f"tcp:127.0.0.1:{self.ovsdb}"

    @property
    def url(self) -> str:
        """The controller's HTTP interface."""
        return f"http://127.0.0.1:{self.http}"


class ControllerProcess:
    """One controller with its own state folder; starting it again on the same folder is a restart.

    `rate` is what its links carry, in Mbit/s: Open vSwitch says 10 Gbit/s of every veth, however it is shaped.
    `settings` are further sections of its configuration, as YAML.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        ports: Ports = Ports(),
        rate: int | None = None,
        settings: str = "",
    ) -> None:
        self._folder = folder
        self._rate = rate
        self._settings = settings
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self.log = folder / "controller.log"
        self.ports = ports
        self.api = ControllerApi(ports.url)

    def links_carry(self, rate: int | None) -> None:
        """What it is told of links, in Mbit/s, when it is started the next time."""
        self._rate = rate

    @property
    def pid(self) -> int:
        """The process id of the running controller."""
        if self._process is None:
            raise LabError("the controller was not started")
        return self._process.pid

    @property
    def admin_token(self) -> str:
        """The administrator's token for the Networking API, as its log says it; empty where accounts are in a file."""
        said = [line.split(_TOKEN)[1] for line in self.log.read_text(errors="replace").splitlines() if _TOKEN in line]
        return said[-1].strip() if said else ""

    def start(self) -> None:
        """Starts it in the background; its log is appended to."""
        self._folder.mkdir(parents=True, exist_ok=True)
        line = [*shlex.split(self._command()), "--state", str(self._folder / "state")]
        if self.ports != Ports() or self._rate is not None or self._settings:
            line += ["--config", str(self._config())]
        if self.api.answers("/healthz"):
            raise LabError(f"{self.ports.url} answers already: another controller runs there")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                line,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def until_ready(self, seconds: float) -> None:
        """Waits for readiness; a controller that ends instead is refused with the end of its log."""
        self._until("/readyz", seconds)

    def until_listening(self, seconds: float) -> None:
        """Waits until it serves, whether or not there is a fabric."""
        self._until("/healthz", seconds)

    def _until(self, path: str, seconds: float) -> None:
        def ended() -> bool:
            return self._process is not None and self._process.poll() is not None

        until(f"the controller's {path}", seconds, lambda: ended() or self.api.answers(path))
        if self._process is not None and ended():
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise LabError(f"the controller ended with code {self._process.returncode}; {self.log} ends:\n{tail}")

    def stop(self) -> None:
        """Asks it to end and waits; after ten seconds it is killed."""
        self._signal(signal.SIGTERM, 10)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._signal(signal.SIGKILL, 10)

    def _signal(self, number: signal.Signals, seconds: float) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, number)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(seconds)
        until("the controller to be gone", seconds, lambda: not started_at(self.pid))

    def _command(self) -> str:
        command = os.environ.get(COMMAND)
        if not command:
            raise LabError(f"{COMMAND} is not set; start this through ./heddle, which sets it")
        return command

    def _config(self) -> Path:
        path = self._folder / "heddle.yaml"
        path.write_text(
            f"openflow:\n  port: {self.ports.openflow}\novsdb:\n  port: {self.ports.ovsdb}\n"
            f"http:\n  port: {self.ports.http}\nsflow:\n  port: {self.ports.sflow}\n"
            + (f"fabric:\n  link-capacity: {self._rate}M\n" if self._rate is not None else "")
            + self._settings
        )
        return path
