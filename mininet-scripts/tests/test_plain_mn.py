"""Plain `mn` with somebody else's topology script, on the machine's own Open vSwitch."""

import re
import subprocess
from pathlib import Path

import pytest

from heddle_lab.controller import ControllerProcess

pytestmark = pytest.mark.lab

CUSTOM = Path(__file__).parent / "elsewhere" / "custom_topologies.py"


@pytest.mark.parametrize("topology", ["triangle", "pods"])
def test_pingall_of_plain_mn_loses_nothing(topology: str, controller: ControllerProcess) -> None:
    assert dropped(topology, controller) == 0


def test_a_second_mn_finds_a_controller_that_still_knows_the_first(controller: ControllerProcess) -> None:
    assert dropped("triangle", controller) == 0
    assert dropped("triangle", controller) == 0


def dropped(topology: str, controller: ControllerProcess) -> int:
    """The share of pings, in percent, that `mn --test pingall` counts as lost."""
    remote = f"remote,ip=127.0.0.1,port={controller.ports.openflow}"
    line = ["mn", "--custom", str(CUSTOM), "--topo", topology, "--controller", remote]
    line += ["--switch", "ovs,datapath=user", "--test", "pingall"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as mn:
        try:
            said, _ = mn.communicate(timeout=180)
        except subprocess.TimeoutExpired:
            mn.terminate()
            raise
    results = re.findall(r"Results: (\d+)% dropped", said)
    assert len(results) == 1, said
    return int(results[0])
