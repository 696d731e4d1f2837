package io.heddle.routing.elephant;

/**
 * What flows would carry if only their hosts limited them (Hedera, NSDI 2010 §IV.A).
 *
 * <p>Measured rates do not tell: a flow that is squeezed by a collision looks small. So senders share their links evenly among the
 * flows that no receiver holds back, receivers that would get too much hold back those that ask for more than an even share, and both
 * take turns until nothing changes. The result is the max-min fair share of each flow in a network without a fabric.
 */
public final class DemandEstimator {

    /** A change below this share of a host's link is none. */
    private static final double NOTHING = 1e-9;

    /** Where rounding keeps two hosts from agreeing to the last digit, they are close enough by then. */
    private static final int MOST_ROUNDS = 200;

    private final PathSpace space;
    private final Grouping bySource;
    private final Grouping byDestination;
    private final double[] demands;
    private final boolean[] isConverged;
    private final boolean[] isLimited;

    private DemandEstimator(PathSpace space, Flows flows) {
        this.space = space;
        this.bySource = Grouping.of(flows.size(), space.hosts(), flows::source);
        this.byDestination = Grouping.of(flows.size(), space.hosts(), flows::destination);
        this.demands = new double[flows.size()];
        this.isConverged = new boolean[flows.size()];
        this.isLimited = new boolean[flows.size()];
    }

    /** The same flows with the demands they have in {@code space}. */
    public static Flows estimate(PathSpace space, Flows flows) {
        DemandEstimator estimator = new DemandEstimator(space, flows);
        boolean isChanged = true;
        for (int round = 0; isChanged && round < MOST_ROUNDS; round++) {
            isChanged = estimator.sendersShare();
            estimator.receiversLimit();
        }
        return flows.withDemands(estimator.demands);
    }

    private boolean sendersShare() {
        boolean isChanged = false;
        for (int host = 0; host < space.hosts(); host++) {
            int begin = bySource.first[host];
            int end = bySource.first[host + 1];
            double fixed = 0;
            int open = 0;
            for (int i = begin; i < end; i++) {
                int flow = bySource.members[i];
                fixed += isConverged[flow] ? demands[flow] : 0;
                open += isConverged[flow] ? 0 : 1;
            }
            double capacity = space.capacity(space.linkFrom(host));
            double share = Math.max(0, capacity - fixed) / Math.max(1, open);
            for (int i = begin; open > 0 && i < end; i++) {
                int flow = bySource.members[i];
                if (!isConverged[flow] && Math.abs(demands[flow] - share) > NOTHING * capacity) {
                    demands[flow] = share;
                    isChanged = true;
                }
            }
        }
        return isChanged;
    }

    private void receiversLimit() {
        for (int host = 0; host < space.hosts(); host++) {
            int begin = byDestination.first[host];
            int end = byDestination.first[host + 1];
            double capacity = space.capacity(space.linkTo(host));
            double asked = 0;
            for (int i = begin; i < end; i++) {
                int flow = byDestination.members[i];
                isLimited[flow] = true;
                asked += demands[flow];
            }
            if (asked > capacity * (1 + NOTHING)) {
                limit(begin, end, capacity);
            }
        }
    }

    /** Gives those that ask for less what they ask for, and the others an even share of what remains. */
    private void limit(int begin, int end, double capacity) {
        double share = capacity / (end - begin);
        double given = 0;
        boolean isSettled = false;
        while (!isSettled) {
            isSettled = true;
            int open = 0;
            for (int i = begin; i < end; i++) {
                int flow = byDestination.members[i];
                if (isLimited[flow] && demands[flow] < share) {
                    given += demands[flow];
                    isLimited[flow] = false;
                    isSettled = false;
                }
                open += isLimited[flow] ? 1 : 0;
            }
            share = open == 0 ? share : (capacity - given) / open;
        }
        for (int i = begin; i < end; i++) {
            int flow = byDestination.members[i];
            if (isLimited[flow]) {
                demands[flow] = share;
                isConverged[flow] = true;
            }
        }
    }
}
