package io.heddle.routing.verify.space;

import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * All packets of a set, somewhere on their way.
 *
 * @param sent which packets, as they were sent
 * @param written what is in fields in which something else is than was sent in them; of what only switches know, 0 where nothing is said
 * @param hops how many routers they came by: what their TTL is less than it was
 */
public record SymbolicPacket(PacketSet sent, Map<Field, Content> written, int hops) {

    /** What is in a field now. */
    public sealed interface Content {

        /** That number, in all of the packets. */
        record Known(long value) implements Content {}

        /** In each packet what was in that field when it was sent. */
        record Sent(Field field) implements Content {}
    }

    private static final long TAG = 0x1000;
    private static final Content ZERO = new Content.Known(0);

    public SymbolicPacket {
        written = Collections.unmodifiableMap(written);
    }

    /** Packets that nothing was done to yet. */
    public static SymbolicPacket of(PacketSet sent) {
        return new SymbolicPacket(sent, Map.of(), 0);
    }

    /** What is in a field. */
    public Content content(Field field) {
        Content content = written.get(field);
        if (content != null) {
            return content;
        }
        return HeaderLayout.isInHeader(field) ? new Content.Sent(field) : ZERO;
    }

    /** The number in a field of those that only switches know, which is the same in all of the packets. */
    public long known(Field field) {
        return switch (content(field)) {
            case Content.Known(long value) -> value;
            case Content.Sent(Field from) -> throw new IllegalStateException(field + " is what was sent in " + from);
        };
    }

    /** Those of the packets that {@code others} has. */
    public SymbolicPacket within(PacketSet others) {
        return new SymbolicPacket(sent.and(others), written, hops);
    }

    /** Others, to which the same was done. */
    SymbolicPacket with(PacketSet others) {
        return new SymbolicPacket(others, written, hops);
    }

    /** With that in a field. */
    public SymbolicPacket with(Field field, Content content) {
        Map<Field, Content> more = new EnumMap<>(Field.class);
        more.putAll(written);
        more.put(field, content);
        return new SymbolicPacket(sent, more, field == Field.IP_TTL ? 0 : hops);
    }

    /** With that number in a field. */
    public SymbolicPacket with(Field field, long value) {
        return with(field, new Content.Known(value));
    }

    /** After another router. */
    public SymbolicPacket hopped() {
        return content(Field.IP_TTL) instanceof Content.Known(long ttl)
                ? with(Field.IP_TTL, ttl - 1)
                : new SymbolicPacket(sent, written, hops + 1);
    }

    /** Without what only a switch knows of them, as they are between two. */
    public SymbolicPacket betweenSwitches() {
        Map<Field, Content> headers = new EnumMap<>(Field.class);
        written.forEach((field, content) -> {
            if (HeaderLayout.isInHeader(field)) {
                headers.put(field, content);
            }
        });
        return new SymbolicPacket(sent, headers, hops);
    }

    /** Those of the packets that have now, in the field of a header, {@code value} in the bits of {@code mask}, as they were sent. */
    public PacketSet where(PacketSpace space, Field field, long value, long mask) {
        return switch (content(field)) {
            case Content.Known(long number) -> (number & mask) == value ? having(space, field) : space.nothing();
            case Content.Sent(Field from) ->
                from == Field.IP_TTL && hops > 0
                        ? sent.and(lived(space, value, mask))
                        : sent.and(space.where(from, value, mask));
        };
    }

    /** Those of the packets that have a field in which something was written: a tag may have come since they were sent, or gone. */
    private PacketSet having(PacketSpace space, Field field) {
        return field == Field.VLAN_PCP ? where(space, Field.VLAN_VID, TAG, TAG) : sent.and(space.havers(field));
    }

    /** Packets whose TTL was so high that now it has that value. */
    private PacketSet lived(PacketSpace space, long value, long mask) {
        PacketSet lived = space.nothing();
        for (long now = 0; now + hops <= Field.IP_TTL.allBits(); now++) {
            if ((now & mask) == value) {
                lived = lived.or(space.where(Field.IP_TTL, now + hops));
            }
        }
        return lived;
    }

    /** Those of the packets that {@code match} matches, which asks only for what is in a header, as they were sent. */
    public PacketSet where(PacketSpace space, Match match) {
        boolean isAsSent = written.keySet().stream().noneMatch(match::has) && (hops == 0 || !match.has(Field.IP_TTL));
        if (isAsSent) {
            return sent.and(space.where(match));
        }
        PacketSet matching = sent;
        for (Map.Entry<Field, Match.Masked> entry : match.fields().entrySet()) {
            Match.Masked masked = entry.getValue();
            matching = matching.and(where(space, entry.getKey(), masked.value(), masked.mask()));
        }
        return matching;
    }
}
