package io.heddle.controller.openflow;

import io.heddle.controller.state.FabricEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * What all sessions of an endpoint share.
 *
 * @param settings its limits
 * @param registry which session stands for which switch
 * @param tally its counts
 * @param events where events go; returns at once
 * @param backlog how many events wait there
 */
record Surroundings(
        OpenFlowSettings settings, Registry registry, Tally tally, Consumer<FabricEvent> events, IntSupplier backlog) {

    /** An address for people, such as {@code 127.0.0.1:40312}. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : String.valueOf(address);
    }
}
