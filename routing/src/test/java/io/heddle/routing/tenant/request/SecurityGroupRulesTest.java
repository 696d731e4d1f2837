package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SecurityGroup;
import io.heddle.routing.tenant.SecurityGroupId;
import io.heddle.routing.tenant.SecurityRule;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.topology.address.IpVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SecurityGroupRulesTest {

    private static final SecurityGroupId ALICES_DEFAULT = SecurityGroupId.ofDefault(ALICE.project());

    private final TenantWorld world = new TenantWorld();

    private static TenantCommand update(SecurityGroupId id, String name, String description) {
        SecurityGroupPatch patch =
                new SecurityGroupPatch(Optional.of(name).filter(text -> !text.isEmpty()), Optional.of(description));
        return new TenantCommand.UpdateSecurityGroup(id, patch, Optional.empty());
    }

    private static TenantCommand delete(SecurityGroupId id) {
        return new TenantCommand.DeleteSecurityGroup(id, Optional.empty());
    }

    private static TenantCommand make(SecurityGroupDraft... drafts) {
        return new TenantCommand.CreateSecurityGroups(List.of(drafts));
    }

    private SecurityGroup group(SecurityGroupId id) {
        return world.state().securityGroups().find(id).orElseThrow();
    }

    private TenantRefusal refused(TenantCommand command) {
        return world.refused(ALICE, command);
    }

    @Test
    void everyProjectHasADefaultGroupFromItsFirstNeedOn() {
        assertThat(world.done(ALICE, new TenantCommand.MakeDefaultGroup())).hasSize(5);
        assertThat(world.done(ALICE, new TenantCommand.MakeDefaultGroup())).isEmpty();
        assertThat(group(ALICES_DEFAULT).name()).isEqualTo("default");
        assertThat(group(ALICES_DEFAULT).project()).isEqualTo(ALICE.project());
        List<SecurityRule> rules = world.state().rulesOf(ALICES_DEFAULT);
        assertThat(rules)
                .filteredOn(rule -> rule.direction() == Direction.EGRESS)
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.peer()).isEmpty());
        assertThat(rules)
                .filteredOn(rule -> rule.direction() == Direction.INGRESS)
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.peer()).contains(new SecurityRule.Peer.Group(ALICES_DEFAULT)));
        assertThat(rules)
                .extracting(SecurityRule::version)
                .containsExactlyInAnyOrder(IpVersion.V4, IpVersion.V4, IpVersion.V6, IpVersion.V6);
        SecurityGroup made = world.made(BOB, world.group("web"));
        assertThat(world.state().groupsOf(BOB.project()))
                .extracting(SecurityGroup::name)
                .containsExactlyInAnyOrder("default", "web");
        assertThat(world.state().rulesOf(made.id()))
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.direction()).isEqualTo(Direction.EGRESS));
        assertThat(world.state().securityRuleNumbers().keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theDefaultGroupKeepsItsNameAndItsPlace() {
        world.done(ALICE, new TenantCommand.MakeDefaultGroup());
        assertThat(refused(update(ALICES_DEFAULT, "mine", "")).type()).isEqualTo("SecurityGroupCannotUpdateDefault");
        assertThat(refused(delete(ALICES_DEFAULT)).type()).isEqualTo("SecurityGroupCannotRemoveDefault");
        assertThat(refused(make(world.group("Default"))).type()).isEqualTo("SecurityGroupDefaultAlreadyExists");
        SecurityGroup web = world.made(ALICE, world.group("web"));
        assertThat(refused(update(web.id(), "default", "")).type()).isEqualTo("SecurityGroupDefaultAlreadyExists");
        world.done(ALICE, update(ALICES_DEFAULT, "", "words"));
        assertThat(group(ALICES_DEFAULT).standard().description()).isEqualTo("words");
        world.done(ADMIN, delete(ALICES_DEFAULT));
        assertThat(world.done(ALICE, new TenantCommand.MakeDefaultGroup())).hasSize(5);
    }

    @Test
    void aGroupIsChangedAndGoesWithItsRulesAndThoseThatNameIt() {
        SecurityGroup web = world.made(ALICE, world.group("web"));
        SecurityGroup db = world.made(ALICE, world.group("db"));
        world.done(ALICE, update(web.id(), "www", "words"));
        assertThat(group(web.id()).name()).isEqualTo("www");
        assertThat(group(web.id()).standard().revision()).isEqualTo(1);
        TenantCommand other = new TenantCommand.DeleteSecurityGroup(web.id(), Optional.of(0L));
        assertThat(refused(other).kind()).isEqualTo(TenantRefusal.Kind.PRECONDITION_FAILED);
        SecurityRuleDraft plain = world.rule(db.id(), 5432);
        SecurityRule naming = world.made(
                ALICE,
                new SecurityRuleDraft(
                        plain.id(),
                        db.id(),
                        Optional.empty(),
                        Direction.INGRESS,
                        plain.version(),
                        plain.protocol(),
                        plain.ports(),
                        Optional.empty(),
                        Optional.of(web.id()),
                        Optional.empty(),
                        ""));
        SecurityRule kept = world.made(ALICE, world.rule(db.id(), 22));
        world.made(ALICE, world.rule(web.id(), 80));
        world.done(ALICE, delete(web.id()));
        assertThat(world.state().securityRules().containsKey(naming.id())).isFalse();
        assertThat(world.state().rulesOf(web.id())).isEmpty();
        assertThat(world.state().rulesOf(db.id())).contains(kept).hasSize(3);
        assertThat(group(db.id()).standard().revision()).isEqualTo(3);
        assertThat(refused(delete(web.id())).type()).isEqualTo("SecurityGroupNotFound");
    }

    @Test
    void groupsOfOthersAreNotThere() {
        SecurityGroup web = world.made(ALICE, world.group("web"));
        for (TenantCommand tried : List.of(
                update(web.id(), "x", ""),
                delete(web.id()),
                new TenantCommand.CreateSecurityRules(List.of(world.rule(web.id(), 1))),
                new TenantCommand.DeleteSecurityRule(
                        world.state().rulesOf(web.id()).getFirst().id(), Optional.empty()))) {
            assertThat(world.refused(BOB, tried).kind()).isEqualTo(TenantRefusal.Kind.NOT_FOUND);
        }
        SecurityGroupDraft gift =
                new SecurityGroupDraft(new SecurityGroupId(world.id()), Optional.of(ALICE.project()), "gift", "");
        assertThat(world.refused(BOB, make(gift)).message()).contains("admin privileges");
        assertThat(world.made(ADMIN, gift).project()).isEqualTo(ALICE.project());
    }

    @Test
    void quotasCountGroupsAndRulesButNeverHinderTheDefaultGroup() {
        limit(Map.of(ResourceType.SECURITY_GROUP, 0, ResourceType.SECURITY_RULE, 0));
        NetworkId network = world.made(ALICE, world.network("blue")).id();
        world.made(ALICE, world.port(network));
        limit(Map.of(ResourceType.SECURITY_GROUP, 2, ResourceType.SECURITY_RULE, 5));
        assertThat(refused(make(world.group("web"))).message())
                .isEqualTo("Quota exceeded for resources: ['security_group_rule'].");
        limit(Map.of(ResourceType.SECURITY_RULE, 6));
        SecurityGroup web = world.made(ALICE, world.group("web"));
        assertThat(refused(make(world.group("db"))).type()).isEqualTo("OverQuota");
        assertThat(refused(new TenantCommand.CreateSecurityRules(List.of(world.rule(web.id(), 1))))
                        .type())
                .isEqualTo("OverQuota");
    }

    private void limit(Map<ResourceType, Integer> limits) {
        world.done(ADMIN, new TenantCommand.SetQuota(ALICE.project(), new TreeMap<>(limits)));
    }

    @Test
    void aGuardedPortIsInTheGroupsItAsksForOrInTheDefaultGroup() {
        NetworkId network = world.made(ALICE, world.network("blue")).id();
        TenantPort port = world.made(ALICE, world.port(network));
        assertThat(port.securityGroups()).containsExactly(ALICES_DEFAULT);
        assertThat(world.state().membersOf(ALICES_DEFAULT)).containsExactly(port);
        assertThat(world.refused(ADMIN, delete(ALICES_DEFAULT)).type()).isEqualTo("SecurityGroupInUse");
        SecurityGroup web = world.made(ALICE, world.group("web"));
        TenantPort asking = world.made(ALICE, in(world.port(network), "", web.id()));
        assertThat(asking.securityGroups()).containsExactly(web.id());
        assertThat(world.made(ALICE, in(world.port(network), "")).securityGroups())
                .isEmpty();
        assertThat(world.made(ALICE, in(world.port(network), "network:dhcp", web.id()))
                        .securityGroups())
                .isEmpty();
        SecurityGroup bobs = world.made(BOB, world.group("web"));
        assertThat(refused(new TenantCommand.CreatePorts(List.of(in(world.port(network), "", bobs.id()))))
                        .message())
                .isEqualTo("Security group " + bobs.id() + " does not exist");
        TenantCommand change =
                PortRulesTest.update(asking.id(), PortRulesTest.inGroups(PortRulesTest.NOTHING, ALICES_DEFAULT));
        world.done(ALICE, change);
        assertThat(world.state().membersOf(ALICES_DEFAULT)).hasSize(2);
        world.done(ALICE, delete(web.id()));
    }

    @Test
    void anUnguardedPortIsInNoGroup() {
        NetworkId network = world.made(ALICE, world.network("blue")).id();
        TenantPort port = world.made(ALICE, world.port(network));
        TenantCommand off = PortRulesTest.update(port.id(), PortRulesTest.security(false));
        assertThat(refused(off).type()).isEqualTo("PortSecurityPortHasSecurityGroup");
        TenantCommand both =
                PortRulesTest.update(port.id(), PortRulesTest.inGroups(PortRulesTest.security(false), ALICES_DEFAULT));
        assertThat(refused(both).type()).isEqualTo("PortSecurityAndIPRequiredForSecurityGroups");
        world.done(ALICE, PortRulesTest.update(port.id(), PortRulesTest.inGroups(PortRulesTest.security(false))));
        world.done(ALICE, PortRulesTest.update(port.id(), PortRulesTest.security(true)));
        assertThat(world.state().ports().find(port.id()).orElseThrow().securityGroups())
                .isEmpty();
    }

    private static PortDraft in(PortDraft draft, String deviceOwner, SecurityGroupId... groups) {
        return new PortDraft(
                draft.id(),
                draft.network(),
                draft.project(),
                draft.name(),
                draft.mac(),
                draft.adminUp(),
                draft.fixedIps(),
                draft.deviceId(),
                deviceOwner,
                draft.portSecurity(),
                draft.allowedPairs(),
                Optional.of(new TreeSet<>(List.of(groups))),
                draft.dhcpOptions(),
                draft.binding(),
                draft.description(),
                new QosChoice.None());
    }
}
