package io.heddle.routing.verify.space;

import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Optional;

/** What connection tracking is taken to make of packets: an assumption under which switches are walked. */
@FunctionalInterface
public interface Tracking {

    /**
     * Packets of which connection tracking finds the same.
     *
     * @param packets which of them, as they were sent
     * @param state the bits of {@code CtState} without that of having looked
     * @param receiver who they are for, where that was translated when their connection began and whoever looks wants it undone
     */
    record Found(PacketSet packets, long state, Optional<Ipv4Address> receiver) {

        /** Packets of a connection in which nothing was translated. */
        public Found(PacketSet packets, long state) {
            this(packets, state, Optional.empty());
        }
    }

    /** What is found in a zone of a switch; together all of the packets, none of them twice. */
    List<Found> of(PacketSpace space, int zone, SymbolicPacket packet);
}
