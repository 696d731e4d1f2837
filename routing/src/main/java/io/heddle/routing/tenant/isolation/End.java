package io.heddle.routing.tenant.isolation;

import io.heddle.routing.tenant.PortId;
import io.heddle.topology.ConnectPoint;

/** Where packets begin or end. */
public sealed interface End {

    /** At the interface of a port. */
    record AtPort(PortId port) implements End {}

    /** On a physical network, at somebody who is no port of a tenant. */
    record Outside(String physicalNetwork) implements End {}

    /** At a port of a bridge that is nobody's. */
    record Astray(ConnectPoint place) implements End {}

    /** As people say it. */
    default String text() {
        return switch (this) {
            case AtPort(PortId port) -> "port " + port;
            case Outside(String network) -> "outside on physical network " + network;
            case Astray(ConnectPoint place) ->
                "port " + place.port() + " of bridge " + place.dpid() + ", which is nobody's";
        };
    }
}
