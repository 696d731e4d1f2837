package io.heddle.rest.networking;

import io.heddle.routing.tenant.request.Requester;
import java.util.Optional;

/** Who may ask: looks credentials up, in constant time, from any thread. */
public interface Accounts {

    /** Whose token it is. */
    Optional<Requester> byToken(String token);

    /** Whose name and password they are. */
    Optional<Requester> byPassword(String name, String password);
}
