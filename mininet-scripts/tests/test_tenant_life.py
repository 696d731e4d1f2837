"""Tenants' networks while machines move, controllers and servers fail, links break and others interfere."""

import re
import threading
import time

import pytest
from tenancy import Tenants, flows, until_reached

from heddle_lab import vms
from heddle_lab.errors import LabError
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2
from heddle_lab.servers import INTEGRATION, Server
from heddle_lab.session import Session
from heddle_lab.traffic.probes import FlowReport, Probes
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

NEAR, FAR = "h_0_0_0", "h_3_1_1"
RATE = 100
NOTICED = 10  # seconds; when nobody tells, the controller looks at the tables of a bridge once a minute


def lost(reports: list[FlowReport]) -> dict[str, int]:
    """How many packets of each flow did not arrive."""
    return {str(report.flow): len(report.lost()) for report in reports}


def port_of(name: str) -> str:
    """The port of a machine."""
    return vms.named(name).port


def test_a_machine_that_moves_misses_at_most_300_ms(tenants: Tenants) -> None:
    one, moved = tenants.pair(NEAR, "h_3_1_0")
    until_reached(one, moved)
    for server in ("h_1_0_0", "h_0_0_1", FAR):
        with Probes(flows(one, moved), RATE) as probes:
            vms.move(tenants.session.lab, "other", server)
            tenants.until_active(port_of("other"))
            until_reached(one, moved)
            reports = probes.finish()
        print(f"\nmove to {server}: lost at {RATE}/s {lost(reports)}")
        assert all(report.lost_milliseconds() <= 300 for report in reports), lost(reports)
        assert vms.named("other").server == server


class Asking:
    """Asks for one port after the other, until the controller does not answer; remembers what it was promised.

    It is a tenant of its own: the ports of one tenant hear of each other's addresses.
    """

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants
        self._network = tenants.network(project_id="asking")
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.promised: list[str] = []

    def start(self) -> None:
        """Begins, and returns when some were promised."""
        self._thread.start()
        until("the first ports", 10, lambda: len(self.promised) >= 30, every=0.01)

    def until_ended(self) -> None:
        """Waits until the controller answers no more."""
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            while True:
                self.promised.append(self._tenants.port(self._network, project_id="asking"))
        except (LabError, OSError, ValueError):
            return


def restart(session: Session) -> None:
    """Starts the controller that was killed."""
    assert session.controller is not None
    session.controller.start()
    session.controller.until_ready(60)
    session.until_settled(60)


def youngest(server: Server) -> float:
    """For how many seconds the newest rule of a server's integration bridge has been there."""
    said = server.switch.ofctl("dump-flows", INTEGRATION)
    return min(float(seconds) for seconds in re.findall(r"duration=([0-9.]+)s", said))


def test_a_killed_controller_and_a_new_one_cost_tenants_no_packet_and_no_promise(tenants: Tenants) -> None:
    controller = tenants.session.controller
    assert controller is not None
    one, other = tenants.pair(NEAR, FAR)
    until_reached(one, other)
    asking = Asking(tenants)
    with Probes(flows(one, other), RATE) as probes:
        asking.start()
        killed = time.monotonic()
        controller.kill()
        asking.until_ended()
        restart(tenants.session)
        until("all ports to be ACTIVE again", 60, tenants.all_active)
        reports = probes.finish()
    there = {row["id"] for row in tenants.api.items(f"{V2}/ports")}
    sent = sum(len(report.sent) for report in reports)
    print(f"\n{len(asking.promised)} ports promised before kill -9, lost: {set(asking.promised) - there}")
    print(f"{sent} packets at {RATE}/s each way, lost: {lost(reports)}")
    assert set(asking.promised) <= there
    for name in (NEAR, FAR):
        assert youngest(tenants.session.lab.server(name)) > time.monotonic() - killed, f"{name} was sent rules it had"
    assert set(lost(reports).values()) == {0}


def recovers(tenants: Tenants, machines: tuple[LabHost, LabHost], since: float, what: str) -> None:
    """Two machines reach each other and their ports are ACTIVE again."""
    until_reached(*machines)
    reached = time.monotonic() - since
    until(f"all ports to be ACTIVE after {what}", 30, tenants.all_active)
    print(f"\n{what}: machines reach each other after {reached:.1f} s")
    until_reached(*machines)


