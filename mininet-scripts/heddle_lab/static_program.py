"""The design of the data plane written down as static rules, for a lab without a controller.

It knows one fabric only, an unchanged `fattree,K`, and serves to test the lab itself and as the reference that the
controller's own result can be measured against in the same run.
"""

from heddle_lab.lab import Lab
from heddle_lab.topologies import Host

GATEWAY = "00:00:5e:00:01:01"
FIELDS = "fields(eth_type,ip_src,ip_dst,ip_proto,tcp_src,tcp_dst,udp_src,udp_dst)"
ARP_REPLY = (
    "table=0,priority=200,arp,arp_op=1,actions=move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],"
    f"mod_dl_src:{GATEWAY},load:0x2->NXM_OF_ARP_OP[],move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],"
    f"load:0x{GATEWAY.replace(':', '')}->NXM_NX_ARP_SHA[],move:NXM_OF_ARP_TPA[]->NXM_NX_REG0[],"
    "move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],move:NXM_NX_REG0[]->NXM_OF_ARP_SPA[],in_port"
)


def program_fat_tree(lab: Lab, k: int) -> None:
    """Installs the rules and groups of every switch of an unchanged fattree,K."""
    half = k // 2
    up = [half + 1 + s for s in range(half)]
    by_switch: dict[str, list[Host]] = {}
    for host in lab.fabric.hosts:
        by_switch.setdefault(lab.fabric.attachment(host.name).node, []).append(host)
    for switch in lab.fabric.switches:
        if switch.tier == "edge":
            _install(lab, switch.name, *_edge(by_switch[switch.name], up))
        elif switch.tier == "aggregation":
            assert switch.pod is not None
            _install(lab, switch.name, *_aggregation(switch.pod, half, up))
        else:
            _install(lab, switch.name, *_core(k))


def _edge(hosts: list[Host], up: list[int]) -> tuple[list[str], list[str]]:
    own = [
        f"table={table},priority=100,ip,nw_dst={host.planned},"
        f"actions=dec_ttl,mod_dl_src:{GATEWAY},mod_dl_dst:{host.mac},output:{x + 1}"
        for x, host in enumerate(hosts)
        for table in (1, 2)
    ]
    return [_ecmp(1, 1, up)] + _others(3, up), _direction(up) + own + [_UPWARD] + _detour(up) + [ARP_REPLY]


def _aggregation(pod: int, half: int, up: list[int]) -> tuple[list[str], list[str]]:
    sibling = [(e + 1) % half + 1 for e in range(half)]
    below = [_first_live(100 + e, e + 1, "IN_PORT", up[0]) for e in range(half)]
    above = [_first_live(200 + e, e + 1, f"output:{sibling[e]}", sibling[e]) for e in range(half)]
    edges = [
        f"table={table},priority=100,ip,nw_dst=10.{pod}.{e}.0/24,actions=dec_ttl,group:{100 * table + e}"
        for e in range(half)
        for table in (1, 2)
    ]
    groups = [_ecmp(1, 2, up)] + _others(4, up) + below + above
    return groups, _direction(up) + edges + [_UPWARD] + _detour(up)


def _core(k: int) -> tuple[list[str], list[str]]:
    groups = [_first_live(100 + pod, pod + 1, "IN_PORT", (pod + 1) % k + 1) for pod in range(k)]
    return groups, [f"priority=100,ip,nw_dst=10.{pod}.0.0/16,actions=dec_ttl,group:{100 + pod}" for pod in range(k)]


_UPWARD = "table=1,priority=10,ip,actions=dec_ttl,group:1"


def _direction(up: list[int]) -> list[str]:
    down = [f"table=0,priority=10,in_port={port},actions=goto_table:2" for port in up]
    return [*down, "table=0,priority=0,actions=goto_table:1"]


def _detour(up: list[int]) -> list[str]:
    return [f"table=2,priority=10,in_port={port},ip,actions=dec_ttl,group:{10 + port}" for port in up]


def _others(seed: int, up: list[int]) -> list[str]:
    return [_ecmp(10 + port, seed, [other for other in up if other != port]) for port in up]


def _ecmp(group: int, seed: int, ports: list[int]) -> str:
    how = f"selection_method=hash,selection_method_param={seed},{FIELDS}"
    return f"group_id={group},type=select,{how}," + ",".join(f"bucket=watch_port:{p},output:{p}" for p in ports)


def _first_live(group: int, port: int, otherwise: str, watch: int) -> str:
    first = f"bucket=watch_port:{port},output:{port}"
    return f"group_id={group},type=ff,{first},bucket=watch_port:{watch},{otherwise}"


def _install(lab: Lab, switch: str, groups: list[str], flows: list[str]) -> None:
    lab.switches.ofctl("add-groups", switch, "-", standard_input="\n".join(groups))
    lab.switches.ofctl("add-flows", switch, "-", standard_input="\n".join(flows))
