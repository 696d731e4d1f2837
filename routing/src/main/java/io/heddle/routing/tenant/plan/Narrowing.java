package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the packets of a router come to a network that takes smaller ones than the network that they come from.
 *
 * <p>Where a packet comes to the router, it is compared with each MTU that is smaller than that of its network, and bits of a register
 * tell the routes what it is larger than. So a router whose networks take packets of the same size costs nothing, and else one rule for
 * each subnet that is narrower than some other network. What is too large is not cut into pieces, which Open vSwitch cannot; it is
 * dropped, and the controller tells the sender the MTU (RFC 1191, RFC 8201), also of an IPv4 packet that might have been cut.
 *
 * <p>Of more than {@value #SIZES_AT_MOST} different MTUs only the smallest count.
 */
final class Narrowing {

    private static final int SIZES_AT_MOST = 32;
    private static final int ETHERNET_HEADER = 14;

    /** Those that are smaller than another, in order: the bit of each is its place. */
    private final List<Integer> sizes;

    private Narrowing(List<Integer> sizes) {
        this.sizes = sizes;
    }

    /** That of a router. */
    static Narrowing of(WorkingRouter router) {
        SortedSet<Integer> mtus = new TreeSet<>();
        router.interfaces().forEach(door -> mtus.add(door.network().mtu()));
        router.exit().ifPresent(exit -> mtus.add(exit.network().mtu()));
        return new Narrowing(mtus.stream()
                .limit(Math.min(SIZES_AT_MOST, Math.max(0, mtus.size() - 1)))
                .toList());
    }

    /** What is done with a packet that comes from a network of that MTU. */
    List<Action> checks(int mtu) {
        List<Action> checks = new ArrayList<>();
        for (int bit = 0; bit < sizes.size() && sizes.get(bit) < mtu; bit++) {
            checks.add(new Action.CheckLarger(sizes.get(bit) + ETHERNET_HEADER, Field.REG3, bit));
        }
        return checks;
    }

    /** Those of the packets that {@code match} matches which are larger than that; empty if there can be none. */
    Optional<Match> tooLarge(Match match, int mtu) {
        int bit = sizes.indexOf(mtu);
        return bit < 0 ? Optional.empty() : Optional.of(match.with(Field.REG3, 1L << bit, 1L << bit));
    }

    /** Those from a network of that MTU that are larger than some network of the router takes; empty if there can be none. */
    Optional<Match> tooLargeForAny(Match match, int mtu) {
        return checks(mtu).isEmpty() ? Optional.empty() : tooLarge(match, sizes.getFirst());
    }
}
