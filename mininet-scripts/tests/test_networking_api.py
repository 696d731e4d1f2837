"""The Networking API as others speak it: Debian's openstack client and openstacksdk on a running controller."""

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from heddle_lab.controller import COMMAND, ControllerProcess, Ports
from heddle_lab.wait import until

CLIENT = shutil.which("openstack")
PYTHON = "/usr/bin/python3"
SETTINGS = "tenants:\n  flat-networks: [physnet1]\n"

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

SDK_ROUTERS = """
import os
import openstack
from openstack import exceptions

cloud = openstack.connect(
    auth_type="admin_token", auth={"endpoint": os.environ["OS_ENDPOINT"], "token": os.environ["OS_TOKEN"]}
)
net = cloud.network
outside = net.create_network(
    name="world", is_router_external=True, provider_network_type="flat", provider_physical_network="physnet1"
)
net.create_subnet(network_id=outside.id, ip_version=4, cidr="203.0.113.0/24", enable_dhcp=False)
assert [one.id for one in net.networks(is_router_external=True)] == [outside.id]
inside = net.create_network(name="sdk-inside")
subnet = net.create_subnet(network_id=inside.id, ip_version=4, cidr="10.9.0.0/24")
port = net.create_port(network_id=inside.id)
router = net.create_router(name="sdk-router", external_gateway_info={"network_id": outside.id})
assert router.external_gateway_info["enable_snat"] is True
assert router.is_distributed and not router.is_ha
joined = net.add_interface_to_router(router, subnet_id=subnet.id)
assert joined["subnet_ids"] == [subnet.id], joined
route = {"destination": "172.16.0.0/12", "nexthop": "10.9.0.77"}
assert net.update_router(router, routes=[route]).routes == [route]
assert net.remove_extra_routes_from_router(router, {"router": {"routes": [route]}}).routes == []
ip = net.create_ip(floating_network_id=outside.id, port_id=port.id)
assert (ip.status, ip.router_id, ip.fixed_ip_address) == ("ACTIVE", router.id, "10.9.0.2")
assert net.find_ip(ip.floating_ip_address).id == ip.id
assert net.find_available_ip() is None
try:
    net.remove_interface_from_router(router, subnet_id=subnet.id)
    raise SystemExit("an interface that a floating address needs was removed")
except exceptions.ConflictException as refused:
    assert "required by one or more floating IPs" in str(refused)
assert net.update_ip(ip, port_id=None).status == "DOWN"
assert net.find_available_ip().id == ip.id
net.delete_ip(ip, ignore_missing=False)
net.remove_interface_from_router(router, subnet_id=subnet.id)
net.delete_router(router, ignore_missing=False)
net.delete_port(port, ignore_missing=False)
net.delete_network(inside, ignore_missing=False)
net.delete_network(outside, ignore_missing=False)
assert list(net.ports()) == []
"""

