package io.heddle.rest.networking;

import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.Requester;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Something of which there are lists, to filter, to sort and to page through. */
interface Listed<R> {

    /** What one is called. */
    String singular();

    /** What several are called. */
    String plural();

    /** Every attribute, in the order of replies. */
    List<Attribute<R>> attributes();

    /** All there are, or those on one network. */
    List<R> all(TenantState state, Optional<UUID> network);

    /** The one of that identifier. */
    Optional<R> find(TenantState state, UUID id);

    /** The error for one that is not there. */
    ApiError missing(Object id);

    /** Its identifier. */
    UUID idOf(R one);

    /** Its tags and times. */
    StandardAttributes standardOf(R one);

    /** Whether it exists as far as {@code by} is concerned. */
    boolean isSeen(R one, Requester by, TenantState state);
}
