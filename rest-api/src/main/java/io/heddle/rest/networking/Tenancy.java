package io.heddle.rest.networking;

import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantDecision;
import java.util.UUID;

/** What the interface needs of the program behind it; every method may be called from any thread. */
public interface Tenancy {

    /** Everything that tenants asked for so far. */
    TenantState state();

    /**
     * Does what is asked, or refuses it; when it returns an acceptance, that is durable.
     *
     * @throws TenancyUnavailable when it could not be kept, and is not done
     */
    TenantDecision ask(Requester by, TenantCommand command);

    /** What would come of a command if it were asked now; nothing is done. */
    TenantDecision consider(Requester by, TenantCommand command);

    /** How much a project may have. */
    Quota quota(ProjectId project);

    /** How much a project may have that nothing was said about. */
    Quota usualQuota();

    /** A new random identifier. */
    UUID newId();
}
