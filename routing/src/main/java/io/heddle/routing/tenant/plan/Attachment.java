package io.heddle.routing.tenant.plan;

import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.TenantTrunk;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.Optional;

/**
 * How a port's interface is joined to its machine: by itself, or by that of a trunk.
 *
 * @param trunking by that of a trunk
 * @param trouble why it is not joined
 */
record Attachment(Optional<Trunking> trunking, Optional<String> trouble) {

    private static final Attachment ITSELF = new Attachment(Optional.empty(), Optional.empty());

    /** How that of {@code port}, which is plugged into {@code bridge}, is. */
    static Attachment of(TenantPort port, DatapathId bridge, TenantState state, ServerIndex index) {
        return state.trunkWith(port.id())
                .map(trunk -> on(trunk, port.id(), bridge, state, index))
                .orElse(ITSELF);
    }

    private static Attachment on(
            TenantTrunk trunk, PortId subport, DatapathId bridge, TenantState state, ServerIndex index) {
        Optional<Plug> parent = index.plugsOf(trunk.port()).find(bridge);
        Optional<PortNumber> end = index.servers()
                .find(bridge)
                .flatMap(server -> Optional.ofNullable(server.trunkEnds().get(subport)));
        if (!trunk.adminUp()) {
            return failed("Trunk " + trunk.id() + " is administratively down.");
        } else if (state.ports().find(trunk.port()).filter(TenantPort::adminUp).isEmpty()) {
            return failed("The parent port " + trunk.port() + " of its trunk is administratively down.");
        } else if (end.isEmpty()) {
            return failed("It is a subport of trunk " + trunk.id() + ", which carries its frames tagged, and has an"
                    + " interface of its own on server " + bridge + " all the same, which carries nothing.");
        } else if (parent.filter(Plug::isAlone).isEmpty()
                || !index.plugsOf(trunk.port()).firstKey().equals(bridge)) {
            return failed("The parent port " + trunk.port() + " of its trunk does not work on server " + bridge + ".");
        }
        return new Attachment(
                Optional.of(new Trunking(
                        parent.get().number(), trunk.vlanOf(subport).orElseThrow(), end.get())),
                Optional.empty());
    }

    private static Attachment failed(String reason) {
        return new Attachment(Optional.empty(), Optional.of(reason));
    }
}
