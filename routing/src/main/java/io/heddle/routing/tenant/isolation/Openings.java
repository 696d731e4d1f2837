package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.address.IpVersion;
import java.util.ArrayList;
import java.util.List;

/** What the packets that begin connections are for, in words. */
record Openings(Headers headers) {

    private static final int ALL = 0xffff;

    /** Port numbers from {@code first} to {@code last}. */
    private record Range(int first, int last) {}

    List<String> services(PacketSet begun) {
        List<String> services = new ArrayList<>();
        for (IpVersion version : IpVersion.values()) {
            boolean isFour = version == IpVersion.V4;
            String suffix = isFour ? "" : "6";
            PacketSet pings = headers.over(version, isFour ? Headers.ICMP : Headers.ICMPV6)
                    .and(headers.beginnings());
            if (begun.meets(pings)) {
                services.add("ping" + suffix);
            }
            add(services, begun.and(headers.over(version, Headers.TCP)), "tcp" + suffix, Field.TCP_DST);
            add(services, begun.and(headers.over(version, Headers.UDP)), "udp" + suffix, Field.UDP_DST);
            PacketSet others = begun.and(headers.of(version))
                    .minus(pings)
                    .minus(headers.over(version, Headers.TCP))
                    .minus(headers.over(version, Headers.UDP));
            if (!others.isEmpty()) {
                services.add("other" + suffix);
            }
        }
        return services;
    }

    private void add(List<String> services, PacketSet begun, String name, Field field) {
        List<Range> ranges = new ArrayList<>();
        if (!begun.isEmpty()) {
            addRanges(ranges, begun.only(field), field, 0, field.bits());
        }
        for (Range range : ranges) {
            boolean isAny = range.first() == 0 && range.last() == ALL;
            String which = range.first() == range.last() ? "" + range.first() : range.first() + "-" + range.last();
            services.add(isAny ? name : name + " " + which);
        }
    }

    /** Adds the numbers that packets have whose number is {@code base} in all but its {@code free} lowest bits. */
    private void addRanges(List<Range> ranges, PacketSet numbers, Field field, int base, int free) {
        PacketSet block = headers.space().where(field, base, field.allBits() & (-1L << free));
        if (!numbers.meets(block)) {
            return;
        }
        if (block.only(field).isWithin(numbers)) {
            append(ranges, base, base + (1 << free) - 1);
        } else {
            addRanges(ranges, numbers, field, base, free - 1);
            addRanges(ranges, numbers, field, base + (1 << (free - 1)), free - 1);
        }
    }

    private static void append(List<Range> ranges, int first, int last) {
        boolean isJoined = !ranges.isEmpty() && ranges.getLast().last() + 1 == first;
        ranges.add(new Range(isJoined ? ranges.removeLast().first() : first, last));
    }
}
