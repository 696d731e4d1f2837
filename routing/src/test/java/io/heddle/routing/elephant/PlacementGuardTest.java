package io.heddle.routing.elephant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacementGuardTest {
    private static final PathSpace SPACE = PathSpace.fatTree(4);
    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** Whole-link flows from hosts 0 and 1 of one switch, which the hash keeps apart. */
    private final Flows apart =
            Flows.between(new int[] {0, 1}, new int[] {4, 8}, new int[] {0, 2}).withDemands(new double[] {1, 1});

    @Test
    void aCollisionThatEcmpWouldNotHaveIsUndone() {
        Placement restrained = restrain(apart, Placement.of(new int[] {2, -1}), UNLIMITED);

        assertThat(restrained).isEqualTo(Placement.hashed(2));
    }

    @Test
    void whatHarmsNobodyMayStay() {
        Placement wanted = Placement.of(new int[] {3, 1});

        assertThat(restrain(apart, wanted, UNLIMITED)).isEqualTo(wanted);
    }

    @Test
    void onlyAsMuchIsGivenBackAsMustBe() {
        // Half too much is on one cable; one flow of a half going back is enough.
        Flows flows = Flows.between(new int[] {0, 0, 1, 1}, new int[] {4, 8, 9, 12}, new int[] {2, 2, 2, 2})
                .withDemands(new double[] {0.5, 0.25, 0.5, 0.25});
        int[] wanted = {0, 1, 0, 1};

        Placement restrained = restrain(flows, Placement.of(wanted), UNLIMITED);

        assertThat(restrained).isEqualTo(Placement.of(new int[] {Placement.HASHED, 1, 0, 1}));
    }

    @Test
    void theLargestFlowsGetTheRulesThereAre() {
        Flows flows = Flows.between(new int[] {0, 0, 0}, new int[] {4, 8, 12}, new int[] {0, 0, 0})
                .withDemands(new double[] {0.2, 0.5, 0.3});
        Placement wanted = Placement.of(new int[] {2, 2, 3});

        Placement restrained = restrain(flows, wanted, 2);

        assertThat(restrained).isEqualTo(Placement.of(new int[] {Placement.HASHED, 2, 3}));
        int[] rules = new PlacementGuard(SPACE, flows).rules(restrained);
        assertThat(rules[0]).isEqualTo(2);
        assertThat(rules[SPACE.edges() + 1]).isEqualTo(2);
    }

    @Test
    void fixedFlowsGetTheirRulesFirstAndStay() {
        Flows flows = Flows.between(new int[] {0, 0}, new int[] {4, 8}, new int[] {0, 0})
                .withDemands(new double[] {0.1, 0.9})
                .withFixed(new boolean[] {true, false});
        Placement current = Placement.of(new int[] {2, Placement.HASHED});

        Placement restrained = new PlacementGuard(SPACE, flows).restrain(Placement.of(new int[] {3, 3}), current, 1);

        assertThat(restrained).isEqualTo(current);
    }

    @Test
    void pathsThatAreNotThereAreNotSteeredAlong() {
        assertThat(restrain(apart, Placement.of(new int[] {7, 2}), UNLIMITED)).isEqualTo(Placement.hashed(2));
    }

    @Test
    void theExcessIsWhatCannotBeCarried() {
        double[] loads = LinkLoads.of(SPACE, apart, Placement.of(new int[] {2, -1}));

        // Both go up by cable 1, and on by its cable 0.
        assertThat(LinkLoads.excess(SPACE, loads)).isBetween(1.99, 2.0);
    }

    private static Placement restrain(Flows flows, Placement wanted, int rules) {
        return new PlacementGuard(SPACE, flows).restrain(wanted, Placement.hashed(flows.size()), rules);
    }
}
