package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.verify.BucketChoice;
import io.heddle.routing.verify.Emission;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.SimulatedSwitch;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What limits and marks cost, and what they do. */
class LimitTest {

    private static final int ANNA = 1;
    private static final int BERT = 2;

    private final Cloud cloud = new Cloud();
    private final DatapathId here = cloud.server(1);
    private final TenantNetwork network = cloud.network(NetworkType.VXLAN, 7);
    private final TenantSubnet subnet = cloud.subnet(network, "10.0.0.0/24", false);
    private final TenantPort anna = cloud.port(subnet, 0x11, 10);
    private final TenantPort bert = cloud.port(subnet, 0x22, 11);
    private final QosPolicy policy = cloud.policy();

    LimitTest() {
        cloud.plug(anna.id(), here, ANNA);
        cloud.plug(bert.id(), here, BERT);
    }

    private SwitchPlan held() {
        return held(cloud.plan());
    }

    private SwitchPlan held(OverlayPlan plan) {
        return Objects.requireNonNull(plan.switches().get(here));
    }

    private static Meter meter(MeterId id, long rate, long burst) {
        return new Meter(id, Meter.Unit.KILOBITS, rate, burst);
    }

    private static List<Meter> limits(SwitchPlan held) {
        return held.meters().values().stream()
                .filter(meter -> meter.unit() == Meter.Unit.KILOBITS)
                .toList();
    }

    @Test
    void aLimitInBothDirectionsCostsTwoMetersAndOneRule() {
        SwitchPlan free = held();
        cloud.limited(policy, 5_000, Optional.empty());
        cloud.put(bert.withQos(Optional.of(policy.id())));
        SwitchPlan limited = held();
        assertThat(limits(limited))
                .containsExactly(
                        meter(MeterId.ofPort(BERT, false), 5_000, 2_500),
                        meter(MeterId.ofPort(BERT, true), 5_000, 2_500));
        assertThat(limited.rules()).hasSize(free.rules().size() + 1);
        cloud.limited(policy, 5_000, Optional.of(46));
        assertThat(held().rules()).hasSize(free.rules().size() + 3);
        assertThat(limits(free)).isEmpty();
    }

    @Test
    void anotherRateChangesTheMetersWhereTheyAreAndNoRule() {
        cloud.limited(policy, 5_000, Optional.empty());
        cloud.put(bert.withQos(Optional.of(policy.id())));
        OverlayPlan before = cloud.plan();
        cloud.limited(policy, 6_000, Optional.empty());
        OverlayPlan after = cloud.after(before);
        assertThat(PlanDiff.between(held(before), held(after)).changes())
                .containsExactly(
                        new Change.ModifyMeter(meter(MeterId.ofPort(BERT, false), 6_000, 3_000)),
                        new Change.ModifyMeter(meter(MeterId.ofPort(BERT, true), 6_000, 3_000)));
        assertThat(after.networksPlanned()).isEqualTo(1);
    }

    @Test
    void aPolicyThatComesAndGoesForgetsNoConnection() {
        SwitchPlan free = held();
        cloud.limited(policy, 5_000, Optional.of(10));
        cloud.put(bert.withQos(Optional.of(policy.id())));
        SwitchPlan limited = held();
        assertThat(StaleConnections.zones(PlanDiff.between(free, limited).changes()))
                .isEmpty();
        assertThat(StaleConnections.zones(PlanDiff.between(limited, free).changes()))
                .isEmpty();
    }

    @Test
    void thePolicyOfANetworkIsThatOfItsPortsWithoutOneOfTheirOwn() {
        QosPolicy other = cloud.limited(cloud.policy(), 100, Optional.empty());
        cloud.limited(policy, 5_000, Optional.empty());
        cloud.put(network.withQos(Optional.of(policy.id())));
        cloud.put(bert.withQos(Optional.of(other.id())));
        TenantRouter router = cloud.router();
        cloud.join(router, subnet, 1);
        assertThat(limits(held()))
                .containsExactly(
                        meter(MeterId.ofPort(ANNA, false), 5_000, 2_500),
                        meter(MeterId.ofPort(ANNA, true), 5_000, 2_500),
                        meter(MeterId.ofPort(BERT, false), 100, Allowance.LEAST_BURST),
                        meter(MeterId.ofPort(BERT, true), 100, Allowance.LEAST_BURST));
    }

