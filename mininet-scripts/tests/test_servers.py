"""Servers with an Open vSwitch of their own: to the fabric they are hosts as any other, and they can tunnel over it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Shelf

from heddle_lab import addressing, interfaces, namespaces, record
from heddle_lab.__main__ import parser
from heddle_lab.errors import LabError
from heddle_lab.lab import Lab
from heddle_lab.processes import marked
from heddle_lab.servers import Server, management_device
from heddle_lab.session import Session
from heddle_lab.topologies import End, fabric_of
from heddle_lab.traffic.ping import ping_all
from heddle_lab.wait import until

TRIAL = "br-try"
TRIAL_TUNNEL = "4799"  # beside the tunnels that a controller makes on the usual port


def test_a_management_device_has_a_name_that_fits_beside_every_host_that_fits() -> None:
    host = "h" * (15 - len("-eth0"))
    assert len(End(host, 0).interface) == len(management_device(host)) == 15


@pytest.mark.lab
def test_servers_of_a_shaped_lab_leave_nothing_behind_also_when_they_crashed(shelf: Shelf) -> None:
    shelf.discard()
    before = interfaces.present()
    lab = Lab.up(fabric_of("single,3"), None, rate=20, servers=True)
    addressing.give(lab, "planned", None)
    spaces = [os.readlink(f"/proc/{host.pid}/ns/net") for host in lab.hosts()]
    assert [len(server.processes()) for server in lab.servers()] == [2, 2, 2]
    assert [host.address for host in lab.hosts()] == ["10.0.0.2", "10.0.0.3", "10.0.0.4"]
    assert "rate 20Mbit" in lab.host("h1").run("tc", "qdisc", "show", "dev", "h1-eth0")
    for server in lab.servers():
        os.kill(server.pid, 9)
    assert marked(lab.record.run)
    assert Lab.down()
    assert not marked(lab.record.run)
    assert not [path for path in Path("/proc").glob("[0-9]*/ns/net") if _link(path) in spaces]
    assert interfaces.present() == before
    assert not record.FOLDER.exists()


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


@pytest.mark.lab
def test_plain_hosts_are_no_servers(shelf: Shelf) -> None:
    shelf.discard()
    lab = Lab.up(fabric_of("single,1"), None)
    try:
        assert lab.servers() == []
        with pytest.raises(LabError, match="./heddle lab up --servers"):
            lab.server("h1")
    finally:
        Lab.down()


@pytest.mark.lab
def test_servers_have_the_addresses_of_their_places_and_reach_each_other(server_fabric: Session) -> None:
    planned = addressing.planned_addresses(server_fabric.lab.fabric, server_fabric.api)
    assert {host.name: host.address for host in server_fabric.lab.hosts()} == planned
    assert ping_all(server_fabric.lab.hosts()).lost == []


@pytest.mark.lab
def test_the_controller_is_the_manager_of_every_server_and_sees_its_host_at_its_port(server_fabric: Session) -> None:
    for server in server_fabric.lab.servers():
        until(f"the manager of {server.name}", 10, server.is_managed)
        assert "br-phy" in server.bridges()
    found = {str(row["mac"]): str(row["ip"]) for row in server_fabric.api.items("/api/v1/hosts")}
    assert found == {host.mac: host.address for host in server_fabric.lab.hosts()}


@pytest.mark.lab
def test_tools_on_a_server_find_its_own_open_vswitch(server_fabric: Session) -> None:
    host = server_fabric.lab.hosts()[0]
    assert "br-phy" in host.run("ovs-vsctl", "list-br").split()
    assert host.run("ovs-vsctl", "get", "Open_vSwitch", ".", "external_ids:system-id").strip().strip('"') == host.name
    assert "leaf1" not in host.run("ovs-vsctl", "list-br").split()


@pytest.mark.lab
def test_the_status_of_a_lab_says_how_its_servers_are(
    server_fabric: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    options = parser().parse_args(["lab", "status"])
    assert options.run(options) == 0
    said = capsys.readouterr().out
    assert "4 switches, 4 links, 4 servers" in said
    for host in server_fabric.lab.hosts():
        assert re.search(rf"{host.name}  {host.address}  at \S+ +.*br-phy.*  manager connected  \d+ MB", said), said


@pytest.mark.lab
def test_a_management_cable_has_nothing_but_its_two_link_local_addresses(server_fabric: Session) -> None:
    for host in server_fabric.lab.hosts():
        device = management_device(host.name)
        assert interfaces.address(device) == ""
        assert _ipv6(device) == ["fe80000000000000" + "0000000000000001"]
        with namespaces.inside(host.pid):
            assert interfaces.address("mgmt0") == ""
            assert _ipv6("mgmt0") == ["fe80000000000000" + "0000000000000002"]


def _ipv6(device: str) -> list[str]:
    rows = [line.split() for line in Path("/proc/thread-self/net/if_inet6").read_text().splitlines()]
    return [row[0] for row in rows if row[-1] == device]


@pytest.fixture
def tunnel(server_fabric: Session) -> Iterator[tuple[Server, Server]]:
    """Two servers on different leaves, each with a bridge of its own for a flow-based tunnel to the other."""
    ends = server_fabric.lab.server("h_1_1"), server_fabric.lab.server("h_2_2")
    for number, (here, there) in enumerate((ends, ends[::-1]), start=1):
        _tunnel(server_fabric.lab, here, there, f"192.168.99.{number}/24")
    yield ends
    for server in ends:
        server.switch.vsctl("del-br", TRIAL)


def _tunnel(lab: Lab, here: Server, there: Server, address: str) -> None:
    options = ["options:remote_ip=flow", "options:key=flow", f"options:dst_port={TRIAL_TUNNEL}"]
    bridge = ["add-br", TRIAL, "--", "set", "bridge", TRIAL, "datapath_type=netdev", "fail_mode=secure"]
    port = ["--", "add-port", TRIAL, "try-vxlan", "--", "set", "interface", "try-vxlan", "type=vxlan", *options]
    local = lab.host(here.name).address
    here.switch.vsctl(*bridge, *port, f"options:local_ip={local}", "ofport_request=9")
    remote = f"set_field:7->tun_id,set_field:{lab.host(there.name).address}->tun_dst,output:9"
    here.switch.ofctl("add-flow", TRIAL, f"in_port=LOCAL,actions={remote}")
    here.switch.ofctl("add-flow", TRIAL, "in_port=9,tun_id=7,actions=LOCAL")
    with namespaces.inside(here.pid):
        interfaces.ip_batch([f"addr add {address} dev {TRIAL}", f"link set {TRIAL} mtu 1450 up"])


@pytest.mark.lab
def test_full_frames_pass_a_tunnel_between_servers_whole(server_fabric: Session, tunnel: tuple[Server, Server]) -> None:
    one = server_fabric.lab.host(tunnel[0].name)
    said = one.run("ping", "-c", "5", "-i", "0.2", "-W", "1", "-s", "1422", "-M", "do", "192.168.99.2")
    assert " 0% packet loss" in said or "4 received" in said, said  # the first may wait for the gateway's address
    said = one.run("ping", "-c", "3", "-i", "0.2", "-W", "1", "-s", "1422", "-M", "do", "192.168.99.2")
    assert "3 received" in said, said
    said = one.run("ping", "-c", "1", "-W", "1", "-s", "1423", "-M", "do", "192.168.99.2")
    assert "0 received" in said and "too long" in said, said


@pytest.mark.lab
def test_a_tunnel_leaves_by_the_gateway_that_the_edge_switch_answers_for(
    server_fabric: Session, tunnel: tuple[Server, Server]
) -> None:
    host, switch = server_fabric.lab.host(tunnel[0].name), tunnel[0].switch
    gateway = host.address.rsplit(".", 1)[0] + ".1"
    host.run("ping", "-c", "2", "-i", "0.2", "-W", "1", "192.168.99.2")
    routes = switch.appctl("ovs/route/show")
    assert re.search(rf"0\.0\.0\.0/0 dev br-phy GW {re.escape(gateway)} SRC {re.escape(host.address)}", routes), routes
    assert re.search(rf"{re.escape(gateway)} +\S+ +br-phy", switch.appctl("tnl/arp/show"))


@pytest.mark.lab
def test_a_server_that_is_plugged_into_another_switch_keeps_its_address_and_works(server_fabric: Session) -> None:
    lab = server_fabric.lab
    host, home = lab.host("h_1_2"), lab.fabric.attachment("h_1_2")
    address = host.address
    for place in (End("leaf2", 9), home):
        lab.move(host.name, place)
        assert host.address == address
        host.run("ping", "-c", "1", "-W", "1", lab.host("h_2_1").address)
        until("the moved server to reach everybody", 15, lambda: ping_all(lab.hosts()).lost == [], every=0.3)
