package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VLANs in a fabric on paper: when switches learn of them, and what a controller that starts anew does with them. */
class VlanLifeTest {

    private static final VlanId SEVEN = new VlanId(7);
    private static final List<VlanMember> MEMBERS = List.of(
            new VlanMember(SEVEN, new MacAddress(0xa), Ipv4Address.parse("10.0.0.2")),
            new VlanMember(SEVEN, new MacAddress(0xb), Ipv4Address.parse("10.0.1.2")));
    private static final VlanMember LOST = new VlanMember(SEVEN, new MacAddress(0xc), Ipv4Address.parse("10.9.9.9"));

    private final GeneratedFabric generated = FabricGenerator.fatTree(4);
    private final PaperFabric fabric = new PaperFabric(generated.topology());

    @BeforeEach
    void comeUp() {
        fabric.comeUp();
        fabric.locateHosts(generated.blueprint().hostNumbers().keySet());
        fabric.takeEffects();
    }

    private SortedSet<DatapathId> carrying() {
        SortedSet<DatapathId> dpids = new TreeSet<>();
        for (DatapathId dpid : generated.topology().switches().keySet()) {
            boolean isCarrying = fabric.held(dpid).rules().values().stream()
                    .anyMatch(rule -> rule.cookie().isFor(Purpose.VLAN));
            if (isCarrying) {
                dpids.add(dpid);
            }
        }
        return dpids;
    }

    @Test
    void onlySwitchesOnTheWaysOfMembersLearnOfThem() {
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(MEMBERS), true));
        assertThat(fabric.takeTouched()).hasSize(4).isEqualTo(carrying());
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(List.of()), true));
        assertThat(carrying()).isEmpty();
    }

    @Test
    void membersAreConfirmedWhenTheirSwitchesAre() {
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(MEMBERS), true));
        CarriageReport report = CarriageReport.NOTHING.next(fabric.state());
        assertThat(report.vlans()).containsExactlyElementsOf(MEMBERS);
        assertThat(report.vlanTroubles()).isEmpty();
        assertThat(report.next(fabric.state())).isSameAs(report);
        fabric.happen(new FabricEvent.TenantDemandChanged(
                TenantInterfaces.ofVlans(List.of(MEMBERS.getFirst(), MEMBERS.getLast(), LOST)), true));
        assertThat(report.next(fabric.state()).vlanTroubles()).containsOnlyKeys(SEVEN);
    }

    @Test
    void aControllerThatStartsAnewKeepsWhatIsThereUntilServersHaveTold() {
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(MEMBERS), true));
        SortedSet<DatapathId> before = carrying();
        fabric.restartController();
        assertThat(fabric.state().demand()).isEqualTo(TenantDemand.UNKNOWN);
        assertThat(carrying()).isEqualTo(before);
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(List.of()), false));
        assertThat(carrying()).isEqualTo(before);
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(List.of()), true));
        assertThat(carrying()).isEmpty();
    }

    @Test
    void aServerThatMovesTakesItsMembersAlong() {
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofVlans(MEMBERS), true));
        ConnectPoint far = generated.blueprint().hostNumbers().lastKey();
        fabric.happen(new FabricEvent.HostLocated(MEMBERS.getLast().server(), new MacAddress(0x99), far));
        assertThat(carrying()).contains(far.dpid()).hasSizeGreaterThan(4);
    }
}
