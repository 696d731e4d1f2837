package io.heddle.controller;

import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.openflow.OpenFlowEndpoint;
import io.heddle.controller.openflow.OpenFlowSettings;
import io.heddle.controller.ovsdb.OvsdbEndpoint;
import io.heddle.controller.ovsdb.OvsdbSettings;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.telemetry.sflow.SflowCollector;
import io.heddle.controller.tls.Protection;
import io.heddle.controller.tls.TlsIdentity;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The endpoints that face the network's devices.
 *
 * @param switches speaks OpenFlow
 * @param samples takes sFlow datagrams
 * @param databases speaks OVSDB
 * @param fabric where what they see of the fabric waits
 * @param identity who we are to them, if TLS is spoken
 */
record Edges(
        OpenFlowEndpoint switches,
        SflowCollector samples,
        OvsdbEndpoint databases,
        EventQueue fabric,
        Optional<TlsIdentity> identity)
        implements AutoCloseable {

    /** Starts all of them, their events going to {@code sink} and large flows to {@code queue}, or none: when a port is taken, throws with what to do. */
    static Edges start(ControllerConfig config, EventQueue queue, Consumer<FabricEvent> sink, Clock clock) {
        Optional<TlsIdentity> identity =
                config.tls().files().map(files -> TlsIdentity.open(files, TlsIdentity.INTERVAL));
        try {
            return started(config, queue, sink, clock, identity);
        } catch (RuntimeException e) {
            identity.ifPresent(TlsIdentity::close);
            throw e;
        }
    }

    private static Edges started(
            ControllerConfig config,
            EventQueue queue,
            Consumer<FabricEvent> sink,
            Clock clock,
            Optional<TlsIdentity> identity) {
        OpenFlowEndpoint switches = OpenFlowEndpoint.start(
                OpenFlowSettings.at(
                        config.openflow().address(),
                        config.openflow().port(),
                        new Protection(identity, config.tls().plainOpenFlow())),
                sink,
                queue::packetsWaiting);
        try {
            return started(config, queue, sink, switches, samples(config, queue, clock), identity);
        } catch (RuntimeException e) {
            switches.close();
            throw e;
        }
    }

    private static Edges started(
            ControllerConfig config,
            EventQueue queue,
            Consumer<FabricEvent> sink,
            OpenFlowEndpoint switches,
            SflowCollector samples,
            Optional<TlsIdentity> identity) {
        try {
            int samplesPort = samples.localAddress().getPort();
            OvsdbSettings settings = databases(config, samplesPort, identity);
            return new Edges(switches, samples, OvsdbEndpoint.start(settings, sink), queue, identity);
        } catch (RuntimeException e) {
            samples.close();
            throw e;
        }
    }

    private static SflowCollector samples(ControllerConfig config, EventQueue queue, Clock clock) {
        return SflowCollector.start(
                new InetSocketAddress(config.sflow().address(), config.sflow().port()),
                config.elephants(),
                queue::add,
                clock);
    }

    private static OvsdbSettings databases(ControllerConfig config, int samplesPort, Optional<TlsIdentity> identity) {
        return new OvsdbSettings(
                config.ovsdb().address(),
                config.ovsdb().port(),
                new Protection(identity, config.tls().plainOvsdb()),
                config.telemetry().databases(),
                config.telemetry().samplesAt(),
                samplesPort,
                OvsdbSettings.Limits.defaults(),
                OvsdbSettings.Timing.defaults());
    }

    @Override
    public void close() {
        switches.close();
        databases.close();
        samples.close();
        identity.ifPresent(TlsIdentity::close);
    }
}
