package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.TenantSettings.IdRange;
import io.heddle.topology.sorted.PersistentMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses what a new network is told apart by: what was asked for if it is free, or the lowest free id of the ranges. */
final class SegmentChoice {

    private final TenantSettings settings;

    SegmentChoice(TenantSettings settings) {
        this.settings = settings;
    }

    Segment choose(TenantState state, NetworkDraft draft) {
        if (draft.type().isEmpty()
                && (draft.physicalNetwork().isPresent()
                        || draft.segmentationId().isPresent())) {
            throw TenantRefusal.invalid("provider:network_type required");
        }
        NetworkType type = draft.type().orElse(settings.usualType());
        String physical = draft.physicalNetwork().orElse("");
        checkPlace(type, physical);
        return switch (type) {
            case FLAT -> flat(state, draft, physical);
            case ROUTED -> routed(state, draft);
            case VLAN, VXLAN, GRE ->
                draft.segmentationId().isPresent()
                        ? asked(state, type, physical, draft.segmentationId().get())
                        : lowest(state.segments(), type, physical);
        };
    }

    private void checkPlace(NetworkType type, String physical) {
        if ((type.isTunnel() || type == NetworkType.ROUTED) && !physical.isEmpty()) {
            throw TenantRefusal.invalid("provider:physical_network specified for " + type.apiName() + " network");
        } else if (type == NetworkType.VLAN && !settings.vlan().containsKey(physical)) {
            throw TenantRefusal.invalid("physical_network '" + physical + "' unknown for VLAN provider network");
        } else if (type == NetworkType.FLAT && !settings.flat().contains(physical)) {
            throw TenantRefusal.invalid(
                    physical.isEmpty()
                            ? "physical_network required for flat provider network"
                            : "physical_network '" + physical + "' unknown for flat provider network");
        }
    }

    private static Segment flat(TenantState state, NetworkDraft draft, String physical) {
        if (draft.segmentationId().isPresent()) {
            throw TenantRefusal.invalid("segmentation_id specified for flat network");
        }
        Segment segment = new Segment(NetworkType.FLAT, physical, 0);
        if (state.segments().containsKey(segment)) {
            throw TenantRefusal.conflict(
                    "FlatNetworkInUse",
                    "Unable to create the flat network. Physical network " + physical + " is in use.");
        }
        return segment;
    }

    private Segment routed(TenantState state, NetworkDraft draft) {
        if (draft.segmentationId().isPresent()) {
            throw TenantRefusal.invalid("segmentation_id specified for routed network");
        }
        return lowest(state.segments(), NetworkType.ROUTED, "");
    }

    private static Segment asked(TenantState state, NetworkType type, String physical, long id) {
        if (id < type.lowest() || id > type.highest()) {
            throw TenantRefusal.invalid("segmentation_id out of range (" + type.lowest() + " through " + type.highest()
                    + ") for " + type.apiName());
        }
        Segment segment = new Segment(type, physical, id);
        if (!state.segments().containsKey(segment)) {
            return segment;
        }
        throw type == NetworkType.VLAN
                ? TenantRefusal.conflict(
                        "VlanIdInUse",
                        "Unable to create the network. The VLAN " + id + " on physical network "
                                + (physical.isEmpty() ? "None" : physical) + " is in use.")
                : TenantRefusal.conflict(
                        "TunnelIdInUse", "Unable to create the network. The tunnel ID " + id + " is in use.");
    }

    private Segment lowest(PersistentMap<Segment, NetworkId> taken, NetworkType type, String physical) {
        for (IdRange range : ranges(type, physical)) {
            long before = taken.rank(new Segment(type, physical, range.first()));
            OptionalLong free = LowestFree.upTo(
                    range.last() - range.first(),
                    offset -> upTo(taken, type, physical, range.first() + offset) - before);
            if (free.isPresent()) {
                return new Segment(type, physical, range.first() + free.getAsLong());
            }
        }
        throw TenantRefusal.of(
                TenantRefusal.Kind.EXHAUSTED,
                "NoNetworkAvailable",
                "Unable to create the network. No tenant network is available for allocation: every id that is given out"
                        + " for " + type.apiName() + " networks"
                        + (physical.isEmpty() ? "" : " on physical network " + physical) + " is taken.");
    }

    private static long upTo(PersistentMap<Segment, NetworkId> taken, NetworkType type, String physical, long id) {
        Segment last = new Segment(type, physical, id);
        long below = taken.rank(last);
        return below + (taken.containsKey(last) ? 1 : 0);
    }

    private List<IdRange> ranges(NetworkType type, String physical) {
        return switch (type) {
            case VXLAN -> settings.vxlan();
            case GRE -> settings.gre();
            case VLAN -> Optional.ofNullable(settings.vlan().get(physical)).orElse(List.of());
            case FLAT -> List.of();
            case ROUTED -> List.of(new IdRange(1, NetworkType.ROUTED.highest()));
        };
    }
}
