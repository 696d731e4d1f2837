package io.heddle.routing.plan;

import io.heddle.routing.plan.VlanGround.Turn;
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
 * @param turns how it sends up again, once, what came from above and has no way further down; the same for all VLANs
 */
record VlanShare(List<Admitted> admitted, List<Carried> carried, List<Turn> turns) {

    static final VlanShare NOTHING = new VlanShare(List.of(), List.of(), List.of());

    VlanShare {
        admitted = List.copyOf(admitted);
        carried = List.copyOf(carried);
        turns = List.copyOf(turns);
    }

    /** A member that sends from a host port. */
    record Admitted(PortNumber port, VlanId vlan, MacAddress mac) {}

    /**
     * Where frames of a VLAN go.
     *
     * @param table the table that they come to, which says from which side they came
     * @param mac whom they are for; none for all group addresses
     */
    record Carried(TableId table, VlanId vlan, Optional<MacAddress> mac, Onto onto) {}

    /** By which ports frames leave. */
    sealed interface Onto {

        /** All of these, but never the one that a frame came in by. */
        record Copies(List<PortNumber> ports) implements Onto {
            public Copies {
                ports = List.copyOf(ports);
            }
        }

        /** One, as packets to the same switch do. */
        record Way(Target.Onward target) implements Onto {}
    }

    int size() {
        return admitted.size() + carried.size() + turns.size();
    }

    VlanShare with(VlanShare more) {
        List<Admitted> allAdmitted = new ArrayList<>(admitted);
        List<Carried> allCarried = new ArrayList<>(carried);
        allAdmitted.addAll(more.admitted);
        allCarried.addAll(more.carried);
        return new VlanShare(allAdmitted, allCarried, turns.isEmpty() ? more.turns : turns);
    }
}
