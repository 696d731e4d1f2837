package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.explain.Explainer;
import io.heddle.routing.tenant.explain.Explanation;
import io.heddle.routing.tenant.explain.Finding.Outcome;
import io.heddle.routing.tenant.explain.Question;
import io.heddle.routing.tenant.explain.Service;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random security groups: what is explained of a connection is what tables do with its first packet. */
class ExplanationPropertyTest {

    private static final Requester OPERATOR = new Requester(new ProjectId("operator"), Requester.Role.ADMIN);
    private static final int CONNECTIONS = 80;
    private static final int STEPS = 10;
    private static final int SERVERS = 3;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void anExplanationSaysWhatTheTablesDoInCloudsOfThatSeed(long seed) {
        RandomGroups random = new RandomGroups(seed, SERVERS);
        int passed = 0;
        for (int step = 0; step < STEPS; step++) {
            OverlayPlan plan = random.cloud.plan();
            for (int i = 0; i < CONNECTIONS; i++) {
                TenantPort from = random.any(random.ports());
                TenantPort to = random.any(random.ports());
                if (!from.equals(to)) {
                    Packet packet = random.packet(from, to);
                    SimulatedOverlay overlay = new SimulatedOverlay(plan, random.cloud.servers());
                    boolean arrives =
                            !overlay.sent(from.id(), packet).delivered().isEmpty();
                    Explanation explanation = explained(random, from, to, packet);
                    assertThat(explanation.outcome())
                            .as("%s: %s", packet, explanation)
                            .isEqualTo(arrives ? Outcome.PASSES : Outcome.BLOCKS);
                    passed += arrives ? 1 : 0;
                }
            }
            random.step();
        }
        assertThat(passed).isGreaterThan(STEPS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anExplanationSaysWhatBecomesOfConnectionsOfRoutedNetworksInCloudsOfThatSeed(long seed) {
        RandomTenants tenants = new RandomTenants(seed, SERVERS, SERVERS);
        OverlayPlan plan = tenants.plan();
        List<TenantPort> routed = tenants.ports().stream()
                .filter(port -> isRouted(port, tenants) && isPlain(port, plan))
                .toList();
        Explainer explainer = new Explainer(tenants.state(), port -> status(port, plan), OPERATOR);
        for (TenantPort from : routed) {
            for (TenantPort to : tenants.ports()) {
                if (!from.equals(to) && (isPlain(to, plan) || !isRouted(to, tenants))) {
                    for (Packet packet : connections(from, to)) {
                        SimulatedOverlay overlay = new SimulatedOverlay(plan, tenants.servers());
                        boolean arrives = isPlain(to, plan)
                                && overlay.sent(from.id(), packet).places().equals(places(to, plan));
                        Explanation explanation = explainer
                                .explain(new Question(
                                        from.id(),
                                        new Question.Target.AtAddress(IpAddress.of(Cloud.address(to))),
                                        service(packet)))
                                .orElseThrow();
                        assertThat(explanation.outcome())
                                .as("%s: %s", packet, explanation)
                                .isEqualTo(arrives ? Outcome.PASSES : Outcome.BLOCKS);
                    }
                }
            }
        }
    }

    private static boolean isRouted(TenantPort port, RandomTenants tenants) {
        return tenants.state().networkOf(port.network()).segment().type() == NetworkType.ROUTED;
    }

    /** Whether it works for everybody, or for nobody. */
    private static boolean isPlain(TenantPort port, OverlayPlan plan) {
        return plan.locations().containsKey(port.id()) && !plan.troubles().containsKey(port.id());
    }

    private static List<ConnectPoint> places(TenantPort port, OverlayPlan plan) {
        return Optional.ofNullable(plan.locations().get(port.id())).stream().toList();
    }

    private static PortStatus status(PortId port, OverlayPlan plan) {
        boolean works = plan.locations().containsKey(port) && !plan.troubles().containsKey(port);
        return new PortStatus(works ? PortStatus.Phase.ACTIVE : PortStatus.Phase.DOWN, "");
    }

    private static List<Packet> connections(TenantPort from, TenantPort to) {
        Ipv4Address source = Cloud.address(from);
        Ipv4Address target = Cloud.address(to);
        return Stream.of(
                        Packet.icmp(source, target, 8, 0),
                        Packet.tcp(source, 40_000, target, 22),
                        Packet.tcp(source, 40_000, target, 60),
                        Packet.udp(source, 40_000, target, 90))
                .map(packet -> packet.between(from.mac(), PlanOptions.GATEWAY_MAC))
                .toList();
    }

    private static Explanation explained(RandomGroups random, TenantPort from, TenantPort to, Packet packet) {
        IpVersion version = packet.value(Field.ETH_TYPE) == Match.IPV4 ? IpVersion.V4 : IpVersion.V6;
        IpAddress address = to.fixedIps().stream()
                .map(FixedIp::address)
                .filter(each -> each.version() == version)
                .findFirst()
                .orElseThrow();
        Explainer explainer =
                new Explainer(random.cloud.state(), port -> new PortStatus(PortStatus.Phase.ACTIVE, ""), OPERATOR);
        return explainer
                .explain(new Question(from.id(), new Question.Target.AtAddress(address), service(packet)))
                .orElseThrow();
    }

    private static Service service(Packet packet) {
        int protocol = (int) packet.value(Field.IP_PROTO);
        return switch (protocol) {
            case RandomGroups.TCP -> new Service.Port(IpProtocol.TCP, (int) packet.value(Field.TCP_DST));
            case RandomGroups.UDP -> new Service.Port(IpProtocol.UDP, (int) packet.value(Field.UDP_DST));
            case RandomGroups.ICMP, RandomGroups.ICMPV6 -> new Service.Ping();
            default -> new Service.Other(protocol);
        };
    }
}
