package io.heddle.routing.plan;

import io.heddle.routing.rule.TableId;

/**
 * The tables of a fabric switch: what a packet is, then which way it travels, then only prefixes.
 *
 * <ul>
 *   <li>{@link #CLASSIFY}: LLDP, DHCP, ARP; source check of hosts; the port it came in by decides its direction. Fabric port from
 *       below → {@link #STEER}, from above → {@link #DOWN}, known host → {@link #STEER}, sent by the controller → {@link #UP}.
 *   <li>{@link #STEER}: flows that are steered apart from the rest; everything else → {@link #UP}.
 *   <li>{@link #UP}: came from below. Own servers → {@link #LOCAL}; below this switch → down; else → up, over all equal paths.
 *   <li>{@link #DOWN}: came from above. Own servers → {@link #LOCAL}; below this switch → down; else it is on a detour around a dead
 *       cable, and goes up again, away from where it came.
 *   <li>{@link #LOCAL}: an edge switch's own servers, and its gateway address.
 *   <li>{@link #VLAN_UP}, {@link #VLAN_DOWN}: frames that a server tagged, by VLAN and MAC address, from below and from above. There
 *       only on switches that members' ways pass, detours around one dead cable among them; tagged frames of nobody known are dropped in {@link #CLASSIFY}.
 * </ul>
 *
 * A graph that is no Clos has no directions: all its cables lead to {@link #STEER}, and {@link #DOWN} stays empty.
 */
public final class Pipeline {

    public static final TableId CLASSIFY = new TableId(0);
    public static final TableId STEER = new TableId(1);
    public static final TableId UP = new TableId(2);
    public static final TableId DOWN = new TableId(3);
    public static final TableId LOCAL = new TableId(4);
    public static final TableId VLAN_UP = new TableId(5);
    public static final TableId VLAN_DOWN = new TableId(6);

    /** The ingress port of a packet that the controller sends through the tables ({@code OFPP_CONTROLLER}). */
    public static final long CONTROLLER_PORT = 0xffff_fffdL;

    /** Where nothing else matches. */
    static final int MISS = 0;

    /** A route's priority is this plus the length of its prefix, so the longest prefix wins. */
    static final int ROUTE = 100;

    /** The priority of the rules of VLANs. */
    static final int VLAN_KNOWN = 100;
    /** That of the rules that send a frame up again, which came from above and has no way further down. */
    static final int VLAN_TURN = 50;
    /** The priority of the rule of a steered flow. */
    static final int STEERED = 100;

    private Pipeline() {}
}
