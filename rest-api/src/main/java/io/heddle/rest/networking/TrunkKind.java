package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TrunkDraft;
import io.heddle.routing.tenant.request.TrunkPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Trunks. */
final class TrunkKind implements ResourceKind<TenantTrunk> {

    private static final int NAME_AT_MOST = 255;

    @Override
    public String singular() {
        return "trunk";
    }

    @Override
    public String plural() {
        return "trunks";
    }

    @Override
    public List<Attribute<TenantTrunk>> attributes() {
        List<Attribute<TenantTrunk>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (trunk, shown) -> trunk.name(), POST, PUT));
        all.add(Attribute.of("port_id", (trunk, shown) -> trunk.port().toString(), POST, REQUIRED));
        all.add(Attribute.of("admin_state_up", (trunk, shown) -> trunk.adminUp(), POST, PUT));
        all.add(Attribute.of("status", TrunkKind::status));
        all.add(Attribute.of(SubportBody.SUBPORTS, (trunk, shown) -> SubportBody.shown(trunk), POST, COMPOUND));
        return all;
    }

    @Override
    public List<TenantTrunk> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.trunks().values());
    }

    @Override
    public Optional<TenantTrunk> find(TenantState state, UUID id) {
        return state.trunks().find(new TrunkId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateTrunks(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        TrunkPatch patch = new TrunkPatch(
                body.text("name", NAME_AT_MOST), body.bool("admin_state_up"), body.text("description", NAME_AT_MOST));
        return new TenantCommand.UpdateTrunk(new TrunkId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteTrunk(new TrunkId(id), expected);
    }

    @Override
    public Optional<TenantTrunk> made(TenantChange change) {
        return change instanceof TenantChange.Put(TenantTrunk trunk) ? Optional.of(trunk) : Optional.empty();
    }

    private static TrunkDraft draft(Body body, UUID id) {
        return new TrunkDraft(
                new TrunkId(id),
                Common.project(body),
                body.text("name", NAME_AT_MOST).orElse(""),
                new PortId(body.requiredId("port_id")),
                body.bool("admin_state_up").orElse(true),
                SubportBody.requests(body).orElse(List.of()),
                body.text("description", NAME_AT_MOST).orElse(""));
    }

    /** As its parent port; one whose subports do not all work yet is being built. */
    private static String status(TenantTrunk trunk, Shown shown) {
        if (!trunk.adminUp()) {
            return Phase.DOWN.name();
        }
        Phase parent = shown.statuses().of(trunk.port()).phase();
        boolean isWhole = trunk.subports().values().stream()
                .allMatch(port -> shown.statuses().of(port).phase() == Phase.ACTIVE);
        return parent == Phase.ACTIVE && !isWhole ? Phase.BUILD.name() : parent.name();
    }
}
