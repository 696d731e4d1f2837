package io.heddle.controller.simulation;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The rules of a simulated bridge, as the octets that they came in, one behind the other in one array: hundreds of thousands of them
 * should not be what the collector of the Java runtime is busy with while a controller in the same process is timed.
 *
 * <p>A rule here is the body of a flow modification (OpenFlow 1.5.1 §7.3.4.1). Two are the same rule when table, priority and match
 * are.
 */
final class SimulatedTables {
    private static final int TABLE = 16;
    private static final int PRIORITY = 22;
    private static final int MATCH = 40;
    private static final int FREE = -1;

    /** Before each rule is its length; a rule that was removed stays, with its length negative. */
    private ByteBuffer rules = ByteBuffer.allocate(1 << 18);

    /** Where the rule begins whose hash leads here or shortly before. */
    private int[] places = free(1 << 13);

    private int used;

    /** Keeps a rule, instead of the same one if there is one. */
    void put(ByteBuf rule) {
        int length = rule.readableBytes();
        if (rules.remaining() < Integer.BYTES + length) {
            rules = ByteBuffer.allocate(rules.capacity() * 2 + length).put(rules.flip());
        }
        int place = rules.position();
        rules.putInt(length);
        rule.getBytes(rule.readerIndex(), rules.array(), rules.position(), length);
        rules.position(rules.position() + length);
        int slot = slotOf(place);
        if (places[slot] == FREE) {
            used++;
        } else {
            drop(places[slot]);
        }
        places[slot] = place;
        if (used * 2 > places.length) {
            rehash();
        }
    }

    /** Forgets the rule of the same table, priority and match. */
    void remove(ByteBuf rule) {
        int end = rules.position();
        put(rule);
        drop(end);
    }

    /** All rules. */
    void forEach(Consumer<ByteBuffer> action) {
        for (int place = 0; place < rules.position(); place += Integer.BYTES + Math.abs(rules.getInt(place))) {
            if (rules.getInt(place) > 0) {
                action.accept(rules.slice(place + Integer.BYTES, rules.getInt(place)));
            }
        }
    }

    /** The octets of a match with what fills it up to a multiple of eight. */
    static int matchOctets(ByteBuffer rule) {
        return (rule.getShort(MATCH + 2) + 7) & ~7;
    }

    private void drop(int place) {
        rules.putInt(place, -Math.abs(rules.getInt(place)));
    }

    private void rehash() {
        int[] before = places;
        places = free(before.length * 4);
        used = 0;
        for (int place : before) {
            if (place != FREE && rules.getInt(place) > 0) {
                places[slotOf(place)] = place;
                used++;
            }
        }
    }

    private int slotOf(int place) {
        ByteBuffer rule = rules.slice(place + Integer.BYTES, Math.abs(rules.getInt(place)));
        ByteBuffer match = rule.slice(MATCH, matchOctets(rule));
        int hash = (match.hashCode() * 31 + rule.getShort(PRIORITY)) * 31 + rule.get(TABLE);
        int slot = (hash * 0x9E3779B9) >>> 8;
        for (slot &= places.length - 1; places[slot] != FREE; slot = slot + 1 & places.length - 1) {
            ByteBuffer other = rules.slice(places[slot] + Integer.BYTES, Math.abs(rules.getInt(places[slot])));
            if (other.get(TABLE) == rule.get(TABLE)
                    && other.getShort(PRIORITY) == rule.getShort(PRIORITY)
                    && matchOctets(other) == match.limit()
                    && other.slice(MATCH, match.limit()).equals(match)) {
                return slot;
            }
        }
        return slot;
    }

    private static int[] free(int slots) {
        int[] free = new int[slots];
        Arrays.fill(free, FREE);
        return free;
    }
}
