package io.heddle.routing.tenant;

/** What the data plane knows about ports; asked for every port that is shown, from any thread. */
@FunctionalInterface
public interface PortStatuses {

    /** The status of the port; {@link PortStatus#UNPLUGGED} when nothing is known of it. */
    PortStatus of(PortId port);
}
