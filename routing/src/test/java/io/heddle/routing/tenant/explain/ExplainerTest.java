package io.heddle.routing.tenant.explain;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.AddressGroup;
import io.heddle.routing.tenant.AddressGroupId;
import io.heddle.routing.tenant.ExternalGateway;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.FloatingIpId;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortForwarding;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortSpan;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.ResourceId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantResource;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.routing.tenant.explain.Finding.Outcome;
import io.heddle.routing.tenant.explain.Finding.Stage;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantWorld;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    private static final Service SSH = new Service.Port(IpProtocol.TCP, 22);
    private static final Service PING = new Service.Ping();
    private static final StandardAttributes FRESH = StandardAttributes.fresh("", Instant.EPOCH);

    private final TenantWorld world = new TenantWorld();
    private NetworkId blue = new NetworkId(world.id());
    private NetworkId red = new NetworkId(world.id());
    private TenantState state = TenantState.empty();
    private Phases phases = port -> PortStatus.Phase.ACTIVE;

    /** How far each port is. */
    @FunctionalInterface
    private interface Phases {
        PortStatus.Phase of(PortId port);
    }

    @BeforeEach
    void makeTwoNetworks() {
        blue = world.made(ALICE, world.network("blue")).id();
        world.made(ALICE, world.subnet(blue, "10.0.0.0/24"));
        red = world.made(ALICE, world.network("red")).id();
        world.made(ALICE, world.subnet(red, "10.0.1.0/24"));
    }

    private TenantPort port(Requester owner, NetworkId network) {
        TenantPort port = world.made(owner, world.port(network));
        state = world.state();
        return port;
    }

    private void put(TenantResource resource) {
        state = state.with(new TenantChange.Put(resource));
    }

    private Explanation ask(Requester by, PortId source, Question.Target target, Service service) {
        return new Explainer(state, port -> new PortStatus(phases.of(port), "It is on h3."), by)
                .explain(new Question(source, target, service))
                .orElseThrow();
    }

    private Explanation between(TenantPort source, TenantPort target, Service service) {
        return ask(ALICE, source.id(), new Question.Target.AtPort(target.id()), service);
    }

    private Explanation to(TenantPort source, String address, Service service) {
        return ask(ALICE, source.id(), new Question.Target.AtAddress(IpAddress.parse(address)), service);
    }

    private static Finding at(Stage stage, Explanation explanation) {
        return explanation.findings().stream()
                .filter(finding -> finding.stage() == stage)
                .findFirst()
                .orElseThrow();
    }

    private static void assertBlocked(Explanation explanation, Stage stage, String reason) {
        assertThat(explanation.outcome()).isEqualTo(Outcome.BLOCKS);
        assertThat(at(stage, explanation).outcome()).isEqualTo(Outcome.BLOCKS);
        assertThat(at(stage, explanation).reason()).contains(reason);
    }

    @Test
    void portsOfOneNetworkAndGroupReachEachOther() {
        TenantPort one = port(ALICE, blue);
        TenantPort other = port(ALICE, blue);
        Explanation explanation = between(one, other, SSH);
        assertThat(explanation.outcome()).isEqualTo(Outcome.PASSES);
        assertThat(explanation.findings()).extracting(Finding::stage).containsExactly(Stage.values());
        assertThat(explanation.from()).contains(IpAddress.parse("10.0.0.2"));
        assertThat(explanation.to()).contains(IpAddress.parse("10.0.0.3"));
        ResourceId letting = at(Stage.INGRESS, explanation).decider().orElseThrow();
        assertThat(state.resource(letting).orElseThrow())
                .isInstanceOfSatisfying(
                        SecurityRule.class,
                        rule -> assertThat(rule.direction()).isEqualTo(SecurityRule.Direction.INGRESS));
        assertThat(to(one, "10.0.0.3", PING).outcome()).isEqualTo(Outcome.PASSES);
    }

    @Test
    void theAddressGroupIsNamedThatARuleLetsIn() {
        SecurityGroupId web = world.made(ALICE, world.group("web")).id();
        TenantPort one = port(ALICE, blue);
        TenantPort server = world.made(ALICE, world.port(blue));
        SecurityRule rule = world.made(ALICE, world.rule(web, 22));
        AddressGroup office = new AddressGroup(
                new AddressGroupId(world.id()),
                ALICE.project(),
                "office",
                new TreeSet<>(List.of(Cidr.parse("10.0.0.0/30"))),
                FRESH);
        state = world.state();
        put(office);
        put(new SecurityRule(
                rule.id(),
                web,
                rule.project(),
                rule.direction(),
                rule.version(),
                rule.protocol(),
                rule.ports(),
                Optional.of(new SecurityRule.Peer.Addresses(office.id())),
                rule.number(),
                FRESH));
        put(grouped(server, web));
        TenantPort other = state.ports().find(server.id()).orElseThrow();
        assertThat(at(Stage.INGRESS, between(one, other, SSH)).reason()).contains("for address group office (");
        put(office.withAddresses(new TreeSet<>(List.of(Cidr.parse("10.0.1.0/24"))), FRESH));
        assertBlocked(between(one, other, SSH), Stage.INGRESS, "lets tcp to port 22 in from 10.0.0.2");
    }

    @Test
    void whatNoRuleLetsInOrOutIsBlockedOnItsSide() {
        SecurityGroupId web = world.made(ALICE, world.group("web")).id();
        TenantPort one = port(ALICE, blue);
        TenantPort server = world.made(ALICE, world.port(blue));
        world.made(ALICE, world.rule(web, 80));
        state = world.state();
        put(grouped(server, web));
        TenantPort other = state.ports().find(server.id()).orElseThrow();
        assertThat(between(one, other, new Service.Port(IpProtocol.TCP, 80)).outcome())
                .isEqualTo(Outcome.PASSES);
        assertBlocked(between(one, other, SSH), Stage.INGRESS, "lets tcp to port 22 in from 10.0.0.2");
        assertBlocked(between(one, other, new Service.Port(IpProtocol.UDP, 80)), Stage.INGRESS, "udp to port 80");
        assertBlocked(between(one, other, PING), Stage.INGRESS, "ping in from");
        assertBlocked(between(one, other, new Service.Other(112)), Stage.INGRESS, "vrrp in from");
        state.rulesOf(SecurityGroupId.ofDefault(ALICE.project())).stream()
                .filter(rule -> rule.direction() == SecurityRule.Direction.EGRESS)
                .forEach(rule -> state = state.with(new TenantChange.Removed(rule)));
        assertBlocked(between(one, other, SSH), Stage.EGRESS, "lets tcp to port 22 out to 10.0.0.3");
        put(grouped(other));
        assertBlocked(between(one, other, SSH), Stage.INGRESS, "in no security group");
    }

    private static TenantPort grouped(TenantPort port, SecurityGroupId... groups) {
        return with(port, port.adminUp(), true, groups);
    }

    private static TenantPort with(TenantPort port, boolean isUp, boolean isGuarded, SecurityGroupId... groups) {
        return new TenantPort(
                port.id(),
                port.network(),
                port.project(),
                port.name(),
                port.mac(),
                isUp,
                port.fixedIps(),
                port.deviceId(),
                port.deviceOwner(),
                isGuarded,
                port.allowedPairs(),
                new TreeSet<>(List.of(groups)),
                port.dhcpOptions(),
                port.binding(),
                Optional.empty(),
                port.standard());
    }

    @Test
    void icmpRulesAreAboutTypesAndCodes() {
        SecurityRule.Span echo = new SecurityRule.Span(8, -1);
        assertThat(PING.isWithin(echo, IpVersion.V4)).isTrue();
        assertThat(PING.isWithin(new SecurityRule.Span(8, 0), IpVersion.V4)).isTrue();
        assertThat(PING.isWithin(new SecurityRule.Span(8, 1), IpVersion.V4)).isFalse();
        assertThat(PING.isWithin(echo, IpVersion.V6)).isFalse();
        assertThat(PING.isWithin(new SecurityRule.Span(128, -1), IpVersion.V6)).isTrue();
    }

    @Test
    void aPortThatIsDownOrUnfilteredSaysSo() {
        TenantPort one = port(ALICE, blue);
        TenantPort other = port(ALICE, blue);
        put(with(other, false, false));
        assertBlocked(between(one, other, SSH), Stage.DESTINATION, "admin_state_up");
        assertThat(at(Stage.INGRESS, between(one, other, SSH)).reason()).contains("Port security is off");
        phases = port -> port.equals(one.id()) ? PortStatus.Phase.DOWN : PortStatus.Phase.BUILD;
        assertBlocked(between(one, one, SSH), Stage.SOURCE, "not plugged in");
        assertThat(at(Stage.SOURCE, between(one, one, SSH)).reason()).doesNotContain("h3");
        Question.Target target = new Question.Target.AtPort(one.id());
        assertThat(at(Stage.SOURCE, ask(ADMIN, one.id(), target, SSH)).reason()).endsWith("It is on h3.");
        put(with(other, true, true));
        assertBlocked(between(one, other, SSH), Stage.DESTINATION, "being set up");
    }

    @Test
    void anotherNetworkIsReachedThroughARouterOnly() {
        TenantPort one = port(ALICE, blue);
        TenantPort other = port(ALICE, red);
        assertBlocked(between(one, other, SSH), Stage.WAY, "no router joins");
        assertThat(between(one, other, SSH).findings())
                .extracting(Finding::stage)
                .containsExactly(Stage.values());
        RouterId router = router(true, Optional.empty(), blue, red);
        Explanation through = between(one, other, SSH);
        assertThat(through.outcome()).isEqualTo(Outcome.PASSES);
        assertThat(at(Stage.WAY, through).decider()).contains(router);
        assertThat(to(one, "10.0.0.1", PING).outcome()).isEqualTo(Outcome.PASSES);
        assertBlocked(to(one, "10.0.1.1", SSH), Stage.DESTINATION, "nothing but ping");
        assertBlocked(to(one, "10.0.1.99", SSH), Stage.DESTINATION, "No port of the network has the address");
        assertBlocked(to(one, "192.0.2.1", SSH), Stage.WAY, "knows no way to 192.0.2.1");
        Explanation onward = to(one, "10.77.0.1", SSH);
        assertThat(onward.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(at(Stage.WAY, onward).reason()).contains("static route", "10.0.1.2");
        put(switchedOff(state.routers().find(router).orElseThrow()));
        assertBlocked(between(one, other, SSH), Stage.WAY, "The router is switched off");
    }

    private static TenantRouter switchedOff(TenantRouter router) {
        return new TenantRouter(
                router.id(), router.project(), "", false, router.gateway(), router.routes(), router.number(), FRESH);
    }

    /** A router of Alice's that joins networks by the first addresses of their subnets. */
    private RouterId router(boolean isUp, Optional<ExternalGateway> gateway, NetworkId... networks) {
        RouterId id = new RouterId(world.id());
        HostRoute route = new HostRoute(Cidr.parse("10.77.0.0/16"), IpAddress.parse("10.0.1.2"));
        put(new TenantRouter(id, ALICE.project(), "", isUp, gateway, List.of(route), 0, FRESH));
        for (NetworkId network : networks) {
            TenantSubnet subnet = state.subnetsOf(network).getFirst();
            FixedIp ip = new FixedIp(subnet.id(), subnet.gateway().orElseThrow());
            put(ofRouter(network, TenantPort.ROUTER_INTERFACE, id.toString(), ip));
        }
        return id;
    }

    private TenantPort ofRouter(NetworkId network, String owner, String device, FixedIp ip) {
        TenantPort plain = with(world.made(ADMIN, world.port(network, Optional.of(List.of()))), true, false);
        return new TenantPort(
                plain.id(),
                network,
                ALICE.project(),
                "",
                plain.mac(),
                true,
                List.of(ip),
                device,
                owner,
                false,
                List.of(),
                new TreeSet<>(),
                List.of(),
                plain.binding(),
                Optional.empty(),
                FRESH);
    }

    @Test
    void whatBelongsToOthersIsNotToldOf() {
        TenantPort one = port(ALICE, blue);
        NetworkId bobs = world.made(BOB, world.network("blue")).id();
        world.made(BOB, world.subnet(bobs, "10.0.2.0/24"));
        TenantPort foreign = port(BOB, bobs);
        Explainer explainer = new Explainer(state, port -> PortStatus.UNPLUGGED, ALICE);
        Question.Target own = new Question.Target.AtPort(one.id());
        Question.Target others = new Question.Target.AtPort(foreign.id());
        assertThat(explainer.explain(new Question(foreign.id(), own, SSH))).isEmpty();
        assertThat(explainer.explain(new Question(one.id(), others, SSH))).isEmpty();
        assertThat(explainer.explain(new Question(new PortId(world.id()), own, SSH)))
                .isEmpty();
        assertBlocked(to(one, "10.0.2.2", SSH), Stage.WAY, "no router joins");
        Explanation seen = ask(ADMIN, one.id(), others, SSH);
        assertBlocked(seen, Stage.WAY, "no router joins");
        put(with(state.ports().find(one.id()).orElseThrow(), true, true, SecurityGroupId.ofDefault(BOB.project())));
        assertThat(at(Stage.EGRESS, to(one, "10.0.2.2", SSH)).decider()).isEmpty();
        assertThat(at(Stage.EGRESS, ask(ADMIN, one.id(), others, SSH)).decider())
                .isPresent();
    }

    @Test
    void theOutsideIsReachedThroughAGatewayAndSeesAnotherAddress() {
        NetworkId external = world.made(ADMIN, world.network("internet")).id();
        TenantSubnet subnet = world.made(ADMIN, world.subnet(external, "203.0.113.0/24"));
        TenantPort one = port(ALICE, blue);
        TenantPort other = port(ALICE, blue);
        TenantPort gateway = ofRouter(
                external, TenantPort.ROUTER_GATEWAY, "", new FixedIp(subnet.id(), IpAddress.parse("203.0.113.9")));
        put(gateway);
        RouterId router = router(true, Optional.of(new ExternalGateway(external, gateway.id(), true)), blue);
        Explanation out = to(one, "192.0.2.1", SSH);
        assertThat(out.outcome()).isEqualTo(Outcome.PASSES);
        assertThat(at(Stage.WAY, out).reason()).endsWith("as 203.0.113.9.");
        floating(subnet, other, router);
        Explanation hairpin = to(one, "203.0.113.50", SSH);
        assertBlocked(hairpin, Stage.INGRESS, "in from 203.0.113.9");
        assertThat(at(Stage.WAY, to(other, "192.0.2.1", SSH)).reason()).endsWith("as 203.0.113.50.");
        put(new TenantRouter(
                router,
                ALICE.project(),
                "",
                true,
                Optional.of(new ExternalGateway(external, gateway.id(), false)),
                List.of(),
                0,
                FRESH));
        assertThat(at(Stage.WAY, to(one, "192.0.2.1", SSH)).reason())
                .endsWith("as " + one.fixedIps().getFirst().address() + ".");
        assertThat(to(other, "192.0.2.1", SSH).outcome()).isEqualTo(Outcome.PASSES);
    }

    @Test
    void aForwardedPortOfAFloatingAddressLeadsToTheHostItIsOf() {
        NetworkId external = world.made(ADMIN, world.network("internet")).id();
        TenantSubnet subnet = world.made(ADMIN, world.subnet(external, "203.0.113.0/24"));
        TenantPort one = port(ALICE, blue);
        TenantPort other = port(ALICE, blue);
        TenantPort gateway = ofRouter(
                external, TenantPort.ROUTER_GATEWAY, "", new FixedIp(subnet.id(), IpAddress.parse("203.0.113.9")));
        put(gateway);
        RouterId router = router(true, Optional.of(new ExternalGateway(external, gateway.id(), true)), blue);
        floating(subnet, other, router);
        FloatingIp ip = state.floatingIps().firstEntry().getValue();
        FloatingIp.Target end = ip.target().orElseThrow();
        put(ip.withTarget(Optional.empty(), FRESH)
                .withForwardings(
                        List.of(new PortForwarding(
                                world.id(), IpProtocol.TCP, PortSpan.of(2222), end, PortSpan.of(22), "")),
                        FRESH));
        Explanation forwarded = to(one, "203.0.113.50", new Service.Port(IpProtocol.TCP, 2222));
        assertBlocked(forwarded, Stage.INGRESS, "tcp to port 22 in from 203.0.113.9");
        assertBlocked(to(one, "203.0.113.50", SSH), Stage.DESTINATION, "leads tcp to port 22 to nobody");
    }

    private void floating(TenantSubnet subnet, TenantPort target, RouterId router) {
        FloatingIpId id = new FloatingIpId(world.id());
        IpAddress address = IpAddress.parse("203.0.113.50");
        FixedIp held = new FixedIp(subnet.id(), address);
        TenantPort holder = ofRouter(subnet.network(), TenantPort.FLOATING_IP, id.toString(), held);
        put(holder);
        FloatingIp.Target end =
                new FloatingIp.Target(target.id(), target.fixedIps().getFirst().address(), router);
        put(new FloatingIp(
                id,
                ALICE.project(),
                subnet.network(),
                address,
                holder.id(),
                Optional.of(end),
                Optional.empty(),
                List.of(),
                FRESH));
    }
}
