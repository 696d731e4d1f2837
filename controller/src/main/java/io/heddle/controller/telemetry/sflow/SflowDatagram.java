package io.heddle.controller.telemetry.sflow;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An sFlow version 5 datagram (sflow.org, July 2004), as far as we make use of it.
 *
 * @param agent who sends it
 * @param sequence its number among those of the agent; 32 bits that wrap
 * @param samples what it tells, in its order
 */
record SflowDatagram(AgentId agent, int sequence, List<SflowSample> samples) {

    private static final int VERSION = 5;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private static final int FLOW = 1;
    private static final int COUNTERS = 2;
    private static final int EXPANDED_FLOW = 3;
    private static final int EXPANDED_COUNTERS = 4;

    private static final int RAW_HEADER = 1;
    private static final int HEADER_IS_ETHERNET = 1;
    private static final int OPENFLOW_PORT = 1004;

    private static final int INDEX_BITS = 24;
    private static final long INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int FORMAT_BITS = 30;
    private static final long FORMAT_MASK = (1 << FORMAT_BITS) - 1;

    SflowDatagram {
        samples = List.copyOf(samples);
    }

    /** Reads a datagram; what is not whole in every part that we look at is none, and other kinds of samples are passed over. */
    static Optional<SflowDatagram> parse(byte[] bytes) {
        Octets in = Octets.of(bytes);
        if (in.i32() != VERSION) {
            return Optional.empty();
        }
        int addressType = in.i32();
        if (addressType != IPV4 && addressType != IPV6) {
            return Optional.empty();
        }
        long high = addressType == IPV6 ? in.i64() : 0;
        long low = addressType == IPV6 ? in.i64() : in.u32();
        AgentId agent = new AgentId(high, low, in.i32());
        int sequence = in.i32();
        in.skip(4);
        List<SflowSample> samples = new ArrayList<>();
        boolean isWhole = readSamples(in, samples);
        return isWhole ? Optional.of(new SflowDatagram(agent, sequence, samples)) : Optional.empty();
    }

    private static boolean readSamples(Octets in, List<SflowSample> samples) {
        long count = in.u32();
        for (long i = 0; i < count && !in.isShort(); i++) {
            int kind = in.i32();
            Octets body = in.part(in.u32());
            boolean isWhole = switch (kind) {
                case FLOW -> readFlow(body, false, samples);
                case EXPANDED_FLOW -> readFlow(body, true, samples);
                case COUNTERS -> readCounters(body, false, samples);
                case EXPANDED_COUNTERS -> readCounters(body, true, samples);
                default -> true;
            };
            if (!isWhole) {
                return false;
            }
        }
        return !in.isShort();
    }

    private static boolean readFlow(Octets body, boolean isExpanded, List<SflowSample> samples) {
        body.skip(4);
        long source = readSource(body, isExpanded);
        long rate = body.u32();
        int pool = body.i32();
        body.skip(4);
        long input = readInterface(body, isExpanded);
        body.skip(isExpanded ? 8 : 4);
        Optional<SampledFrame> frame = Optional.empty();
        long records = body.u32();
        for (long i = 0; i < records && !body.isShort(); i++) {
            int kind = body.i32();
            Octets content = body.part(body.u32());
            if (kind == RAW_HEADER) {
                frame = readHeader(content);
            }
        }
        if (body.isShort() || rate == 0) {
            return false;
        }
        samples.add(new SflowSample.OfPacket(source, rate, pool, input, frame));
        return true;
    }

    private static Optional<SampledFrame> readHeader(Octets content) {
        int protocol = content.i32();
        long length = content.u32();
        long stripped = content.u32();
        Octets header = content.part(content.u32());
        return protocol == HEADER_IS_ETHERNET && !content.isShort()
                ? SampledFrame.read(header, length - stripped)
                : Optional.empty();
    }

    private static boolean readCounters(Octets body, boolean isExpanded, List<SflowSample> samples) {
        body.skip(4);
        long source = readSource(body, isExpanded);
        long records = body.u32();
        for (long i = 0; i < records && !body.isShort(); i++) {
            int kind = body.i32();
            Octets content = body.part(body.u32());
            if (kind == OPENFLOW_PORT) {
                DatapathId dpid = new DatapathId(content.i64());
                int number = content.i32();
                // Class 0 is an interface; a reserved port such as LOCAL is negative as an int and no place for hosts.
                if (source >>> Integer.SIZE == 0 && number > 0 && !content.isShort()) {
                    samples.add(new SflowSample.OfPort(source, new ConnectPoint(dpid, new PortNumber(number))));
                }
            }
        }
        return !body.isShort();
    }

    /** Class and index of a data source, the class in the upper half. */
    private static long readSource(Octets body, boolean isExpanded) {
        if (isExpanded) {
            return body.i64();
        }
        long packed = body.u32();
        return (packed >>> INDEX_BITS << Integer.SIZE) | (packed & INDEX_MASK);
    }

    /** The index of a single interface; 0 for what is none (several, or a reason for dropping). */
    private static long readInterface(Octets body, boolean isExpanded) {
        long format = isExpanded ? body.u32() : 0;
        long value = body.u32();
        if (!isExpanded) {
            format = value >>> FORMAT_BITS;
            value &= FORMAT_MASK;
        }
        return format == 0 ? value : 0;
    }
}
