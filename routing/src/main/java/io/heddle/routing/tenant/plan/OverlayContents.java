package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.plan.TenantInterfaces;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.RouterId;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.sorted.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shares of all networks, and what they make together.
 *
 * @param bare what a bridge holds without any network
 * @param networks the share of each network that has any
 * @param security the share of security groups on each bridge where they have any
 * @param routers the share of each router that has any
 * @param exits where routers are on external networks
 * @param carried of the networks that have any, the interfaces that the fabric itself has to know
 * @param switches what each bridge holds
 * @param locations of all networks
 * @param troubles of all networks, and of plugged ports that nobody knows
 */
record OverlayContents(
        SwitchPlan bare,
        PersistentMap<NetworkId, NetworkPlan> networks,
        PersistentMap<DatapathId, PersistentMap<ForwardingRule.Key, ForwardingRule>> security,
        PersistentMap<RouterId, RouterPlan> routers,
        PersistentMap<RouterId, RouterExit> exits,
        PersistentMap<NetworkId, TenantInterfaces> carried,
        PersistentMap<DatapathId, SwitchPlan> switches,
        PersistentMap<PortId, ConnectPoint> locations,
        PersistentMap<PortId, String> troubles) {

    /** From this part of a map on its changes are many: one in so many. */
    private static final int MANY = 8;

    static OverlayContents bare(SwitchPlan bare) {
        return new OverlayContents(
                bare,
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    /** What was planned anew: the shares of networks and routers, and those of security groups on bridges. */
    record Planned(
            SortedMap<NetworkId, NetworkPlan> networks,
            SortedMap<RouterId, RouterPlan> routers,
            SortedMap<DatapathId, PersistentMap<ForwardingRule.Key, ForwardingRule>> security) {}

    /** Contents, and how many bridges were put together for them. */
    record Step(OverlayContents contents, int serversPlanned) {}

    /** The share of one network or router, or of security groups, on one bridge, before and after. */
    private record Patch(Slice before, Slice after) {}

    /** After those that were {@code planned} have these shares, and the servers are those of {@code step}. */
    Step next(Planned planned, SortedMap<PortId, String> strangers, SortedSet<PortId> ports, ServerIndex.Step step) {
        SortedMap<DatapathId, List<Patch>> patches = patches(planned);
        PersistentMap<DatapathId, SwitchPlan> switchesNow = switches;
        for (DatapathId bridge : step.servers()) {
            if (!step.index().servers().containsKey(bridge)) {
                switchesNow = switchesNow.without(bridge);
                patches.remove(bridge);
            } else if (!switches.containsKey(bridge)) {
                patches.computeIfAbsent(bridge, key -> new ArrayList<>());
            }
        }
        SortedMap<DatapathId, SwitchPlan> anew = Abreast.planned(
                patches.keySet(),
                bridge -> patched(switches.getOrDefault(bridge, bare), patches.getOrDefault(bridge, List.of())));
        for (Map.Entry<DatapathId, SwitchPlan> each : anew.entrySet()) {
            switchesNow = switchesNow.with(each.getKey(), each.getValue());
        }
        OverlayContents contents = new OverlayContents(
                bare,
                replaced(networks, planned.networks(), NetworkPlan::isNothing),
                replaced(security, planned.security(), rules -> rules.isEmpty()),
                replaced(routers, planned.routers(), RouterPlan::isNothing),
                exitsAfter(planned.routers()),
                carriedAfter(planned.networks()),
                switchesNow,
                replaced(locations, planned.networks(), NetworkPlan::locations, ports, new TreeMap<>()),
                replaced(troubles, planned.networks(), NetworkPlan::troubles, ports, strangers));
        return new Step(contents, patches.size());
    }

    private static <K extends Comparable<? super K>, P> PersistentMap<K, P> replaced(
            PersistentMap<K, P> all, SortedMap<K, P> planned, Predicate<P> isNothing) {
        PersistentMap<K, P> now = all;
        for (Map.Entry<K, P> entry : planned.entrySet()) {
            now = isNothing.test(entry.getValue())
                    ? now.without(entry.getKey())
                    : now.with(entry.getKey(), entry.getValue());
        }
        return now;
    }

    private PersistentMap<RouterId, RouterExit> exitsAfter(SortedMap<RouterId, RouterPlan> planned) {
        PersistentMap<RouterId, RouterExit> now = exits;
        for (Map.Entry<RouterId, RouterPlan> entry : planned.entrySet()) {
            RouterId router = entry.getKey();
            Optional<RouterExit> exit = entry.getValue().exit();
            now = exit.isPresent() ? now.with(router, exit.get()) : now.without(router);
        }
        return now;
    }

    private PersistentMap<NetworkId, TenantInterfaces> carriedAfter(SortedMap<NetworkId, NetworkPlan> planned) {
        PersistentMap<NetworkId, TenantInterfaces> now = carried;
        for (Map.Entry<NetworkId, NetworkPlan> entry : planned.entrySet()) {
            TenantInterfaces interfaces = entry.getValue().interfaces();
            now = interfaces.equals(TenantInterfaces.NONE)
                    ? now.without(entry.getKey())
                    : now.with(entry.getKey(), interfaces);
        }
        return now;
    }

    /** What has to change on which bridge. */
    private SortedMap<DatapathId, List<Patch>> patches(Planned planned) {
        SortedMap<DatapathId, List<Patch>> patches = new TreeMap<>();
        planned.networks()
                .forEach((id, after) -> addPatches(
                        networks.getOrDefault(id, NetworkPlan.NOTHING).slices(), after.slices(), patches));
        planned.routers()
                .forEach((id, after) ->
                        addPatches(routers.getOrDefault(id, RouterPlan.NOTHING).slices(), after.slices(), patches));
        planned.security()
                .forEach((bridge, after) -> addPatch(
                        bridge,
                        ofRules(security.getOrDefault(bridge, PersistentMap.empty())),
                        ofRules(after),
                        patches));
        return patches;
    }

    private static Slice ofRules(SortedMap<ForwardingRule.Key, ForwardingRule> rules) {
        return new Slice(rules, Slice.NOTHING.meters(), Slice.NOTHING.groups());
    }

    private static void addPatches(
            SortedMap<DatapathId, Slice> before,
            SortedMap<DatapathId, Slice> after,
            SortedMap<DatapathId, List<Patch>> patches) {
        SortedSet<DatapathId> bridges = new TreeSet<>(before.keySet());
        bridges.addAll(after.keySet());
        for (DatapathId bridge : bridges) {
            addPatch(
                    bridge,
                    before.getOrDefault(bridge, Slice.NOTHING),
                    after.getOrDefault(bridge, Slice.NOTHING),
                    patches);
        }
    }

    private static void addPatch(
            DatapathId bridge, Slice before, Slice after, SortedMap<DatapathId, List<Patch>> patches) {
        if (!before.equals(after)) {
            patches.computeIfAbsent(bridge, key -> new ArrayList<>()).add(new Patch(before, after));
        }
    }

    private static SwitchPlan patched(SwitchPlan plan, List<Patch> patches) {
        return new SwitchPlan(
                patched(plan.meters(), patches, Slice::meters),
                patched(plan.groups(), patches, Slice::groups),
                patched(plan.rules(), patches, Slice::rules));
    }

    /** Few changes cost what they are, however much there is beside them; with many a map is put together anew. */
    private static <K extends Comparable<? super K>, V> SortedMap<K, V> patched(
            SortedMap<K, V> all, List<Patch> patches, Function<Slice, SortedMap<K, V>> part) {
        List<Edit<K, V>> edits = edits(patches, part);
        if (edits.size() < all.size() / MANY) {
            PersistentMap<K, V> now = PersistentMap.copyOf(all);
            for (Edit<K, V> edit : edits) {
                now = edit.value == null ? now.without(edit.key) : now.with(edit.key, edit.value);
            }
            return now;
        }
        SortedMap<K, V> now = new TreeMap<>(all);
        for (Edit<K, V> edit : edits) {
            if (edit.value == null) {
                now.remove(edit.key);
            } else {
                now.put(edit.key, edit.value);
            }
        }
        return now;
    }

    /** An entry that is put, or removed where there is no value. */
    private record Edit<K, V>(K key, @Nullable V value) {}

    /** Takes away before it adds, as a key may go from one network to another. */
    private static <K extends Comparable<? super K>, V> List<Edit<K, V>> edits(
            List<Patch> patches, Function<Slice, SortedMap<K, V>> part) {
        List<Edit<K, V>> edits = new ArrayList<>();
        List<Edit<K, V>> put = new ArrayList<>();
        for (Patch patch : patches) {
            forEachChange(
                    part.apply(patch.before),
                    part.apply(patch.after),
                    (key, before, after) -> (after == null ? edits : put).add(new Edit<>(key, after)));
        }
        edits.addAll(put);
        return edits;
    }

    /** What one map was made of the other is stepped over where they are the same. */
    private static <K extends Comparable<? super K>, V> void forEachChange(
            SortedMap<K, V> before, SortedMap<K, V> after, PersistentMap.ChangeAction<K, V> action) {
        if (before instanceof PersistentMap<K, V> earlier && after instanceof PersistentMap<K, V> later) {
            earlier.forEachChange(later, action);
            return;
        }
        before.forEach((key, value) -> {
            if (!after.containsKey(key)) {
                action.accept(key, value, null);
            }
        });
        after.forEach((key, value) -> {
            V was = before.get(key);
            if (!value.equals(was)) {
                action.accept(key, was, value);
            }
        });
    }

    private <V> PersistentMap<PortId, V> replaced(
            PersistentMap<PortId, V> all,
            SortedMap<NetworkId, NetworkPlan> planned,
            Function<NetworkPlan, SortedMap<PortId, V>> part,
            SortedSet<PortId> ports,
            SortedMap<PortId, V> others) {
        PersistentMap<PortId, V> now = all;
        for (PortId port : ports) {
            now = now.without(port);
        }
        for (NetworkId id : planned.keySet()) {
            for (PortId port :
                    part.apply(networks.getOrDefault(id, NetworkPlan.NOTHING)).keySet()) {
                now = now.without(port);
            }
        }
        for (NetworkPlan plan : planned.values()) {
            for (Map.Entry<PortId, V> entry : part.apply(plan).entrySet()) {
                now = now.with(entry.getKey(), entry.getValue());
            }
        }
        for (Map.Entry<PortId, V> entry : others.entrySet()) {
            now = now.with(entry.getKey(), entry.getValue());
        }
        return now;
    }
}
