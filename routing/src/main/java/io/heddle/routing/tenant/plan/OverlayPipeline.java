package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.Segment;

/**
 * The tables of an integration bridge; what no rule matches is dropped in each.
 *
 * <ul>
 *   <li>{@link #CLASSIFY}: by where a frame comes in, the network it is on, written to the metadata ({@link #network}). A VM's port →
 *       {@link #GUARD}, a tunnel with the key, or the fabric with the tag, of a network that is here → {@link #ARRIVED}. All other
 *       tagged frames and those that no bridge
 *       forwards (IEEE 802.1Q §8.6.3) are dropped.
 *   <li>{@link #GUARD}: only what the port may send → {@link #SERVE}.
 *   <li>{@link #SERVE}: ARP is answered, DHCP and router solicitations go to the controller; group addresses → {@link #REPLICATE},
 *       all else → {@link #DELIVER}.
 *   <li>{@link #DELIVER}: known unicast, to a port here or in the tunnel to the server that has it.
 *   <li>{@link #REPLICATE}: to all ports of the network here, and once to each other server that has some.
 *   <li>{@link #ARRIVED}: from a tunnel, to ports here only.
 * </ul>
 */
public final class OverlayPipeline {

    public static final TableId CLASSIFY = new TableId(0);
    public static final TableId GUARD = new TableId(1);
    public static final TableId SERVE = new TableId(2);
    public static final TableId DELIVER = new TableId(3);
    public static final TableId REPLICATE = new TableId(4);
    public static final TableId ARRIVED = new TableId(5);

    /** Where nothing else matches. */
    static final int MISS = 0;
    /** Where nothing else of one port or network matches. */
    static final int REST = 10;
    /** The rules of ports and networks. */
    static final int KNOWN = 100;
    /** What ports may say only if a rule of {@link #SERVICE} lets them. */
    static final int DOUBT = 150;
    /** What is answered, or asked of the controller. */
    static final int SERVICE = 200;
    /** What comes before {@link #SERVICE}. */
    static final int EXCEPTION = 300;

    /** What may come tagged, before all other tags are dropped. */
    static final int TAGGED = 400;

    private static final int TYPE_SHIFT = 32;

    private OverlayPipeline() {}

    /** The metadata of frames on the network of that segment: how they travel, and the segmentation id in the low 32 bits. */
    public static long network(Segment segment) {
        long type = switch (segment.type()) {
            case VXLAN -> 1;
            case GRE -> 2;
            case VLAN -> 3;
            case FLAT -> 4;
        };
        return type << TYPE_SHIFT | segment.id();
    }
}