    @Test
    void theMarkIsOnWhatIsSentAndOnNothingElse() {
        cloud.limited(policy, 5_000, Optional.of(46));
        cloud.put(anna.withQos(Optional.of(policy.id())));
        Packet there =
                Packet.udp(Cloud.address(anna), 1, Cloud.address(bert), 2).between(anna.mac(), bert.mac());
        assertThat(received(there.with(Field.IN_PORT, ANNA)))
                .containsExactly(new Emission.ThroughPort(
                        Objects.requireNonNull(cloud.plan().locations().get(bert.id()))
                                .port(),
                        there.with(Field.IN_PORT, ANNA).with(Field.IP_DSCP, 46)));
        Packet back = Packet.udp(Cloud.address(bert), 2, Cloud.address(anna), 1).between(bert.mac(), anna.mac());
        assertThat(received(back.with(Field.IN_PORT, BERT)))
                .hasSize(1)
                .allSatisfy(emission ->
                        assertThat(emission.packet().value(Field.IP_DSCP)).isZero());
    }

    /** What leaves for ports, without what the bridge noted on the way. */
    private List<Emission> received(Packet packet) {
        return new SimulatedSwitch(here, held())
                .process(packet, port -> true, BucketChoice.every()).getFirst().emissions().stream()
                        .map(emission -> (Emission) new Emission.ThroughPort(
                                ((Emission.ThroughPort) emission).port(),
                                SimulatedOverlay.inner(emission.packet())
                                        .with(Field.IN_PORT, packet.value(Field.IN_PORT))))
                        .toList();
    }

    @Test
    void whatGoesToSeveralPortsIsDroppedForTheLimitedOneAlone() {
        cloud.limited(policy, 5_000, Optional.empty());
        cloud.put(cloud.changed(bert, true, false, List.of()).withQos(Optional.of(policy.id())));
        TenantPort carl = cloud.changed(cloud.port(subnet, 0x33, 12), true, false, List.of());
        cloud.plug(carl.id(), here, 3);
        ForwardingRule broadcast = held().rules().values().stream()
                .filter(rule -> rule.key().table().equals(OverlayPipeline.REPLICATE))
                .filter(rule -> rule.key().priority() == OverlayPipeline.KNOWN)
                .findFirst()
                .orElseThrow();
        assertThat(broadcast.actions())
                .containsExactly(
                        new Action.Cloned(List.of(
                                new Action.Metered(MeterId.ofPort(BERT, false)),
                                new Action.Output(new PortNumber(BERT)))),
                        new Action.Output(new PortNumber(3)),
                        new Action.SetField(Field.REG0, ANNA));
    }

    @Test
    void aLimitedFloatingAddressCostsTwoMetersOnTheServerThatLeadsOutAndNoRule() {
        DatapathId gateway = cloud.gateway(2, true);
        TenantSubnet outside = cloud.gatewayed(
                cloud.network(new Segment(NetworkType.FLAT, Cloud.RACK, 0), true), "203.0.113.0/24", "203.0.113.1");
        TenantRouter router = cloud.router();
        cloud.join(router, subnet, 1);
        cloud.exit(router, outside, 7, true);
        FloatingIp ip = cloud.floating(
                outside, 9, bert, cloud.state().routers().find(router.id()).orElseThrow());
        OverlayPlan free = cloud.plan();
        cloud.limited(ip, cloud.limited(policy, 2_000, Optional.empty()));
        OverlayPlan plan = cloud.after(free);
        SwitchPlan leading = Objects.requireNonNull(plan.switches().get(gateway));
        assertThat(limits(leading))
                .containsExactly(
                        meter(MeterId.ofAddress(0, false), 2_000, 1_000),
                        meter(MeterId.ofAddress(0, true), 2_000, 1_000));
        assertThat(leading.rules())
                .hasSameSizeAs(
                        Objects.requireNonNull(free.switches().get(gateway)).rules());
        assertThat(held(plan)).isSameAs(held(free));
        cloud.limited(policy, 3_000, Optional.empty());
        OverlayPlan later = cloud.after(plan);
        assertThat(limits(Objects.requireNonNull(later.switches().get(gateway))))
                .extracting(Meter::rate)
                .containsExactly(3_000L, 3_000L);
    }

    @Test
    void aPortWhoseNumberIsTooHighForAMeterSaysSo() {
        cloud.limited(policy, 5_000, Optional.empty());
        TenantPort carl = cloud.changed(cloud.port(subnet, 0x33, 12), true, false, List.of());
        cloud.put(carl.withQos(Optional.of(policy.id())));
        cloud.plug(carl.id(), here, 0x8000);
        assertThat(cloud.plan().troubles().get(carl.id()))
                .contains("a port with a QoS policy needs one of at most 32767");
    }
}
