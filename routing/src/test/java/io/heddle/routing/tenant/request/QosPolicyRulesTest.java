package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.routing.tenant.FloatingIp;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.SecurityRule.Direction;
import io.heddle.routing.tenant.TenantPort;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QosPolicyRulesTest {

    private final Layer3World layer3 = new Layer3World();
    private final TenantWorld world = layer3.world;

    private QosPolicyDraft draft(String project, boolean shared) {
        return new QosPolicyDraft(new QosPolicyId(world.id()), Optional.of(new ProjectId(project)), "p", shared, "");
    }

    private QosPolicyId made(String project, boolean shared) {
        QosPolicyDraft draft = draft(project, shared);
        world.done(ADMIN, new TenantCommand.CreateQosPolicies(List.of(draft)));
        return draft.id();
    }

    private QosPolicy policy(QosPolicyId id) {
        return world.state().qosPolicies().find(id).orElseThrow();
    }

    private BandwidthLimit limit(Direction direction, int kbps) {
        return new BandwidthLimit(world.id(), direction, kbps, 0);
    }

    private static TenantCommand delete(QosPolicyId id) {
        return new TenantCommand.DeleteQosPolicy(id, Optional.empty());
    }

    private static TenantCommand shared(QosPolicyId id, boolean isShared) {
        QosPolicyPatch patch = new QosPolicyPatch(Optional.of("q"), Optional.of(isShared), Optional.of("d"));
        return new TenantCommand.UpdateQosPolicy(id, patch, Optional.empty());
    }

    private static TenantCommand give(PortId port, QosChoice choice) {
        return new TenantCommand.UpdatePort(port, patch(choice), Optional.empty());
    }

    private static PortPatch patch(QosChoice choice) {
        return new PortPatch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(choice));
    }

    private static QosChoice by(QosPolicyId id) {
        return new QosChoice.By(id);
    }

    private Optional<QosPolicyId> of(PortId port) {
        return world.state().ports().find(port).orElseThrow().qos();
    }

    private PortId port(Requester owner) {
        return world.made(
                        owner, world.port(world.made(owner, world.network("n")).id()))
                .id();
    }

    @Test
    void onlyAnAdministratorMakesAndChangesPolicies() {
        assertThat(world.refused(ALICE, new TenantCommand.CreateQosPolicies(List.of(draft("alice", false)))))
                .isEqualTo(new TenantRefusal(
                        TenantRefusal.Kind.FORBIDDEN,
                        "PolicyNotAuthorized",
                        "rule:create_policy is disallowed by policy"));
        QosPolicyId id = made("alice", false);
        assertThat(policy(id).project()).isEqualTo(ALICE.project());
        assertThat(world.refused(ALICE, delete(id)).type()).isEqualTo("PolicyNotAuthorized");
        assertThat(world.refused(BOB, delete(id)).type()).isEqualTo("QosPolicyNotFound");
        assertThat(world.refused(ALICE, new TenantCommand.AddQosRule(id, limit(Direction.EGRESS, 1)))
                        .message())
                .isEqualTo("rule:create_policy_bandwidth_limit_rule is disallowed by policy");
        world.done(ADMIN, shared(id, true));
        assertThat(policy(id).name()).isEqualTo("q");
        assertThat(policy(id).standard().description()).isEqualTo("d");
        assertThat(policy(id).standard().revision()).isEqualTo(1);
        assertThat(world.refused(BOB, shared(id, true)).kind()).isEqualTo(TenantRefusal.Kind.FORBIDDEN);
        world.done(ADMIN, delete(id));
        assertThat(world.state().qosPolicies()).isEmpty();
    }

    @Test
    void aPolicyHasOneLimitInEachDirectionAndOneMark() {
        QosPolicyId id = made("alice", false);
        BandwidthLimit out = limit(Direction.EGRESS, 1000);
        BandwidthLimit in = limit(Direction.INGRESS, 2000);
        DscpMarking mark = new DscpMarking(world.id(), 26);
        world.done(ADMIN, new TenantCommand.AddQosRule(id, out));
        world.done(ADMIN, new TenantCommand.AddQosRule(id, in));
        world.done(ADMIN, new TenantCommand.AddQosRule(id, mark));
        assertThat(policy(id).limit(Direction.EGRESS)).contains(out);
        assertThat(policy(id).limit(Direction.INGRESS)).contains(in);
        assertThat(policy(id).marking()).contains(mark);
        assertThat(policy(id).standard().revision()).isEqualTo(3);
        assertThat(world.refused(ADMIN, new TenantCommand.AddQosRule(id, limit(Direction.EGRESS, 5))))
                .isEqualTo(new TenantRefusal(
                        TenantRefusal.Kind.CONFLICT,
                        "QoSRulesConflict",
                        "Rule bandwidth_limit conflicts with rule " + out.id() + " which already exists in QoS Policy "
                                + id + "."));
        BandwidthLimit turned = new BandwidthLimit(out.id(), Direction.INGRESS, 1000, 0);
        assertThat(world.refused(ADMIN, new TenantCommand.ChangeQosRule(id, turned))
                        .type())
                .isEqualTo("QoSRulesConflict");
        BandwidthLimit faster = new BandwidthLimit(out.id(), Direction.EGRESS, 9000, 90);
        world.done(ADMIN, new TenantCommand.ChangeQosRule(id, faster));
        assertThat(policy(id).rules()).containsExactly(faster, in, mark);
        assertThat(world.refused(ADMIN, new TenantCommand.ChangeQosRule(id, limit(Direction.EGRESS, 7)))
                        .type())
                .isEqualTo("QosRuleNotFound");
        assertThat(world.refused(ADMIN, new TenantCommand.RemoveQosRule(id, in.id(), "dscp_marking"))
                        .message())
                .isEqualTo("QoS rule of type dscp_marking with id " + in.id() + " for QoS policy " + id
                        + " could not be found.");
        world.done(ADMIN, new TenantCommand.RemoveQosRule(id, in.id(), "bandwidth_limit"));
        assertThat(policy(id).rules()).containsExactly(faster, mark);
    }

    @Test
    void whatMakesNoSenseIsNoRule() {
        UUID id = world.id();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BandwidthLimit(id, Direction.EGRESS, 0, 0))
                .withMessageContaining("not 0 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DscpMarking(id, 7))
                .withMessageContaining("no DSCP mark 7");
        QosPolicy empty = policy(made("alice", false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> empty.withRules(
                        List.of(new DscpMarking(id, 8), new DscpMarking(world.id(), 10)), empty.standard()))
                .withMessageContaining("two rules about MARK");
    }

    @Test
    void aPortTakesAPolicyThatItsOwnerSees() {
        QosPolicyId own = made("alice", false);
        QosPolicyId common = made("admin", true);
        QosPolicyId hidden = made("admin", false);
        PortId port = port(ALICE);
        world.done(ALICE, give(port, by(own)));
        assertThat(of(port)).contains(own);
        assertThat(world.state().usersOf(own)).containsExactly(port);
        world.done(ALICE, give(port, by(common)));
        assertThat(world.state().usersOf(own)).isEmpty();
        assertThat(world.refused(ALICE, give(port, by(hidden))).message())
                .isEqualTo("QoS policy " + hidden + " could not be found.");
        assertThat(world.refused(ADMIN, delete(common)))
                .isEqualTo(new TenantRefusal(
                        TenantRefusal.Kind.CONFLICT,
                        "QosPolicyInUse",
                        "QoS Policy " + common + " is used by port " + port + "."));
        assertThat(world.refused(ADMIN, shared(common, false)).type()).isEqualTo("RbacPolicyInUse");
        world.done(ADMIN, give(port, by(hidden)));
        assertThat(world.refused(ALICE, give(port, new QosChoice.None())).type())
                .isEqualTo("PolicyRemoveAuthorizationError");
        world.done(ADMIN, give(port, new QosChoice.None()));
        assertThat(of(port)).isEmpty();
        world.done(ADMIN, delete(common));
    }

    @Test
    void aPortWithoutAPolicyHasThatOfItsNetworkUnlessItServesIt() {
        QosPolicyId policy = made("alice", false);
        NetworkDraft usual = world.network("n");
        NetworkDraft limited = new NetworkDraft(
                usual.id(),
                usual.project(),
                usual.name(),
                true,
                false,
                false,
                usual.type(),
                usual.physicalNetwork(),
                usual.segmentationId(),
                usual.mtu(),
                true,
                "",
                by(policy));
        TenantPort port =
                world.made(ALICE, world.port(world.made(ALICE, limited).id()));
        assertThat(world.state().qosOf(port)).contains(policy);
        TenantPort service =
                layer3.port(layer3.made(ALICE, new FloatingTarget.None()).port());
        assertThat(world.state().qosOf(service)).isEmpty();
        assertThat(port.isOfService()).isFalse();
    }

    @Test
    void limitsOfFloatingAddressesHaveTheLowestNumbersThatAreFree() {
        QosPolicyId policy = made("alice", false);
        FloatingIp first = limited(layer3.made(ALICE, new FloatingTarget.None()), by(policy));
        FloatingIp second = limited(layer3.made(ALICE, new FloatingTarget.None()), by(policy));
        assertThat(first.limit()).contains(new FloatingIp.Limit(policy, 0));
        assertThat(second.limit()).contains(new FloatingIp.Limit(policy, 1));
        assertThat(limited(first, new QosChoice.None()).limit()).isEmpty();
        assertThat(limited(second, by(made("alice", false)))
                        .limit()
                        .orElseThrow()
                        .number())
                .isEqualTo(1);
        FloatingIp third = limited(layer3.made(ALICE, new FloatingTarget.None()), by(policy));
        assertThat(third.limit().orElseThrow().number()).isZero();
        world.done(ALICE, new TenantCommand.DeleteFloatingIp(third.id(), Optional.empty()));
        assertThat(world.state().limitNumbers()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloatingIp.Limit(policy, FloatingIp.Limit.AT_MOST))
                .withMessageContaining("32768");
    }

    private FloatingIp limited(FloatingIp ip, QosChoice choice) {
        FloatingIpPatch patch = new FloatingIpPatch(Optional.empty(), Optional.empty(), Optional.of(choice));
        world.done(ALICE, new TenantCommand.UpdateFloatingIp(ip.id(), patch, Optional.empty()));
        return layer3.floatingIp(ip.id());
    }
}
