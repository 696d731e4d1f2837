package io.heddle.routing.verify.space;

import java.util.List;

/** What connection tracking is taken to make of packets: an assumption under which switches are walked. */
@FunctionalInterface
public interface Tracking {

    /**
     * Packets of which connection tracking finds the same.
     *
     * @param packets which of them, as they were sent
     * @param state the bits of {@code CtState} without that of having looked
     */
    record Found(PacketSet packets, long state) {}

    /** What is found in a zone of a switch; together all of the packets, none of them twice. */
    List<Found> of(PacketSpace space, int zone, SymbolicPacket packet);
}
