package io.heddle.routing.tenant.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.IpProtocol;
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
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
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
