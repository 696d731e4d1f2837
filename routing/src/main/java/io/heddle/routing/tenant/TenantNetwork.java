package io.heddle.routing.tenant;

import java.util.Optional;

/**
 * A layer 2 network of a tenant, isolated from every other.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param adminUp whether it is to carry frames
 * @param shared whether every project may use it
 * @param external whether it leads out of all networks of tenants: routers may have a gateway on it, and floating addresses are its
 * @param segment what its frames are told apart by
 * @param mtu the largest packet its members may send, in bytes
 * @param portSecurity whether its ports are guarded against spoofing unless they say otherwise
 * @param qos the quality of service policy of its ports that have none of their own, if any
 * @param standard description, tags, revision, times
 */
public record TenantNetwork(
        NetworkId id,
        ProjectId project,
        String name,
        boolean adminUp,
        boolean shared,
        boolean external,
        Segment segment,
        int mtu,
        boolean portSecurity,
        Optional<QosPolicyId> qos,
        StandardAttributes standard)
        implements TenantResource {

    /** This network with that policy for its ports, or none. */
    public TenantNetwork withQos(Optional<QosPolicyId> policy) {
        return new TenantNetwork(
                id, project, name, adminUp, shared, external, segment, mtu, portSecurity, policy, standard);
    }

    @Override
    public TenantNetwork withStandard(StandardAttributes attributes) {
        return new TenantNetwork(
                id, project, name, adminUp, shared, external, segment, mtu, portSecurity, qos, attributes);
    }
}
