"""Load balancers of tenants on real connections, made by openstacksdk as it is."""

import json
import os
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import Shelf
from tenancy import Tenants, tenants_of

from heddle_lab import internet, namespaces
from heddle_lab.addressing import static
from heddle_lab.controller import Ports
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2, made
from heddle_lab.session import Wishes
from heddle_lab.topologies import fabric_of
from heddle_lab.traffic.journeys import Asked, end
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

PYTHON = "/usr/bin/python3"
WORLD = "203.0.113.1"
PORT, SERVICE = 80, 8080
LBAAS = f"{V2}/lbaas"

SDK_PROGRAM = """
import json
import os
import sys
import openstack

cloud = openstack.connect(
    auth_type="admin_token", auth={"endpoint": os.environ["OS_ENDPOINT"], "token": os.environ["OS_TOKEN"]}
)
asked = json.load(sys.stdin)
lbaas = cloud.load_balancer
balancer = lbaas.create_load_balancer(name="web", vip_subnet_id=asked["subnet"])
assert lbaas.find_load_balancer("web").id == balancer.id
assert lbaas.wait_for_load_balancer(balancer.id).provisioning_status == "ACTIVE"
listener = lbaas.create_listener(
    name="http", load_balancer_id=balancer.id, protocol="TCP", protocol_port=asked["port"]
)
pool = lbaas.create_pool(
    name="servers", listener_id=listener.id, protocol="TCP", lb_algorithm="SOURCE_IP_PORT"
)
members = [
    lbaas.create_member(pool, address=address, protocol_port=asked["service"]).id for address in asked["members"]
]
monitor = lbaas.create_health_monitor(
    pool_id=pool.id, type="TCP", delay=1, timeout=1, max_retries=1, max_retries_down=2
)
assert lbaas.get_health_monitor(monitor).pools == [{"id": pool.id}]
assert [one.id for one in lbaas.members(pool)] == members
assert lbaas.get_listener(listener).default_pool_id == pool.id
json.dump({"id": balancer.id, "pool": pool.id, "vip": balancer.vip_address, "port": balancer.vip_port_id}, sys.stdout)
"""


