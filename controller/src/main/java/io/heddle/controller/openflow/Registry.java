package io.heddle.controller.openflow;

import io.heddle.topology.DatapathId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which session stands for which switch; on the endpoint's event loop only.
 *
 * <p>Two switches with one datapath id cannot be told apart, but one switch that comes back faster than its old connection dies can:
 * the older session is asked for an echo. If it answers, the newer one is refused; if it does not in time, it is replaced.
 */
final class Registry {
    private final Map<DatapathId, SwitchSession> holders = new HashMap<>();
    private final Set<DatapathId> contested = new HashSet<>();

    Optional<SwitchSession> holder(DatapathId dpid) {
        return Optional.ofNullable(holders.get(dpid));
    }

    /** Gives {@code newcomer} the place of {@code dpid}, now or once an older session is dead, or ends it. */
    void request(DatapathId dpid, SwitchSession newcomer) {
        SwitchSession older = holders.get(dpid);
        if (older == null) {
            place(dpid, newcomer);
        } else if (contested.add(dpid)) {
            older.probe(isAlive -> {
                contested.remove(dpid);
                if (isAlive) {
                    newcomer.end("another session of the same datapath id, from "
                            + older.peer().remote() + ", lives");
                } else {
                    older.end("replaced by a newer session from "
                            + newcomer.peer().remote());
                    place(dpid, newcomer);
                }
            });
        } else {
            newcomer.end("two other sessions contest the same datapath id");
        }
    }

    private void place(DatapathId dpid, SwitchSession session) {
        if (session.isOpen()) {
            holders.put(dpid, session);
            session.admit();
        }
    }

    /** Frees the place, if it is that session's. */
    void release(DatapathId dpid, SwitchSession session) {
        holders.remove(dpid, session);
    }
}
