"""Topologies as a user of plain `mn` writes them: no addresses, no numbers, nothing of ours."""

from mininet.topo import Topo


class Triangle(Topo):  # type: ignore[misc]
    """Three switches in a ring, two hosts on each."""

    def build(self) -> None:
        switches = [self.addSwitch(f"s{n}") for n in (1, 2, 3)]
        for one, other in ((0, 1), (1, 2), (2, 0)):
            self.addLink(switches[one], switches[other])
        for n in range(6):
            self.addLink(self.addHost(f"h{n + 1}"), switches[n // 2])


class Pods(Topo):  # type: ignore[misc]
    """A fat-tree of four pods with the addresses that Mininet gives: 10.0.0.1 to 10.0.0.16 in one prefix."""

    def build(self) -> None:
        core = [self.addSwitch(f"s{n + 1}") for n in range(4)]
        for pod in range(4):
            upper = [self.addSwitch(f"s{10 + 10 * pod + n}") for n in (0, 1)]
            lower = [self.addSwitch(f"s{10 + 10 * pod + n}") for n in (2, 3)]
            for n, switch in enumerate(upper):
                self.addLink(core[2 * n], switch)
                self.addLink(core[2 * n + 1], switch)
                for below in lower:
                    self.addLink(switch, below)
            for n, switch in enumerate(lower):
                for x in (1, 2):
                    self.addLink(switch, self.addHost(f"h{4 * pod + 2 * n + x}"))


topos = {"triangle": Triangle, "pods": Pods}
