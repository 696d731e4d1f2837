package io.heddle.routing.tenant.trace;

import io.heddle.routing.path.PathSet;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Passage;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.Trace;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.List;
import java.util.Optional;

/**
 * The way of one packet of a tenant. Where it is copied, the stages of one copy up to its end come before those of the next.
 *
 * @param stages in order, at least one
 */
public record Journey(List<Stage> stages) {

    public Journey {
        if (stages.stream().noneMatch(End.class::isInstance)) {
            throw new IllegalArgumentException("a journey has an end, and there is none in " + stages);
        }
        stages = List.copyOf(stages);
    }

    /** One part of the way. */
    public sealed interface Stage {}

    /**
     * Through an integration bridge.
     *
     * @param bridge the bridge
     * @param ingress the port by which it came in
     * @param packet as it came in
     * @param passage what the bridge did
     */
    public record AtServer(DatapathId bridge, PortNumber ingress, Packet packet, Passage passage) implements Stage {}

    /**
     * From one server to another.
     *
     * @param type how it is carried
     * @param outer the packet, or tagged frame, that the fabric sees, as far as it is known
     * @param route which way
     */
    public record Across(NetworkType type, Packet outer, Route route) implements Stage {}

    /** Which way over the fabric. */
    public sealed interface Route {

        /** This one. */
        record Exact(Trace trace) implements Route {}

        /** One of these; {@code reason} tells why it is not known which. */
        record OneOf(PathSet ways, String reason) implements Route {}

        /** None: one of the servers has no place on it. */
        record Nowhere(String reason) implements Route {}
    }

    /** How it ends. */
    public sealed interface End extends Stage {}

    /** At the interface of a port. */
    public record Delivered(PortId port, ConnectPoint place, Packet packet) implements End {}

    /** At the sender: a bridge turned it into an answer. */
    public record Answered(PortId port, DatapathId bridge, Packet packet) implements End {}

    /** Out of a server by its port to a physical network. */
    public record Left(DatapathId bridge, String physicalNetwork, Packet packet) implements End {}

    /** At the controller, which gets packets for that purpose; empty where it is not known. */
    public record Asked(DatapathId bridge, Optional<Purpose> purpose, Packet packet) implements End {}

    /** In a bridge; {@code last} is what happened to it last. */
    public record Dropped(DatapathId bridge, Step last) implements End {}

    /** On the fabric; a sentence says where. */
    public record Lost(String reason) implements End {}

    /** It was never sent; a sentence says why. */
    public record Unsent(String reason) implements End {}

    /** Whether nothing on it is a guess. */
    public boolean isExact() {
        return stages.stream()
                .noneMatch(stage -> stage instanceof Across(var type, var outer, var route)
                        && !(route instanceof Route.Exact(Trace trace) && trace.isExact()));
    }

    /** Its ends, in order. */
    public List<End> ends() {
        return stages.stream()
                .filter(End.class::isInstance)
                .map(End.class::cast)
                .toList();
    }
}
