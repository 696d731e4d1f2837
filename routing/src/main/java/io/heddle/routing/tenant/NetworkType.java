package io.heddle.routing.tenant;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the frames of a network travel between servers. */
public enum NetworkType {
    /** In VXLAN (RFC 7348) over the routed fabric: 50 bytes in front of every frame. */
    VXLAN(50, 1, (1 << 24) - 1),
    /** In GRE with a key (RFC 2784, RFC 2890) over the routed fabric: 42 bytes in front of every frame. */
    GRE(42, 1, (1L << 32) - 1),
    /** Tagged (IEEE 802.1Q), on a physical network or on the fabric itself. */
    VLAN(0, 1, 4094),
    /** As they are, on a physical network. */
    FLAT(0, 0, 0),
    /** Routed by the fabric itself, as packets of its own hosts are; the id is Heddle's own and on no packet. */
    ROUTED(0, 1, (1L << 32) - 1);

    private final int overhead;
    private final long lowest;
    private final long highest;

    NetworkType(int overhead, long lowest, long highest) {
        this.overhead = overhead;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** How many bytes of the underlay's MTU are not the tenant's. */
    public int overhead() {
        return overhead;
    }

    /** The lowest segmentation id. */
    public long lowest() {
        return lowest;
    }

    /** The highest segmentation id. */
    public long highest() {
        return highest;
    }

    /** Whether frames travel in IP packets between servers. */
    public boolean isTunnel() {
        return overhead > 0;
    }

    /** Whether the Networking API has segmentation ids for such networks. */
    public boolean isNumbered() {
        return isTunnel() || this == VLAN;
    }

    /** The name that the Networking API uses. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that the Networking API calls {@code name}. */
    public static Optional<NetworkType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.apiName().equals(name))
                .findFirst();
    }
}
