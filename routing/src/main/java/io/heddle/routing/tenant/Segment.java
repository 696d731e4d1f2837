package io.heddle.routing.tenant;

import java.util.Comparator;

/**
 * What keeps the frames of one network apart from those of all others; no two networks have the same.
 *
 * @param type how frames travel
 * @param physicalNetwork the physical network of VLAN and flat networks; empty for tunnels, and for VLANs on the fabric itself
 * @param id the VNI, GRE key or VLAN id; 0 for a flat network, and one of no further meaning for a routed one
 */
public record Segment(NetworkType type, String physicalNetwork, long id) implements Comparable<Segment> {

    private static final Comparator<Segment> ORDER = Comparator.comparing(Segment::type)
            .thenComparing(Segment::physicalNetwork)
            .thenComparingLong(Segment::id);

    public Segment {
        if (id < type.lowest() || id > type.highest()) {
            throw new IllegalArgumentException("a segment of type " + type.apiName() + " has an id of " + type.lowest()
                    + " to " + type.highest() + ", not " + id);
        }
        if (type.isTunnel() && !physicalNetwork.isEmpty()) {
            throw new IllegalArgumentException("a tunnel has no physical network, but this has " + physicalNetwork);
        }
        if (type == NetworkType.ROUTED && !physicalNetwork.isEmpty()) {
            throw new IllegalArgumentException("the fabric itself routes a routed network, not " + physicalNetwork);
        }
        if (type == NetworkType.FLAT && physicalNetwork.isEmpty()) {
            throw new IllegalArgumentException("a flat network needs a physical network");
        }
    }

    @Override
    public int compareTo(Segment other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return type.apiName() + " " + (physicalNetwork.isEmpty() ? "" : physicalNetwork + " ") + id;
    }
}
