package io.heddle.controller.ovsdb;

import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.FabricEvent;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/** What all sessions of an endpoint share; on the endpoint's event loop only, but for the tally. */
final class Surroundings {
    private final OvsdbSettings settings;
    private final Consumer<FabricEvent> events;
    private final Registry registry = new Registry();
    private final Tally tally = new Tally();
    private Optional<ConfigureSampling> sampling = Optional.empty();

    Surroundings(OvsdbSettings settings, Consumer<FabricEvent> events) {
        this.settings = settings;
        this.events = events;
    }

    OvsdbSettings settings() {
        return settings;
    }

    Consumer<FabricEvent> events() {
        return events;
    }

    Registry registry() {
        return registry;
    }

    Tally tally() {
        return tally;
    }

    Optional<ConfigureSampling> sampling() {
        return sampling;
    }

    void wish(ConfigureSampling wanted) {
        sampling = Optional.of(wanted);
    }

    /** An address for people, such as {@code 127.0.0.1:40312}. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? host(inet) + ":" + inet.getPort() : String.valueOf(address);
    }

    /** An IP address as Open vSwitch writes it before a port. */
    static String host(InetSocketAddress address) {
        String text = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
