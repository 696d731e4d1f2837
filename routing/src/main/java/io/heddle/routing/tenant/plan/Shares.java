package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.PoolMember;
import java.util.List;

/**
 * How many buckets of a group each member of a pool has.
 *
 * <p>Open vSwitch gives a connection to the bucket whose hash, times its weight, is the highest, which is not in proportion to weights.
 * So every bucket weighs the same and a member has several: exactly in proportion, or, where that would be more than {@value #AT_MOST}, as near
 * to it as so many allow. A member that goes leaves all others' connections where they are.
 */
final class Shares {

    private static final int AT_MOST = 128;

    private final int divisor;
    private final int sum;

    private Shares(int divisor, int sum) {
        this.divisor = divisor;
        this.sum = sum;
    }

    /** The shares among all that have a weight, whether they work or not, so that nobody's share depends on that. */
    static Shares of(List<PoolMember> members) {
        int divisor = 0;
        int sum = 0;
        for (PoolMember member : members) {
            divisor = gcd(member.weight(), divisor);
            sum += member.weight();
        }
        return new Shares(Math.max(1, divisor), sum);
    }

    /** How many buckets; 0 for a member that has no weight. */
    int buckets(PoolMember member) {
        if (member.weight() == 0) {
            return 0;
        }
        return sum / divisor <= AT_MOST
                ? member.weight() / divisor
                : Math.max(1, Math.round((float) member.weight() * AT_MOST / sum));
    }

    private static int gcd(int one, int other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
