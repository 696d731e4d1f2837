package io.heddle.routing.plan;

import io.heddle.topology.DatapathId;
import io.heddle.topology.address.MacAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an operator, or the session with a switch, decides about a plan.
 *
 * @param gatewayMac the MAC address that every edge switch answers ARP with and sends from
 * @param hashedSelection the switches that speak OpenFlow 1.5 and so take a hash seed and bucket ids; on any other, select groups hash
 *     as the switch likes, and the bucket ids of a plan are just their index
 * @param rates how much may be sent to the controller
 * @param steering how much may be steered, and how long
 * @param vlanRules how many rules for VLANs one switch holds at most
 * @param routed which addresses of tenants are routed
 */
public record PlanOptions(
        MacAddress gatewayMac,
        SortedSet<DatapathId> hashedSelection,
        PacketInRates rates,
        SteeringLimits steering,
        int vlanRules,
        RoutedLimits routed) {

    /** How many rules for VLANs a switch holds at most unless told otherwise. */
    public static final int VLAN_RULES = 2_000;

    /** The MAC address of a virtual router (RFC 5798 §7.3) that gateways have unless told otherwise. */
    public static final MacAddress GATEWAY_MAC = new MacAddress(0x0000_5e00_0101L);

    public PlanOptions {
        if (gatewayMac.isGroup()) {
            throw new IllegalArgumentException("a gateway cannot have the group address " + gatewayMac);
        }
        if (vlanRules < 0) {
            throw new IllegalArgumentException("a switch holds 0 or more rules for VLANs, not " + vlanRules);
        }
        hashedSelection = Collections.unmodifiableSortedSet(new TreeSet<>(hashedSelection));
    }

    /** These options, with the usual limit of rules for VLANs, and nothing routed for tenants. */
    public PlanOptions(
            MacAddress gatewayMac,
            SortedSet<DatapathId> hashedSelection,
            PacketInRates rates,
            SteeringLimits steering) {
        this(gatewayMac, hashedSelection, rates, steering, VLAN_RULES, RoutedLimits.NONE);
    }

    /** These options, with the usual limits of steering. */
    public PlanOptions(MacAddress gatewayMac, SortedSet<DatapathId> hashedSelection, PacketInRates rates) {
        this(gatewayMac, hashedSelection, rates, SteeringLimits.defaults());
    }

    /** The usual gateway and rates, and no switch that takes a hash seed. */
    public static PlanOptions defaults() {
        return new PlanOptions(GATEWAY_MAC, new TreeSet<>(), PacketInRates.defaults());
    }

    /** These options with other switches that take a hash seed. */
    public PlanOptions withHashedSelection(Collection<DatapathId> dpids) {
        return new PlanOptions(gatewayMac, new TreeSet<>(dpids), rates, steering, vlanRules, routed);
    }

    /** These options with other limits of steering. */
    public PlanOptions withSteering(SteeringLimits limits) {
        return new PlanOptions(gatewayMac, hashedSelection, rates, limits, vlanRules, routed);
    }

    /** These options with another limit of rules for VLANs on one switch. */
    public PlanOptions withVlanRules(int most) {
        return new PlanOptions(gatewayMac, hashedSelection, rates, steering, most, routed);
    }

    /** These options with other addresses of tenants that are routed. */
    public PlanOptions withRouted(RoutedLimits limits) {
        return new PlanOptions(gatewayMac, hashedSelection, rates, steering, vlanRules, limits);
    }
}
