"""Virtual machines on servers: booted, plugged, moved while they run, removed.

The bridge that they are plugged into is made here and learns as any bridge does, so that this is about the lab alone.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Shelf

from heddle_lab import interfaces, namespaces, networking, processes, record, servers, vm_commands, vms
from heddle_lab.__main__ import parser
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab, LabHost
from heddle_lab.servers import INTEGRATION, Server
from heddle_lab.session import Session
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.vms import Vm
from heddle_lab.wait import until

PROJECT = Path(__file__).parent.parent
PORTS = [f"0000000{n}-1111-4222-8333-444444444444" for n in range(1, 5)]


def test_a_machine_is_plugged_under_the_name_that_hypervisors_use() -> None:
    assert Vm("a", PORTS[0], "02:00:00:00:01:01", "h1", 1).tap == "tap00000001-11"


def test_a_port_says_what_keeps_it_from_working() -> None:
    row = {"id": "x", "mac_address": "m", "status": "DOWN", "status_reason": "It is not plugged."}
    assert str(networking.port_of(row)) == "port x is DOWN (It is not plugged.)"
    assert str(networking.port_of({"id": "x", "mac_address": "m", "status": "ACTIVE"})) == "port x is ACTIVE"


def test_names_and_ports_are_used_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vms, "FOLDER", tmp_path)
    Vm("a", PORTS[0], "02:00:00:00:01:01", "h1", os.getpid()).save()
    assert [vm.name for vm in vms.listed()] == ["a"]
    for name, port, why in (
        ("a", PORTS[1], "VM a already"),
        ("b", PORTS[0], "as VM a on h1"),
        ("../b", "p", "letters"),
    ):
        with pytest.raises(LabError, match=why):
            vms.refuse_taken(name, port)
    vms.refuse_taken("b", PORTS[1])
    with pytest.raises(LabError, match="no VM c; there are a "):
        vms.named("c")


def test_what_is_written_down_of_a_run_is_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    record.Record("run", fabric_of("single,1"), token="secret").save()
    assert (tmp_path / "lab.json").stat().st_mode & 0o777 == 0o600
    loaded = record.load()
    assert loaded is not None and loaded.token == "secret"


@pytest.fixture(scope="module")
def unfit_afterwards(shelf: Shelf) -> Iterator[None]:
    """Takes down what these tests leave unfit for others; not for tests that need no lab."""
    yield
    shelf.discard()


@pytest.fixture
def lab(server_fabric: Session, unfit_afterwards: None) -> Iterator[Lab]:
    """Servers without a manager, each with a bridge that learns; the bridges are joined by tunnels to the first."""
    hub, *others = everyone = server_fabric.lab.servers()
    for server in everyone:
        server.switch.vsctl("del-manager", "--", "--if-exists", "del-br", INTEGRATION)
        bridge = ["add-br", INTEGRATION, "--", "set", "bridge", INTEGRATION, "datapath_type=netdev"]
        server.switch.vsctl(*bridge, "fail_mode=standalone")
    for number, other in enumerate(others):
        _join(server_fabric.lab, hub, other, number)
        _join(server_fabric.lab, other, hub, number)
    yield server_fabric.lab
    for vm in vms.listed():
        vms.remove(server_fabric.lab, vm.name)


def _join(lab: Lab, here: Server, there: Server, number: int) -> None:
    name, address = f"to-{there.name}", lab.host(there.name).address
    options = [f"options:remote_ip={address}", f"options:key={100 + number}"]
    port = ["add-port", INTEGRATION, name, "--", "set", "interface", name, "type=vxlan", *options]
    here.switch.vsctl(*port)


def _machine(lab: Lab, number: int, server: str, mtu: int = 1450) -> LabHost:
    """A machine by number, with an address of its own."""
    mac = f"02:00:00:00:01:{number:02x}"
    vm = vms.boot(lab, f"vm{number}", PORTS[number - 1], mac, server)
    with namespaces.inside(vm.pid):
        interfaces.ip_batch([f"addr add 192.168.50.{number}/24 dev eth0", f"link set eth0 mtu {mtu}"])
    return vm.host(lab)


def _reach(one: LabHost, other: LabHost) -> None:
    pairs = [(one, other), (other, one)]
    until(f"{one.name} and {other.name} to reach each other", 5, lambda: not ping_pairs(pairs, timeout=0.5).lost)


@pytest.mark.lab
def test_machines_on_one_server_reach_each_other(lab: Lab) -> None:
    _reach(_machine(lab, 1, "h_1_1"), _machine(lab, 2, "h_1_1"))
    server = lab.server("h_1_1")
    ids = server.switch.vsctl("get", "interface", vms.named("vm1").tap, "external_ids")
    assert f'iface-id="{PORTS[0]}"' in ids and 'attached-mac="02:00:00:00:01:01"' in ids


@pytest.mark.lab
def test_machines_on_different_servers_reach_each_other_with_full_frames(lab: Lab) -> None:
    one, other = _machine(lab, 1, "h_1_1"), _machine(lab, 2, lab.host("h_2_2").address)
    _reach(one, other)
    assert vms.named("vm2").server == "h_2_2"
    said = one.run("ping", "-c", "3", "-i", "0.2", "-W", "1", "-s", "1422", "-M", "do", "192.168.50.2")
    assert "3 received" in said, said


@pytest.mark.lab
def test_machines_reach_each_other_by_gre_with_full_frames(lab: Lab) -> None:
    for here, there in (("h_1_1", "h_2_2"), ("h_2_2", "h_1_1")):
        lab.server(here).switch.vsctl("set", "interface", f"to-{there}", "type=gre", "options:key=42")
    one, other = _machine(lab, 1, "h_1_1", mtu=1458), _machine(lab, 2, "h_2_2", mtu=1458)
    _reach(one, other)
    said = one.run("ping", "-c", "3", "-i", "0.2", "-W", "1", "-s", "1430", "-M", "do", "192.168.50.2")
    assert "3 received" in said, said


@pytest.mark.lab
def test_a_machine_that_moves_keeps_its_addresses_and_is_taken_in_at_once(lab: Lab) -> None:
    one, moved = _machine(lab, 1, "h_1_1"), _machine(lab, 2, "h_1_2")
    _reach(one, moved)
    # the bridges learn a new place from the machine's own packets, so it is the machine that pings
    ping = moved.popen("ping", "-i", "0.01", "-c", "150", "-W", "1", "192.168.50.1")
    vm = vms.move(lab, "vm2", "h_2_1")
    said = ping.communicate(timeout=20)[0]
    received = int(said.split(" received")[0].rsplit(" ", 1)[1])
    assert received >= 150 - 30, said  # 300 ms
    assert (vm.server, vms.named("vm2").server, moved.address) == ("h_2_1", "h_2_1", "192.168.50.2")
    assert vm.tap not in lab.server("h_1_2").switch.vsctl("list-ports", INTEGRATION)
    assert vm.tap in lab.server("h_2_1").switch.vsctl("list-ports", INTEGRATION)
    _reach(one, moved)


@pytest.mark.lab
def test_machines_and_their_server_are_there_again_after_its_switch_was_killed(lab: Lab) -> None:
    one, other = _machine(lab, 1, "h_1_1"), _machine(lab, 2, "h_2_1")
    _reach(one, other)
    host = lab.host("h_2_1")
    address = host.address
    lab.server("h_2_1").restart_switch()
    assert host.address == address
    _reach(host, lab.host("h_1_1"))
    _reach(one, other)


@pytest.mark.lab
def test_a_removed_machine_leaves_nothing(lab: Lab) -> None:
    machine = _machine(lab, 1, "h_1_1")
    server, tap = lab.server("h_1_1"), vms.named("vm1").tap
    program = machine.popen("sleep", "1000")
    assert vms.remove(lab, "vm1") == 2
    program.wait(5)
    assert vms.listed() == []
    assert tap not in server.switch.vsctl("list-ports", INTEGRATION)
    with namespaces.inside(server.pid):
        assert tap not in interfaces.present()


@pytest.mark.lab
def test_the_launchers_verbs_boot_run_list_move_and_remove(server_fabric: Session, lab: Lab) -> None:
    port = _api_port(server_fabric)
    assert f"OS_ENDPOINT={server_fabric.api.url}/networking" in _lab("env").stdout
    said = _vm("boot", "web", "--port", port["id"], "--server", "h_1_1", "--no-dhcp")
    why = "No server has an interface whose iface-id is this port."  # the bridge here is not the controller's
    assert said == f"web  no address  {port['mac_address']}  on h_1_1  port {port['id']} is DOWN ({why})\n"
    assert port["mac_address"] in _vm("exec", "web", "ip", "link", "show", "eth0")
    assert "on h_2_1" in _vm("move", "web", "--server", lab.host("h_2_1").address)
    assert "on h_2_1" in _vm("list")
    assert "there is a VM web already" in _refused(
        "boot", "web", "--port", port["id"], "--server", "h_1_1", "--no-dhcp"
    )
    assert "removed: web" in _vm("rm", "web")
    assert _vm("list") == ""


@pytest.mark.lab
def test_a_lease_of_the_network_is_taken_with_its_mtu_and_kept(
    server_fabric: Session, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vm_commands, "UNTIL_ACTIVE", 0.2)
    port = _api_port(server_fabric)
    with _dhcp_server(lab, "h_1_1"):
        _boot(port["id"], "h_1_1")
    machine = vms.named("web").host(lab)
    assert machine.address == "10.77.0.9"
    assert "mtu 1450" in machine.run("ip", "link", "show", "eth0")
    assert "10.88.0.0/16 via 10.77.0.1" in machine.run("ip", "route")
    assert "udhcpc" in machine.run("ps", "-o", "comm=", "-p", ",".join(map(str, processes.sharing(machine.pid))))


@pytest.mark.lab
def test_a_machine_without_a_lease_is_refused_with_the_status_of_its_port(
    server_fabric: Session, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vm_commands, "UNTIL_ACTIVE", 0.2)
    monkeypatch.setattr(vm_commands, "UNTIL_LEASED", 3.0)
    port = _api_port(server_fabric)
    with pytest.raises(LabError, match=f"VM web got no lease on server h_1_1: port {port['id']} is DOWN"):
        _boot(port["id"], "h_1_1")
    assert vms.listed() == []


@pytest.mark.lab
def test_what_cannot_be_plugged_is_refused_with_the_next_step(
    server_fabric: Session, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "UNTIL_INTEGRATED", 0.2)
    port = _api_port(server_fabric)["id"]
    with pytest.raises(LabError, match="no host h_9_9; there are h_1_1"):
        _boot(port, "h_9_9")
    with pytest.raises(LabError, match="could not be found"):
        _boot(PORTS[0], "h_1_1")
    lab.server("h_2_2").switch.vsctl("del-br", INTEGRATION)
    with pytest.raises(LabError, match="server h_2_2 has no bridge br-int.* ./heddle lab exec h_2_2 ovs-vsctl show"):
        _boot(port, "h_2_2")


@contextmanager
def _dhcp_server(lab: Lab, name: str) -> Iterator[None]:
    """A DHCP server on a server's bridge, with one address to give."""
    server, folder = lab.server(name), Server.folder(name)
    server.switch.vsctl("add-port", INTEGRATION, "dhcp0", "--", "set", "interface", "dhcp0", "type=internal")
    with namespaces.inside(server.pid):
        interfaces.ip_batch(["addr add 10.77.0.1/24 dev dhcp0", "link set dhcp0 up"])
    lines = ["start 10.77.0.9", "end 10.77.0.9", "interface dhcp0", "opt subnet 255.255.255.0", "opt mtu 1450"]
    lines += [f"lease_file {folder}/leases", f"pidfile {folder}/dhcp", "opt lease 600", "opt router 10.77.0.254"]
    lines += ["opt staticroutes 10.88.0.0/16 10.77.0.1"]
    (folder / "udhcpd.conf").write_text("\n".join(lines) + "\n")
    (folder / "leases").touch()
    program = lab.host(name).popen("busybox", "udhcpd", "-f", str(folder / "udhcpd.conf"))
    try:
        yield
    finally:
        program.kill()
        program.wait(5)


def _api_port(session: Session) -> dict[str, str]:
    network = session.api.post("/networking/v2.0/networks", {"network": {"name": "blue"}})["network"]["id"]
    made = session.api.post("/networking/v2.0/ports", {"port": {"network_id": network}})["port"]
    return {"id": str(made["id"]), "mac_address": str(made["mac_address"])}


def _boot(port: str, server: str) -> None:
    """The launcher's verb, in this process."""
    options = parser().parse_args(["lab", "vm", "boot", "web", "--port", port, "--server", server])
    options.run(options)


def _lab(*words: str) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "heddle_lab", "lab", *words]
    return subprocess.run(line, cwd=PROJECT, capture_output=True, text=True, timeout=60)


def _vm(*words: str) -> str:
    done = _lab("vm", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _refused(*words: str) -> str:
    done = _lab("vm", *words)
    assert done.returncode == 2, done.stdout + done.stderr
    return done.stderr
