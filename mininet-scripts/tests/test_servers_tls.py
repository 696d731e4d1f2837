"""TLS: switches and servers of a running fabric go over to it one by one, at the cost of no packet."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Shelf

from heddle_lab import record
from heddle_lab.controller import ControllerProcess, Ports
from heddle_lab.openvswitch import OpenVSwitch
from heddle_lab.session import Session
from heddle_lab.traffic.ping import ping_all
from heddle_lab.wait import until

pytestmark = pytest.mark.lab

_CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Authority:
    """A certificate authority in a folder, by the openssl program."""

    def __init__(self, folder: Path, name: str) -> None:
        self.certificate = folder / f"{name}-ca.pem"
        self._folder, self._key = folder, folder / f"{name}-ca.key"
        self._openssl("req", "-x509", *_CURVE, "-keyout", self._key, "-out", self.certificate, "-subj", f"/CN={name}")

    def identity(self, name: str) -> tuple[Path, Path]:
        """The private key and the certificate of one that it vouches for."""
        key, asked, certificate = (self._folder / f"{name}{end}" for end in ("-key.pem", ".csr", "-cert.pem"))
        self._openssl("req", *_CURVE, "-keyout", key, "-out", asked, "-subj", f"/CN={name}")
        signer = ["-CA", str(self.certificate), "-CAkey", str(self._key), "-set_serial", str(abs(hash(name)))]
        self._openssl("x509", "-req", "-in", asked, "-out", certificate, "-days", "2", *signer)
        return key, certificate

    @staticmethod
    def _openssl(*words: str | Path) -> None:
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture
def secured(server_fabric: Session, shelf: Shelf, tmp_path: Path) -> Iterator[tuple[Session, Ports, Authority]]:
    """The fabric of servers, its controller started again with TLS on new ports and the old ones plain beside it."""
    old = server_fabric.controller
    assert old is not None
    authority = Authority(tmp_path, "fabric")
    key, certificate = authority.identity("controller")
    ports = Ports.free()
    settings = (
        f"tls:\n  certificate: {certificate}\n  private-key: {key}\n  ca: {authority.certificate}\n"
        f"  plain-openflow: {old.ports.openflow}\n  plain-ovsdb: {old.ports.ovsdb}\n"
    )
    old.stop()
    folder = record.FOLDER / "controller"
    new = ControllerProcess(folder, server_fabric.lab.environment, ports, settings=settings)
    new.start()
    server_fabric.lab.record.url = ports.url
    new.until_ready(60)
    yield Session(server_fabric.lab, new), ports, authority
    new.stop()
    shelf.discard()


def _trust(switch: OpenVSwitch, authority: Authority, name: str) -> None:
    key, certificate = authority.identity(name)
    switch.vsctl("set-ssl", str(key), str(certificate), str(authority.certificate))


def _connected(switch: OpenVSwitch, table: str, target: str) -> bool:
    said = switch.vsctl("--bare", "--columns=target,is_connected", "list", table)
    return any(f"{target}\ntrue" in entry for entry in said.split("\n\n"))


def test_switches_and_servers_go_over_to_tls_while_others_stay_plain(
    secured: tuple[Session, Ports, Authority],
) -> None:
    session, ports, authority = secured
    lab, server = session.lab, session.lab.server("h_1_1")
    session.until_settled(30)
    assert {each["connected"] for each in session.api.items("/api/v1/switches")} == {True}

    _trust(lab.switches, authority, "switches")
    _trust(server.switch, authority, "h_1_1")
    target = f"ssl:127.0.0.1:{ports.openflow}"
    lab.switches.vsctl("set-controller", "leaf1", target)
    manager = f"ssl:[fe80::1%mgmt0]:{ports.ovsdb}"
    server.switch.vsctl("set-manager", manager)

    until("leaf1 to be connected with TLS", 10, lambda: _connected(lab.switches, "controller", target))
    until("the manager of h_1_1", 10, lambda: _connected(server.switch, "manager", manager))
    bridge = f"ssl:[fe80::1%mgmt0]:{ports.openflow}"
    until("br-int of h_1_1 to be connected with TLS", 10, lambda: _connected(server.switch, "controller", bridge))
    plain = lab.server("h_2_1").switch.vsctl("--bare", "--columns=target", "list", "controller")
    assert plain.startswith("tcp:"), plain
    session.until_settled(20)
    assert ping_all(lab.hosts()).lost == []
