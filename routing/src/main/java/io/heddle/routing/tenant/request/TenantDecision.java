package io.heddle.routing.tenant.request;

import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import java.util.List;

/** What comes of a command. */
public sealed interface TenantDecision {

    /**
     * It is to be done.
     *
     * @param next the state after it
     * @param changes how the state comes about, in order: for a creation, one for each resource asked for comes in the order asked,
     *     among others that it needs
     */
    record Accepted(TenantState next, List<TenantChange> changes) implements TenantDecision {

        public Accepted {
            changes = List.copyOf(changes);
        }
    }

    /** Nothing is done. */
    record Refused(TenantRefusal refusal) implements TenantDecision {}
}
