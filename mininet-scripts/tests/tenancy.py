"""What tests of tenants' networks share: a tenant's side of the API, and machines on its ports."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heddle_lab import addressing, namespaces, networking, vms
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2
from heddle_lab.rest import ControllerApi
from heddle_lab.session import Session
from heddle_lab.traffic.ping import ping_pairs
from heddle_lab.traffic.probes import Flow
from heddle_lab.wait import until

UNTIL_ACTIVE = 20.0


@dataclass
class Tenants:
    """Tenants of a fabric whose hosts are servers; what they made is removed by `leave`."""

    session: Session
    networks: list[str] = field(default_factory=list)
    machines: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    routers: list[str] = field(default_factory=list)
    trunks: list[str] = field(default_factory=list)

    @property
    def api(self) -> ControllerApi:
        """The controller's HTTP interface."""
        return self.session.api

    def network(self, cidr: str = "10.0.0.0/24", **attributes: Any) -> str:
        """A network with one subnet; its identifier."""
        made = str(networking.made(self.api, "network", attributes)["id"])
        self.networks.append(made)
        owner = {"project_id": attributes["project_id"]} if "project_id" in attributes else {}
        subnet = {"network_id": made, "ip_version": 4, "cidr": cidr, **owner}
        networking.made(self.api, "subnet", subnet)
        return made

    def port(self, network: str, **attributes: Any) -> str:
        """A port of a network; its identifier."""
        return str(networking.made(self.api, "port", {"network_id": network, **attributes})["id"])

    def group(self, name: str) -> str:
        """A security group that lets everything out and nothing in; its identifier."""
        made = str(networking.made(self.api, "security_group", {"name": name}, "security-groups")["id"])
        self.groups.append(made)
        return made

    def let_in(self, group: str, protocol: str, port: int, remote_group: str) -> None:
        """Lets the members of another group talk to a port of those of this one."""
        span = {"port_range_min": port, "port_range_max": port}
        self._rule(group, protocol=protocol, remote_group_id=remote_group, **span)

    def let_anybody_in(self, group: str, protocol: str, **what: Any) -> None:
        """Lets whoever gets there talk to the members of a group by a protocol."""
        self._rule(group, protocol=protocol, **what)

    def _rule(self, group: str, **what: Any) -> None:
        rule = {"security_group_id": group, "direction": "ingress", **what}
        networking.made(self.api, "security_group_rule", rule, "security-group-rules")

    def regroup(self, port: str, *groups: str) -> None:
        """Puts a port into these security groups and no others."""
        self.api.put(f"{V2}/ports/{port}", {"port": {"security_groups": list(groups)}})

    def subnet(self, network: str) -> str:
        """The one subnet of a network."""
        (row,) = self.api.items(f"{V2}/subnets?network_id={network}")
        return str(row["id"])

    def router(self, *networks: str, **attributes: Any) -> str:
        """A router that joins networks, at their gateway addresses; its identifier."""
        made = str(networking.made(self.api, "router", attributes)["id"])
        self.routers.append(made)
        for network in networks:
            self.api.put(f"{V2}/routers/{made}/add_router_interface", {"subnet_id": self.subnet(network)})
        return made

    def plug(self, name: str, port: str, server: str) -> LabHost:
        """A machine with the interface of a port, without an address; its kernel says nothing of its own accord."""
        vm = vms.boot(self.session.lab, name, port, networking.port(self.api, port).mac, server)
        self.machines.append(name)
        with namespaces.inside(vm.pid):
            Path("/proc/sys/net/ipv6/conf/all/disable_ipv6").write_text("1")
        return vm.host(self.session.lab)

    def boot(self, *places: tuple[str, str, str]) -> list[LabHost]:
        """Machines by name, port and server, with the addresses that DHCP gave them."""
        hosts = [self.plug(*place) for place in places]
        for _, port, _ in places:
            self.until_active(port)
        addressing.lease(hosts, 10)
        return hosts

    def pair(self, one: str, other: str, **attributes: Any) -> tuple[LabHost, LabHost]:
        """Two machines with addresses on a network of their own, on two servers."""
        network = self.network(**attributes)
        first, second = self.boot(("one", self.port(network), one), ("other", self.port(network), other))
        return first, second

    def until_active(self, port: str, seconds: float = UNTIL_ACTIVE) -> None:
        """Waits until a port works, where its machine is if it is the port of one."""
        server = next((vm.server for vm in vms.listed() if vm.port == port), "")
        now = networking.settled(self.api, port, seconds, server)
        assert now.status == "ACTIVE", now

    def all_active(self) -> bool:
        """Whether the port of every machine works."""
        return all(networking.port(self.api, vms.named(name).port).status == "ACTIVE" for name in self.machines)

    def leave(self) -> None:
        """Removes all machines, networks and security groups."""
        for trunk in self.trunks:
            self.api.delete(f"{V2}/trunks/{trunk}")
        for vm in vms.listed():
            vms.remove(self.session.lab, vm.name)
        for router in self.routers:
            self._dissolve(router)
        for network in self.networks:
            for kind in ("ports", "subnets"):
                for row in self.api.items(f"{V2}/{kind}?network_id={network}"):
                    self.api.delete(f"{V2}/{kind}/{row['id']}")
            self.api.delete(f"{V2}/networks/{network}")
        for group in reversed(self.groups):
            self.api.delete(f"{V2}/security-groups/{group}")

    def _dissolve(self, router: str) -> None:
        for floating in self.api.items(f"{V2}/floatingips?router_id={router}"):
            self.api.delete(f"{V2}/floatingips/{floating['id']}")
        for port in self.api.items(f"{V2}/ports?device_id={router}&device_owner=network:router_interface"):
            self.api.put(f"{V2}/routers/{router}/remove_router_interface", {"port_id": port["id"]})
        self.api.delete(f"{V2}/routers/{router}")


@contextmanager
def tenants_of(session: Session) -> Iterator[Tenants]:
    """Tenants who leave at the end."""
    made = Tenants(session)
    try:
        yield made
    finally:
        made.leave()


def flows(one: LabHost, other: LabHost, count: int = 1) -> list[Flow]:
    """UDP flows from one machine to another and as many back, each with a source port of its own."""
    ends = ((one, other), (other, one))
    return [Flow(a, b, a.address, b.address, 20000 + n) for n in range(count) for a, b in ends]


def until_reached(one: LabHost, other: LabHost, seconds: float = 30) -> None:
    """Waits until two machines answer each other."""
    pairs = [(one, other), (other, one)]
    what = f"{one.name} and {other.name} to reach each other"
    until(what, seconds, lambda: not ping_pairs(pairs, timeout=0.5).lost, every=0.05)


def assert_full_frames(one: LabHost, other: LabHost, mtu: int) -> None:
    """Packets as large as the network's MTU pass whole, larger ones are refused where they begin."""
    until_reached(one, other)  # a userspace switch drops what has to wait for the address of a tunnel's gateway
    ping = ["ping", "-c", "5", "-i", "0.1", "-W", "1", "-M", "do"]
    said = one.run(*ping, "-s", str(mtu - 28), other.address)
    assert "5 received" in said, said
    said = one.run(*ping, "-s", str(mtu - 27), other.address)
    assert "0 received" in said and "too long" in said, said
