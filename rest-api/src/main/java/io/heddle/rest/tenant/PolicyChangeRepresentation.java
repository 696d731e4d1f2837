package io.heddle.rest.tenant;

import java.util.List;

/**
 * What a change of a project's policy does, or would do.
 *
 * @param dryRun whether it is not done
 * @param changes what changes, as sentences; none if all is as it says already
 */
public record PolicyChangeRepresentation(boolean dryRun, List<String> changes) {

    public PolicyChangeRepresentation {
        changes = List.copyOf(changes);
    }
}
