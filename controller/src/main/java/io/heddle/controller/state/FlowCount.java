package io.heddle.controller.state;

import io.heddle.routing.rule.FlowKey;

/**
 * What one switch's own rule for a flow has counted since it was installed.
 *
 * @param flow the flow
 * @param octets whole frames, 0 or more
 */
public record FlowCount(FlowKey flow, long octets) {

    public FlowCount {
        if (octets < 0) {
            throw new IllegalArgumentException(flow + " cannot have carried " + octets + " octets");
        }
    }
}
