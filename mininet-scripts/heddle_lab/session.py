"""A fabric together with its controller: brought up, made ready, taken down. Demo, lab, benches and tests share it."""

from collections.abc import Sequence
from dataclasses import dataclass

from heddle_lab import addressing, internet, record
from heddle_lab.controller import ControllerProcess, Ports
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.progress import step
from heddle_lab.rest import ControllerApi
from heddle_lab.topologies import Fabric
from heddle_lab.wait import until

# what networks of type routed are cut from, in a lab with servers
ROUTED = "172.20.0.0/16"
SETTLED = ("complete", "degraded", "not-clos")


@dataclass(frozen=True)
class Wishes:
    """What a run shall be.

    `controller` False: a lab without one; `managed` False: one whose database knows of none; `servers`: hosts have an
    Open vSwitch each; `gateways`: how many of these lead to a namespace that stands for the internet.
    """

    fabric: Fabric
    controller: bool = True
    addresses: str = "dhcp"
    rate: int | None = None
    owned: bool = False
    ports: Ports = Ports()
    managed: bool = True
    servers: bool = False
    gateways: int = 0


class Session:
    """One run; `controller` is None when the controller is not a child of this program."""

    def __init__(self, lab: Lab, controller: ControllerProcess | None) -> None:
        self.lab = lab
        self.controller = controller

    @property
    def api(self) -> ControllerApi:
        """The HTTP interface of the run's controller."""
        if self.lab.record.url is None:
            raise LabError("this lab has no controller")
        return ControllerApi(self.lab.record.url, self.lab.record.token)

    @staticmethod
    def start(wishes: Wishes) -> "Session":
        """Brings everything up; ends with every host addressed, or with nothing left and a refusal that says why."""
        target = wishes.ports.target if wishes.controller else None
        manager = wishes.ports.manager if wishes.controller and wishes.managed else None
        started: list[ControllerProcess] = []

        def control(lab: Lab) -> None:
            if wishes.controller:
                with step("controller"):
                    started.append(start_controller(lab, wishes.ports))
                    started[0].until_listening(60)

        lab = Lab.up(
            wishes.fabric, target, wishes.rate, wishes.owned, manager, wishes.servers, wishes.gateways, control
        )
        try:
            controller = started[0] if started else None
            session = Session(lab, controller)
            if controller:
                with step("fabric"):
                    session.until_settled(90)
                    controller.until_ready(30)
                lab.record.token = controller.admin_token
                lab.record.save()
            with step(f"addresses ({wishes.addresses})"):
                addressing.give(lab, wishes.addresses, controller.api if controller else None)
            return session
        except BaseException:
            Lab.down()
            raise

    def until_settled(self, seconds: float) -> None:
        """Waits until the controller is connected to every switch and knows every cable that is not cut."""
        cut = set(self.lab.record.cuts)
        cables = [cable for cable in self.lab.fabric.fabric_cables if str(cable) not in cut]
        self.api.until_state(seconds, *SETTLED)
        until("all switches to be connected", seconds, lambda: self._connected(len(self.lab.fabric.switches)))
        until("all cables to be discovered", seconds, lambda: self._discovered(len(cables)))
        self.api.until_state(seconds, *SETTLED)

    def controller_settled(self, seconds: float) -> None:
        """Waits until every connected switch has confirmed all that the plan wants of it."""
        until("the plan to be confirmed", seconds, lambda: self.api.answers("/readyz"))

    def _connected(self, wanted: int) -> bool:
        rows = self.api.items("/api/v1/switches")
        return _enough("switches connected", [row for row in rows if row.get("connected")], wanted)

    def _discovered(self, wanted: int) -> bool:
        return _enough("links up", [row for row in self.api.items("/api/v1/links") if row.get("up")], wanted)


def start_controller(lab: Lab, ports: Ports = Ports()) -> ControllerProcess:
    """Starts a controller for a lab, with its state in the lab's folder."""
    controller = ControllerProcess(record.FOLDER / "controller", lab.environment, ports, lab.record.rate, _tenants(lab))
    controller.start()
    lab.record.url = ports.url
    lab.record.controller = controller.pid
    lab.record.save()
    return controller


def _tenants(lab: Lab) -> str:
    """The section of its configuration about tenants; none for a fabric that has no servers."""
    if not lab.record.servers:
        return ""
    flat = f"  flat-networks: [{internet.PHYSICAL}]\n" if lab.record.gateways else ""
    return f'tenants:\n  routed-prefixes: ["{ROUTED}"]\n{flat}'


def _enough(what: str, rows: Sequence[object], wanted: int) -> bool:
    if len(rows) < wanted:
        raise LabError(f"{len(rows)} of {wanted} {what}")
    return True
