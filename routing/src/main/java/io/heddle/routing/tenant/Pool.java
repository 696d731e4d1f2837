package io.heddle.routing.tenant;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who gets the connections of listeners, and how they are shared out.
 *
 * @param id its identifier
 * @param name the owner's name for it, not unique
 * @param adminUp whether its members get connections
 * @param protocol {@link IpProtocol#TCP} or {@link IpProtocol#UDP}
 * @param algorithm by what a connection's member is chosen
 * @param isSticky whether all connections of a client go to one member, whatever the algorithm is (session persistence by source address)
 * @param number its number among the pools of its load balancer, 0 to 255: the lowest that was free when it was made
 * @param members its members, in the order in which they came
 * @param monitor how it is found out which members work, if that is wanted
 * @param standard description, tags, times
 */
public record Pool(
        UUID id,
        String name,
        boolean adminUp,
        IpProtocol protocol,
        Algorithm algorithm,
        boolean isSticky,
        int number,
        List<PoolMember> members,
        Optional<HealthMonitor> monitor,
        StandardAttributes standard) {

    /** How many pools a load balancer can have. */
    public static final int AT_MOST = 256;

    /** By what a connection's member is chosen. */
    public enum Algorithm {
        /** The client's address and port, and those it connects to. */
        SOURCE_IP_PORT,
        /** The client's address. */
        SOURCE_IP
    }

    public Pool {
        requireBalanced(protocol);
        requireNumber("pool of a load balancer", number, AT_MOST);
        members = List.copyOf(members);
    }

    static void requireBalanced(IpProtocol protocol) {
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            throw new IllegalArgumentException("connections of TCP and UDP are balanced, not of " + protocol);
        }
    }

    static void requirePort(int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    static void requireNumber(String what, int number, int most) {
        if (number < 0 || number >= most) {
            throw new IllegalArgumentException(
                    "the number of a " + what + " is 0 to " + (most - 1) + ", not " + number);
        }
    }

    /** Whether a client's connections all go to one member. */
    public boolean isByClient() {
        return isSticky || algorithm == Algorithm.SOURCE_IP;
    }

    /** The member of that identifier. */
    public Optional<PoolMember> member(UUID member) {
        return members.stream().filter(each -> each.id().equals(member)).findFirst();
    }

    /** This pool with that number. */
    public Pool numbered(int other) {
        return new Pool(id, name, adminUp, protocol, algorithm, isSticky, other, members, monitor, standard);
    }

    /** This pool with other members. */
    public Pool withMembers(List<PoolMember> others) {
        return new Pool(id, name, adminUp, protocol, algorithm, isSticky, number, others, monitor, standard);
    }

    /** This pool with that monitor, or none. */
    public Pool withMonitor(Optional<HealthMonitor> other) {
        return new Pool(id, name, adminUp, protocol, algorithm, isSticky, number, members, other, standard);
    }

    /** This pool with other standard attributes. */
    public Pool withStandard(StandardAttributes attributes) {
        return new Pool(id, name, adminUp, protocol, algorithm, isSticky, number, members, monitor, attributes);
    }
}
