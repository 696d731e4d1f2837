package io.heddle.controller.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** What tenants ask of a simulated cloud, and how long it takes until it is done; times in milliseconds since the first request. */
final class TenantWorkload {
    /** Of each network of a bulk. */
    static final int PORTS = 10;

    private static final Duration BULK_LOOK = Duration.ofMillis(20);

    private final SimulatedCloud cloud;
    private int turn;

    TenantWorkload(SimulatedCloud cloud) {
        this.cloud = cloud;
    }

    /**
     * The times of one addition.
     *
     * @param answered when all requests were accepted
     * @param confirmed when both servers had committed a bundle
     * @param active when the Networking API said that both ports work
     */
    record Addition(double answered, double confirmed, double active) {}

    /**
     * The times of a bulk.
     *
     * @param answered when all requests were accepted
     * @param plugged when all servers had said what was plugged in
     * @param active when the Networking API said that every port works
     */
    record Bulk(double answered, double plugged, double active) {}

    /** Adds a network, a subnet and two ports, by three requests, plugged into two servers as soon as they are answered. */
    Addition add() {
        SimulatedServer one = serverAt(turn * 7);
        SimulatedServer other = serverAt(turn * 7 + 10);
        turn++;
        long before = System.nanoTime();
        UUID network = cloud.create("networks", "{\"network\": {}}").getFirst();
        cloud.create("subnets", "{\"subnet\": " + subnet(network) + "}");
        List<UUID> ports = cloud.create("ports", "{\"ports\": [" + port(network) + "," + port(network) + "]}");
        double answered = millisSince(before);
        long first = one.batches();
        long second = other.batches();
        one.plug(List.of(ports.get(0)));
        other.plug(List.of(ports.get(1)));
        SimulatedCloud.await(() -> one.batches() > first && other.batches() > second);
        double confirmed = millisSince(before);
        SimulatedCloud.await(() -> cloud.areActive(network, 2));
        return new Addition(answered, confirmed, millisSince(before));
    }

    /** Adds all networks, all their subnets and all their ports, by one request each, and plugs in the ports, one server after another. */
    Bulk bulk(int networks) {
        int activeBefore = cloud.active();
        long before = System.nanoTime();
        List<UUID> made = cloud.create("networks", all(Collections.nCopies(networks, "{}"), "networks"));
        cloud.create("subnets", all(made.stream().map(TenantWorkload::subnet).toList(), "subnets"));
        List<String> bodies = made.stream()
                .flatMap(network -> Collections.nCopies(PORTS, port(network)).stream())
                .toList();
        List<UUID> ports = cloud.create("ports", all(bodies, "ports"));
        double answered = millisSince(before);
        int servers = cloud.servers().size();
        for (int i = 0; i < servers; i++) {
            List<UUID> share = new ArrayList<>();
            for (int at = i; at < ports.size(); at += servers) {
                share.add(ports.get(at));
            }
            if (!share.isEmpty()) {
                serverAt(i).plug(share);
            }
        }
        double plugged = millisSince(before);
        // Seldom, and one port first: to ask for all of them again and again would be a load of its own.
        SimulatedCloud.await(() -> cloud.isActive(ports.getLast()), BULK_LOOK);
        SimulatedCloud.await(() -> cloud.waiting() == 0, BULK_LOOK);
        double active = millisSince(before);
        if (cloud.active() - activeBefore != ports.size()) {
            throw new IllegalStateException("not every port is there");
        }
        return new Bulk(answered, plugged, active);
    }

    private SimulatedServer serverAt(int place) {
        return cloud.servers().get(place % cloud.servers().size());
    }

    private static String all(List<String> bodies, String name) {
        return "{\"" + name + "\": [" + String.join(",", bodies) + "]}";
    }

    private static String subnet(UUID network) {
        return "{\"network_id\": \"" + network + "\", \"ip_version\": 4, \"cidr\": \"192.168.0.0/24\"}";
    }

    private static String port(UUID network) {
        return "{\"network_id\": \"" + network + "\"}";
    }

    private static double millisSince(long before) {
        return (System.nanoTime() - before) / 1e6;
    }
}