class Service:
    """A machine's service: tells each caller who it is, and then says again whatever it is told."""

    def __init__(self, machine: LabHost) -> None:
        self.machine = machine
        self.peers: Counter[str] = Counter()
        self._begin()

    def _begin(self) -> None:
        with namespaces.inside(self.machine.pid):
            self._listener = socket.create_server(("", SERVICE), backlog=256)
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def _serve(self, listener: socket.socket) -> None:
        try:
            while True:
                call, (peer, _) = listener.accept()
                self.peers[str(peer)] += 1
                threading.Thread(target=self._answer, args=(call,), daemon=True).start()
        except OSError:
            return

    def _answer(self, call: socket.socket) -> None:
        try:
            with call:
                call.sendall(f"{self.machine.name}\n".encode())
                while said := call.recv(64):
                    call.sendall(said)
        except OSError:
            return

    def stop(self) -> None:
        """Takes no more calls."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def start(self) -> None:
        """Takes calls again."""
        self._begin()


@dataclass
class Scene:
    """A client, three machines with a service, and a load balancer before two of them; the internet beside."""

    cloud: Tenants
    client: LabHost
    machines: list[LabHost]
    services: list[Service]
    world: LabHost
    outside: str
    ports: dict[str, str]
    balancer: dict[str, str] = field(default_factory=dict)

    def add(self, address: str) -> None:
        """Gives the pool one more member."""
        made(self.cloud.api, "member", {"address": address, "protocol_port": SERVICE}, self.members())

    def members(self) -> str:
        """Where the members of the pool are, below the root of the interface."""
        return f"lbaas/pools/{self.balancer['pool']}/members"

    def states(self) -> list[str]:
        """The operating status of each member."""
        return [str(row["operating_status"]) for row in self.cloud.api.items(f"{V2}/{self.members()}")]

    def calls(self, host: LabHost, address: str, count: int) -> Counter[str]:
        """Who answered so many calls, one after the other."""
        return Counter(_called(host, address) for _ in range(count))


@pytest.fixture(scope="module")
def scene(shelf: Shelf, ports: Ports) -> Iterator[Scene]:
    """Machines on three servers, and a fourth that leads to an internet."""
    wishes = Wishes(fabric_of("leafspine,2,2,2"), ports=ports, servers=True, gateways=1)
    session = shelf.session(wishes)
    with tenants_of(session) as cloud:
        yield _set_up(cloud)
        for row in cloud.api.items(f"{V2}/floatingips"):
            cloud.api.delete(f"{V2}/floatingips/{row['id']}")
        for row in cloud.api.items(f"{LBAAS}/loadbalancers"):
            cloud.api.delete(f"{LBAAS}/loadbalancers/{row['id']}?cascade=true")
    shelf.discard()


def _set_up(cloud: Tenants) -> Scene:
    outside = _external(cloud)
    network, further = cloud.network("10.1.0.0/24"), cloud.network("10.2.0.0/24")
    cloud.router(network, further, external_gateway_info={"network_id": outside})
    group = cloud.group("open")
    cloud.let_anybody_in(group, "tcp")
    servers = [host.name for host in cloud.session.lab.servers()]
    places = [
        ("client", network, servers[3]),
        ("one", network, servers[2]),
        ("two", network, servers[3]),
        ("three", further, servers[1]),
    ]
    own = {name: cloud.port(where, security_groups=[group]) for name, where, _ in places}
    hosts = cloud.boot(*((name, own[name], server) for name, _, server in places))
    world = cloud.session.lab.internet()
    static(world, f"{WORLD}/24", "")
    services = [Service(machine) for machine in hosts[1:]]
    scene = Scene(cloud, hosts[0], hosts[1:], services, world, outside, own)
    asked = {
        "subnet": cloud.subnet(network),
        "port": PORT,
        "service": SERVICE,
        "members": [machine.address for machine in scene.machines[:2]],
    }
    scene.balancer = _sdk(cloud, asked)
    until("the service to be reached", 20, lambda: _called(scene.client, scene.balancer["vip"]) != "")
    return scene


def _external(cloud: Tenants) -> str:
    what = {
        "router:external": True,
        "provider:network_type": "flat",
        "provider:physical_network": internet.PHYSICAL,
    }
    network = str(made(cloud.api, "network", what)["id"])
    cloud.networks.append(network)
    pools = [{"start": "203.0.113.100", "end": "203.0.113.200"}]
    subnet = {"network_id": network, "ip_version": 4, "cidr": "203.0.113.0/24", "gateway_ip": WORLD}
    made(cloud.api, "subnet", {**subnet, "enable_dhcp": False, "allocation_pools": pools})
    return network


def _sdk(cloud: Tenants, asked: dict[str, Any]) -> dict[str, str]:
    environment = {
        "OS_ENDPOINT": f"{cloud.api.url}/networking",
        "OS_TOKEN": cloud.api.token,
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        [PYTHON, "-c", SDK_PROGRAM], env=environment, input=json.dumps(asked), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


def _open(host: LabHost, address: str, port: int = 0) -> socket.socket:
    with namespaces.inside(host.pid):
        caller = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    caller.settimeout(1)
    caller.bind(("", port))
    caller.connect((address, PORT))
    return caller


def _called(host: LabHost, address: str, port: int = 0) -> str:
    """Who answers a call, from that port if one is given, or nobody."""
    try:
        with _open(host, address, port) as caller:
            return caller.recv(64).decode().strip()
    except OSError:
        return ""


def _is_said_again(call: socket.socket) -> bool:
    call.sendall(b"again")
    return call.recv(64) == b"again"


def test_calls_are_shared_out_and_keep_their_member_when_others_come(scene: Scene) -> None:
    vip = scene.balancer["vip"]
    assert "1 received" in scene.client.run("ping", "-c", "1", "-W", "1", vip)
    kept = [_open(scene.client, vip) for _ in range(12)]
    first = [call.recv(64) for call in kept]
    assert len(set(first)) == 2, first
    scene.add(scene.machines[2].address)
    until("the third machine to be called", 10, lambda: _called(scene.client, vip) == "three", every=0.01)
    shares = scene.calls(scene.client, vip, 200)
    print(f"200 calls: {dict(shares)}")
    assert set(shares) == {"one", "two", "three"} and all(40 <= share <= 95 for share in shares.values()), shares
    assert all(_is_said_again(call) for call in kept)
    for call in kept:
        call.close()
    for service in scene.services:
        assert set(service.peers) <= {scene.client.address}, service.peers


def test_who_gets_a_call_is_known_before(scene: Scene) -> None:
    vip = scene.balancer["vip"]
    names = {port: name for name, port in scene.ports.items()}
    asked = [Asked(scene.ports["client"], vip, "tcp", port, PORT) for port in range(10001, 10013)]
    predicted = [names[str(end(each.journey(scene.cloud.api))["port"])] for each in asked]
    assert [_called(scene.client, vip, each.source_port) for each in asked] == predicted
    assert len(set(predicted)) > 1


def test_a_service_that_ends_is_taken_out_and_comes_back(scene: Scene) -> None:
    vip = scene.balancer["vip"]
    until("all members to be well", 10, lambda: scene.states() == ["ONLINE"] * 3)
    scene.services[0].stop()
    began = time.monotonic()
    until("the member to be taken out", 6, lambda: "ERROR" in scene.states(), every=0.05)
    print(f"taken out after {time.monotonic() - began:.2f} s")
    time.sleep(0.3)
    assert set(scene.calls(scene.client, vip, 60)) == {"two", "three"}
    scene.services[0].start()
    until("the member to come back", 6, lambda: scene.states() == ["ONLINE"] * 3, every=0.05)
    until("it to be called again", 6, lambda: _called(scene.client, vip) == "one", every=0.01)


def test_it_is_reached_from_outside_by_a_floating_address(scene: Scene) -> None:
    asked = {"floating_network_id": scene.outside, "port_id": scene.balancer["port"]}
    address = str(made(scene.cloud.api, "floatingip", asked)["floating_ip_address"])
    heard: set[str] = set()

    def all_heard() -> bool:  # a userspace switch drops what has to wait for the address of a tunnel's gateway
        heard.add(_called(scene.world, address))
        return {"one", "two", "three"} <= heard

    until("all to be reached from outside", 15, all_heard, every=0.01)
    assert "1 received" in scene.world.run("ping", "-c", "1", "-W", "1", address)
    shares = scene.calls(scene.world, address, 30)
    assert set(shares) == {"one", "two", "three"}, shares
    assert all(service.peers[WORLD] > 0 for service in scene.services)
