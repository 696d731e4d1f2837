"""The Networking API as others speak it: Debian's openstack client and openstacksdk on a running controller."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from heddle_lab.controller import COMMAND, ControllerProcess, Ports
from heddle_lab.wait import until

CLIENT = shutil.which("openstack")
PYTHON = "/usr/bin/python3"

SDK_PROGRAM = """
import os
import openstack
from openstack import exceptions

cloud = openstack.connect(
    auth_type="admin_token", auth={"endpoint": os.environ["OS_ENDPOINT"], "token": os.environ["OS_TOKEN"]}
)
net = cloud.network.create_network(name="sdk", mtu=1300)
subnet = cloud.network.create_subnet(network_id=net.id, ip_version=4, cidr="10.9.0.0/24")
ports = list(cloud.network.create_ports([{"network_id": net.id, "name": f"p{i}"} for i in range(30)]))
assert ports[4].fixed_ips == [{"subnet_id": subnet.id, "ip_address": "10.9.0.6"}], ports[4].fixed_ips
assert len(list(cloud.network.ports(network_id=net.id, limit=7))) == 30
assert cloud.network.find_port("p7").id == ports[7].id
assert cloud.network.set_tags(ports[0], ["a", "b"]).tags == ["a", "b"]
assert [port.name for port in cloud.network.ports(tags="a")] == ["p0"]
assert cloud.network.update_quota("demo", networks=7).networks == 7
assert cloud.network.get_quota("demo", details=True).networks["limit"] == 7
try:
    cloud.network.delete_network(net, ignore_missing=False)
    raise SystemExit("a network in use was deleted")
except exceptions.ConflictException as refused:
    assert "ports still in use" in str(refused)
try:
    cloud.network.update_network(net, if_revision=9, name="other")
    raise SystemExit("a change for another revision was done")
except exceptions.PreconditionFailedException:
    pass
for port in ports:
    cloud.network.delete_port(port, ignore_missing=False)
cloud.network.delete_network(net, ignore_missing=False)
assert cloud.network.find_network("sdk") is None
assert cloud.create_network("ansible", shared=True)["shared"]
assert cloud.create_subnet("ansible", cidr="10.3.0.0/24", subnet_name="q")["gateway_ip"] == "10.3.0.1"
assert cloud.delete_network("ansible")
"""


class Cloud:
    """The environment in which clients find the controller, and the openstack command in it."""

    def __init__(self, url: str, token: str) -> None:
        self.environment = dict(os.environ, OS_AUTH_TYPE="admin_token", OS_ENDPOINT=f"{url}/networking", OS_TOKEN=token)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command of the client."""
        line = [str(CLIENT), *words]
        return subprocess.run(line, env=self.environment, capture_output=True, text=True, timeout=120)

    def ask(self, *words: str) -> Any:
        """One command of the client that answers; its answer."""
        done = self.run(*words, "-f", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def tell(self, *words: str) -> None:
        """One command of the client that has no answer."""
        done = self.run(*words)
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A controller without a fabric, which is enough to ask it for networks."""
    if COMMAND not in os.environ:
        pytest.skip(f"{COMMAND} is not set; ./heddle test sets it")
    if CLIENT is None:
        pytest.skip("there is no openstack client (Debian: python3-openstackclient)")
    controller = ControllerProcess(tmp_path_factory.mktemp("networking"), os.environ, Ports.free())
    controller.start()
    try:
        controller.until_listening(60)
        until("the administrator's token", 10, lambda: controller.admin_token != "")
        yield Cloud(controller.ports.url, controller.admin_token)
    finally:
        controller.stop()


def test_the_openstack_client_makes_shows_changes_and_deletes(cloud: Cloud) -> None:
    blue = cloud.ask("network", "create", "blue")
    assert (blue["status"], blue["mtu"], blue["provider:network_type"]) == ("ACTIVE", 1450, "vxlan")
    subnet = cloud.ask(
        "subnet", "create", "--network", "blue", "--subnet-range", "10.0.0.0/24", "--dns-nameserver", "9.9.9.9", "b4"
    )
    assert (subnet["gateway_ip"], subnet["dns_nameservers"]) == ("10.0.0.1", ["9.9.9.9"])
    port = cloud.ask("port", "create", "--network", "blue", "--fixed-ip", "subnet=b4,ip-address=10.0.0.77", "vm1")
    assert [ip["ip_address"] for ip in port["fixed_ips"]] == ["10.0.0.77"]
    assert port["status"] == "DOWN"
    cloud.tell("network", "set", "--name", "azure", "--tag", "x", "blue")
    assert [row["Name"] for row in cloud.ask("network", "list", "--tags", "x")] == ["azure"]
    refused = cloud.run("network", "delete", "azure")
    assert refused.returncode != 0 and "ports still in use" in refused.stderr
    cloud.tell("port", "delete", "vm1")
    cloud.tell("subnet", "delete", "b4")
    cloud.tell("network", "delete", "azure")
    assert cloud.ask("network", "list") == []


def test_the_openstack_client_makes_networks_of_every_type(cloud: Cloud) -> None:
    gre = cloud.ask("network", "create", "--provider-network-type", "gre", "--provider-segment", "77", "green")
    vlan = cloud.ask("network", "create", "--provider-network-type", "vlan", "violet")
    assert (gre["provider:segmentation_id"], gre["mtu"]) == (77, 1458)
    assert (vlan["provider:segmentation_id"], vlan["mtu"]) == (1, 1500)
    cloud.tell("network", "delete", "green", "violet")


def test_the_openstacksdk_works_unchanged(cloud: Cloud) -> None:
    done = subprocess.run(
        [PYTHON, "-c", SDK_PROGRAM], env=cloud.environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr + done.stdout
