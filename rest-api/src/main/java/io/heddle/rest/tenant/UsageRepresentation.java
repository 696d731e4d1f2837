package io.heddle.rest.tenant;

import java.time.Instant;
import java.util.List;

/**
 * What was carried, by port, network and project. Networks and projects keep what ports carried that are gone.
 *
 * @param instant when this was put together
 * @param ports every port, by identifier
 * @param networks every network, by identifier
 * @param projects every project, by name
 */
public record UsageRepresentation(
        Instant instant, List<PortUsage> ports, List<NetworkUsage> networks, List<ProjectUsage> projects) {

    public UsageRepresentation {
        ports = List.copyOf(ports);
        networks = List.copyOf(networks);
        projects = List.copyOf(projects);
    }

    /**
     * What a port carried.
     *
     * @param id the port
     * @param network its network
     * @param project its owner
     * @param traffic the total
     */
    public record PortUsage(String id, String network, String project, TrafficRepresentation traffic) {}

    /**
     * What a network carried.
     *
     * @param id the network
     * @param project its owner
     * @param traffic the total
     */
    public record NetworkUsage(String id, String project, TrafficRepresentation traffic) {}

    /**
     * What a project carried, on whose networks ever.
     *
     * @param id the project
     * @param traffic the total
     */
    public record ProjectUsage(String id, TrafficRepresentation traffic) {}
}
