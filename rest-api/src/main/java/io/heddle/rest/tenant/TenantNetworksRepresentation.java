package io.heddle.rest.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tenants' networks.
 *
 * @param instant when this was put together
 * @param networks every network, by identifier
 */
public record TenantNetworksRepresentation(Instant instant, List<NetworkRepresentation> networks) {

    public TenantNetworksRepresentation {
        networks = List.copyOf(networks);
    }

    /**
     * One network.
     *
     * @param id its identifier
     * @param name its owner's name for it
     * @param project its owner
     * @param adminUp whether it is to carry frames
     * @param shared whether every project may use it
     * @param segment what keeps it apart; for administrators
     * @param mtu the largest packet its members may send
     * @param subnets the prefixes of its subnets
     * @param ports how many ports it has
     * @param portsActive how many of them work
     * @param traffic what they carried
     * @param pace what they carry now
     */
    public record NetworkRepresentation(
            String id,
            String name,
            String project,
            boolean adminUp,
            boolean shared,
            Optional<SegmentRepresentation> segment,
            int mtu,
            List<String> subnets,
            int ports,
            int portsActive,
            TrafficRepresentation traffic,
            PaceRepresentation pace) {

        public NetworkRepresentation {
            subnets = List.copyOf(subnets);
        }
    }

    /**
     * What keeps the frames of a network apart.
     *
     * @param type vxlan, gre, vlan or flat
     * @param physicalNetwork the physical network, where it is on one
     * @param id the VNI, GRE key or VLAN
     */
    public record SegmentRepresentation(String type, Optional<String> physicalNetwork, long id) {}
}
