package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.FabricEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import tools.jackson.databind.node.ArrayNode;

/** What a phase of a session can do. Only on the session's event loop. */
interface Conversation {

    /** Asks; the answer comes to the phase under the number that is returned, or the session ends. */
    long ask(String method, ArrayNode parameters);

    /** Tells the controller. */
    void report(FabricEvent event);

    /** Ends the session; nothing after this matters. */
    void end(String reason);

    /** Asks for the place of this database; the answer is {@link Phase#admitted}, or the session ends. */
    void requestAdmission(DatabaseId database);

    /** Calls {@link Phase#alarmed} later, unless cancelled. */
    Future<?> alarmAfter(Duration delay);

    /** The other end, for people. */
    String remote();

    /** Where this database is to send samples, as Open vSwitch writes it. */
    String samplesTarget();

    /** How the database's machine reaches the controller; none while that is not known. */
    Optional<ControllerReach> reach(Replica replica);

    /** How switches are to sample; empty while that is not known. */
    Optional<ConfigureSampling> sampling();

    /** What the endpoint bears and how long it waits. */
    OvsdbSettings settings();

    /** The counts of the endpoint. */
    Tally tally();
}
