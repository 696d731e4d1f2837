"""Trunks: one interface that is on several networks, by VLAN tag, as the openstack client makes them."""

from collections.abc import Callable
from typing import Any

import pytest
from tenancy import Tenants, until_reached
from test_networking_api import CLIENT, Cloud

from heddle_lab import networking, vms
from heddle_lab.lab import LabHost
from heddle_lab.networking import V2
from heddle_lab.traffic import frames
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

NEAR, FAR, ELSEWHERE = "h_0_0_0", "h_3_1_1", "h_2_0_1"
TAG, OTHER_TAG = 101, 102


class Subport:
    """A tenant's side of a subport: the kernel of this machine may have no VLAN devices, so frames are made by hand."""

    def __init__(self, tenants: Tenants, port: str) -> None:
        row = tenants.api.read(f"{V2}/ports/{port}")["port"]
        self.port, self.mac, self.ip = port, str(row["mac_address"]), str(row["fixed_ips"][0]["ip_address"])

    def asks(self, target: str) -> bytes:
        """Who has an address."""
        message = frames.arp(1, (self.mac, self.ip), ("00:00:00:00:00:00", target))
        return frames.ethernet(self.mac, frames.BROADCAST, frames.ARP, message)

    def pings(self, target: LabHost, mark: bytes, source: str = "") -> bytes:
        """A ping of a machine of the same network."""
        packet = frames.ping(self.ip, target.address, mark)
        return frames.ethernet(source or self.mac, target.mac, frames.IPV4, packet)


def _heard(capture: frames.Capture, machine: LabHost, *parts: bytes) -> list[bytes]:
    return [frame for frame in capture.heard()[machine.name] if all(part in frame for part in parts)]


def _answered(machine: LabHost, question: bytes, is_answer: Callable[[bytes], bool]) -> bytes:
    """The answer that comes back tagged to a question that is sent tagged, again and again until it comes."""
    with frames.Capture([machine]) as capture:

        def answers() -> list[bytes]:
            frames.send(machine, [frames.tagged(question, TAG)])
            tagged = _heard(capture, machine, b"\x81\x00" + TAG.to_bytes(2, "big"))
            return [frame for frame in tagged if is_answer(frame)]

        until("an answer with the tag of the subport", 10, lambda: answers() != [], every=0.1)
        return answers()[0]


def _trunk(tenants: Tenants, parent: str, subport: str) -> dict[str, Any]:
    if CLIENT is None:
        pytest.skip("there is no openstack client (Debian: python3-openstackclient)")
    cloud = Cloud(tenants.api.url, tenants.api.token)
    which = f"port={subport},segmentation-type=vlan,segmentation-id={TAG}"
    made = dict(cloud.ask("network", "trunk", "create", "--parent-port", parent, "--subport", which, "t"))
    tenants.trunks.append(str(made["id"]))
    return made


def test_a_subport_is_a_port_like_any_other_behind_the_interface_of_its_trunk(tenants: Tenants) -> None:
    plain, tagged = tenants.network("10.1.0.0/24", **{"provider:network_type": "gre"}), tenants.network("10.2.0.0/24")
    parent, subport = tenants.port(plain), tenants.port(tagged)
    assert _trunk(tenants, parent, subport)["sub_ports"][0]["segmentation_id"] == TAG
    places = (("trunked", parent, NEAR), ("peer", tenants.port(plain), FAR), ("friend", tenants.port(tagged), FAR))
    trunked, peer, friend = tenants.boot(*places)
    tenants.until_active(subport)
    sub = Subport(tenants, subport)

    until_reached(trunked, peer)
    answer = _answered(trunked, sub.asks(friend.address), lambda frame: frame[16:18] == b"\x08\x06")
    assert frames.mac(friend.mac) in answer
    offer = _answered(trunked, frames.discover(sub.mac, 77), lambda frame: b"\x63\x82\x53\x63" in frame)
    assert bytes(map(int, sub.ip.split("."))) in offer
    _answered(trunked, sub.pings(friend, b"<hello>"), lambda frame: b"<hello>" in frame)

    _assert_kept_apart(sub, trunked, peer, friend)

    vms.move(tenants.session.lab, "trunked", ELSEWHERE)
    tenants.until_active(parent)
    _answered(trunked, sub.pings(friend, b"<moved>"), lambda frame: b"<moved>" in frame)
    until(
        "the subport to work where its parent is", 10, lambda: networking.port(tenants.api, subport).status == "ACTIVE"
    )
    until_reached(trunked, peer)

    tenants.api.put(f"{V2}/trunks/{tenants.trunks[0]}/remove_subports", {"sub_ports": [{"port_id": subport}]})
    until("the subport to be gone", 10, lambda: networking.port(tenants.api, subport).status == "DOWN")
    with frames.Capture([friend]) as capture:
        frames.send(trunked, [frames.tagged(sub.pings(friend, b"<late>"), TAG)])
        until_reached(trunked, peer)
        assert _heard(capture, friend, b"<late>") == []


def _assert_kept_apart(sub: Subport, trunked: LabHost, peer: LabHost, friend: LabHost) -> None:
    """Nothing passes with another tag, with the MAC address of the parent, or without a tag; what is allowed does."""
    wrong = [
        frames.tagged(sub.pings(friend, b"<other tag>"), OTHER_TAG),
        frames.tagged(sub.pings(friend, b"<parent's address>", source=trunked.mac), TAG),
        frames.tagged(frames.tagged(sub.pings(friend, b"<two tags>"), TAG), TAG),
        sub.pings(friend, b"<no tag>"),
    ]
    with frames.Capture([peer, friend]) as capture:
        frames.send(trunked, wrong * 3)
        frames.send(friend, [frames.tagged(sub.pings(friend, b"<from no trunk>"), TAG)])
        frames.send(trunked, [frames.tagged(sub.pings(friend, b"<at last>"), TAG)])
        until("what is allowed to arrive", 5, lambda: _heard(capture, friend, b"<at last>") != [])
        until_reached(trunked, peer)
        marks = (b"<other tag>", b"<parent's address>", b"<two tags>", b"<no tag>", b"<from no trunk>")
        assert [mark for mark in marks for one in (peer, friend) if _heard(capture, one, mark)] == []
