package io.heddle.controller.simulation;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The OVSDB side of a simulated server: tells its rows when it is asked to, and lets nothing be changed. */
final class SimulatedDatabase extends SimpleChannelInboundHandler<ByteBuf> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA = """
            {"name": "Open_vSwitch", "version": "8.3.1", "tables": {
              "Open_vSwitch": {"columns": {"bridges": %1$s, "external_ids": %2$s}},
              "Bridge": {"columns": {"name": %3$s, "datapath_id": %4$s, "fail_mode": %4$s, "protocols": %5$s,
                "controller": %1$s, "ports": %1$s, "other_config": %2$s, "external_ids": %2$s}},
              "Controller": {"columns": {"target": %3$s, "external_ids": %2$s}},
              "Port": {"columns": {"name": %3$s, "interfaces": %1$s, "external_ids": %2$s}},
              "Interface": {"columns": {"name": %3$s, "type": %3$s, "options": %2$s, "ofport": %6$s, "link_state": %4$s,
                "external_ids": %2$s}}}}
            """.formatted(
                    "{\"type\": {\"key\": \"uuid\", \"min\": 0, \"max\": \"unlimited\"}}",
                    "{\"type\": {\"key\": \"string\", \"value\": \"string\", \"min\": 0, \"max\": \"unlimited\"}}",
                    "{\"type\": \"string\"}",
                    "{\"type\": {\"key\": \"string\", \"min\": 0, \"max\": 1}}",
                    "{\"type\": {\"key\": \"string\", \"min\": 0, \"max\": \"unlimited\"}}",
                    "{\"type\": {\"key\": \"integer\", \"min\": 0, \"max\": 1}}");

    private final String rows;
    private final CompletableFuture<ChannelHandlerContext> monitored = new CompletableFuture<>();

    SimulatedDatabase(String rows) {
        this.rows = rows;
    }

    /** The channel, once the rows were told. */
    CompletableFuture<ChannelHandlerContext> monitored() {
        return monitored;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        JsonNode question = JSON.readTree(new ByteBufInputStream(message));
        switch (question.path("method").asString("")) {
            case "get_schema" -> answer(context, question, SCHEMA);
            case "monitor_cond_since" -> {
                answer(context, question, "[false, \"00000000-0000-0000-0000-000000000000\", " + rows + "]");
                monitored.complete(context);
            }
            case "echo" -> answer(context, question, "[]");
            case "transact" ->
                say(context, "{\"id\": %s, \"error\": \"not here\", \"result\": null}".formatted(question.path("id")));
            default -> {
                // Answers to what was never asked.
            }
        }
    }

    private static void answer(ChannelHandlerContext context, JsonNode question, String result) {
        say(context, "{\"id\": %s, \"error\": null, \"result\": %s}".formatted(question.path("id"), result));
    }

    /** Tells of rows that changed. */
    static void update(ChannelHandlerContext context, String tables) {
        context.executor()
                .execute(() -> say(
                        context,
                        "{\"id\": null, \"method\": \"update3\", \"params\": [\"heddle\", \"x\", %s]}"
                                .formatted(tables)));
    }

    private static void say(ChannelHandlerContext context, String text) {
        ByteBuf out = context.alloc().buffer();
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        var unused = context.writeAndFlush(out);
    }
}
