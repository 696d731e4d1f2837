package io.heddle.controller.simulation;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.IntegrationBridge;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.json.JsonObjectDecoder;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A server whose integration bridge was made by a controller before this one. Virtual machines are plugged in as Open vSwitch shows
 * it: one update with the rows of the interface, its number and its link.
 */
public final class SimulatedServer {
    private static final int FIRST_NUMBER = 10;

    private final int number;
    private final Ipv4Address underlay;
    private final SimulatedDatabase database;
    private final SimulatedBridge bridge;
    private int plugged;

    private SimulatedServer(int number, int openFlowPort) {
        this.number = number;
        underlay = Ipv4Address.of(10, 200, number / 250, number % 250 + 1);
        database = new SimulatedDatabase(rows(openFlowPort));
        bridge = new SimulatedBridge(dpid());
    }

    /** Connects both sides of server {@code number} to a controller on this machine. */
    public static SimulatedServer start(int number, EventLoopGroup loop, int ovsdbPort, int openFlowPort) {
        SimulatedServer server = new SimulatedServer(number, openFlowPort);
        connect(loop, ovsdbPort, new JsonObjectDecoder(1 << 20), server.database);
        server.database.monitored().join();
        connect(loop, openFlowPort, new LengthFieldBasedFrameDecoder(1 << 16, 2, 2, -4, 0), server.bridge);
        return server;
    }

    private static void connect(EventLoopGroup loop, int port, ChannelHandler decoder, ChannelHandler handler) {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(decoder, handler);
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly();
    }

    /** Its integration bridge. */
    public DatapathId dpid() {
        return IntegrationBridge.dpidOf(new DatabaseId(uuid(1, 0)));
    }

    /** How many changes of its rules it was told so far. */
    public long changes() {
        return bridge.changes();
    }

    /** How many bundles it committed so far. */
    public long batches() {
        return bridge.batches();
    }

    /** Plugs in virtual machines, all in one update. */
    public void plug(List<UUID> ports) {
        int first = plugged;
        plugged += ports.size();
        StringBuilder interfaces = new StringBuilder();
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ports.size(); i++) {
            int at = first + i;
            interfaces.append(i == 0 ? "" : ",").append("""
                    "%s": {"insert": {"name": "tap%d", "ofport": %d, "link_state": "up",
                      "external_ids": ["map", [["iface-id", "%s"]]]}}""".formatted(
                            uuid(6, at), at, FIRST_NUMBER + at, ports.get(i)));
            rows.append(i == 0 ? "" : ",").append("""
                    "%s": {"insert": {"name": "tap%d", "interfaces": ["uuid", "%s"]}}""".formatted(uuid(5, at), at, uuid(6, at)));
        }
        String added = ports.stream()
                .map(port -> "[\"uuid\", \"" + uuid(5, first + ports.indexOf(port)) + "\"]")
                .collect(Collectors.joining(","));
        SimulatedDatabase.update(database.monitored().join(), """
                {"Interface": {%s}, "Port": {%s}, "Bridge": {"%s": {"modify": {"ports": ["set", [%s]]}}}}""".formatted(interfaces, rows, uuid(2, 0), added));
    }

    private UUID uuid(int kind, int place) {
        return new UUID(0x4000L | (long) kind << 32, 0x8000_0000_0000_0000L | (long) number << 32 | place);
    }

    private String rows(int openFlowPort) {
        return """
                {"Open_vSwitch": {"%s": {"initial": {"bridges": ["uuid", "%s"], "external_ids": ["map", [
                   ["hostname", "server-%d"], ["heddle-underlay", "%s"]]]}}},
                 "Bridge": {"%s": {"initial": {"name": "br-int", "datapath_id": "%016x", "fail_mode": "secure",
                   "protocols": ["set", ["OpenFlow13", "OpenFlow14", "OpenFlow15"]], "controller": ["uuid", "%s"],
                   "ports": ["set", [["uuid", "%s"], ["uuid", "%s"]]],
                   "other_config": ["map", [["datapath-id", "%016x"], ["disable-in-band", "true"]]],
                   "external_ids": ["map", [["heddle", "true"]]]}}},
                 "Controller": {"%s": {"initial": {"target": "tcp:127.0.0.1:%d",
                   "external_ids": ["map", [["heddle", "true"]]]}}},
                 "Port": {%s, %s}, "Interface": {%s, %s}}
                """.formatted(
                        uuid(1, 0),
                        uuid(2, 0),
                        number,
                        underlay,
                        uuid(2, 0),
                        dpid().value(),
                        uuid(3, 0),
                        uuid(4, 0),
                        uuid(4, 1),
                        dpid().value(),
                        uuid(3, 0),
                        openFlowPort,
                        tunnelPort(0, "vxlan"),
                        tunnelPort(1, "gre"),
                        tunnel(0, "vxlan"),
                        tunnel(1, "gre"));
    }

    private String tunnelPort(int place, String type) {
        return """
                "%s": {"initial": {"name": "heddle-%s", "interfaces": ["uuid", "%s"],
                  "external_ids": ["map", [["heddle", "true"]]]}}""".formatted(uuid(4, place), type, uuid(7, place));
    }

    private String tunnel(int place, String type) {
        return """
                "%s": {"initial": {"name": "heddle-%s", "type": "%s", "ofport": %d, "link_state": "up",
                  "options": ["map", [["remote_ip", "flow"], ["key", "flow"], ["local_ip", "%s"]]],
                  "external_ids": ["map", [["heddle", "true"]]]}}""".formatted(uuid(7, place), type, type, place + 1, underlay);
    }
}
