package io.heddle.controller.openflow.codec;

import io.heddle.controller.state.ProtocolVersion;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The versions of OpenFlow as numbers in message headers and as bits of a hello (OpenFlow 1.5.1 §7.1.1, §7.5.1). */
public final class Versions {

    private Versions() {}

    /** The number in the header of each message. */
    public static int wire(ProtocolVersion version) {
        return switch (version) {
            case OF_1_3 -> 4;
            case OF_1_4 -> 5;
            case OF_1_5 -> 6;
        };
    }

    /** The version with that number in the header, if it is spoken here. */
    public static Optional<ProtocolVersion> ofWire(int wire) {
        return Stream.of(ProtocolVersion.values())
                .filter(version -> wire(version) == wire)
                .findFirst();
    }

    /** One bit for each version spoken here, bit n for header number n. */
    public static int bitmap() {
        return Stream.of(ProtocolVersion.values())
                .mapToInt(version -> 1 << wire(version))
                .reduce(0, (a, b) -> a | b);
    }

    /** The best version that is in both {@code bitmap} and ours. */
    public static Optional<ProtocolVersion> best(int bitmap) {
        return Stream.of(ProtocolVersion.values())
                .filter(version -> (bitmap & 1 << wire(version)) != 0)
                .reduce((worse, better) -> better);
    }

    static boolean isAtLeast14(ProtocolVersion version) {
        return version != ProtocolVersion.OF_1_3;
    }

    /** The versions of {@code bitmap} for people, such as {@code 1.0, 1.1}. */
    public static String describe(int bitmap) {
        String known = IntStream.rangeClosed(1, 6)
                .filter(wire -> (bitmap & 1 << wire) != 0)
                .mapToObj(wire -> "1." + (wire - 1))
                .collect(Collectors.joining(", "));
        return known.isEmpty() ? "a version that nobody knows" : known;
    }
}
