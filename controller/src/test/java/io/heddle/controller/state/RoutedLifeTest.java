package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.HeldSteerings;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.Residents;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.plan.RoutedMember;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routed addresses of tenants in a fabric on paper: when switches learn of them, and what a controller that starts anew does with them. */
class RoutedLifeTest {

    private static final List<RoutedMember> MEMBERS =
            List.of(member("172.20.0.2", "10.0.0.2"), member("172.20.0.3", "10.0.0.3"));
    private static final RoutedMember LOST = member("172.20.0.4", "10.9.9.9");
    private static final PlanOptions OPTIONS = PlanOptions.defaults()
            .withRouted(new RoutedLimits(new TreeSet<>(List.of(IpPrefix.parse("172.20.0.0/16"))), RoutedLimits.RULES));

    private final GeneratedFabric generated = FabricGenerator.fatTree(4);
    private final PaperFabric fabric = new PaperFabric(
            generated.topology(),
            new StepSettings(
                    PaperFabric.SETTINGS.baseOctet(),
                    PaperFabric.SETTINGS.linkCapacity(),
                    PaperFabric.SETTINGS.settle(),
                    PaperFabric.SETTINGS.commit(),
                    PaperFabric.SETTINGS.patience(),
                    PaperFabric.SETTINGS.audit(),
                    OPTIONS,
                    PaperFabric.SETTINGS.elephants()));

    private static RoutedMember member(String address, String server) {
        Ipv4Address ip = Ipv4Address.parse(address);
        return new RoutedMember(ip, IpPrefix.containing(ip, 28), Ipv4Address.parse(server));
    }

    @BeforeEach
    void comeUp() {
        fabric.comeUp();
        fabric.locateHosts(generated.blueprint().hostNumbers().keySet());
        fabric.takeEffects();
    }

    private void told(List<RoutedMember> members, boolean isWhole) {
        fabric.happen(new FabricEvent.TenantDemandChanged(TenantInterfaces.ofRouted(members), isWhole));
    }

    private SortedSet<DatapathId> routing() {
        SortedSet<DatapathId> dpids = new TreeSet<>();
        for (DatapathId dpid : generated.topology().switches().keySet()) {
            boolean isRouting = fabric.held(dpid).rules().values().stream()
                    .anyMatch(rule -> rule.cookie().isFor(Purpose.ROUTED));
            if (isRouting) {
                dpids.add(dpid);
            }
        }
        return dpids;
    }

    @Test
    void theFirstAddressOfABlockTouchesItsPodAndTheCoresAndTheSecondItsEdgeSwitch() {
        told(MEMBERS.subList(0, 1), true);
        assertThat(fabric.takeTouched()).hasSize(1 + 2 + 4).isEqualTo(routing());
        told(MEMBERS, true);
        assertThat(fabric.takeTouched()).hasSize(1);
        told(List.of(), true);
        assertThat(routing()).isEmpty();
    }

    @Test
    void addressesAreConfirmedWhenTheirSwitchesAre() {
        told(MEMBERS, true);
        CarriageReport report = CarriageReport.NOTHING.next(fabric.state());
        assertThat(report.routed()).containsExactlyElementsOf(MEMBERS);
        assertThat(report.routedTroubles()).isEmpty();
        assertThat(report.next(fabric.state())).isSameAs(report);
        told(List.of(MEMBERS.getFirst(), LOST), true);
        assertThat(report.next(fabric.state()).routedTroubles()).containsOnlyKeys(LOST.address());
    }

    @Test
    void aLargeFlowOfRoutedAddressesIsPinnedMovesWithItsAddressAndEndsWithIt() {
        RoutedMember far = member("172.20.1.2", "10.3.1.3");
        told(List.of(MEMBERS.getFirst(), far), true);
        FlowKey flow = new FlowKey(MEMBERS.getFirst().address(), far.address(), FlowKey.UDP, 7, 9);
        Residents residents = fabric.state().residents();
        ConnectPoint ingress = residents.at(flow.source()).orElseThrow().location();
        assertThat(ingress)
                .isEqualTo(
                        residents.at(MEMBERS.getFirst().server()).orElseThrow().location());
        fabric.happen(new FabricEvent.ElephantsObserved(List.of(
                new ObservedFlow(flow, ingress, 5_000_000, 0.1, fabric.now(), fabric.now(), Optional.empty()))));
        fabric.pass(PaperFabric.SETTINGS.elephants().interval());
        assertThat(fabric.state().elephants().decision().orElseThrow().outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.flow()).isEqualTo(flow));
        for (DatapathId core : cores()) {
            assertThat(verdict(new Order.PinFlow(flow, core))).isEqualTo(new Order.Accepted());
            assertThat(steering()).hasSize(2).containsOnly(flow);
        }
        told(List.of(member("172.20.0.2", "10.1.0.2"), far), true);
        fabric.pass(PaperFabric.SETTINGS.elephants().interval());
        assertThat(steering()).hasSize(2);
        assertThat(fabric.state().understanding().orElseThrow().planned().steeringRules())
                .containsKey(fabric.state()
                        .residents()
                        .at(flow.source())
                        .orElseThrow()
                        .location()
                        .dpid());
        told(List.of(far), true);
        fabric.pass(PaperFabric.SETTINGS.elephants().interval());
        assertThat(fabric.state().understanding().orElseThrow().planned().steerings())
                .isEmpty();
        assertThat(verdict(new Order.PinFlow(flow, cores().getFirst()))).isInstanceOf(Order.Refused.class);
    }

    private Order.Verdict verdict(Order order) {
        List<Order.Verdict> verdicts = new ArrayList<>();
        fabric.happen(new FabricEvent.OrderGiven(order, verdicts::add));
        assertThat(verdicts).hasSize(1);
        return verdicts.getFirst();
    }

    private List<DatapathId> cores() {
        return generated.blueprint().positions().entrySet().stream()
                .filter(entry -> entry.getValue().tier() == Tier.CORE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The flows of all rules that steer, one for each rule. */
    private List<FlowKey> steering() {
        return generated.topology().switches().keySet().stream()
                .flatMap(dpid -> fabric.held(dpid).rules().keySet().stream())
                .flatMap(key -> HeldSteerings.flow(key).stream())
                .toList();
    }

    @Test
    void aControllerThatStartsAnewChangesNothingUntilServersHaveTold() {
        told(MEMBERS, true);
        SortedSet<DatapathId> before = routing();
        fabric.takeTouched();
        fabric.restartController();
        assertThat(routing()).isEqualTo(before);
        told(MEMBERS.subList(1, 2), false);
        told(MEMBERS, false);
        told(MEMBERS, true);
        assertThat(fabric.takeTouched()).isEmpty();
        told(List.of(), true);
        assertThat(routing()).isEmpty();
    }
}
