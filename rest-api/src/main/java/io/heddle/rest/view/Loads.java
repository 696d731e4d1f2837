package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.PortLoad;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.clos.Cable;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What goes through ports and cables, as a rate and as a share of their capacity. */
record Loads(Topology topology, SortedMap<ConnectPoint, PortLoad> measured) {

    private static final double SHARE_STEPS = 10_000;

    static Loads of(FabricSnapshot snapshot) {
        return new Loads(snapshot.topology(), snapshot.loads());
    }

    Optional<Long> capacity(ConnectPoint point) {
        return topology.port(point).map(Port::bitsPerSecond).filter(capacity -> capacity > 0);
    }

    /** The smaller of the two ends' capacities, or the one that is known. */
    Optional<Long> capacity(Cable cable) {
        return Stream.of(cable.first(), cable.second())
                .map(this::capacity)
                .flatMap(Optional::stream)
                .min(Long::compare);
    }

    FlowRepresentation sentBy(ConnectPoint point) {
        Optional<PortLoad> load = load(point);
        return flow(
                load.map(PortLoad::txBitsPerSecond),
                capacity(point),
                load.map(PortLoad::txDropped).orElse(0L));
    }

    FlowRepresentation receivedBy(ConnectPoint point) {
        Optional<PortLoad> load = load(point);
        return flow(
                load.map(PortLoad::rxBitsPerSecond),
                capacity(point),
                load.map(PortLoad::rxDropped).orElse(0L));
    }

    /** What leaves {@code from} through {@code cable}: as its own switch counts it, else as the other end does. */
    FlowRepresentation through(Cable cable, ConnectPoint from) {
        Optional<Long> rate = load(from)
                .map(PortLoad::txBitsPerSecond)
                .or(() -> load(cable.opposite(from)).map(PortLoad::rxBitsPerSecond));
        return flow(rate, capacity(cable), load(from).map(PortLoad::txDropped).orElse(0L));
    }

    private Optional<PortLoad> load(ConnectPoint point) {
        return Optional.ofNullable(measured.get(point));
    }

    private static FlowRepresentation flow(Optional<Long> rate, Optional<Long> capacity, long dropped) {
        Optional<Double> share = rate.flatMap(bits -> capacity.map(most -> share(bits, most)));
        return new FlowRepresentation(rate, share, dropped);
    }

    private static double share(long rate, long capacity) {
        return Math.round(SHARE_STEPS * rate / capacity) / SHARE_STEPS;
    }
}
