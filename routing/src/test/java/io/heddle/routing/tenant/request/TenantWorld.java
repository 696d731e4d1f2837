package io.heddle.routing.tenant.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A state that commands are tried on, with identifiers that count up. */
public final class TenantWorld {

    /** Somebody who may do everything. */
    public static final Requester ADMIN = new Requester(new ProjectId("admin"), Requester.Role.ADMIN);
    /** A tenant. */
    public static final Requester ALICE = new Requester(new ProjectId("alice"), Requester.Role.MEMBER);
    /** Another tenant. */
    public static final Requester BOB = new Requester(new ProjectId("bob"), Requester.Role.MEMBER);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TenantRules rules;
    private final Racks racks;
    private TenantState state = TenantState.empty();
    private long ticks;

    /** An empty world under the usual settings. */
    public TenantWorld() {
        this(TenantSettings.defaults());
    }

    /** An empty world. */
    public TenantWorld(TenantSettings settings) {
        this(settings, Racks.UNKNOWN);
    }

    /** An empty world in which it is known where machines are. */
    public TenantWorld(TenantSettings settings, Racks racks) {
        rules = new TenantRules(settings);
        this.racks = racks;
    }

    /** The state so far. */
    public TenantState state() {
        return state;
    }

    /** A new identifier. */
    public UUID id() {
        return new UUID(0x1000L + ticks++, 0x8000_0000_0000_0000L);
    }

    /** Decides and, if it is accepted, does it. */
    public TenantDecision ask(Requester by, TenantCommand command) {
        TenantDecision decision = rules.decide(state, by, command, START.plusSeconds(ticks++), racks);
        if (decision instanceof TenantDecision.Accepted accepted) {
            state = accepted.next();
        }
        return decision;
    }

    /** The changes that an accepted command makes. */
    public List<TenantChange> done(Requester by, TenantCommand command) {
        TenantDecision decision = ask(by, command);
        assertThat(decision).isInstanceOf(TenantDecision.Accepted.class);
        return ((TenantDecision.Accepted) decision).changes();
    }

    /** Why a command is refused. */
    public TenantRefusal refused(Requester by, TenantCommand command) {
        TenantState before = state;
        TenantDecision decision = ask(by, command);
        assertThat(decision).isInstanceOf(TenantDecision.Refused.class);
        assertThat(state).isSameAs(before);
        return ((TenantDecision.Refused) decision).refusal();
    }

    /** A draft of a network of the usual type. */
    public NetworkDraft network(String name) {
        return network(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A draft of a network with a provider's attributes. */
    public NetworkDraft network(
            String name, Optional<NetworkType> type, Optional<String> physical, Optional<Long> segmentation) {
        return new NetworkDraft(
                new NetworkId(id()),
                Optional.empty(),
                name,
                true,
                false,
                false,
                type,
                physical,
                segmentation,
                Optional.empty(),
                true,
                "",
                new QosChoice.None());
    }

    /** A draft of a subnet. */
    public SubnetDraft subnet(NetworkId network, String cidr) {
        return new SubnetDraft(
                new SubnetId(id()),
                network,
                Optional.empty(),
                "",
                Cidr.parse(cidr),
                new GatewayChoice.Usual(),
                Optional.empty(),
                true,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /** A draft of a port that leaves everything to the rules. */
    public PortDraft port(NetworkId network) {
        return port(network, Optional.empty());
    }

    /** A draft of a port that asks for addresses. */
    public PortDraft port(NetworkId network, Optional<List<IpRequest>> ips) {
        return new PortDraft(
                new PortId(id()),
                network,
                Optional.empty(),
                "",
                Optional.empty(),
                true,
                ips,
                "",
                "",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Binding.NONE,
                "",
                new QosChoice.None());
    }

    /** A draft of a security group. */
    public SecurityGroupDraft group(String name) {
        return new SecurityGroupDraft(new SecurityGroupId(id()), Optional.empty(), name, "");
    }

    /** A draft of a rule that lets anybody in over TCP to one port. */
    public SecurityRuleDraft rule(SecurityGroupId group, int port) {
        return new SecurityRuleDraft(
                new SecurityRuleId(id()),
                group,
                Optional.empty(),
                SecurityRule.Direction.INGRESS,
                IpVersion.V4,
                Optional.of(IpProtocol.TCP.number()),
                new SecurityRuleDraft.PortRange(Optional.of(port), Optional.of(port)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /** A network of {@code owner}, made. */
    public TenantNetwork made(Requester owner, NetworkDraft draft) {
        done(owner, new TenantCommand.CreateNetworks(List.of(draft)));
        return state.networkOf(draft.id());
    }

    /** A subnet, made. */
    public TenantSubnet made(Requester owner, SubnetDraft draft) {
        done(owner, new TenantCommand.CreateSubnets(List.of(draft)));
        return state.subnets().find(draft.id()).orElseThrow();
    }

    /** A port, made. */
    public TenantPort made(Requester owner, PortDraft draft) {
        done(owner, new TenantCommand.CreatePorts(List.of(draft)));
        return state.ports().find(draft.id()).orElseThrow();
    }

    /** A security group, made. */
    public SecurityGroup made(Requester owner, SecurityGroupDraft draft) {
        done(owner, new TenantCommand.CreateSecurityGroups(List.of(draft)));
        return state.securityGroups().find(draft.id()).orElseThrow();
    }

    /** A rule of a security group, made. */
    public SecurityRule made(Requester owner, SecurityRuleDraft draft) {
        done(owner, new TenantCommand.CreateSecurityRules(List.of(draft)));
        return state.securityRules().find(draft.id()).orElseThrow();
    }

    /** The addresses of a port as text. */
    public static List<String> addresses(TenantPort port) {
        return port.fixedIps().stream().map(ip -> ip.address().toString()).toList();
    }

    /** A request for one address. */
    public static IpRequest address(String text) {
        return new IpRequest(Optional.empty(), Optional.of(IpAddress.parse(text)));
    }
}
