package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Group.HashSelection;
import java.util.List;
import java.util.Optional;

/**
 * Which bucket Open vSwitch's {@code selection_method=hash} picks, exactly.
 *
 * <p>The seed is mixed into a basis; each hashed field that the packet has is mixed in, in Open vSwitch's field order; a bucket's
 * score is the low 16 bits of the mix of its id and the basis, times its weight; the highest score wins, the later bucket among
 * equals. So a bucket that goes away moves only the flows that were on it, and the choice is computable for any flow from outside.
 */
public final class OvsHash {

    /** Open vSwitch's order of the fields that a group here may hash. */
    private static final List<Field> ORDER = List.of(
            Field.ETH_TYPE,
            Field.IPV4_SRC,
            Field.IPV4_DST,
            Field.IP_PROTO,
            Field.TCP_SRC,
            Field.TCP_DST,
            Field.UDP_SRC,
            Field.UDP_DST);

    private OvsHash() {}

    /** The bucket that {@code packet} takes among {@code live}, which are in the group's order; empty when none is live. */
    public static Optional<Bucket> pick(HashVariant hash, HashSelection selection, Packet packet, List<Bucket> live) {
        int basis = basis(hash, selection, packet);
        Bucket best = null;
        long bestScore = 0;
        for (Bucket bucket : live) {
            long score = score(hash, bucket, basis);
            if (best == null || score >= bestScore) {
                best = bucket;
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What the packet's fields and the seed come to, before any bucket is looked at. */
    private static int basis(HashVariant hash, HashSelection selection, Packet packet) {
        int basis = hash.of(selection.seed());
        for (Field field : ORDER) {
            if (selection.fields().contains(field) && packet.has(field)) {
                basis = mix(hash, packet.value(field), field.bits() / 8, basis);
            }
        }
        return basis;
    }

    private static long score(HashVariant hash, Bucket bucket, int basis) {
        return (long) (hash.of(bucket.id(), basis) & 0xffff) * bucket.weight();
    }

    /** Open vSwitch's {@code hash_bytes} of a field of one, two or four octets in network order. */
    private static int mix(HashVariant hash, long value, int octets, int basis) {
        int littleEndian = Integer.reverseBytes((int) value) >>> (32 - 8 * octets);
        return hash.finish(hash.add(basis, littleEndian), octets);
    }
}