def test_a_server_whose_switch_was_killed_carries_tenants_again(tenants: Tenants) -> None:
    machines = tenants.pair(NEAR, FAR)
    until_reached(*machines)
    since = time.monotonic()
    tenants.session.lab.server(FAR).restart_switch()
    recovers(tenants, machines, since, "restart of ovs-vswitchd")


@pytest.mark.parametrize("emptied", [False, True], ids=["same-database", "empty-database"])
def test_a_server_that_was_started_anew_carries_tenants_again(tenants: Tenants, emptied: bool) -> None:
    machines = tenants.pair(NEAR, FAR)
    until_reached(*machines)
    server, vm = tenants.session.lab.server(FAR), vms.named("other")
    since = time.monotonic()
    server.reboot(emptied)
    until(f"{INTEGRATION} of {FAR}", 20, lambda: INTEGRATION in server.bridges())
    vms.plug(tenants.session.lab, vm.name)
    recovers(tenants, machines, since, f"start of a server with {'an empty' if emptied else 'the same'} database")


def test_a_link_that_breaks_under_tenants_is_gone_around(tenants: Tenants) -> None:
    one, other = tenants.pair(NEAR, FAR)
    until_reached(one, other)
    session, lab = tenants.session, tenants.session.lab
    with Probes(flows(one, other, count=8), RATE) as probes:
        lab.cut("e_0_0", "a_0_0")
        until("the cut to be seen", 10, lambda: str(session.api.fabric()["state"]) == "degraded")
        session.controller_settled(10)
        lab.heal("e_0_0", "a_0_0")
        session.until_settled(20)
        session.controller_settled(10)
        reports = probes.finish()
    worst = max(report.lost_milliseconds() for report in reports)
    hit = sum(1 for report in reports if report.lost())
    print(f"\nlink cut and healed: {hit} of {len(reports)} tenant flows lost packets, the worst {worst:.0f} ms")
    assert worst <= 300, lost(reports)


def held(server: Server) -> list[str]:
    """The rules of a server's integration bridge without what changes in them by itself."""
    lines = server.switch.ofctl("--no-stats", "dump-flows", INTEGRATION).splitlines()
    return sorted(line.strip() for line in lines if "actions=" in line)


def same(now: list[str], right: list[str]) -> bool:
    """Whether a bridge holds the rules that it should; refuses with those that it lacks and those that are wrong."""
    if now != right:
        raise LabError(f"lacking {sorted(set(right) - set(now))}, wrong {sorted(set(now) - set(right))}")
    return True


def test_what_others_change_on_an_integration_bridge_is_put_right(tenants: Tenants) -> None:
    one, other = tenants.pair(NEAR, FAR)
    until_reached(one, other)
    server = tenants.session.lab.server(FAR)
    right = held(server)
    dpid = server.switch.vsctl("get", "bridge", INTEGRATION, "datapath_id").strip().strip('"')
    plan = tenants.session.api.read(f"/api/v1/switches/{dpid}/plan")
    assert (plan["name"], plan["synced"], len(plan["rules"])) == (FAR, True, len(right))
    since = time.monotonic()
    bridge = "--bare", "get", "bridge", INTEGRATION
    server.switch.vsctl("set", "bridge", INTEGRATION, "fail_mode=standalone", "protocols=OpenFlow13")
    server.switch.vsctl("set", "interface", "heddle-vxlan", "options:local_ip=192.0.2.1")
    until("the bridge's settings", 20, lambda: server.switch.vsctl(*bridge, "fail_mode").strip() == "secure")
    until("its protocols", 20, lambda: "OpenFlow15" in server.switch.vsctl(*bridge, "protocols"))
    options = "get", "interface", "heddle-vxlan", "options:local_ip"
    until("its tunnel", 20, lambda: "192.0.2.1" not in server.switch.vsctl(*options))
    print(f"\nsettings of the bridge were right again after {time.monotonic() - since:.1f} s")
    until_reached(one, other)
    until("the bridge to be connected", 20, lambda: held(server) == right)
    until("the port to work", 20, tenants.all_active)
    since = time.monotonic()
    (metadata,) = set(re.findall(rf"metadata=(0x[0-9a-f]+),dl_dst={one.mac}", "\n".join(right)))
    server.switch.ofctl("del-flows", INTEGRATION, f"dl_dst={one.mac}")
    server.switch.ofctl("mod-flows", INTEGRATION, f"metadata={metadata},actions=drop")
    assert held(server) != right
    until("the rules to be right again", NOTICED, lambda: same(held(server), right), every=0.2)
    print(f"rules of the bridge were right again after {time.monotonic() - since:.1f} s")
    until_reached(one, other)
