"""A private Open vSwitch: its own database and its own ovs-vswitchd in a folder of the run.

The machine's own Open vSwitch and its bridges are never touched. One thing cannot be private: the userspace datapath
names its device `ovs-netdev`, so no second ovs-vswitchd of the same namespace may run userspace bridges meanwhile.
"""

import json
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from heddle_lab import interfaces, namespaces
from heddle_lab.errors import LabError
from heddle_lab.processes import marked_environment
from heddle_lab.topologies import End, Fabric, Switch

SCHEMA = Path("/usr/share/openvswitch/vswitch.ovsschema")
DATAPATH_DEVICE = "ovs-netdev"
_QUIET = ["-vconsole:off", "-vsyslog:off", "-vfile:info"]


def tools_environment(folder: Path) -> dict[str, str]:
    """By what any ovs-* tool finds the daemons whose folder is given."""
    return dict.fromkeys(("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR"), str(folder))


def refuse_if_taken() -> None:
    """Refuses when another ovs-vswitchd has userspace bridges in the current namespace."""
    if interfaces.tap_in_use(DATAPATH_DEVICE):
        raise LabError(
            f"the device {DATAPATH_DEVICE} is in use: another Open vSwitch runs userspace bridges here. "
            "Delete them (ovs-vsctl list-br, del-br), or end the other lab (./heddle lab down)"
        )


class OpenVSwitch:
    """One database and one switch of a run, in the namespace of the process `holder` or, without one, in the root's."""

    def __init__(self, folder: Path, run: str, holder: int | None = None) -> None:
        self._folder = folder
        self._holder = holder
        self.environment: Mapping[str, str] = marked_environment(run, **tools_environment(folder))

    def start_database(self, manager: str | None = None) -> None:
        """Makes an empty database, served on a socket in the folder and to a manager such as tcp:127.0.0.1:6640."""
        self._folder.mkdir(parents=True, exist_ok=True)
        database = self._folder / "conf.db"
        database.unlink(missing_ok=True)
        self.run("ovsdb-tool", "create", str(database), str(SCHEMA))
        self.serve_database()
        threads = ["other_config:n-handler-threads=1", "other_config:n-revalidator-threads=1"]
        self.vsctl("--no-wait", "--", "init", "--", "set", "Open_vSwitch", ".", *threads)
        if manager:
            create = ["--id=@manager", "create", "manager", f'target="{manager}"', "max_backoff=1000"]
            self.vsctl("--no-wait", "--", *create, "--", "set", "Open_vSwitch", ".", "manager_options=@manager")

    def serve_database(self) -> None:
        """Serves the database that is in the folder."""
        remotes = [f"--remote=punix:{self._folder}/db.sock", "--remote=db:Open_vSwitch,Open_vSwitch,manager_options"]
        # what `ovs-vsctl set-ssl` says, as in Open vSwitch's own start script
        keys = {"private-key": "private_key", "certificate": "certificate", "ca-cert": "ca_cert"}
        secrets = [f"--{option}=db:Open_vSwitch,SSL,{column}" for option, column in keys.items()]
        self.run("ovsdb-server", str(self._folder / "conf.db"), *remotes, *secrets, *self._daemon("ovsdb-server"))

    def add_bridges(self, fabric: Fabric, controller: str | None) -> None:
        """Describes every bridge and port to the database in one transaction; takes effect when the switch runs."""
        arguments: list[str] = ["--no-wait"]
        for switch in fabric.switches:
            arguments += _bridge(switch, fabric.ports(switch.name), controller)
        self.vsctl(*arguments)

    def start_switch(self) -> None:
        """Starts ovs-vswitchd, at the priority its own start script uses; returns when every port is in place."""
        self.run("nice", "-n", "-10", "ovs-vswitchd", f"unix:{self._folder}/db.sock", *self._daemon("ovs-vswitchd"))

    @staticmethod
    def port(end: End) -> list[str]:
        """The ovs-vsctl commands that add a port under its OpenFlow number."""
        device = end.interface
        return ["add-port", end.node, device, "--", "set", "interface", device, f"ofport_request={end.port}"]

    def vsctl(self, *arguments: str) -> str:
        """Runs ovs-vsctl against this database."""
        return self.run("ovs-vsctl", f"--db=unix:{self._folder}/db.sock", "--timeout=60", *arguments)

    def ofctl(self, *arguments: str, standard_input: str | None = None) -> str:
        """Runs ovs-ofctl in OpenFlow 1.5."""
        return self.run("ovs-ofctl", "-OOpenFlow15", *arguments, standard_input=standard_input)

    def appctl(self, *arguments: str) -> str:
        """A command to ovs-vswitchd over its control socket, as ovs-appctl sends it but without a new process."""
        pid = (self._folder / "ovs-vswitchd.pid").read_text().strip()  # one that was killed left its socket behind
        request = {"method": arguments[0], "params": arguments[1:], "id": 0}
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
            channel.settimeout(30)
            channel.connect(str(self._folder / f"ovs-vswitchd.{pid}.ctl"))
            channel.sendall(json.dumps(request).encode())
            received = b""
            while chunk := channel.recv(1 << 16):
                received += chunk
                if chunk.endswith(b"}") and (reply := _json(received)):
                    break
            else:
                raise LabError(f"ovs-vswitchd did not answer {' '.join(arguments)}")
        if reply.get("error"):
            raise LabError(f"ovs-appctl {' '.join(arguments)}: {reply['error']}")
        return str(reply["result"])

    def run(self, *command: str, standard_input: str | None = None) -> str:
        """Runs a program that finds this Open vSwitch by its environment; its standard output."""
        line = command if self._holder is None else namespaces.command_in(self._holder, command)
        done = subprocess.run(
            line, env=self.environment, input=standard_input, capture_output=True, text=True, timeout=120
        )
        if done.returncode:
            raise LabError(f"{' '.join(command)[:300]}: {done.stderr.strip()}")
        return done.stdout

    def _daemon(self, name: str) -> Sequence[str]:
        return [
            f"--pidfile={self._folder}/{name}.pid",
            f"--log-file={self._folder}/{name}.log",
            "--no-chdir",
            "--detach",
            *_QUIET,
        ]


def _bridge(switch: Switch, ports: Sequence[int], controller: str | None) -> list[str]:
    name = switch.name
    arguments = ["--", "add-br", name, "--", "set", "bridge", name, "datapath_type=netdev", "fail_mode=secure"]
    arguments += ["protocols=OpenFlow13,OpenFlow14,OpenFlow15", f"other_config:datapath-id={switch.dpid:016x}"]
    arguments += [f"other_config:dp-desc={name}", "other_config:disable-in-band=true"]
    for port in ports:
        arguments += ["--", *OpenVSwitch.port(End(name, port))]
    if controller:
        arguments += ["--", f"--id=@{name}", "create", "controller", f'target="{controller}"', "max_backoff=1000"]
        arguments += ["connection_mode=out-of-band", "--", "set", "bridge", name, f"controller=@{name}"]
    return arguments


def _json(text: bytes) -> dict[str, object]:
    try:
        return dict(json.loads(text))
    except ValueError:
        return {}
