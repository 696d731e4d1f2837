"""What the lab asks of the controller's Networking API: to make something, one port, and when it works."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from heddle_lab.errors import LabError
from heddle_lab.rest import ControllerApi
from heddle_lab.wait import Timeout, until

V2 = "/networking/v2.0"


@dataclass(frozen=True)
class Port:
    """A port; where the controller says so, `reason` is why it is not ACTIVE, and `server` where it is plugged in."""

    id: str
    mac: str
    status: str
    reason: str
    server: str = ""

    def __str__(self) -> str:
        return f"port {self.id} is {self.status}{f' ({self.reason})' if self.reason else ''}"


def made(api: ControllerApi, name: str, what: dict[str, Any], path: str = "") -> dict[str, Any]:
    """Makes a resource of that name as wished; `path` is where they all are, if that is not the name with an s."""
    row: dict[str, Any] = api.post(f"{V2}/{path or name + 's'}", {name: what})[name]
    return row


def port(api: ControllerApi, identifier: str) -> Port:
    """The port as it is now; refuses one that is not there."""
    reply = api.read(f"{V2}/ports/{quote(identifier, safe='')}")
    try:
        return port_of(reply["port"])
    except (KeyError, TypeError) as error:
        raise LabError(f"GET {V2}/ports/{identifier}: this is no port: {reply!r:.300}") from error


def port_of(row: dict[str, Any]) -> Port:
    """The port that a row of the API describes."""
    reasons = [str(value) for key, value in sorted(row.items()) if key.endswith("reason") and value]
    server = str(row.get("heddle:server", ""))
    return Port(str(row["id"]), str(row["mac_address"]), str(row["status"]), " ".join(reasons), server)


def settled(api: ControllerApi, identifier: str, seconds: float, server: str = "") -> Port:
    """The port once it is ACTIVE, on that server if one is named, or as it is after some seconds.

    Name it after a move: until the controller hears of that, the port is ACTIVE where it was.
    """

    def working() -> Port | None:
        now = port(api, identifier)
        return now if now.status == "ACTIVE" and server in ("", now.server) else None

    try:
        return until(f"port {identifier}", seconds, working, every=0.05)
    except Timeout:
        return port(api, identifier)  # the caller sees its status
