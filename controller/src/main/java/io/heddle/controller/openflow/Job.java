package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Installed;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.topology.DatapathId;
import java.util.List;
import java.util.Optional;

/** Something that takes a live session several messages; one runs at a time, in the order asked for. */
sealed interface Job permits ChangeJob, HashJob, Job.Reread, Job.Forget {

    /** Sends the first messages; true when it is done already. */
    boolean begin(Conversation conversation);

    /** Takes a message that may concern it; true when it is done. */
    boolean on(SwitchMessage message, Conversation conversation);

    /** Reads the tables back. */
    final class Reread implements Job {
        private final DatapathId dpid;
        private Optional<TableReading> reading = Optional.empty();

        Reread(DatapathId dpid) {
            this.dpid = dpid;
        }

        @Override
        public boolean begin(Conversation conversation) {
            reading = Optional.of(TableReading.begin(conversation));
            return false;
        }

        @Override
        public boolean on(SwitchMessage message, Conversation conversation) {
            TableReading running = reading.orElseThrow();
            if (message.xid() != running.xid()) {
                return false;
            }
            Optional<Installed> installed = running.on(message, conversation);
            installed.ifPresent(contents -> conversation.report(new FabricEvent.TablesReread(dpid, contents)));
            return installed.isPresent();
        }

        @Override
        public String toString() {
            return "the read-back";
        }
    }

    /** Lets the switch forget connections; whether it does is not told. */
    final class Forget implements Job {
        private final List<Zone.Of> zones;

        Forget(List<Zone.Of> zones) {
            this.zones = zones;
        }

        @Override
        public boolean begin(Conversation conversation) {
            zones.forEach(zone -> conversation.ask((encoder, out, xid) -> encoder.forgetConnections(out, xid, zone)));
            return true;
        }

        @Override
        public boolean on(SwitchMessage message, Conversation conversation) {
            throw new IllegalStateException("it was done at once");
        }

        @Override
        public String toString() {
            return "the connections to be forgotten";
        }
    }
}