SECURITY_PROGRAM = """
import os
import openstack
from openstack import exceptions

cloud = openstack.connect(
    auth_type="admin_token", auth={"endpoint": os.environ["OS_ENDPOINT"], "token": os.environ["OS_TOKEN"]}
)
usual = cloud.network.find_security_group("default", ignore_missing=False)
assert len(usual.security_group_rules) == 4
web = cloud.network.create_security_group(name="sdk-web", description="d")
assert [rule["direction"] for rule in web.security_group_rules] == ["egress", "egress"]
rule = cloud.network.create_security_group_rule(
    security_group_id=web.id, direction="ingress", protocol="tcp", port_range_min=80, port_range_max=89
)
try:
    cloud.network.create_security_group_rule(
        security_group_id=web.id, direction="ingress", protocol="tcp", port_range_min=80, port_range_max=89
    )
    raise SystemExit("the same rule was made twice")
except exceptions.ConflictException as refused:
    assert rule.id in str(refused)
many = [
    {"security_group_id": web.id, "direction": "ingress", "protocol": "udp", "port_range_min": n, "port_range_max": n}
    for n in range(1, 31)
]
assert len(list(cloud.network.create_security_group_rules(many))) == 30
assert len(list(cloud.network.security_group_rules(security_group_id=web.id, protocol="udp", limit=7))) == 30
assert len(cloud.network.get_security_group(web.id).security_group_rules) == 33
net = cloud.network.create_network(name="sdk-guarded")
port = cloud.network.create_port(network_id=net.id)
assert port.security_group_ids == [usual.id]
port = cloud.network.update_port(port, security_groups=[web.id])
assert port.security_group_ids == [web.id]
try:
    cloud.network.delete_security_group(web, ignore_missing=False)
    raise SystemExit("a security group in use was deleted")
except exceptions.ConflictException as refused:
    assert "in use" in str(refused)
cloud.network.delete_port(port, ignore_missing=False)
cloud.network.delete_network(net, ignore_missing=False)
assert cloud.network.set_tags(web, ["a"]).tags == ["a"]
cloud.network.delete_security_group_rule(rule, ignore_missing=False)
cloud.network.delete_security_group(web, ignore_missing=False)
assert cloud.network.find_security_group("sdk-web") is None
group = cloud.create_security_group("ansible", "as its modules do")
assert cloud.create_security_group_rule("ansible", 22, 22, "tcp", "192.0.2.0/24")["remote_ip_prefix"] == "192.0.2.0/24"
assert cloud.delete_security_group("ansible")
office = cloud.network.create_address_group(name="office", addresses=["192.0.2.0/24", "2001:db8::7"])
assert office.addresses == ["192.0.2.0/24", "2001:db8::7/128"]
assert cloud.network.add_addresses_to_address_group(office, ["198.51.100.1"]).addresses[1] == "198.51.100.1/32"
assert len(cloud.network.remove_addresses_from_address_group(office, ["192.0.2.0/24"]).addresses) == 2
guests = cloud.network.create_security_group(name="guests")
named = cloud.network.create_security_group_rule(
    security_group_id=guests.id, direction="ingress", remote_address_group_id=office.id
)
assert named.remote_address_group_id == office.id
try:
    cloud.network.delete_address_group(office, ignore_missing=False)
    raise SystemExit("an address group in use was deleted")
except exceptions.ConflictException as refused:
    assert "is in use" in str(refused)
cloud.network.delete_security_group(guests)
cloud.network.delete_address_group(office, ignore_missing=False)
"""


