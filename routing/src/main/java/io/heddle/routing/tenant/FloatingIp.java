package io.heddle.routing.tenant;

import io.heddle.topology.address.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An address on an external network that stands for one of a port, in both directions (RFC 3022 §2.1, basic NAT).
 *
 * @param id its identifier
 * @param project its owner
 * @param network the external network
 * @param address the address there
 * @param port the port that holds the address, whose device owner is {@link TenantPort#FLOATING_IP}
 * @param target whom it stands for, if anybody
 * @param limit how much it may carry, if that is limited
 * @param forwardings ports of it that lead to ports of others while it stands for nobody; all by one router
 * @param standard description, tags, revision, times
 */
public record FloatingIp(
        FloatingIpId id,
        ProjectId project,
        NetworkId network,
        IpAddress address,
        PortId port,
        Optional<Target> target,
        Optional<Limit> limit,
        List<PortForwarding> forwardings,
        StandardAttributes standard)
        implements TenantResource {

    public FloatingIp {
        forwardings = List.copyOf(forwardings);
    }

    /**
     * How much a floating address may send and be sent.
     *
     * @param policy the quality of service policy that says so
     * @param number its number among all limits of floating addresses, from 0: the lowest that was free when it was given
     */
    public record Limit(QosPolicyId policy, int number) {

        /** How many limits of floating addresses there can be. */
        public static final int AT_MOST = 0x8000;

        public Limit {
            if (number < 0 || number >= AT_MOST) {
                throw new IllegalArgumentException(
                        "limits of floating addresses are numbered in 15 bits, not " + number);
            }
        }
    }

    /**
     * Whom a floating address stands for.
     *
     * @param port the port
     * @param address which of its addresses
     * @param router the router between them
     */
    public record Target(PortId port, IpAddress address, RouterId router) {}

    /** This floating address, standing for somebody else, or for nobody. */
    public FloatingIp withTarget(Optional<Target> other, StandardAttributes attributes) {
        return new FloatingIp(id, project, network, address, port, other, limit, forwardings, attributes);
    }

    /** This floating address with that limit, or none. */
    public FloatingIp withLimit(Optional<Limit> other) {
        return new FloatingIp(id, project, network, address, port, target, other, forwardings, standard);
    }

    /** This floating address with those ports forwarded. */
    public FloatingIp withForwardings(List<PortForwarding> others, StandardAttributes attributes) {
        return new FloatingIp(id, project, network, address, port, target, limit, others, attributes);
    }

    /** All to whom something of it leads, each once. */
    public List<Target> insides() {
        return Stream.concat(target.stream(), forwardings.stream().map(PortForwarding::inside))
                .distinct()
                .toList();
    }

    /** The router that translates it, if anything of it leads anywhere. */
    public Optional<RouterId> router() {
        return insides().stream().map(Target::router).findFirst();
    }

    @Override
    public FloatingIp withStandard(StandardAttributes attributes) {
        return withTarget(target, attributes);
    }
}
