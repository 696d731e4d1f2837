package io.heddle.controller.tenant;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.IntegrationBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why servers whose databases are connected do not carry what tenants ask for, as sentences for operators. */
final class ServerTroubles {

    private ServerTroubles() {}

    /** What is wrong with servers, in the order of their databases. */
    static List<String> of(OverlayState state) {
        List<String> troubles = new ArrayList<>();
        for (KnownServer server : state.servers().values()) {
            if (server.isConnected()) {
                server.refusal()
                        .map(reason ->
                                "Server " + name(state, server.database()) + " is not ready for tenants: " + reason)
                        .ifPresent(troubles::add);
                addressOfAnother(state, server).ifPresent(troubles::add);
                bridgeOfAnother(state, server).ifPresent(troubles::add);
            }
        }
        return troubles;
    }

    static Optional<String> addressOfAnother(OverlayState state, KnownServer server) {
        return server.address()
                .filter(address -> server.address(state.holdings()).isEmpty())
                .flatMap(address -> state.holdings()
                        .addresses()
                        .holder(address)
                        .map(holder -> "Server " + name(state, server.database()) + " says that its fabric address is "
                                + address + ", which server " + name(state, holder) + " had first."));
    }

    private static Optional<String> bridgeOfAnother(OverlayState state, KnownServer server) {
        return server.integration()
                .map(IntegrationBridge::dpid)
                .filter(dpid -> !state.holdings().bridges().isHeldBy(dpid, server.database()))
                .flatMap(dpid -> state.holdings()
                        .bridges()
                        .holder(dpid)
                        .map(holder -> "Server " + known(state, server.database())
                                + " has an integration bridge with datapath id " + dpid
                                + ", which is that of server " + known(state, holder) + "; it was first."));
    }

    /** With the database, as a machine that was copied has the name of the other. */
    private static String known(OverlayState state, DatabaseId machine) {
        return name(state, machine) + " (database " + machine + ")";
    }

    static String name(OverlayState state, DatabaseId machine) {
        return state.servers()
                .find(machine)
                .map(server -> server.facts().name())
                .filter(text -> !text.isEmpty())
                .orElse(machine.toString());
    }
}
