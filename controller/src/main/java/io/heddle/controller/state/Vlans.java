package io.heddle.controller.state;

import io.heddle.routing.plan.VlanMember;
import java.util.List;

/**
 * The interfaces on VLANs that the fabric is to carry between servers, as far as servers have told.
 *
 * @param members in order
 * @param isWhole whether these are all; until then what switches hold for others stays
 */
public record Vlans(List<VlanMember> members, boolean isWhole) {

    /** Nothing was told yet. */
    public static final Vlans UNKNOWN = new Vlans(List.of(), false);

    public Vlans {
        members = List.copyOf(members);
    }
}
