package io.heddle.topology.clos;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.design.GeneratedFabric;
import io.heddle.topology.design.PatchPanel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Seeded faults in a fat-tree, and what is true of it afterwards, told from the true positions. */
final class InjectedFaults {

    private final Blueprint truth;
    private final List<ConnectPoint> ends;
    private final PatchPanel panel;
    private final Random random;
    private final List<String> log = new ArrayList<>();
    private final SortedSet<DatapathId> removed = new TreeSet<>();
    private int replugs;

    /**
     * @param ends both ends of all cables, in order
     */
    InjectedFaults(GeneratedFabric fabric, List<ConnectPoint> ends, long seed, int count) {
        this.truth = fabric.blueprint();
        this.ends = ends;
        this.panel = new PatchPanel(fabric.topology());
        this.random = new Random(seed);
        for (int fault = 0; fault < count; fault++) {
            switch (random.nextInt(4)) {
                case 0 -> swap();
                case 1 -> kill();
                case 2 -> plugIntoWrongPod();
                default -> removeSwitch();
            }
        }
    }

    static List<ConnectPoint> ends(GeneratedFabric fabric) {
        List<ConnectPoint> ends = new ArrayList<>();
        for (Cable cable : fabric.blueprint().cables()) {
            ends.add(cable.first());
            ends.add(cable.second());
        }
        return List.copyOf(ends);
    }

    PatchPanel panel() {
        return panel;
    }

    /** Plugs that were moved. */
    int replugs() {
        return replugs;
    }

    SortedSet<DatapathId> removed() {
        return removed;
    }

    /** The cables that are there and should not be. */
    SortedSet<Cable> wrongCables() {
        SortedSet<Cable> wrong = new TreeSet<>();
        List<Cable> originalFirst = new ArrayList<>(panel.touchedCables());
        originalFirst.sort(Comparator.comparingInt(cable -> truth.cables().contains(cable) ? 0 : 1));
        Set<Set<DatapathId>> seen = new HashSet<>();
        for (Cable cable : originalFirst) {
            if (!belongs(cable) || !seen.add(pair(cable)) || isStillCabled(cable)) {
                wrong.add(cable);
            }
        }
        return wrong;
    }

    /** Whether the two switches of a touched cable are also joined by an untouched one. */
    private boolean isStillCabled(Cable cable) {
        return truth.cables().stream()
                .filter(other -> !other.equals(cable) && pair(other).equals(pair(cable)))
                .anyMatch(other -> !panel.touched().contains(other.first()));
    }

    /** Pairs of present switches that should be cabled and are not. */
    Set<Set<DatapathId>> missingPairs() {
        Set<Set<DatapathId>> missing = new HashSet<>();
        SortedSet<ConnectPoint> touched = panel.touched();
        for (Cable cable : truth.cables()) {
            boolean isPresent = !removed.contains(cable.first().dpid())
                    && !removed.contains(cable.second().dpid());
            if (isPresent && touched.contains(cable.first())) {
                missing.add(pair(cable));
            }
        }
        panel.touchedCables().forEach(cable -> missing.remove(pair(cable)));
        return missing;
    }

    /** The switches that are there without a single cable. */
    Set<DatapathId> isolated() {
        Set<DatapathId> isolated = new HashSet<>(truth.positions().keySet());
        isolated.removeAll(removed);
        for (ConnectPoint end : ends) {
            if (panel.across(end).isPresent()) {
                isolated.remove(end.dpid());
            }
        }
        return isolated;
    }

    Map<Tier, Long> removedByTier() {
        Map<Tier, Long> counts = new HashMap<>();
        removed.forEach(dpid -> counts.merge(position(dpid).tier(), 1L, Long::sum));
        return counts;
    }

    @Override
    public String toString() {
        return String.join("\n", log);
    }

    static Set<DatapathId> pair(Cable cable) {
        return Set.of(cable.first().dpid(), cable.second().dpid());
    }

    private boolean belongs(Cable cable) {
        Position one = position(cable.first().dpid());
        Position other = position(cable.second().dpid());
        boolean isAscending = one.compareTo(other) < 0;
        Position lower = isAscending ? one : other;
        Position upper = isAscending ? other : one;
        boolean isInPod = lower.tier() == Tier.EDGE && upper.tier() == Tier.AGGREGATION && lower.pod() == upper.pod();
        boolean isInPlane =
                lower.tier() == Tier.AGGREGATION && upper.tier() == Tier.CORE && lower.index() == upper.pod();
        return isInPod || isInPlane;
    }

    private ConnectPoint randomEnd() {
        ConnectPoint end = ends.get(random.nextInt(ends.size()));
        while (panel.across(end).isEmpty()) {
            end = ends.get(random.nextInt(ends.size()));
        }
        return end;
    }

    /** An end at an aggregation switch of a cable that leads to an edge switch of its pod. */
    private ConnectPoint randomEdgeCable() {
        while (true) {
            ConnectPoint upper = randomEnd();
            ConnectPoint lower = panel.across(upper).orElseThrow();
            if (position(lower.dpid()).tier() == Tier.EDGE
                    && !upper.dpid().equals(lower.dpid())
                    && belongs(Cable.between(upper, lower))) {
                return upper;
            }
        }
    }

    private void swap() {
        ConnectPoint one = randomEnd();
        ConnectPoint other = randomEnd();
        ConnectPoint acrossOther = panel.across(other).orElseThrow();
        boolean makesLoop = panel.across(one).orElseThrow().dpid().equals(other.dpid())
                || acrossOther.dpid().equals(one.dpid());
        if (!one.equals(other) && !one.equals(acrossOther) && !makesLoop) {
            log.add("swap " + name(one) + " with " + name(other));
            panel.exchange(one, other);
            replugs += 2;
        }
    }

    private void kill() {
        ConnectPoint end = randomEnd();
        log.add("dead " + name(end));
        panel.pull(end);
    }

    /** The upper plug of an edge cable goes where another pod's cable was. */
    private void plugIntoWrongPod() {
        ConnectPoint moved = randomEdgeCable();
        ConnectPoint target = randomEdgeCable();
        if (position(moved.dpid()).pod() != position(target.dpid()).pod()) {
            log.add("wrong pod " + name(moved) + " into " + name(target));
            ConnectPoint edge = panel.across(moved).orElseThrow();
            panel.pull(moved).pull(target).plug(edge, target);
            replugs++;
        }
    }

    private void removeSwitch() {
        List<DatapathId> all = new ArrayList<>(truth.positions().keySet());
        all.removeAll(removed);
        DatapathId dpid = all.get(random.nextInt(all.size()));
        log.add("missing " + position(dpid) + " " + dpid);
        panel.remove(dpid);
        removed.add(dpid);
    }

    private String name(ConnectPoint end) {
        ConnectPoint other = panel.across(end).orElseThrow();
        return end + " " + position(end.dpid()) + " from " + other + " " + position(other.dpid());
    }

    private Position position(DatapathId dpid) {
        return Objects.requireNonNull(truth.positions().get(dpid));
    }
}
