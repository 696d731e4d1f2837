"""The controller as its users see it: its HTTP interface."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from heddle_lab.errors import LabError
from heddle_lab.wait import until


@dataclass(frozen=True)
class ControllerApi:
    """One controller by the address of its HTTP interface, such as http://127.0.0.1:8181.

    `token` is shown where it asks who one is, which is its Networking API.
    """

    url: str
    token: str = ""

    def read(self, path: str) -> Any:
        """The JSON behind a path; refuses when there is no answer or not a good one."""
        try:
            with urllib.request.urlopen(self._request(path), timeout=5) as reply:
                return json.loads(reply.read() or b"null")
        except urllib.error.HTTPError as error:
            raise LabError(f"GET {path}: {error.code} {error.read()[:300].decode(errors='replace')}") from error
        except (OSError, ValueError) as error:
            raise LabError(f"GET {self.url}{path}: {error}") from error

    def put(self, path: str, body: Any) -> Any:
        """Sends JSON to a path; the JSON that comes back."""
        return self._send("PUT", path, body)

    def post(self, path: str, body: Any) -> Any:
        """Has something made by the JSON sent; the JSON that comes back."""
        return self._send("POST", path, body)

    def delete(self, path: str) -> None:
        """Has what is at a path taken away."""
        try:
            urllib.request.urlopen(self._request(path, "DELETE"), timeout=5).close()
        except urllib.error.HTTPError as error:
            raise LabError(f"DELETE {path}: {error.code} {error.read()[:300].decode(errors='replace')}") from error
        except OSError as error:
            raise LabError(f"DELETE {self.url}{path}: {error}") from error

    def answers(self, path: str) -> bool:
        """Whether a path answers 2xx, whatever it says."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=2) as reply:
                return bool(200 <= reply.status < 300)
        except OSError:
            return False

    def text(self, path: str) -> str:
        """The text behind a path."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as reply:
                return str(reply.read().decode())
        except OSError as error:
            raise LabError(f"GET {self.url}{path}: {error}") from error

    def metric(self, *words: str) -> float:
        """The sum of all metrics whose names hold every one of the words."""
        lines = [line for line in self.text("/metrics").splitlines() if line and not line.startswith("#")]
        named = [line for line in lines if all(word in line.split("{")[0].split(" ")[0] for word in words)]
        if not named:
            raise LabError(f"/metrics has none with {' and '.join(words)} in its name")
        return sum(float(line.rsplit(" ", 1)[1]) for line in named)

    def items(self, path: str) -> list[dict[str, Any]]:
        """A list resource, bare or as the one list inside an object."""
        reply = self.read(path)
        if isinstance(reply, dict):
            lists = [value for value in reply.values() if isinstance(value, list)]
            reply = lists[0] if len(lists) == 1 else None
        if not isinstance(reply, list):
            raise LabError(f"GET {path}: expected a list")
        return reply

    def fabric(self) -> dict[str, Any]:
        """What the controller recognised."""
        reply = self.read("/api/v1/fabric")
        if not isinstance(reply, dict):
            raise LabError(f"GET /api/v1/fabric: expected an object, got {reply!r}")
        return reply

    def until_ready(self, seconds: float) -> None:
        """Waits until the controller says that it is ready."""
        until(f"{self.url}/readyz", seconds, lambda: self.answers("/readyz"))

    def until_state(self, seconds: float, *states: str) -> dict[str, Any]:
        """Waits until the fabric is in one of the states named; the fabric as it then is."""

        def probe() -> dict[str, Any]:
            fabric = self.fabric()
            if fabric.get("state") not in states:
                raise LabError(f"state {fabric.get('state')}, problems {fabric.get('problems')}")
            return fabric

        return until(f"fabric state {' or '.join(states)}", seconds, probe)

    def _send(self, method: str, path: str, body: Any) -> Any:
        request = self._request(path, method, json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:
                return json.loads(reply.read() or b"null")
        except urllib.error.HTTPError as error:
            raise LabError(f"{method} {path}: {error.code} {error.read()[:300].decode(errors='replace')}") from error
        except (OSError, ValueError) as error:
            raise LabError(f"{method} {self.url}{path}: {error}") from error

    def _request(self, path: str, method: str = "GET", body: bytes | None = None) -> urllib.request.Request:
        headers = {"X-Auth-Token": self.token} if self.token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return urllib.request.Request(self.url + path, body, headers, method=method)
