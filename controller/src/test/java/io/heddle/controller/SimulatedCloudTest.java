package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.simulation.SimulatedCloud;
import io.heddle.controller.simulation.SimulatedServer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A whole controller: HTTP in, OVSDB in, OpenFlow out. */
class SimulatedCloudTest {
    private static final int SERVERS = 6;
    private static final int NETWORKS = 5;

    @Test
    void oneMorePortPlansItsNetworkAndTouchesOnlyItsServers() throws IOException {
        try (SimulatedCloud cloud = SimulatedCloud.start(Main::subject, SERVERS)) {
            List<UUID> networks = IntStream.range(0, NETWORKS)
                    .mapToObj(each ->
                            cloud.create("networks", "{\"network\": {}}").getFirst())
                    .toList();
            for (UUID network : networks) {
                List<UUID> ports = ports(cloud, network, 4);
                for (int i = 0; i < 4; i++) {
                    cloud.servers().get(i).plug(List.of(ports.get(i)));
                }
                SimulatedCloud.await(() -> ports.stream().allMatch(cloud::isActive));
            }
            double plannedBefore = cloud.settledTotal("tenant_networks_planned");
            double bridgesBefore = cloud.total("tenant_bridges_planned");
            List<Long> told = changes(cloud);

            UUID added = ports(cloud, networks.getFirst(), 1).getFirst();
            cloud.servers().get(4).plug(List.of(added));
            SimulatedCloud.await(() -> cloud.isActive(added));

            // Once when it was created and once when it was plugged in, or once for both if that came at once.
            assertThat(cloud.settledTotal("tenant_networks_planned") - plannedBefore)
                    .isBetween(1.0, 2.0);
            assertThat(cloud.total("tenant_bridges_planned") - bridgesBefore).isEqualTo(5);
            List<Long> after = changes(cloud);
            assertThat(after.get(5)).isEqualTo(told.get(5));
            // The answer to ARP, the delivery, four kinds of frames to all, and the address as a peer of the default
            // group.
            for (int server = 0; server < 4; server++) {
                assertThat(after.get(server) - told.get(server)).isBetween(1L, 7L);
            }
            assertThat(cloud.total("tenant_packets_dropped")).isZero();
        }
    }

    private static List<UUID> ports(SimulatedCloud cloud, UUID network, int count) {
        String bodies = IntStream.range(0, count)
                .mapToObj(each -> "{\"network_id\": \"" + network + "\"}")
                .collect(Collectors.joining(","));
        return cloud.create("ports", "{\"ports\": [" + bodies + "]}");
    }

    private static List<Long> changes(SimulatedCloud cloud) {
        return cloud.servers().stream().map(SimulatedServer::changes).toList();
    }
}
