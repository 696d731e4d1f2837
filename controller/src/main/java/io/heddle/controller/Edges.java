package io.heddle.controller;

import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.openflow.OpenFlowEndpoint;
import io.heddle.controller.openflow.OpenFlowSettings;
import io.heddle.controller.ovsdb.OvsdbEndpoint;
import io.heddle.controller.ovsdb.OvsdbSettings;

/**
 * The endpoints that face the network's devices.
 *
 * @param switches speaks OpenFlow
 * @param databases speaks OVSDB
 */
record Edges(OpenFlowEndpoint switches, OvsdbEndpoint databases) implements AutoCloseable {

    /** Starts all of them, their events going to {@code queue}, or none: when a port is taken, throws with what to do. */
    static Edges start(ControllerConfig config, EventQueue queue) {
        OpenFlowEndpoint switches = OpenFlowEndpoint.start(
                OpenFlowSettings.at(
                        config.openflow().address(), config.openflow().port()),
                queue::add,
                queue::packetsWaiting);
        try {
            return new Edges(switches, OvsdbEndpoint.start(databases(config), queue::add));
        } catch (RuntimeException e) {
            switches.close();
            throw e;
        }
    }

    private static OvsdbSettings databases(ControllerConfig config) {
        return new OvsdbSettings(
                config.ovsdb().address(),
                config.ovsdb().port(),
                config.telemetry().databases(),
                config.telemetry().samplesAt(),
                config.sflow().port(),
                OvsdbSettings.Limits.defaults(),
                OvsdbSettings.Timing.defaults());
    }

    @Override
    public void close() {
        switches.close();
        databases.close();
    }
}
