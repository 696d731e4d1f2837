import sys, time
sys.path.insert(0, "tests")
from tenancy import *
from heddle_lab.traffic.probes import Probes
import pytest
@pytest.mark.lab
def test_x(tenants):
    one, other = tenants.pair("h_0_0_0", "h_3_1_1")
    until_reached(one, other)
    server = tenants.session.lab.server("h_3_1_1")
    print(server.switch.appctl("tnl/neigh/show"))
    for n in range(2):
        server.switch.appctl("tnl/neigh/flush")
        with Probes(flows(one, other), 100) as probes:
            time.sleep(14)
            print(n, [(len(r.sent), r.lost()[-1:], len(r.lost())) for r in probes.finish()])
    for n in range(2):
        server.switch.appctl("tnl/neigh/flush")
        one.run("ping","-c","1","-W","1",other.address)
        with Probes(flows(one, other), 100) as probes:
            time.sleep(0.5)
            print(n, [(len(r.sent), r.lost()[-1:], len(r.lost())) for r in probes.finish()])
