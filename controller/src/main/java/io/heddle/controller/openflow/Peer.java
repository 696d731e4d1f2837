package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.Versions;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Port;
import io.heddle.topology.PortNumber;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What has been learned of the other end so far; belongs to one session and its event loop. */
final class Peer {
    private final String remote;
    private final SortedMap<PortNumber, Port> ports = new TreeMap<>();
    private ProtocolVersion version = ProtocolVersion.OF_1_5;
    private MessageEncoder encoder = new MessageEncoder(version);
    private Optional<DatapathId> dpid = Optional.empty();
    private SwitchDescription description = new SwitchDescription("", "", "", "", "");
    private boolean takesBundles = true;

    Peer(String remote) {
        this.remote = remote;
    }

    String remote() {
        return remote;
    }

    /** The negotiated version; ours, before that. */
    ProtocolVersion version() {
        return version;
    }

    MessageEncoder encoder() {
        return encoder;
    }

    void speaks(ProtocolVersion negotiated) {
        version = negotiated;
        encoder = new MessageEncoder(negotiated);
    }

    /** Throws when the switch has not said who it is. */
    DatapathId dpid() {
        return dpid.orElseThrow(() -> new IllegalStateException(remote + " has not said who it is"));
    }

    /** Who it says it is, once it has. */
    Optional<DatapathId> identity() {
        return dpid;
    }

    void is(DatapathId identity) {
        dpid = Optional.of(identity);
    }

    SwitchDescription description() {
        return description;
    }

    void saysOfItself(SwitchDescription text) {
        description = text;
    }

    SortedMap<PortNumber, Port> ports() {
        return ports;
    }

    /** Whether it is worth trying a bundle; false once one was not understood. */
    boolean takesBundles() {
        return takesBundles;
    }

    void takesNoBundles() {
        takesBundles = false;
    }

    /** Who it is, as far as known, for people. */
    @Override
    public String toString() {
        return dpid.map(id -> "switch " + id + " at " + remote).orElse("peer at " + remote);
    }

    /** The lowest number of a version that is in {@code bitmap}, to answer in; 1 when there is none at all. */
    static int lowestVersion(int bitmap) {
        int lowest = Integer.numberOfTrailingZeros(bitmap & ~1);
        return lowest > Versions.wire(ProtocolVersion.OF_1_5) ? 1 : lowest;
    }
}
