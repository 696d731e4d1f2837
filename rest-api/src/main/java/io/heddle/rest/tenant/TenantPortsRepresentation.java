package io.heddle.rest.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tenants' ports.
 *
 * @param instant when this was put together
 * @param ports every port, by identifier
 */
public record TenantPortsRepresentation(Instant instant, List<PortRepresentation> ports) {

    public TenantPortsRepresentation {
        ports = List.copyOf(ports);
    }

    /**
     * One port.
     *
     * @param id its identifier
     * @param network its network
     * @param project its owner
     * @param name its owner's name for it
     * @param mac its MAC address
     * @param addresses its addresses
     * @param adminUp whether it is to carry frames
     * @param status DOWN, BUILD or ACTIVE
     * @param reason why it is not active; for administrators, as it may name servers
     * @param place where it is plugged in; for administrators
     * @param traffic what it carried
     * @param pace what it carries now
     */
    public record PortRepresentation(
            String id,
            String network,
            String project,
            String name,
            String mac,
            List<String> addresses,
            boolean adminUp,
            String status,
            Optional<String> reason,
            Optional<PlaceRepresentation> place,
            TrafficRepresentation traffic,
            PaceRepresentation pace) {

        public PortRepresentation {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Where a port is plugged in.
     *
     * @param server what people call the server
     * @param address its fabric address, once known
     * @param device the interface there
     */
    public record PlaceRepresentation(String server, Optional<String> address, String device) {}
}
