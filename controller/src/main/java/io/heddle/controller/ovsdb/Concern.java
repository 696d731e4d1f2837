package io.heddle.controller.ovsdb;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.FabricEvent;
import io.heddle.topology.DatapathId;

/** What something in a database is wanted for, and so who is told when it cannot be. */
sealed interface Concern {

    /** How a switch samples. */
    record OfSampling(DatapathId dpid) implements Concern {}

    /** What its machine has for tenants. */
    record OfServer() implements Concern {}

    /** What is said when the database refuses. */
    default String refusal(String error) {
        return switch (this) {
            case OfSampling(DatapathId dpid) ->
                "The database of switch " + dpid + " refuses to let it sample: " + error;
            case OfServer() -> "The server's database refuses what tenants need: " + error;
        };
    }

    /** What is said when what was put right does not last. */
    default String disturbance() {
        return switch (this) {
            case OfSampling(DatapathId dpid) ->
                "Somebody else keeps changing how switch " + dpid + " samples; it is put right once a minute.";
            case OfServer() ->
                "Somebody else keeps changing what tenants need on the server; it is put right once a minute.";
        };
    }

    /** How the controller is told. */
    default FabricEvent refused(DatabaseId database, String why) {
        return switch (this) {
            case OfSampling(DatapathId dpid) -> new FabricEvent.SamplingRefused(database, dpid, why);
            case OfServer() -> new FabricEvent.ServerRefused(database, why);
        };
    }
}