class Cloud:
    """The environment in which clients find the controller, and the openstack command in it."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
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
    controller = ControllerProcess(tmp_path_factory.mktemp("networking"), os.environ, Ports.free(), settings=SETTINGS)
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


def test_the_openstack_client_finds_projects_and_sets_their_quotas(cloud: Cloud) -> None:
    made = cloud.ask("network", "create", "--project", "blue", "first")
    assert made["project_id"] == "blue"
    cloud.tell("quota", "set", "--networks", "1", "blue")
    assert {row["Project ID"]: row["Networks"] for row in cloud.ask("quota", "list", "--network")}["blue"] == 1
    refused = cloud.run("network", "create", "--project", "blue", "second")
    assert refused.returncode != 0 and "Quota exceeded" in refused.stderr
    cloud.tell("network", "delete", "first")


def test_the_openstack_client_routes_and_floats(cloud: Cloud) -> None:
    flat = ("--provider-network-type", "flat", "--provider-physical-network", "physnet1")
    outside = cloud.ask("network", "create", "--external", *flat, "outside")
    assert outside["router:external"] is True
    cloud.ask("subnet", "create", "--network", "outside", "--subnet-range", "203.0.113.0/24", "--no-dhcp", "o4")
    cloud.ask("network", "create", "inside")
    cloud.ask("subnet", "create", "--network", "inside", "--subnet-range", "10.0.0.0/24", "i4")
    cloud.ask("port", "create", "--network", "inside", "vm")
    assert cloud.ask("router", "create", "r")["status"] == "ACTIVE"
    cloud.tell("router", "add", "subnet", "r", "i4")
    cloud.tell("router", "set", "--external-gateway", "outside", "r")
    cloud.tell("router", "set", "--route", "destination=172.16.0.0/12,gateway=10.0.0.77", "r")
    cloud.tell("router", "add", "route", "--route", "destination=192.168.0.0/16,gateway=10.0.0.77", "r")
    router = cloud.ask("router", "show", "r")
    assert router["external_gateway_info"]["external_fixed_ips"][0]["ip_address"] == "203.0.113.2"
    assert [one["ip_address"] for one in router["interfaces_info"]] == ["10.0.0.1"]
    assert [one["destination"] for one in router["routes"]] == ["192.168.0.0/16", "172.16.0.0/12"]
    _a_floating_address_comes_and_goes(cloud, router["id"])
    refused = cloud.run("router", "delete", "r")
    assert refused.returncode != 0 and "still has ports" in refused.stderr
    cloud.tell("router", "unset", "--route", "destination=172.16.0.0/12,gateway=10.0.0.77", "r")
    cloud.tell("router", "remove", "route", "--route", "destination=192.168.0.0/16,gateway=10.0.0.77", "r")
    cloud.tell("router", "unset", "--external-gateway", "r")
    assert cloud.ask("router", "show", "r")["external_gateway_info"] is None
    cloud.tell("router", "remove", "subnet", "r", "i4")
    cloud.tell("router", "add", "port", "r", "vm")
    cloud.tell("router", "remove", "port", "r", "vm")
    cloud.tell("router", "delete", "r")
    cloud.tell("network", "delete", "inside", "outside")
    assert cloud.ask("port", "list") == []


def _a_floating_address_comes_and_goes(cloud: Cloud, router: str) -> None:
    made = cloud.ask("floating", "ip", "create", "--description", "door", "outside")
    assert (made["status"], made["floating_ip_address"]) == ("DOWN", "203.0.113.3")
    ports = ("--internal-protocol-port", "22", "--external-protocol-port", "2222", "--protocol", "tcp")
    leading = ("--internal-ip-address", "10.0.0.2", "--port", "vm", *ports)
    forwarding = cloud.ask("floating", "ip", "port", "forwarding", "create", *leading, "203.0.113.3")
    assert (forwarding["external_port"], forwarding["internal_ip_address"]) == (2222, "10.0.0.2")
    refused = cloud.run("floating", "ip", "set", "--port", "vm", "203.0.113.3")
    assert refused.returncode != 0 and "in use by Port Forwarding" in refused.stderr
    cloud.tell("floating", "ip", "port", "forwarding", "delete", "203.0.113.3", forwarding["id"])
    cloud.tell("floating", "ip", "set", "--port", "vm", "203.0.113.3")
    shown = cloud.ask("floating", "ip", "show", "203.0.113.3")
    assert (shown["status"], shown["router_id"], shown["fixed_ip_address"]) == ("ACTIVE", router, "10.0.0.2")
    listed = cloud.ask("floating", "ip", "list", "--router", "r", "--status", "ACTIVE")
    assert [row["Fixed IP Address"] for row in listed] == ["10.0.0.2"]
    refused = cloud.run("router", "unset", "--external-gateway", "r")
    assert refused.returncode != 0 and "required by one or more floating IPs" in refused.stderr
    cloud.tell("floating", "ip", "unset", "--port", "203.0.113.3")
    cloud.tell("floating", "ip", "delete", "203.0.113.3")
    assert cloud.ask("floating", "ip", "list") == []


def test_the_openstacksdk_routes_and_floats(cloud: Cloud) -> None:
    _run(cloud, SDK_ROUTERS)


def test_the_openstack_client_makes_security_groups_and_rules(cloud: Cloud) -> None:
    assert [row["Name"] for row in cloud.ask("security", "group", "list")] == ["default"]
    web = cloud.ask("security", "group", "create", "--description", "words", "web")
    assert len(web["rules"]) == 2
    ssh = cloud.ask(
        *("security", "group", "rule", "create", "--protocol", "tcp", "--dst-port", "22:23"),
        *("--remote-ip", "192.0.2.0/24", "web"),
    )
    assert (ssh["ether_type"], ssh["port_range_max"], ssh["remote_ip_prefix"]) == ("IPv4", 23, "192.0.2.0/24")
    echo = ("--protocol", "icmp", "--icmp-type", "8", "--remote-group", "web")
    cloud.ask("security", "group", "rule", "create", *echo, "web")
    again = cloud.run("security", "group", "rule", "create", *echo, "web")
    assert again.returncode != 0 and "already exists" in again.stderr
    cloud.ask("security", "group", "rule", "create", "--ethertype", "IPv6", "--ingress", "--protocol", "any", "web")
    rules = cloud.ask("security", "group", "rule", "list", "--protocol", "tcp", "web")
    assert [row["ID"] for row in rules] == [ssh["id"]]
    cloud.tell("security", "group", "rule", "delete", ssh["id"])
    cloud.tell("security", "group", "set", "--name", "www", "--description", "others", "web")
    assert cloud.ask("security", "group", "show", "www")["description"] == "others"
    refused = cloud.run("security", "group", "set", "--name", "mine", "default")
    assert refused.returncode != 0 and "default security group not allowed" in refused.stderr
    cloud.tell("security", "group", "delete", "www")
    assert [row["Name"] for row in cloud.ask("security", "group", "list")] == ["default"]


def test_the_openstack_client_puts_ports_into_security_groups(cloud: Cloud) -> None:
    cloud.ask("network", "create", "guarded")
    web = cloud.ask("security", "group", "create", "web")["id"]
    port = cloud.ask("port", "create", "--network", "guarded", "--security-group", "web", "vm1")
    assert port["security_group_ids"] == [web]
    refused = cloud.run("security", "group", "delete", "web")
    assert refused.returncode != 0 and "in use" in refused.stderr
    cloud.tell("port", "set", "--no-security-group", "vm1")
    assert cloud.ask("port", "show", "vm1")["security_group_ids"] == []
    cloud.tell("port", "set", "--disable-port-security", "vm1")
    cloud.tell("port", "delete", "vm1")
    cloud.tell("security", "group", "delete", "web")
    cloud.tell("network", "delete", "guarded")


def test_the_openstack_client_limits_and_marks_ports(cloud: Cloud) -> None:
    policy = cloud.ask("network", "qos", "policy", "create", "--share", "slow")["id"]
    limit = ("network", "qos", "rule", "create", "--type", "bandwidth-limit", "--max-kbps", "5000", "--ingress")
    made = cloud.ask(*limit, "slow")
    assert (made["max_kbps"], made["direction"]) == (5000, "ingress")
    cloud.tell("network", "qos", "rule", "create", "--type", "dscp-marking", "--dscp-mark", "26", "slow")
    cloud.tell("network", "qos", "rule", "set", "--max-kbps", "6000", "slow", made["id"])
    rules = cloud.ask("network", "qos", "rule", "list", "slow")
    assert sorted((row["Type"], row["Max Kbps"]) for row in rules) == [("bandwidth_limit", 6000), ("dscp_marking", "")]
    cloud.ask("network", "create", "limited")
    assert cloud.ask("port", "create", "--network", "limited", "--qos-policy", "slow", "vm1")["qos_policy_id"] == policy
    refused = cloud.run("network", "qos", "policy", "delete", "slow")
    assert refused.returncode != 0 and "is used by port" in refused.stderr
    cloud.tell("port", "unset", "--qos-policy", "vm1")
    cloud.tell("network", "qos", "policy", "delete", "slow")
    cloud.tell("port", "delete", "vm1")
    cloud.tell("network", "delete", "limited")


def test_a_connection_is_explained_to_the_owner_of_its_ports(cloud: Cloud) -> None:
    cloud.ask("network", "create", "told")
    cloud.ask("subnet", "create", "--network", "told", "--subnet-range", "10.4.0.0/24", "told4")
    one, other = (cloud.ask("port", "create", "--network", "told", name)["id"] for name in ("told1", "told2"))
    client = shlex.split(os.environ[COMMAND])[0]
    asked = [client, "explain", one, other, "--dport", "22", "--url", cloud.url]
    done = subprocess.run(asked, env=cloud.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    first, _, *stages = done.stdout.splitlines()
    assert first == "blocks: tcp to port 22 from 10.4.0.2 to 10.4.0.3"
    assert [line.split()[:2] for line in stages] == [
        ["source", "blocks"],  # no server has its interface
        ["egress", "passes"],
        ["way", "passes"],
        ["ingress", "passes"],
        ["destination", "blocks"],
    ]
    assert "security_group_rule" in stages[3]
    cloud.tell("port", "delete", one, other)
    cloud.tell("network", "delete", "told")


def test_the_openstacksdk_makes_security_groups_and_rules(cloud: Cloud) -> None:
    _run(cloud, SECURITY_PROGRAM)


def test_the_openstacksdk_works_unchanged(cloud: Cloud) -> None:
    _run(cloud, SDK_PROGRAM)


def _run(cloud: Cloud, program: str) -> None:
    done = subprocess.run([PYTHON, "-c", program], env=cloud.environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr + done.stdout
