package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.SecurityRuleId;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecurityRuleRulesTest {

    private final TenantWorld world = new TenantWorld();
    private SecurityGroupId group = new SecurityGroupId(world.id());

    @BeforeEach
    void makeTheGroup() {
        group = world.made(ALICE, world.group("web")).id();
    }

    /** A draft of an ingress rule; a port range end of −1 is left out. */
    private SecurityRuleDraft rule(IpVersion version, int protocol, int min, int max) {
        return rule(version, Optional.of(protocol), min, max, Optional.empty(), Optional.empty());
    }

    private SecurityRuleDraft rule(
            IpVersion version,
            Optional<Integer> protocol,
            int min,
            int max,
            Optional<String> block,
            Optional<SecurityGroupId> remote) {
        return new SecurityRuleDraft(
                new SecurityRuleId(world.id()),
                group,
                Optional.empty(),
                Direction.INGRESS,
                version,
                protocol,
                new SecurityRuleDraft.PortRange(given(min), given(max)),
                block.map(Cidr::parse),
                remote,
                Optional.empty(),
                "");
    }

    private static Optional<Integer> given(int end) {
        return Optional.of(end).filter(number -> number >= 0);
    }

    private String refused(SecurityRuleDraft... drafts) {
        TenantRefusal refusal = world.refused(ALICE, new TenantCommand.CreateSecurityRules(List.of(drafts)));
        return refusal.type() + ": " + refusal.message();
    }

    @Test
    void aRuleIsMadeAsAskedAndCountsAsAChangeOfItsGroup() {
        SecurityRule rule = world.made(
                ALICE, rule(IpVersion.V4, Optional.of(6), 80, 443, Optional.of("10.0.0.0/8"), Optional.empty()));
        assertThat(rule.protocol()).contains(6);
        assertThat(rule.ports()).contains(new SecurityRule.Span(80, 443));
        assertThat(rule.peer()).contains(new SecurityRule.Peer.Block(Cidr.parse("10.0.0.0/8")));
        assertThat(rule.project()).isEqualTo(ALICE.project());
        assertThat(revision()).isEqualTo(1);
        TenantCommand other = new TenantCommand.DeleteSecurityRule(rule.id(), Optional.of(4L));
        assertThat(world.refused(ALICE, other).kind()).isEqualTo(TenantRefusal.Kind.PRECONDITION_FAILED);
        world.done(ALICE, new TenantCommand.DeleteSecurityRule(rule.id(), Optional.of(0L)));
        assertThat(revision()).isEqualTo(2);
        assertThat(world.refused(ALICE, new TenantCommand.DeleteSecurityRule(rule.id(), Optional.empty()))
                        .type())
                .isEqualTo("SecurityGroupRuleNotFound");
    }

    private long revision() {
        return world.state()
                .securityGroups()
                .find(group)
                .orElseThrow()
                .standard()
                .revision();
    }

    @Test
    void aRuleHasTheLowestNumberThatIsFree() {
        int first = world.made(ALICE, world.rule(group, 1)).number();
        SecurityRule second = world.made(ALICE, world.rule(group, 2));
        assertThat(second.number()).isEqualTo(first + 1);
        world.made(ALICE, world.rule(group, 3));
        world.done(ALICE, new TenantCommand.DeleteSecurityRule(second.id(), Optional.empty()));
        assertThat(world.made(ALICE, world.rule(group, 4)).number()).isEqualTo(second.number());
        assertThat(world.made(ALICE, world.rule(group, 5)).number()).isEqualTo(first + 3);
    }

    @Test
    void portsGoWithProtocolsThatHaveThem() {
        assertThat(refused(rule(IpVersion.V4, Optional.empty(), 1, 2, Optional.empty(), Optional.empty())))
                .isEqualTo(
                        "SecurityGroupProtocolRequiredWithPorts: Must also specify protocol if port range is given.");
        assertThat(refused(rule(IpVersion.V4, 6, 9, 8))).startsWith("SecurityGroupInvalidPortRange");
        assertThat(refused(rule(IpVersion.V4, 6, 9, -1))).startsWith("SecurityGroupInvalidPortRange");
        assertThat(refused(rule(IpVersion.V4, 17, -1, 9))).startsWith("SecurityGroupInvalidPortRange");
        assertThat(refused(rule(IpVersion.V4, 17, 0, 9))).startsWith("SecurityGroupInvalidPortValue");
        assertThat(refused(rule(IpVersion.V4, 112, 1, 9)))
                .isEqualTo("SecurityGroupInvalidProtocolForPort: Invalid protocol 112 for port range,"
                        + " only supported for SCTP, TCP, UDP.");
        assertThat(world.made(ALICE, rule(IpVersion.V4, 132, 5, 5)).ports()).contains(new SecurityRule.Span(5, 5));
        assertThat(world.made(ALICE, rule(IpVersion.V4, 112, -1, -1)).ports()).isEmpty();
    }

    @Test
    void icmpHasATypeAndPerhapsACode() {
        assertThat(refused(rule(IpVersion.V4, 1, 256, -1)))
                .isEqualTo("SecurityGroupInvalidIcmpValue: Invalid value for ICMP type (port_range_min) 256."
                        + " It must be 0 to 255.");
        assertThat(refused(rule(IpVersion.V4, 1, 3, 256))).contains("ICMP code (port_range_max) 256");
        assertThat(refused(rule(IpVersion.V4, 1, -1, 4))).startsWith("SecurityGroupMissingIcmpType");
        assertThat(world.made(ALICE, rule(IpVersion.V4, 1, 8, -1)).ports()).contains(new SecurityRule.Span(8, -1));
        assertThat(world.made(ALICE, rule(IpVersion.V4, 1, 3, 4)).ports()).contains(new SecurityRule.Span(3, 4));
        SecurityRule six = world.made(ALICE, rule(IpVersion.V6, 1, 128, 0));
        assertThat(six.protocol()).contains(IpProtocol.IPV6_ICMP.number());
        assertThat(refused(rule(IpVersion.V4, 58, -1, -1)))
                .isEqualTo("SecurityGroupEthertypeConflictWithProtocol: Invalid ethertype IPv4 for protocol"
                        + " ipv6-icmp.");
    }

    @Test
    void theOtherEndIsABlockOfTheSameVersionOrAGroupThatIsSeen() {
        Optional<SecurityGroupId> own = Optional.of(group);
        assertThat(refused(
                        rule(IpVersion.V4, Optional.empty(), -1, -1, Optional.of("2001:db8::/32"), Optional.empty())))
                .isEqualTo("SecurityGroupRuleParameterConflict: Conflicting value ethertype IPv4 for CIDR"
                        + " 2001:db8::/32");
        assertThat(refused(rule(IpVersion.V4, Optional.empty(), -1, -1, Optional.of("10.0.0.0/8"), own)))
                .startsWith("SecurityGroupRemoteGroupAndRemoteIpPrefix");
        SecurityGroup bobs = world.made(BOB, world.group("web"));
        assertThat(refused(rule(IpVersion.V4, Optional.empty(), -1, -1, Optional.empty(), Optional.of(bobs.id()))))
                .startsWith("SecurityGroupNotFound");
        assertThat(world.made(ALICE, rule(IpVersion.V4, Optional.empty(), -1, -1, Optional.empty(), own))
                        .peer())
                .contains(new SecurityRule.Peer.Group(group));
    }

    @Test
    void theSameRuleIsMadeOnce() {
        SecurityRule first = world.made(ALICE, world.rule(group, 80));
        assertThat(refused(world.rule(group, 80)))
                .isEqualTo(
                        "SecurityGroupRuleExists: Security group rule already exists. Rule id is " + first.id() + ".");
        assertThat(refused(rule(IpVersion.V4, Optional.of(6), 80, 80, Optional.of("0.0.0.0/0"), Optional.empty())))
                .startsWith("SecurityGroupRuleExists");
        assertThat(refused(world.rule(group, 81), world.rule(group, 81)))
                .isEqualTo("DuplicateSecurityGroupRuleInPost: Duplicate Security Group Rule in POST.");
        SecurityGroup other = world.made(ALICE, world.group("other"));
        assertThat(refused(world.rule(group, 81), world.rule(other.id(), 81)))
                .startsWith("SecurityGroupNotSingleGroupRules");
        world.made(ALICE, world.rule(other.id(), 80));
    }

    @Test
    void aRuleBelongsToTheProjectOfItsGroup() {
        SecurityRuleDraft plain = world.rule(group, 80);
        assertThat(world.made(ADMIN, plain).project()).isEqualTo(ALICE.project());
        assertThat(world.refused(ADMIN, make(owned(world.rule(group, 81), ADMIN.project())))
                        .message())
                .contains("belongs to project alice");
        assertThat(world.refused(ALICE, make(owned(world.rule(group, 81), BOB.project())))
                        .message())
                .contains("admin privileges");
        world.made(ALICE, owned(world.rule(group, 81), ALICE.project()));
    }

    private static TenantCommand make(SecurityRuleDraft draft) {
        return new TenantCommand.CreateSecurityRules(List.of(draft));
    }

    private static SecurityRuleDraft owned(SecurityRuleDraft draft, ProjectId project) {
        return new SecurityRuleDraft(
                draft.id(),
                draft.group(),
                Optional.of(project),
                draft.direction(),
                draft.version(),
                draft.protocol(),
                draft.ports(),
                draft.block(),
                draft.remoteGroup(),
                draft.remoteAddresses(),
                draft.description());
    }
}
