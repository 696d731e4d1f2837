package io.heddle.routing.plan;

import io.heddle.routing.rule.TableId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.address.VlanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one switch does for VLANs; each entry is one rule.
 *
 * @param admitted who may send there
 * @param carried where frames go
 */
record VlanShare(List<Admitted> admitted, List<Carried> carried) {

    static final VlanShare NOTHING = new VlanShare(List.of(), List.of());

    VlanShare {
        admitted = List.copyOf(admitted);
        carried = List.copyOf(carried);
    }

    /** A member that sends from a host port. */
    record Admitted(PortNumber port, VlanId vlan, MacAddress mac) {}

    /**
     * Where frames of a VLAN go.
     *
     * @param table the table that they come to, which says from which side they came
     * @param mac whom they are for; none for all group addresses
     * @param isCopied whether they go by all of {@code ports}, and not by any one
     * @param ports never the one that a frame came in by
     */
    record Carried(TableId table, VlanId vlan, Optional<MacAddress> mac, boolean isCopied, List<PortNumber> ports) {
        Carried {
            ports = List.copyOf(ports);
        }
    }

    int size() {
        return admitted.size() + carried.size();
    }

    VlanShare with(VlanShare more) {
        List<Admitted> allAdmitted = new ArrayList<>(admitted);
        List<Carried> allCarried = new ArrayList<>(carried);
        allAdmitted.addAll(more.admitted);
        allCarried.addAll(more.carried);
        return new VlanShare(allAdmitted, allCarried);
    }
}
