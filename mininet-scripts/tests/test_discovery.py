"""Links are what the switches' own probes say, and nothing that a host can send."""

import socket

import pytest

from heddle_lab import namespaces
from heddle_lab.lab import LabHost
from heddle_lab.session import Session
from heddle_lab.topologies import End
from heddle_lab.traffic.ping import ping_all
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

LLDP = 0x88CC
NEAREST_BRIDGE = bytes.fromhex("0180c200000e")


def links(session: Session) -> list[str]:
    return sorted(row["id"] for row in session.api.items("/api/v1/links") if row["up"])


def genuine_frame(session: Session, port: str, seconds: float = 15) -> bytes:
    """A probe as it leaves a switch port, taken from the cable."""
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(LLDP)) as tap:
        tap.bind((port, LLDP))
        tap.settimeout(seconds)
        while True:
            frame = tap.recv(2048)
            if frame[12:14] == LLDP.to_bytes(2, "big"):
                return frame


def send(host: LabHost, *frames: bytes) -> None:
    with namespaces.inside(host.pid):
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind((host.interface, 0))
    for frame in frames:
        wire.send(frame)
    wire.close()


def of_a_host(host: LabHost) -> bytes:
    """What an LLDP daemon on a server sends: chassis and port by hardware address, two minutes, end."""
    mac = bytes.fromhex(host.mac.replace(":", ""))
    return (
        NEAREST_BRIDGE
        + mac
        + bytes.fromhex("88cc0207 04")
        + mac
        + bytes.fromhex("040703")
        + mac
        + bytes.fromhex("060200780000")
    )


def test_lldp_of_hosts_makes_no_link_and_is_counted(fresh_fat_tree: Session) -> None:
    session = fresh_fat_tree
    host, before = session.lab.host("h_0_0_0"), links(session)
    refused = session.api.metric("lldp", "refused")
    genuine = genuine_frame(session, End("c_1_1", 4).interface)
    forged = genuine[:-40] + bytes([genuine[-40] ^ 1]) + genuine[-39:]
    for _ in range(3):
        send(host, genuine, forged, of_a_host(host))
    until("the forged frames to be counted", 5, lambda: session.api.metric("lldp", "refused") >= refused + 3)
    assert links(session) == before
    assert session.api.fabric()["state"] == "complete"
    assert ping_all(session.lab.hosts()).lost == []


def test_a_link_that_dies_silently_is_found_dead_and_found_again(fat_tree: Session) -> None:
    session = fat_tree
    before = links(session)
    session.lab.cut("a_3_0", "c_0_1", silent=True)
    until("the dead link to be noticed", 40, lambda: len(links(session)) == len(before) - 1)
    until("everybody to be reached without it", 10, lambda: not ping_all(session.lab.hosts()).lost, every=1)
    session.lab.heal("a_3_0", "c_0_1")
    until("the link to be found again", 40, lambda: links(session) == before)
    assert ping_all(session.lab.hosts()).lost == []
