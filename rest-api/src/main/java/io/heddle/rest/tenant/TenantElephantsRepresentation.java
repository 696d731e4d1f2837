package io.heddle.rest.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The large flows of tenants. What is large is the flow of a VXLAN tunnel, which may carry several of a tenant's flows, or one between
 * routed addresses.
 *
 * @param instant when this was put together
 * @param elephants every large flow of a VXLAN or routed network, by network and then by flow
 */
public record TenantElephantsRepresentation(Instant instant, List<ElephantRepresentation> elephants) {

    public TenantElephantsRepresentation {
        elephants = List.copyOf(elephants);
    }

    /**
     * One large flow.
     *
     * @param network the identifier of its network
     * @param name the network's name
     * @param project the network's owner
     * @param flow the tunnel's flow or that between routed addresses, as {@code /api/v1/elephants} names it; for administrators
     * @param bitsPerSecond what it carries, as measured
     * @param relativeError half the width of the 95 % confidence interval as a share of that
     * @param firstSeen when it was first seen
     * @param steered whether it goes by rules of its own
     * @param gainBitsPerSecond how much more it is expected to carry than if no flow were steered
     */
    public record ElephantRepresentation(
            String network,
            String name,
            String project,
            Optional<String> flow,
            long bitsPerSecond,
            double relativeError,
            Instant firstSeen,
            boolean steered,
            Optional<Long> gainBitsPerSecond) {}
}
