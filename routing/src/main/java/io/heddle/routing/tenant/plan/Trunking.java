package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.Match;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.VlanId;
import java.util.List;

/**
 * How a subport's frames get to and from the interface of its trunk: tagged, and by a cable (a pair of patch ports) whose one end is the
 * subport's interface, so that all else on the bridge sees a port like any other.
 *
 * @param parent the number of the trunk's interface
 * @param vlan the VLAN id of the subport's frames there
 * @param end the number of the cable's other end
 */
record Trunking(PortNumber parent, VlanId vlan, PortNumber end) {

    /** Adds what joins the interface and the cable. */
    void addTo(Rules rules) {
        rules.end(
                OverlayPipeline.CLASSIFY,
                OverlayPipeline.TAGGED,
                Match.any().inPort(parent).with(Field.VLAN_VID, vlan.tagged()),
                Purpose.ADMISSION,
                List.of(new Action.PopVlan(), new Action.Output(end)));
        rules.end(
                OverlayPipeline.CLASSIFY,
                OverlayPipeline.KNOWN,
                Match.any().inPort(end),
                Purpose.DELIVERY,
                List.of(
                        new Action.PushVlan(),
                        new Action.SetField(Field.VLAN_VID, vlan.tagged()),
                        new Action.Output(parent)));
    }
}
