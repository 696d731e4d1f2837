package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.view.PathsRepresentation.HopRepresentation;
import io.heddle.rest.view.PathsRepresentation.PathRepresentation;
import io.heddle.routing.path.Path;
import io.heddle.routing.path.PathFinder;
import io.heddle.routing.path.PathSet;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.clos.AddressPlan;

/** The ways between two addresses, as they are written. */
public final class PathView {

    /** How many ways are listed at most; all are counted. */
    public static final int LISTED = 64;

    private PathView() {}

    /**
     * The ways from {@code source} to {@code destination}.
     *
     * @throws io.heddle.routing.path.UnknownAddress when one of the two has no place
     */
    public static PathsRepresentation between(
            FabricSnapshot snapshot, AddressPlan addresses, Ipv4Address source, Ipv4Address destination) {
        PathSet found =
                new PathFinder(snapshot.plan(), snapshot.topology(), addresses).between(source, destination, LISTED);
        Ends ends = new Ends(snapshot.topology());
        return new PathsRepresentation(
                source.toString(),
                destination.toString(),
                ends.of(found.source()),
                ends.of(found.destination()),
                found.count(),
                found.paths().stream().map(path -> path(snapshot, path)).toList());
    }

    private static PathRepresentation path(FabricSnapshot snapshot, Path path) {
        Ends ends = new Ends(snapshot.topology());
        Addresses addresses = Addresses.of(snapshot);
        return new PathRepresentation(path.hops().stream()
                .map(hop -> new HopRepresentation(
                        hop.dpid().toString(),
                        ends.name(hop.dpid()),
                        addresses.ofSwitch(hop.dpid()),
                        hop.ingress().value(),
                        hop.egress().value()))
                .toList());
    }
}
