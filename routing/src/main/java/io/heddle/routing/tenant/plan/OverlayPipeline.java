package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantRouter;
import io.heddle.topology.address.Cidr;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of an integration bridge, each before those that frames go on to; what no rule matches is dropped in each.
 *
 * <ul>
 *   <li>{@link #CLASSIFY}: by where a frame comes in, the network it is on, written to the metadata ({@link #network}). A VM's port →
 *       {@link #GUARD}, a tunnel with the key, or the fabric with the tag, of a network that is here → {@link #ARRIVED}. A
 *       trunk's tagged frames go, untagged, into the cable of their subport, and come in again at its other end. All other
 *       tagged frames and those that no bridge
 *       forwards (IEEE 802.1Q §8.6.3) are dropped.
 *   <li>{@link #GUARD}: only what the port may send; of a guarded port, IP looked up among its connections → {@link #OUTBOUND}, all else
 *       → {@link #LIMIT}.
 *   <li>{@link #OUTBOUND}: only what the security groups of the port let out: answers → {@link #LIMIT}, what goes in the direction
 *       of its connection → {@link #COMMIT_OUTBOUND}.
 *   <li>{@link #COMMIT_OUTBOUND}: a connection that is new is kept → {@link #LIMIT}.
 *   <li>{@link #LIMIT}: only as much as the port may send, with the mark that it is to have → {@link #SERVE}.
 *   <li>{@link #SERVE}: ARP is answered, DHCP and router solicitations go to the controller; what is for a router, turned so that its
 *       Ethernet addresses are those of an answer, with the router's number in REG1 → {@link #ROUTE}; group addresses →
 *       {@link #REPLICATE}, all else → {@link #DELIVER}.
 *   <li>{@link #ENTER}: from an external network. What is for where a router leads without translation, turned as in {@link #SERVE} →
 *       {@link #ROUTE}. What is for a floating address is turned to whom it stands for, or to whom that port
 *       of it leads → {@link #ROUTE}; what
 *       is for a router's own address is looked up among the connections of hosts that went out with it → {@link #RETURN}; nothing else
 *       gets to a router, and what is for ports of the network itself → {@link #ARRIVED}.
 *   <li>{@link #RETURN}: answers to what went out before, with the host's own address again → {@link #ROUTE}; before that, what is
 *       too large for the host's network goes to the controller.
 *   <li>{@link #ROUTE}: by router and IP destination, onto the network that the route leads to → {@link #NEIGHBOUR}. Pings of a router's
 *       addresses are answered; what has no hop left, or is too large for where it is to go ({@code Narrowing}), goes to the
 *       controller. From a routed network, to a port of any such network here, or to the fabric.
 *   <li>{@link #NEIGHBOUR}: by network and IP destination, to the MAC address of the port that has it → {@link #DELIVER}.
 *   <li>{@link #DELIVER}: known unicast, to a port here or in the tunnel to the server that has it.
 *   <li>{@link #REPLICATE}: to all ports of the network here, and once to each other server that has some.
 *   <li>{@link #ARRIVED}: from a tunnel, to ports here only; on the server that is a router's way out, what is for the router →
 *       {@link #EXIT}.
 *   <li>{@link #EXIT}: out of all networks of tenants, onto the router's external network, with a floating address, the router's or the sender's own →
 *       {@link #OUTSIDE}.
 *   <li>{@link #OUTSIDE}: to the next on the way, out of the uplink; what is for an address that is here comes in again
 *       ({@link #ENTER}, {@link #NEIGHBOUR}).
 *   <li>{@link #BALANCE}: for a load balancer's address, looked up among the connections of that → {@link #BALANCED}.
 *   <li>{@link #BALANCED}: to the member that the connection has, or one that is chosen for it ({@code BalancerRules}), on the network of
 *       the load balancer ({@link #NEIGHBOUR}) or by a router ({@link #ROUTE}). What members answer is given the load balancer's address
 *       again before {@link #DELIVER}, {@link #ARRIVED} or {@link #EXIT} say where it goes; REG4 counts how often that was tried.
 *   <li>{@link #HAND}: to the guarded port whose number is in REG0: ARP → {@link #PORT}, IP, looked up among its connections → {@link
 *       #INBOUND}, nothing else.
 *   <li>{@link #INBOUND}: only what the security groups of that port let in: answers → {@link #PORT}, what goes in the direction of its
 *       connection → {@link #COMMIT_INBOUND}.
 *   <li>{@link #COMMIT_INBOUND}: a connection that is new is kept → {@link #PORT}.
 *   <li>{@link #PORT}: to the port whose number is in REG0, as much as it may be sent.
 * </ul>
 */
public final class OverlayPipeline {

    public static final TableId CLASSIFY = new TableId(0);
    public static final TableId GUARD = new TableId(1);
    public static final TableId OUTBOUND = new TableId(2);
    public static final TableId COMMIT_OUTBOUND = new TableId(3);
    public static final TableId LIMIT = new TableId(4);
    public static final TableId SERVE = new TableId(5);
    public static final TableId ENTER = new TableId(6);
    public static final TableId RETURN = new TableId(7);
    public static final TableId ROUTE = new TableId(8);
    public static final TableId NEIGHBOUR = new TableId(9);
    public static final TableId DELIVER = new TableId(10);
    public static final TableId REPLICATE = new TableId(11);
    public static final TableId ARRIVED = new TableId(12);
    public static final TableId HAND = new TableId(13);
    public static final TableId INBOUND = new TableId(14);
    public static final TableId COMMIT_INBOUND = new TableId(15);
    public static final TableId PORT = new TableId(16);
    public static final TableId EXIT = new TableId(17);
    public static final TableId OUTSIDE = new TableId(18);
    public static final TableId BALANCE = new TableId(19);
    public static final TableId BALANCED = new TableId(20);

    /** Where nothing else matches. */
    static final int MISS = 0;
    /** In {@link #OUTSIDE}, what is for nobody on the external network. */
    static final int BEYOND = 5;
    /** Where nothing else of one port or network matches. */
    static final int REST = 10;
    /** The rules of ports and networks. */
    static final int KNOWN = 100;
    /** What becomes of IP and ARP, before all else that {@link #KNOWN} says of the same frames. */
    static final int KNOWN_TYPE = 110;
    /** What ports may say only if a rule of {@link #SERVICE} lets them. */
    static final int DOUBT = 150;
    /** What is answered, or asked of the controller. */
    static final int SERVICE = 200;
    /** In {@link #ENTER}, what is for the controller of all that is for floating addresses. */
    static final int SERVICE_EXCEPTION = 210;
    /** In {@link #ENTER}, what is for a router's own address, before that. */
    static final int SERVICE_OWN = 220;
    /** What comes before {@link #SERVICE}. */
    static final int EXCEPTION = 300;

    /** What members of load balancers answer, before all else that is said of it. */
    static final int BACK = 310;

    /** What may come tagged, before all other tags are dropped. */
    static final int TAGGED = 400;

    /** In {@link #OUTBOUND} and {@link #INBOUND}: what is said by the state of a connection alone, before all rules of security groups. */
    static final int STATE = 40_000;

    /** In {@link #OUTBOUND} and {@link #INBOUND}: what every port may say and hear, whatever its security groups say. */
    static final int ALWAYS = 50_000;

    /** In {@link #ROUTE}, what has no hop left, before any route. */
    static final int EXPIRED = 600;

    /** In {@link #ROUTE}, what no router forwards, before {@link #EXPIRED}. */
    static final int UNROUTABLE = 650;

    /** In {@link #ROUTE}, what is for a router itself, before all else. */
    static final int OWN = 700;

    /** In {@link #ROUTE}, the way out, after all routes. */
    static final int OUT = 300;

    /** In REG1, that what is to be routed is for no router: a number that none has. */
    static final int NO_ROUTER = TenantRouter.AT_MOST;

    private static final int ROUTES = 310;
    private static final int TYPE_SHIFT = 32;
    private static final long OF_TYPE = -1L << TYPE_SHIFT;

    private OverlayPipeline() {}

    /** The priority of the route to {@code destination}: the longest prefix that matches wins. The one above is of what is too large. */
    static int route(Cidr destination) {
        return ROUTES + 2 * destination.length();
    }

    /** What a bridge does with a packet so that the router of that number routes it. */
    public static List<Action> routing(int router) {
        List<Action> actions = new ArrayList<>(List.of(new Action.SetField(Field.REG1, router)));
        actions.add(Frames.onward(ROUTE));
        return actions;
    }

    /** What a bridge does with a frame so that it comes in from an external network, for whoever it is addressed to there. */
    public static List<Action> entering(TenantNetwork network) {
        return List.of(new Action.SetField(Field.METADATA, network(network.segment())), Frames.onward(ENTER));
    }

    /** The metadata of frames on the network of that segment: how they travel, and the segmentation id in the low 32 bits. */
    public static long network(Segment segment) {
        long type = switch (segment.type()) {
            case VXLAN -> 1;
            case GRE -> 2;
            case VLAN -> 3;
            case FLAT -> 4;
            case ROUTED -> 5;
        };
        return type << TYPE_SHIFT | segment.id();
    }

    /** Packets on any network whose frames travel as {@code segment} says. */
    static Match likewise(Segment segment) {
        return Match.any().with(Field.METADATA, network(segment) & OF_TYPE, OF_TYPE);
    }
}
