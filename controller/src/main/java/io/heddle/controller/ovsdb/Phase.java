package io.heddle.controller.ovsdb;

import io.heddle.controller.ovsdb.data.MalformedJsonException;
import io.heddle.controller.ovsdb.data.MonitorMethod;
import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.RpcMessage.Answer;
import io.heddle.controller.ovsdb.data.RpcMessage.Notice;
import io.heddle.controller.ovsdb.data.Schema;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.ServerWish;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Where a session stands. Each phase waits for one answer.
 *
 * <pre>
 *   phase           entered by sending        on                                    to
 *   ReadingSchema   get_schema                the schema                            Monitoring, newest method
 *                                             an error (no such database)           Ended
 *   Monitoring      monitor_cond_since,       the rows                              Admitting
 *                   monitor_cond or monitor   an error, an older method is left     Monitoring, that one
 *                                             an error, none is left                Ended
 *                                             rows without an Open_vSwitch row      Ended
 *   Admitting       (echo to an older one)    admitted: no older one, or dead       Live (the database is announced)
 *                                             refused: the older one lives          Ended
 *   Live            transact, one at a time   -                                     -
 *   any             -                         an update that does not fit           Ended
 *   any             -                         channel closed, bytes that are no     Ended
 *                                             JSON-RPC, time over, told to end
 * </pre>
 *
 * <p>Echo requests are answered in every phase; updates are taken in from Admitting on. Neither changes the phase.
 */
sealed interface Phase permits Phase.ReadingSchema, Phase.Monitoring, Phase.Admitting, Live, Phase.Ended {

    /** The phase after the answer to its question. */
    Phase on(Answer answer, Conversation conversation);

    /** The phase after a notice. */
    Phase on(Notice notice, Conversation conversation);

    /** The phase once the database's place is ours. */
    default Phase admitted(Conversation conversation) {
        throw new IllegalStateException("admitted in phase " + this);
    }

    /** All that had come so far was handed on. */
    default void caughtUp(Conversation conversation) {}

    /** What is wanted of the database may have changed. */
    default void wished(Conversation conversation) {}

    /** That is wanted of the database's machine for tenants. */
    default void wished(ServerWish wish, Conversation conversation) {}

    /** A time that was set has come. */
    default void alarmed(Conversation conversation) {}

    /** What is waited for, for people. */
    String waitsFor();

    /** The connection is there. */
    record ReadingSchema() implements Phase {
        static ReadingSchema begin(Conversation conversation) {
            conversation.ask("get_schema", JsonNodeFactory.instance.arrayNode().add(SwitchTables.DATABASE));
            return new ReadingSchema();
        }

        @Override
        public Phase on(Answer answer, Conversation conversation) {
            if (answer.error().isPresent()) {
                return Phase.end(
                        conversation,
                        "it has no database " + SwitchTables.DATABASE + " ("
                                + answer.error().get() + ")");
            }
            return Monitoring.begin(Schema.read(answer.result()), MonitorMethod.CONDITIONAL_SINCE, conversation);
        }

        @Override
        public Phase on(Notice notice, Conversation conversation) {
            return this;
        }

        @Override
        public String waitsFor() {
            return "the schema";
        }
    }

    /** The schema is known. */
    record Monitoring(Schema schema, MonitorMethod method) implements Phase {
        static Monitoring begin(Schema schema, MonitorMethod method, Conversation conversation) {
            conversation.ask(
                    method.method(), method.parameters(SwitchTables.DATABASE, schema.present(SwitchTables.COLUMNS)));
            return new Monitoring(schema, method);
        }

        @Override
        public Phase on(Answer answer, Conversation conversation) {
            if (answer.error().isPresent()) {
                return method.older()
                        .<Phase>map(older -> begin(schema, older, conversation))
                        .orElseGet(() -> Phase.end(
                                conversation,
                                "it cannot be monitored: " + answer.error().get()));
            }
            Replica replica =
                    new Replica(schema, conversation.settings().limits().rows());
            method.begin(replica, answer.result());
            Optional<DatabaseId> identity = SwitchTables.identity(replica);
            if (identity.isEmpty()) {
                return Phase.end(conversation, "its database was never initialised (ovs-vsctl init)");
            }
            conversation.requestAdmission(identity.get());
            return new Admitting(replica, identity.get());
        }

        @Override
        public Phase on(Notice notice, Conversation conversation) {
            if (notice.method().startsWith("update")) {
                throw new MalformedJsonException("an update before the answer to " + method.method());
            }
            return this;
        }

        @Override
        public String waitsFor() {
            return "the answer to " + method.method();
        }
    }

    /** Everything is read; an older session of the same database may stand in the way. */
    record Admitting(Replica replica, DatabaseId database) implements Phase {
        @Override
        public Phase on(Answer answer, Conversation conversation) {
            throw new IllegalStateException("nothing was asked that " + answer.id() + " answers");
        }

        @Override
        public Phase on(Notice notice, Conversation conversation) {
            MonitorMethod.apply(replica, notice);
            return this;
        }

        @Override
        public Phase admitted(Conversation conversation) {
            return Live.begin(replica, database, conversation);
        }

        @Override
        public String waitsFor() {
            return "an older session of the same database";
        }
    }

    /** It is over. */
    record Ended() implements Phase {
        @Override
        public Phase on(Answer answer, Conversation conversation) {
            return this;
        }

        @Override
        public Phase on(Notice notice, Conversation conversation) {
            return this;
        }

        @Override
        public String waitsFor() {
            return "nothing";
        }
    }

    /** Ends the session. */
    static Phase end(Conversation conversation, String reason) {
        conversation.end(reason);
        return new Ended();
    }
}
