package io.heddle.controller;

import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.openflow.OpenFlowEndpoint;
import io.heddle.controller.openflow.OpenFlowSettings;
import io.heddle.controller.ovsdb.OvsdbEndpoint;
import io.heddle.controller.ovsdb.OvsdbSettings;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.telemetry.sflow.SflowCollector;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * The endpoints that face the network's devices.
 *
 * @param switches speaks OpenFlow
 * @param samples takes sFlow datagrams
 * @param databases speaks OVSDB
 * @param fabric where what they see of the fabric waits
 */
record Edges(OpenFlowEndpoint switches, SflowCollector samples, OvsdbEndpoint databases, EventQueue fabric)
        implements AutoCloseable {

    /** Starts all of them, their events going to {@code sink} and large flows to {@code queue}, or none: when a port is taken, throws with what to do. */
    static Edges start(ControllerConfig config, EventQueue queue, Consumer<FabricEvent> sink, Clock clock) {
        OpenFlowEndpoint switches = OpenFlowEndpoint.start(
                OpenFlowSettings.at(
                        config.openflow().address(), config.openflow().port()),
                sink,
                queue::packetsWaiting);
        try {
            return started(config, queue, sink, switches, samples(config, queue, clock));
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
            SflowCollector samples) {
        try {
            int samplesPort = samples.localAddress().getPort();
            return new Edges(switches, samples, OvsdbEndpoint.start(databases(config, samplesPort), sink), queue);
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

    private static OvsdbSettings databases(ControllerConfig config, int samplesPort) {
        return new OvsdbSettings(
                config.ovsdb().address(),
                config.ovsdb().port(),
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
    }
}
