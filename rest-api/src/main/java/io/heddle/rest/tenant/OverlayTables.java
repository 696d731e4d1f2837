package io.heddle.rest.tenant;

import io.heddle.routing.rule.TableId;
import io.heddle.routing.tenant.plan.OverlayPipeline;
import java.util.Map;
import java.util.Set;

/** The tables of integration bridges, in words. */
final class OverlayTables {

    private static final Map<TableId, String> NAMES = Map.ofEntries(
            Map.entry(OverlayPipeline.CLASSIFY, "classify"),
            Map.entry(OverlayPipeline.GUARD, "guard"),
            Map.entry(OverlayPipeline.OUTBOUND, "outbound"),
            Map.entry(OverlayPipeline.COMMIT_OUTBOUND, "commit outbound"),
            Map.entry(OverlayPipeline.LIMIT, "limit"),
            Map.entry(OverlayPipeline.SERVE, "serve"),
            Map.entry(OverlayPipeline.ENTER, "enter"),
            Map.entry(OverlayPipeline.RETURN, "return"),
            Map.entry(OverlayPipeline.ROUTE, "route"),
            Map.entry(OverlayPipeline.NEIGHBOUR, "neighbour"),
            Map.entry(OverlayPipeline.DELIVER, "deliver"),
            Map.entry(OverlayPipeline.REPLICATE, "replicate"),
            Map.entry(OverlayPipeline.ARRIVED, "arrived"),
            Map.entry(OverlayPipeline.HAND, "hand"),
            Map.entry(OverlayPipeline.INBOUND, "inbound"),
            Map.entry(OverlayPipeline.COMMIT_INBOUND, "commit inbound"),
            Map.entry(OverlayPipeline.PORT, "port"),
            Map.entry(OverlayPipeline.EXIT, "exit"),
            Map.entry(OverlayPipeline.OUTSIDE, "outside"),
            Map.entry(OverlayPipeline.BALANCE, "balance"),
            Map.entry(OverlayPipeline.BALANCED, "balanced"));

    /** Why a packet that no rule of a table is for is dropped there. */
    private static final Map<TableId, String> REASONS = Map.of(
            OverlayPipeline.CLASSIFY, "what comes in there is of no network",
            OverlayPipeline.GUARD, "its port may not send from those addresses",
            OverlayPipeline.OUTBOUND, "no rule of the sender's security groups lets it out",
            OverlayPipeline.ROUTE, "no route leads there",
            OverlayPipeline.NEIGHBOUR, "no port has that address",
            OverlayPipeline.DELIVER, "no port has that MAC address",
            OverlayPipeline.HAND, "a port with port security is sent ARP and IP only",
            OverlayPipeline.INBOUND, "no rule of the receiver's security groups lets it in",
            OverlayPipeline.OUTSIDE, "the way to the next hop on the external network is not known");

    private static final Set<TableId> AT_RECEIVER =
            Set.of(OverlayPipeline.HAND, OverlayPipeline.INBOUND, OverlayPipeline.COMMIT_INBOUND, OverlayPipeline.PORT);

    private OverlayTables() {}

    /** What a table is for; empty for one that is none of the pipeline. */
    static String name(TableId table) {
        return NAMES.getOrDefault(table, "");
    }

    /** Why what nobody asks for is dropped there. */
    static String reason(TableId table) {
        return REASONS.getOrDefault(table, "nobody is there for it");
    }

    /** Whether the table is about the port that a packet comes to. */
    static boolean isAtReceiver(TableId table) {
        return AT_RECEIVER.contains(table);
    }
}
