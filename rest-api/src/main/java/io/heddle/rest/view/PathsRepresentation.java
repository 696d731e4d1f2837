package io.heddle.rest.view;

import java.util.List;
import java.util.Optional;

/**
 * The ways between two addresses, read off the plan: repairs and detours show.
 *
 * @param src the sender's address
 * @param dst the receiver's address
 * @param from the port by which packets come in
 * @param to the port by which they leave
 * @param count how many ways there are
 * @param paths the first of them
 */
public record PathsRepresentation(
        String src,
        String dst,
        EndRepresentation from,
        EndRepresentation to,
        long count,
        List<PathRepresentation> paths) {

    public PathsRepresentation {
        paths = List.copyOf(paths);
    }

    /**
     * One way.
     *
     * @param hops the switches in order
     */
    public record PathRepresentation(List<HopRepresentation> hops) {
        public PathRepresentation {
            hops = List.copyOf(hops);
        }
    }

    /**
     * One switch of a way.
     *
     * @param dpid the switch
     * @param name what to call it
     * @param address its own address; empty when there is no plan for it
     * @param inPort the port by which a packet comes in
     * @param outPort the port by which it leaves
     */
    public record HopRepresentation(String dpid, String name, Optional<String> address, int inPort, int outPort) {}
}
