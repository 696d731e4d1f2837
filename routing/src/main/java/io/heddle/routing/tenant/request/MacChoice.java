package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.sorted.PersistentMap;
import java.util.UUID;

/** Chooses the MAC address of a port: what was asked for if it is free on its network, or one made from its identifier. */
final class MacChoice {

    /** What OpenStack's own ports begin with: locally administered, and no maker's. */
    private static final long BASE = 0xfa_163e_00_0000L;

    private static final long NUMBERS = 1L << 24;

    private MacChoice() {}

    static MacAddress asked(TenantState state, NetworkId network, MacAddress mac) {
        if (mac.isGroup() || mac.value() == 0) {
            throw TenantRefusal.invalid("'" + mac + "' is not a MAC address that a station can have");
        }
        if (state.portsByMac(network).containsKey(mac)) {
            throw TenantRefusal.conflict(
                    "MacAddressInUse",
                    "Unable to complete operation for network " + network + ". The mac address " + mac + " is in use.");
        }
        return mac;
    }

    /** The address whose last three octets are the identifier's, or the next that is free. */
    static MacAddress made(TenantState state, NetworkId network, PortId port) {
        PersistentMap<MacAddress, PortId> taken = state.portsByMac(network);
        UUID id = port.value();
        long mixed = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
        long start = Math.floorMod(mixed ^ (mixed >>> 24), NUMBERS);
        for (long step = 0; step <= taken.size() && step < NUMBERS; step++) {
            MacAddress mac = new MacAddress(BASE | Math.floorMod(start + step, NUMBERS));
            if (!taken.containsKey(mac)) {
                return mac;
            }
        }
        throw TenantRefusal.of(
                TenantRefusal.Kind.EXHAUSTED,
                "MacAddressGenerationFailure",
                "Unable to generate unique mac on network " + network + ".");
    }
}
