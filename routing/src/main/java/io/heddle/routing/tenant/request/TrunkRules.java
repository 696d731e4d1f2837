package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.routing.tenant.TrunkId;
import io.heddle.topology.address.VlanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What may be asked of trunks, and what comes of it. */
final class TrunkRules {

    private TrunkRules() {}

    static List<TenantChange> create(Request request, TrunkDraft draft) {
        TenantPort parent = port(request, draft.port(), "create_trunk");
        checkUnused(request.state(), parent);
        TenantTrunk bare = new TenantTrunk(
                draft.id(),
                request.owner(draft.project()),
                draft.name(),
                parent.id(),
                draft.adminUp(),
                new TreeMap<>(),
                StandardAttributes.fresh(draft.description(), request.now()));
        Request begun = request.after(List.of(new TenantChange.Put(bare)));
        List<TenantChange> changes = new ArrayList<>();
        TenantTrunk made = bare.withSubports(joined(begun, bare, draft.subports(), changes), bare.standard());
        changes.addFirst(new TenantChange.Put(made));
        return changes;
    }

    static List<TenantChange> update(Request request, TenantCommand.UpdateTrunk command) {
        TenantTrunk before = theirs(request, command.id(), "update_trunk");
        request.check(before, command.expected());
        TrunkPatch patch = command.patch();
        StandardAttributes standard = before.standard()
                .describedAs(patch.description().orElse(before.standard().description()))
                .changed(request.now());
        return List.of(new TenantChange.Put(new TenantTrunk(
                before.id(),
                before.project(),
                patch.name().orElse(before.name()),
                before.port(),
                patch.adminUp().orElse(before.adminUp()),
                before.subports(),
                standard)));
    }

    static List<TenantChange> delete(Request request, TenantCommand.DeleteTrunk command) {
        TenantTrunk trunk = theirs(request, command.id(), "delete_trunk");
        request.check(trunk, command.expected());
        List<TenantChange> changes = new ArrayList<>();
        changes.add(new TenantChange.Removed(trunk));
        trunk.subports().values().forEach(subport -> changes.add(used(request, subport, "", "")));
        return changes;
    }

    static List<TenantChange> add(Request request, TenantCommand.AddSubports command) {
        TenantTrunk before = enabled(request, command.id());
        List<TenantChange> changes = new ArrayList<>();
        SortedMap<VlanId, PortId> subports = joined(request, before, command.subports(), changes);
        changes.addFirst(new TenantChange.Put(
                before.withSubports(subports, before.standard().changed(request.now()))));
        return changes;
    }

    static List<TenantChange> remove(Request request, TenantCommand.RemoveSubports command) {
        TenantTrunk before = enabled(request, command.id());
        SortedMap<VlanId, PortId> subports = new TreeMap<>(before.subports());
        List<TenantChange> changes = new ArrayList<>();
        for (PortId port : command.subports()) {
            if (!subports.values().remove(port)) {
                throw TenantRefusal.of(
                        TenantRefusal.Kind.NOT_FOUND,
                        "SubPortNotFound",
                        "SubPort on trunk " + before.id() + " with parent port " + port + " could not be found.");
            }
            changes.add(used(request, port, "", ""));
        }
        changes.addFirst(new TenantChange.Put(
                before.withSubports(subports, before.standard().changed(request.now()))));
        return changes;
    }

    /** Refuses to let a port go that a trunk is made of. */
    static void checkRemoval(TenantState state, TenantPort port) {
        state.trunkOn(port.id()).ifPresent(trunk -> {
            throw isParent(port.id(), trunk);
        });
        state.trunkWith(port.id()).ifPresent(trunk -> {
            throw isSubport(port.id(), trunk);
        });
    }

    /** The subports of a trunk with the ones that are asked for; {@code changes} gets what becomes of these ports. */
    private static SortedMap<VlanId, PortId> joined(
            Request request, TenantTrunk trunk, List<SubportRequest> asked, List<TenantChange> changes) {
        SortedMap<VlanId, PortId> subports = new TreeMap<>(trunk.subports());
        for (SubportRequest each : asked) {
            TenantPort port = port(request, each.port(), "add_subports");
            if (subports.containsValue(port.id())) {
                throw isSubport(port.id(), trunk);
            }
            checkUnused(request.state(), port);
            checkSize(request.state(), trunk, port);
            if (!port.deviceId().isEmpty()) {
                throw TenantRefusal.conflict(
                        "PortInUse",
                        "Unable to complete operation on port " + port.id() + ", port is already used by device "
                                + port.deviceId() + ".");
            } else if (subports.putIfAbsent(each.vlan(), port.id()) != null) {
                throw TenantRefusal.conflict(
                        "DuplicateSubPort",
                        "segmentation_type vlan and segmentation_id "
                                + each.vlan().value() + " already in use on trunk " + trunk.id() + ".");
            }
            changes.add(used(request, port.id(), trunk.id().toString(), TenantTrunk.SUBPORT));
        }
        return subports;
    }

    /** Frames of the subport have to fit through the interface of its parent. */
    private static void checkSize(TenantState state, TenantTrunk trunk, TenantPort subport) {
        TenantPort parent = state.ports().find(trunk.port()).orElseThrow();
        int mtu = state.networkOf(subport.network()).mtu();
        int most = state.networkOf(parent.network()).mtu();
        if (mtu > most) {
            throw TenantRefusal.conflict(
                    "SubPortMtuGreaterThanTrunkPortMtu",
                    "MTU " + mtu + " of subport " + subport.id() + " cannot be greater than MTU " + most + " of trunk "
                            + trunk.id() + ".");
        }
    }

    private static TenantChange used(Request request, PortId id, String device, String owner) {
        TenantPort port = request.state().ports().find(id).orElseThrow();
        return new TenantChange.Put(
                port.withDevice(device, owner, port.standard().changed(request.now())));
    }

    private static TenantPort port(Request request, PortId id, String rule) {
        return request.theirs(request.state().ports().find(id), "Port", id, rule);
    }

    private static void checkUnused(TenantState state, TenantPort port) {
        checkRemoval(state, port);
        if (port.isOfLayer3()) {
            throw TenantRefusal.conflict(
                    "ParentPortInUse",
                    "Port " + port.id() + " is currently in use and is not eligible for use in a trunk.");
        }
    }

    private static TenantTrunk enabled(Request request, TrunkId id) {
        TenantTrunk trunk = theirs(request, id, "update_trunk");
        if (!trunk.adminUp()) {
            throw TenantRefusal.conflict("TrunkDisabled", "Trunk " + id + " is currently disabled.");
        }
        return trunk;
    }

    private static TenantTrunk theirs(Request request, TrunkId id, String rule) {
        Optional<TenantTrunk> found = request.state().trunks().find(id);
        return request.theirs(found, "Trunk", id, rule);
    }

    private static Refused isParent(PortId port, TenantTrunk trunk) {
        return TenantRefusal.conflict(
                "PortInUseAsTrunkParent", "Port " + port + " is currently a parent port for trunk " + trunk.id() + ".");
    }

    private static Refused isSubport(PortId port, TenantTrunk trunk) {
        return TenantRefusal.conflict(
                "PortInUseAsSubPort", "Port " + port + " is currently a subport for trunk " + trunk.id() + ".");
    }
}
