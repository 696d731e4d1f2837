package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.topology.address.VlanId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrunkRulesTest {

    private final TenantWorld world = new TenantWorld();
    private final NetworkId network = world.made(ALICE, world.network("n")).id();
    private final TenantPort parent = port();
    private final TenantPort first = port();
    private final TenantPort second = port();

    private TenantPort port() {
        return world.made(ALICE, world.port(network));
    }

    private TrunkDraft draft(PortId port, SubportRequest... subports) {
        return new TrunkDraft(new TrunkId(world.id()), Optional.empty(), "t", port, true, List.of(subports), "");
    }

    private static SubportRequest at(int vlan, TenantPort port) {
        return new SubportRequest(port.id(), new VlanId(vlan));
    }

    private TenantTrunk made(SubportRequest... subports) {
        TrunkDraft draft = draft(parent.id(), subports);
        world.done(ALICE, new TenantCommand.CreateTrunks(List.of(draft)));
        return trunk(draft.id());
    }

    private TenantTrunk trunk(TrunkId id) {
        return world.state().trunks().find(id).orElseThrow();
    }

    private TenantPort now(TenantPort port) {
        return world.state().ports().find(port.id()).orElseThrow();
    }

    private String refusal(TenantCommand command) {
        return world.refused(ALICE, command).type();
    }

    @Test
    void aTrunkUsesItsSubportsAndGivesThemBack() {
        TenantTrunk trunk = made(at(5, first));
        assertThat(now(first).deviceOwner()).isEqualTo("trunk:subport");
        assertThat(now(first).deviceId()).isEqualTo(trunk.id().toString());
        assertThat(world.state().trunkOn(parent.id())).contains(trunk);
        world.done(ALICE, new TenantCommand.AddSubports(trunk.id(), List.of(at(6, second))));
        assertThat(trunk(trunk.id()).subports().values()).containsExactly(first.id(), second.id());
        assertThat(trunk(trunk.id()).standard().revision()).isEqualTo(1);
        world.done(ALICE, new TenantCommand.RemoveSubports(trunk.id(), List.of(first.id())));
        assertThat(now(first).deviceOwner()).isEmpty();
        assertThat(world.state().trunkWith(first.id())).isEmpty();
        assertThat(world.state().trunkWith(second.id())).contains(trunk(trunk.id()));
        world.done(ALICE, new TenantCommand.DeleteTrunk(trunk.id(), Optional.empty()));
        assertThat(now(second).deviceId()).isEmpty();
        assertThat(world.state().trunks()).isEmpty();
    }

    @Test
    void aPortIsOfOneTrunkOnceAndATagOfOneSubport() {
        TenantTrunk trunk = made(at(5, first));
        assertThat(refusal(new TenantCommand.CreateTrunks(List.of(draft(parent.id())))))
                .isEqualTo("PortInUseAsTrunkParent");
        assertThat(refusal(new TenantCommand.CreateTrunks(List.of(draft(first.id())))))
                .isEqualTo("PortInUseAsSubPort");
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(6, first)))))
                .isEqualTo("PortInUseAsSubPort");
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(6, parent)))))
                .isEqualTo("PortInUseAsTrunkParent");
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(5, second)))))
                .isEqualTo("DuplicateSubPort");
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(6, second), at(7, second)))))
                .isEqualTo("PortInUseAsSubPort");
        assertThat(refusal(new TenantCommand.RemoveSubports(trunk.id(), List.of(second.id()))))
                .isEqualTo("SubPortNotFound");
    }

    @Test
    void portsOfATrunkStayUntilItLetsThemGo() {
        TenantTrunk trunk = made(at(5, first));
        assertThat(refusal(new TenantCommand.DeletePort(parent.id(), Optional.empty())))
                .isEqualTo("PortInUseAsTrunkParent");
        assertThat(refusal(new TenantCommand.DeletePort(first.id(), Optional.empty())))
                .isEqualTo("PortInUseAsSubPort");
        world.done(ALICE, new TenantCommand.DeleteTrunk(trunk.id(), Optional.empty()));
        world.done(ALICE, new TenantCommand.DeletePort(parent.id(), Optional.empty()));
    }

    @Test
    void aTrunkThatIsDownKeepsItsSubportsAndIsOthersBusiness() {
        TenantTrunk trunk = made(at(5, first));
        TrunkPatch down = new TrunkPatch(Optional.of("u"), Optional.of(false), Optional.empty());
        world.done(ALICE, new TenantCommand.UpdateTrunk(trunk.id(), down, Optional.of(0L)));
        assertThat(trunk(trunk.id()).name()).isEqualTo("u");
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(6, second)))))
                .isEqualTo("TrunkDisabled");
        assertThat(refusal(new TenantCommand.RemoveSubports(trunk.id(), List.of(first.id()))))
                .isEqualTo("TrunkDisabled");
        assertThat(refusal(new TenantCommand.UpdateTrunk(trunk.id(), down, Optional.of(0L))))
                .isEqualTo("RevisionNumberConstraintFailed");
        TenantCommand theft = new TenantCommand.DeleteTrunk(trunk.id(), Optional.empty());
        assertThat(world.refused(BOB, theft).message()).contains("could not be found");
        assertThat(world.refused(BOB, new TenantCommand.CreateTrunks(List.of(draft(second.id()))))
                        .type())
                .isEqualTo("PortNotFound");
    }

    @Test
    void aSubportThatIsUsedOrHasLargerFramesIsRefused() {
        TenantTrunk trunk = made();
        PortPatch used = new PortPatch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("vm"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        world.done(ALICE, new TenantCommand.UpdatePort(first.id(), used, Optional.empty()));
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(6, first)))))
                .isEqualTo("PortInUse");
        NetworkDraft vlan = world.network(
                "v", Optional.of(io.heddle.routing.tenant.NetworkType.VLAN), Optional.empty(), Optional.empty());
        TenantPort large = world.made(
                ALICE, world.port(world.made(TenantWorld.ADMIN, owned(vlan)).id()));
        assertThat(refusal(new TenantCommand.AddSubports(trunk.id(), List.of(at(6, large)))))
                .isEqualTo("SubPortMtuGreaterThanTrunkPortMtu");
    }

    private static NetworkDraft owned(NetworkDraft draft) {
        return new NetworkDraft(
                draft.id(),
                Optional.of(ALICE.project()),
                draft.name(),
                draft.adminUp(),
                draft.shared(),
                draft.external(),
                draft.type(),
                draft.physicalNetwork(),
                draft.segmentationId(),
                draft.mtu(),
                draft.portSecurity(),
                draft.description(),
                draft.qos());
    }
}
