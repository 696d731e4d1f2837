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
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.policy.ManagedGroup;
import io.heddle.routing.tenant.policy.PolicyLine;
import io.heddle.routing.tenant.policy.PolicyStatement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {

    private static final int TCP = 6;

    private final TenantWorld world = new TenantWorld();

    @BeforeEach
    void threeMachines() {
        NetworkId network = world.made(ALICE, world.network("blue")).id();
        world.made(ALICE, world.subnet(network, "10.0.0.0/24"));
        for (String name : List.of("vm1", "vm2", "vm3")) {
            PortDraft draft = world.port(network);
            world.made(ALICE, draft);
            world.done(ALICE, named(draft, name));
        }
    }

    private static TenantCommand named(PortDraft draft, String name) {
        return new TenantCommand.UpdatePort(draft.id(), patch(Optional.of(name), Optional.empty()), Optional.empty());
    }

    private static PortPatch patch(Optional<String> name, Optional<SortedSet<SecurityGroupId>> groups) {
        return new PortPatch(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                groups,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private TenantPort port(String name) {
        return world.state().ports().values().stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static PolicyLine line(String from, String to) {
        return new PolicyLine(from, to, Optional.empty(), Optional.empty());
    }

    private static TenantCommand put(Map<String, List<String>> groups, PolicyLine... lines) {
        SortedMap<String, SortedSet<String>> sets = new TreeMap<>();
        groups.forEach((name, ports) -> sets.put(name, new TreeSet<>(ports)));
        return new TenantCommand.PutPolicy(ALICE.project(), new PolicyStatement(sets, List.of(lines)));
    }

    /** All may talk, one gets out, and one lets the web in. */
    private static TenantCommand usual() {
        return put(
                Map.of("all", List.of("vm1", "vm2", "vm3")),
                line("all", "all"),
                line("vm2", "internet"),
                new PolicyLine("outside", "vm1", Optional.of(TCP), Optional.of(new Span(443, 443))));
    }

    private List<String> rulesOf(String set) {
        return world.state().rulesOf(ManagedGroup.id(ALICE.project(), set)).stream()
                .map(rule -> rule.direction() + " " + rule.version()
                        + rule.ports().map(span -> " " + span.first()).orElse("")
                        + rule.peer().map(peer -> " peer").orElse("") + " for "
                        + rule.standard().description())
                .sorted()
                .toList();
    }

    @Test
    void aStatementBecomesGroupsOfItsOwnAndRulesThatTellTheirLine() {
        world.done(ALICE, usual());
        assertThat(rulesOf("all"))
                .containsExactly(
                        "EGRESS V4 peer for policy line 1: all to all",
                        "EGRESS V6 peer for policy line 1: all to all",
                        "INGRESS V4 peer for policy line 1: all to all",
                        "INGRESS V6 peer for policy line 1: all to all");
        assertThat(rulesOf("vm2"))
                .containsExactly(
                        "EGRESS V4 for policy line 2: vm2 to internet", "EGRESS V6 for policy line 2: vm2 to internet");
        assertThat(rulesOf("vm1"))
                .containsExactly(
                        "INGRESS V4 443 for policy line 3: outside to vm1, tcp 443",
                        "INGRESS V6 443 for policy line 3: outside to vm1, tcp 443");
        assertThat(port("vm3").securityGroups()).containsExactly(ManagedGroup.id(ALICE.project(), "all"));
        assertThat(port("vm1").securityGroups())
                .containsExactlyInAnyOrder(
                        ManagedGroup.id(ALICE.project(), "all"), ManagedGroup.id(ALICE.project(), "vm1"));
        SecurityGroup group = world.state()
                .securityGroups()
                .find(ManagedGroup.id(ALICE.project(), "all"))
                .orElseThrow();
        assertThat(group.name()).isEqualTo("policy:all");
        assertThat(group.standard().tags()).containsExactly(ManagedGroup.TAG);
    }

    @Test
    void whatIsInForceIsReadBackAndPutAgainChangesNothing() {
        world.done(ALICE, usual());
        PolicyStatement inForce =
                PolicyStatement.of(world.state(), ALICE.project()).orElseThrow();
        assertThat(inForce.groups()).containsOnlyKeys("all", "vm1", "vm2");
        assertThat(inForce.groups().get("vm2")).containsExactly(port("vm2").id().toString());
        assertThat(inForce.allow())
                .containsExactly(
                        line("all", "all"),
                        line("vm2", "internet"),
                        new PolicyLine("outside", "vm1", Optional.of(TCP), Optional.of(new Span(443, 443))));
        assertThat(world.done(ALICE, usual())).isEmpty();
        assertThat(world.done(ALICE, new TenantCommand.PutPolicy(ALICE.project(), inForce)))
                .isEmpty();
        assertThat(PolicyStatement.of(world.state(), BOB.project())).isEmpty();
    }

    @Test
    void anotherStatementChangesOnlyWhatIsOtherwise() {
        world.done(ALICE, usual());
        List<TenantChange> changes = world.done(
                ALICE, put(Map.of("all", List.of("vm1", "vm2")), line("all", "all"), line("vm2", "internet")));
        assertThat(rulesOf("vm1")).isEmpty();
        assertThat(world.state().securityGroups().containsKey(ManagedGroup.id(ALICE.project(), "vm1")))
                .isFalse();
        assertThat(port("vm3").securityGroups()).containsExactly(SecurityGroupId.ofDefault(ALICE.project()));
        assertThat(port("vm1").securityGroups()).containsExactly(ManagedGroup.id(ALICE.project(), "all"));
        assertThat(changes).hasSize(2 + 2 + 1);
        assertThat(changes.stream()
                        .filter(TenantChange.Put.class::isInstance)
                        .map(change -> ((TenantChange.Put) change).resource()))
                .noneMatch(SecurityRule.class::isInstance);
    }

    @Test
    void nobodyButThePolicyChangesItsGroupsAndDriftOfPortsIsPutRight() {
        world.done(ALICE, usual());
        SecurityGroupId all = ManagedGroup.id(ALICE.project(), "all");
        SecurityRule rule = world.state().rulesOf(all).getFirst();
        for (TenantCommand byHand : List.of(
                new TenantCommand.CreateSecurityRules(List.of(world.rule(all, 22))),
                new TenantCommand.DeleteSecurityRule(rule.id(), Optional.empty()),
                new TenantCommand.AddTag(all, "mine"),
                new TenantCommand.UpdateSecurityGroup(
                        all, new SecurityGroupPatch(Optional.of("mine"), Optional.empty()), Optional.empty()))) {
            TenantRefusal refusal = world.refused(ALICE, byHand);
            assertThat(refusal.type()).isEqualTo("SecurityGroupManagedByPolicy");
            assertThat(refusal.message()).contains("/api/v1/projects/alice/policy");
        }
        world.done(
                ALICE,
                new TenantCommand.UpdatePort(
                        port("vm3").id(), patch(Optional.empty(), Optional.of(new TreeSet<>())), Optional.empty()));
        assertThat(world.refused(ALICE, new TenantCommand.DeleteSecurityGroup(all, Optional.empty()))
                        .type())
                .isEqualTo("SecurityGroupInUse");
        assertThat(world.done(ALICE, usual())).hasSize(1);
        assertThat(port("vm3").securityGroups()).containsExactly(all);
    }

    @Test
    void aPolicyThatIsTakenAwayLeavesPortsInTheDefaultGroupAndNothingElse() {
        TenantState before = world.state();
        world.done(ALICE, usual());
        world.done(ALICE, new TenantCommand.DeletePolicy(ALICE.project()));
        assertThat(world.state().securityRules().keySet())
                .isEqualTo(before.securityRules().keySet());
        assertThat(world.state().securityGroups().keySet())
                .isEqualTo(before.securityGroups().keySet());
        assertThat(port("vm2").securityGroups()).containsExactly(SecurityGroupId.ofDefault(ALICE.project()));
        assertThat(world.refused(ALICE, new TenantCommand.DeletePolicy(ALICE.project()))
                        .type())
                .isEqualTo("PolicyNotFound");
    }

    @Test
    void whatMakesNoSenseIsRefusedAsAWholeAndSaysWhy() {
        Map<String, TenantCommand> wrong = Map.of(
                "no port, and the policy no group, 'vm9'", put(Map.of(), line("vm1", "vm2"), line("vm9", "vm1")),
                "no port 'vm9'", put(Map.of("all", List.of("vm9"))),
                "'internet' means something else", put(Map.of("internet", List.of("vm1"))),
                "line 1 of the policy makes no sense: what comes from there is from 'outside'",
                        put(Map.of(), line("internet", "vm1")),
                "what goes there is to 'internet'", put(Map.of(), line("vm1", "outside")),
                "it names no port of the project", put(Map.of(), line("outside", "internet")),
                "a name of 1 to 64", put(Map.of("a b", List.of("vm1"))),
                "Must also specify protocol",
                        put(Map.of(), new PolicyLine("vm1", "vm2", Optional.empty(), Optional.of(new Span(1, 2)))));
        wrong.forEach((words, command) ->
                assertThat(world.refused(ALICE, command).message()).contains(words));
        world.done(
                ALICE,
                new TenantCommand.UpdatePort(
                        port("vm3").id(), patch(Optional.of("vm2"), Optional.empty()), Optional.empty()));
        assertThat(world.refused(ALICE, put(Map.of(), line("vm2", "vm1"))).message())
                .contains("2 ports of project alice are called 'vm2'");
    }

    @Test
    void onlyWhatIsFilteredIsNamedAndIcmpIsAllOrNothing() {
        PolicyLine echo = new PolicyLine("vm1", "vm2", Optional.of(1), Optional.of(new Span(8, 8)));
        assertThat(world.refused(ALICE, put(Map.of(), echo)).message()).contains("all of ICMP or none");
        PolicyLine[] many = new PolicyLine[201];
        Arrays.fill(many, line("vm1", "vm2"));
        assertThat(world.refused(ALICE, put(Map.of(), many)).message()).contains("at most 200 lines, not 201");
        PolicyLine six = new PolicyLine("vm1", "vm2", Optional.of(58), Optional.empty());
        world.done(ALICE, put(Map.of(), six, six));
        assertThat(rulesOf("vm2")).containsExactly("INGRESS V6 peer for policy line 1: vm1 to vm2, ipv6-icmp");
        PortDraft open = world.port(port("vm1").network());
        world.made(ALICE, unguarded(open));
        assertThat(world.refused(ALICE, put(Map.of("all", List.of(open.id().toString()))))
                        .message())
                .contains("is off, so that nothing would be filtered there");
    }

    private static PortDraft unguarded(PortDraft draft) {
        return new PortDraft(
                draft.id(),
                draft.network(),
                draft.project(),
                draft.name(),
                draft.mac(),
                draft.adminUp(),
                draft.fixedIps(),
                draft.deviceId(),
                draft.deviceOwner(),
                Optional.of(false),
                draft.allowedPairs(),
                draft.securityGroups(),
                draft.dhcpOptions(),
                draft.binding(),
                draft.description(),
                draft.qos());
    }

    @Test
    void onlyTheProjectItselfAndAdministratorsHaveASay() {
        assertThat(world.refused(BOB, usual()).type()).isEqualTo("ProjectNotFound");
        assertThat(world.done(ADMIN, usual())).isNotEmpty();
        assertThat(port("vm1").project()).isEqualTo(ALICE.project());
        assertThat(world.state().groupsOf(ALICE.project()).stream().filter(ManagedGroup::isManaged))
                .hasSize(3);
    }

    @Test
    void aPolicyCountsAgainstTheQuota() {
        world.done(
                ADMIN,
                new TenantCommand.SetQuota(ALICE.project(), new TreeMap<>(Map.of(ResourceType.SECURITY_RULE, 6))));
        assertThat(world.refused(ALICE, usual()).type()).isEqualTo("OverQuota");
        assertThat(PolicyStatement.of(world.state(), ALICE.project())).isEmpty();
    }
}
