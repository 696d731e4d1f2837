package io.heddle.routing.elephant.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.elephant.DemandEstimator;
import io.heddle.routing.elephant.Flows;
import io.heddle.routing.elephant.LinkLoads;
import io.heddle.routing.elephant.PathSpace;
import io.heddle.routing.elephant.Placement;
import io.heddle.routing.elephant.PlacementGuard;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.elephant.workload.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows come and go, cables die and heal, and the scheduler is switched, at random; after every round the invariants are checked. */
class SchedulingSimulationTest {
    private static final int ROUNDS = 40;
    private static final int RULES = 6;

    /** One flow as it lives through rounds. */
    private record Live(int source, int destination, int hashed, int steered) {}

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106})
    void roundsKeepTheInvariantsWhateverHappens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SchedulerName> names = List.of(SchedulerName.values());
        List<PathSpace> spaces = SchedulersTest.spaces();
        PathSpace healthy = spaces.get((int) (seed % 4));
        PathSpace space = healthy;
        List<Live> live = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            space = random.nextInt(3) == 0 ? SchedulersTest.broken(healthy, random.nextLong()) : healthy;
            live = changed(live, space, random);
            SchedulerName name = names.get(random.nextInt(names.size()));
            Flows flows = flows(live, space);
            Placement current = current(live, space);

            Placement wanted = Schedulers.named(name).place(space, flows, current, random.nextLong());
            PlacementGuard guard = new PlacementGuard(space, flows);
            Placement next = guard.restrain(wanted, current, RULES);

            check(space, flows, next, guard);
            List<Live> steered = new ArrayList<>();
            for (int flow = 0; flow < live.size(); flow++) {
                Live each = live.get(flow);
                steered.add(new Live(each.source(), each.destination(), flows.hashed(flow), next.path(flow)));
            }
            live = steered;
        }
        assertThat(live).isNotEmpty();
    }

    /** A fifth of the flows ends, as many begin; a hashed way that died is hashed anew. */
    private static List<Live> changed(List<Live> live, PathSpace space, SplittableRandom random) {
        List<Live> changed = new ArrayList<>();
        for (Live flow : live) {
            if (random.nextInt(5) > 0) {
                int from = space.edgeOf(flow.source());
                int to = space.edgeOf(flow.destination());
                int hashed =
                        space.isUsable(from, to, flow.hashed()) ? flow.hashed() : Traffic.hash(space, from, to, random);
                changed.add(new Live(flow.source(), flow.destination(), hashed, flow.steered()));
            }
        }
        while (changed.size() < 2 * space.hosts()) {
            int source = random.nextInt(space.hosts());
            int destination = (source + 1 + random.nextInt(space.hosts() - 1)) % space.hosts();
            int hashed = Traffic.hash(space, space.edgeOf(source), space.edgeOf(destination), random);
            changed.add(new Live(source, destination, hashed, Placement.HASHED));
        }
        return changed;
    }

    private static Flows flows(List<Live> live, PathSpace space) {
        return DemandEstimator.estimate(
                space,
                Flows.between(
                        live.stream().mapToInt(Live::source).toArray(),
                        live.stream().mapToInt(Live::destination).toArray(),
                        live.stream().mapToInt(Live::hashed).toArray()));
    }

    private static Placement current(List<Live> live, PathSpace space) {
        return Placement.of(live.stream()
                .mapToInt(flow ->
                        space.isUsable(space.edgeOf(flow.source()), space.edgeOf(flow.destination()), flow.steered())
                                ? flow.steered()
                                : Placement.HASHED)
                .toArray());
    }

    private static void check(PathSpace space, Flows flows, Placement next, PlacementGuard guard) {
        int[] links = new int[PathSpace.LONGEST];
        for (int flow = 0; flow < flows.size(); flow++) {
            int from = space.edgeOf(flows.source(flow));
            int to = space.edgeOf(flows.destination(flow));
            if (next.isSteered(flow)) {
                // No loop: a path goes over no link twice, and every link of it lives.
                int count = space.fabricLinks(from, to, next.path(flow), links);
                Set<Integer> seen = new HashSet<>();
                Arrays.stream(links, 0, count).forEach(seen::add);
                assertThat(seen).hasSize(count).isNotEmpty();
                assertThat(space.isUsable(from, to, next.path(flow))).isTrue();
            }
        }
        double[] loads = LinkLoads.of(space, flows, next);
        double[] hashed = LinkLoads.of(space, flows, Placement.hashed(flows.size()));
        for (int link = 0; link < loads.length; link++) {
            assertThat(loads[link]).isLessThanOrEqualTo(Math.max(space.capacity(link), hashed[link]) * (1 + 1e-5));
        }
        assertThat(Arrays.stream(guard.rules(next)).max().orElse(0)).isLessThanOrEqualTo(RULES);
    }
}
