package io.heddle.rest.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The large flows, and what is done about them.
 *
 * @param scheduler who places them
 * @param schedulers who could
 * @param bitsPerSecond what they are expected to carry together
 * @param hashedBitsPerSecond what they would carry together if none were steered
 * @param rules how the rules for steered flows stand
 * @param flows every large flow, by flow
 * @param pins every pin, by flow
 */
public record ElephantsRepresentation(
        String scheduler,
        List<String> schedulers,
        long bitsPerSecond,
        long hashedBitsPerSecond,
        RulesRepresentation rules,
        List<ElephantRepresentation> flows,
        List<PinRepresentation> pins) {

    public ElephantsRepresentation {
        schedulers = List.copyOf(schedulers);
        flows = List.copyOf(flows);
        pins = List.copyOf(pins);
    }

    /**
     * Rules for steered flows.
     *
     * @param used how many there are on all switches
     * @param most how many are on the switch with the most
     * @param perSwitch how many a switch may hold
     * @param refused how many flows were to be steered and could not
     */
    public record RulesRepresentation(int used, int most, int perSwitch, int refused) {}

    /**
     * A flow.
     *
     * @param id how it is named in paths of this interface
     * @param src the sender
     * @param dst the receiver
     * @param protocol tcp or udp
     * @param sport the sender's port
     * @param dport the receiver's port
     */
    public record FlowKeyRepresentation(String id, String src, String dst, String protocol, int sport, int dport) {}

    /**
     * One large flow.
     *
     * @param flow which
     * @param vni the VNI of the tenant's network inside, if it is VXLAN; {@code /api/v1/tenants/elephants} says whose that is
     * @param bitsPerSecond what it carries, as measured
     * @param relativeError half the width of the 95 % confidence interval as a share of that
     * @param firstSeen when it was first seen
     * @param steered whether by rules of its own
     * @param why why it goes where it goes, as a sentence
     * @param path where it goes: the ports by which it leaves the switches, in order; empty where that is not known
     * @param hashedPath where the hash would send it
     * @param expectedBitsPerSecond what it is expected to carry
     * @param gainBitsPerSecond how much more that is than if none were steered
     */
    public record ElephantRepresentation(
            FlowKeyRepresentation flow,
            Optional<Integer> vni,
            long bitsPerSecond,
            double relativeError,
            Instant firstSeen,
            boolean steered,
            String why,
            List<EndRepresentation> path,
            List<EndRepresentation> hashedPath,
            Optional<Long> expectedBitsPerSecond,
            Optional<Long> gainBitsPerSecond) {

        public ElephantRepresentation {
            path = List.copyOf(path);
            hashedPath = List.copyOf(hashedPath);
        }
    }

    /**
     * One pin.
     *
     * @param flow which flow
     * @param through the datapath id of the switch that it is to go through
     * @param name what to call that switch
     */
    public record PinRepresentation(FlowKeyRepresentation flow, String through, String name) {}
}
