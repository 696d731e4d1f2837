package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who gets connections of a pool.
 *
 * @param id its identifier
 * @param name the owner's name for it, not unique
 * @param adminUp whether it gets any
 * @param address its address
 * @param port the port there, 1 to 65535
 * @param weight its share of new connections, 0 to 256; with 0 it keeps those that it has
 * @param subnet the subnet its owner said the address is of
 * @param number its number in the pool, 0 to 255: the lowest that was free when it came
 * @param standard tags and times
 */
public record PoolMember(
        UUID id,
        String name,
        boolean adminUp,
        IpAddress address,
        int port,
        int weight,
        Optional<SubnetId> subnet,
        int number,
        StandardAttributes standard) {

    /** How many members a pool can have. */
    public static final int AT_MOST = 256;

    /** The largest weight. */
    public static final int HEAVIEST = 256;

    public PoolMember {
        Pool.requirePort(port);
        Pool.requireNumber("member of a pool", number, AT_MOST);
        if (weight < 0 || weight > HEAVIEST) {
            throw new IllegalArgumentException("a weight is 0 to " + HEAVIEST + ", not " + weight);
        }
    }

    /** Whether both are one port of one address. */
    public boolean isAtSamePort(PoolMember other) {
        return address.equals(other.address) && port == other.port;
    }

    /** This member with that number. */
    public PoolMember numbered(int other) {
        return new PoolMember(id, name, adminUp, address, port, weight, subnet, other, standard);
    }

    /** This member with other standard attributes. */
    public PoolMember withStandard(StandardAttributes attributes) {
        return new PoolMember(id, name, adminUp, address, port, weight, subnet, number, attributes);
    }
}
