package io.heddle.rest.view;

import java.util.List;
import java.util.Optional;

/**
 * A switch without its ports: what it takes to draw it.
 *
 * @param dpid its identity, sixteen hex digits
 * @param name what to call it
 * @param role what the field calls a switch of its tier in this design; empty when it has no place in it
 * @param tier {@code edge}, {@code aggregation} or {@code core}; empty when it has no place
 * @param pod its pod, or for a core switch its plane, from 0; empty when it has no place
 * @param index its place within that, from 0; empty when it has no place
 * @param address its own address; empty when there is no plan for it
 * @param prefix the addresses of its hosts; empty for switches without
 * @param seen whether it was seen since the controller runs; otherwise it is only remembered
 * @param connected whether it has a live control channel
 * @param hostPorts the ports meant for hosts
 * @param session its control channel; empty while it has none
 */
public record SwitchSummary(
        String dpid,
        String name,
        Optional<String> role,
        Optional<String> tier,
        Optional<Integer> pod,
        Optional<Integer> index,
        Optional<String> address,
        Optional<String> prefix,
        boolean seen,
        boolean connected,
        List<HostPortRepresentation> hostPorts,
        Optional<SessionRepresentation> session) {

    public SwitchSummary {
        hostPorts = List.copyOf(hostPorts);
    }
}
