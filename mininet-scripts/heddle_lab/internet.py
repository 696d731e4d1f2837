"""The outside of a lab: one namespace that stands for the internet, and the bridges of servers that lead there.

A server that is a gateway has a bridge `br-ex` with one device, whose other end is in that namespace, where a bridge
joins those of all gateways; the operator's part is one line in the server's database that names the bridge. The
namespace has no address until somebody gives it one, and no way out.
"""

from collections.abc import Sequence

from heddle_lab import interfaces, namespaces
from heddle_lab.servers import Server

NAME = "internet"
INTERFACE = "eth0"
PHYSICAL = "physnet1"
BRIDGE = "br-ex"
_DEVICE = "ext0"


def connect(holder: int, gateways: Sequence[Server]) -> None:
    """Joins servers to the namespace of that process, over a bridge of their own that their database names."""
    with namespaces.inside(holder):
        interfaces.ip_batch([f"link add {INTERFACE} type bridge"])
        interfaces.behave_as_host(INTERFACE)
    for server in gateways:
        interfaces.ip_batch([f"link add {_DEVICE} netns {server.pid} type veth peer name {server.name} netns {holder}"])
        with namespaces.inside(holder):
            interfaces.offloads_off([server.name])
            interfaces.ip_batch([f"link set {server.name} master {INTERFACE} up"])
        with namespaces.inside(server.pid):
            interfaces.mute([_DEVICE])
            interfaces.offloads_off([_DEVICE])
            interfaces.set_up(_DEVICE, True)
        with interfaces.deep_queues():
            server.switch.vsctl(*_bridge())


def _bridge() -> list[str]:
    made = ["add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=netdev", "fail_mode=standalone"]
    plugged = ["--", "add-port", BRIDGE, _DEVICE]
    named = ["--", "set", "Open_vSwitch", ".", f'external_ids:heddle-bridge-mappings="{PHYSICAL}:{BRIDGE}"']
    return [*made, *plugged, *named]
