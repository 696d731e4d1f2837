package io.heddle.topology.clos;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One to sixteen faults at once are all found, and the repair is no longer than what was done to the fabric. */
class MiswiringTest {

    private static final GeneratedFabric K8 = FabricGenerator.fatTree(8).shuffled(8);
    private static final GeneratedFabric K48 = FabricGenerator.fatTree(48).shuffled(48);
    private static final List<ConnectPoint> ENDS_OF_K8 = InjectedFaults.ends(K8);
    private static final List<ConnectPoint> ENDS_OF_K48 = InjectedFaults.ends(K48);

    static LongStream thousandSeeds() {
        return LongStream.range(0, 1000);
    }

    static LongStream hundredSeeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("thousandSeeds")
    void faultsOfAKnownFabricAreNamedExactlyAtK8(long seed) {
        assertNamedExactly(K8, ENDS_OF_K8, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("thousandSeeds")
    void faultsOfANewFabricAreRepairedAtK8(long seed) {
        assertRepaired(K8, ENDS_OF_K8, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("hundredSeeds")
    void faultsAreNamedOrRepairedAtK48(long seed) {
        // Every other seed, because building what these compare takes much longer than recognising it.
        if (seed % 2 == 0) {
            assertNamedExactly(K48, ENDS_OF_K48, seed);
        } else {
            assertRepaired(K48, ENDS_OF_K48, seed);
        }
    }

    /** How many faults the case of {@code seed} has, 1 to 16. */
    static int count(long seed) {
        return 1 + (int) (seed * 7 % 16);
    }

    private static void assertNamedExactly(GeneratedFabric fabric, List<ConnectPoint> ends, long seed) {
        InjectedFaults faults = new InjectedFaults(fabric, ends, seed, count(seed));
        Recognition recognition = ClosRecognizer.recognize(faults.panel().topology(), fabric.blueprint());
        assertThat(recognition.blueprint().positions())
                .isEqualTo(fabric.blueprint().positions());
        // Of two cables between the same switches either may be called the wrong one.
        assertThat(wrongCables(recognition).stream().map(InjectedFaults::pair))
                .as(faults.toString())
                .containsExactlyInAnyOrderElementsOf(
                        faults.wrongCables().stream().map(InjectedFaults::pair).toList());
        assertThat(missingSwitches(recognition))
                .containsExactlyInAnyOrderElementsOf(faults.removed().stream()
                        .map(dpid -> fabric.blueprint().positions().get(dpid))
                        .toList());
        assertThat(recognition.blueprint().cables()).noneMatch(wrongCables(recognition)::contains);
        assertRepairs(recognition, faults, fabric.blueprint());
        assertThat(missingPairs(recognition)).as(faults.toString()).isEqualTo(faults.missingPairs());
    }

    private static void assertRepaired(GeneratedFabric fabric, List<ConnectPoint> ends, long seed) {
        InjectedFaults faults = new InjectedFaults(fabric, ends, seed, count(seed));
        Recognition recognition = ClosRecognizer.recognize(faults.panel().topology(), Blueprint.empty());
        assertThat(recognition.design()).as(faults.toString()).isEqualTo(fabric.design());
        assertThat(wrongCables(recognition))
                .as(faults.toString())
                .hasSizeLessThanOrEqualTo(faults.wrongCables().size());
        // A switch that lost its last cable can be anywhere: it is reported as unplaced, and its place as empty too.
        assertThat(unplaced(recognition)).as(faults.toString()).isSubsetOf(faults.isolated());
        Map<Tier, Long> missing = new HashMap<>();
        missingSwitches(recognition).forEach(position -> missing.merge(position.tier(), 1L, Long::sum));
        Map<Tier, Long> expected = faults.removedByTier();
        unplaced(recognition)
                .forEach(dpid -> expected.merge(
                        Objects.requireNonNull(fabric.blueprint().positions().get(dpid))
                                .tier(),
                        1L,
                        Long::sum));
        assertThat(missing).as(faults.toString()).isEqualTo(expected);
        assertRepairs(recognition, faults, Blueprint.empty());
    }

    private static void assertRepairs(Recognition recognition, InjectedFaults faults, Blueprint known) {
        assertThat(recognition.repair().size())
                .as(() -> faults + "\n" + recognition.repair() + recognition.problems())
                .isLessThanOrEqualTo(faults.replugs());
        assertThat(recognition.repair().isEmpty())
                .isEqualTo(wrongCables(recognition).isEmpty());
        faults.panel().follow(recognition.repair());
        Recognition after = ClosRecognizer.recognize(faults.panel().topology(), known);
        assertThat(wrongCables(after)).as(faults.toString()).isEmpty();
        assertThat(after.repair()).isEmpty();
        assertThat(after.design()).isEqualTo(recognition.design());
        assertThat(after.blueprint().positions())
                .hasSameSizeAs(recognition.blueprint().positions());
    }

    private static Set<Cable> wrongCables(Recognition recognition) {
        Set<Cable> cables = new HashSet<>();
        for (FabricProblem problem : recognition.problems()) {
            if (problem instanceof FabricProblem.WrongCable wrong) {
                cables.add(wrong.cable());
            }
        }
        return cables;
    }

    private static List<Position> missingSwitches(Recognition recognition) {
        return recognition.problems().stream()
                .filter(FabricProblem.MissingSwitch.class::isInstance)
                .map(problem -> ((FabricProblem.MissingSwitch) problem).position())
                .toList();
    }

    private static Set<DatapathId> unplaced(Recognition recognition) {
        Set<DatapathId> unplaced = new HashSet<>();
        for (FabricProblem problem : recognition.problems()) {
            if (problem instanceof FabricProblem.UnplacedSwitch found) {
                unplaced.add(found.dpid());
            }
        }
        return unplaced;
    }

    private static Set<Set<DatapathId>> missingPairs(Recognition recognition) {
        Set<Set<DatapathId>> pairs = new HashSet<>();
        for (FabricProblem problem : recognition.problems()) {
            if (problem instanceof FabricProblem.MissingLink missing) {
                pairs.add(missing.ends().stream().map(ConnectPoint::dpid).collect(Collectors.toSet()));
            }
        }
        return pairs;
    }
}
