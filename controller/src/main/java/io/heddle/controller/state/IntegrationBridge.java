package io.heddle.controller.state;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.sorted.PersistentMap;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bridge of a server that tenants' interfaces are plugged into, as its database describes it.
 *
 * @param dpid the switch that it is in OpenFlow
 * @param isUserspace whether Open vSwitch's userspace datapath forwards for it, and not the kernel
 * @param source the address that its tunnels begin at, by their configuration
 * @param tunnels the OpenFlow ports of the tunnel ports that work
 * @param uplinks the OpenFlow ports of the cables to physical networks that work, by the name of the network
 * @param interfaces what is plugged in, by the port that it says it is; of several that say the same only one
 * @param trunkEnds the OpenFlow ports of the cables that lead frames of trunks to subports, by subport
 */
public record IntegrationBridge(
        DatapathId dpid,
        boolean isUserspace,
        Optional<Ipv4Address> source,
        SortedMap<NetworkType, PortNumber> tunnels,
        SortedMap<String, PortNumber> uplinks,
        PersistentMap<PortId, PluggedInterface> interfaces,
        SortedMap<PortId, PortNumber> trunkEnds) {

    private static final long PREFIX = 0x4844L;
    private static final int PREFIX_SHIFT = 48;

    public IntegrationBridge {
        tunnels = Collections.unmodifiableSortedMap(new TreeMap<>(tunnels));
        uplinks = Collections.unmodifiableSortedMap(new TreeMap<>(uplinks));
        trunkEnds = Collections.unmodifiableSortedMap(new TreeMap<>(trunkEnds));
    }

    /** The same bridge with these interfaces plugged in. */
    public IntegrationBridge with(PersistentMap<PortId, PluggedInterface> plugged) {
        return new IntegrationBridge(dpid, isUserspace, source, tunnels, uplinks, plugged, trunkEnds);
    }

    /** The datapath id of the integration bridge of the server with that database: the same whenever it is made again. */
    public static DatapathId dpidOf(DatabaseId database) {
        long identity = database.value().getMostSignificantBits() * 31
                + database.value().getLeastSignificantBits();
        return new DatapathId((PREFIX << PREFIX_SHIFT) | (identity & ((1L << PREFIX_SHIFT) - 1)));
    }

    /** Whether a switch is the integration bridge of a server, and no switch of the fabric. */
    public static boolean is(DatapathId dpid) {
        return dpid.value() >>> PREFIX_SHIFT == PREFIX;
    }
}
