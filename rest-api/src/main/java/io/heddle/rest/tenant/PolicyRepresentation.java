package io.heddle.rest.tenant;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.SecurityRule.Span;
import io.heddle.routing.tenant.policy.PolicyLine;
import io.heddle.routing.tenant.policy.PolicyStatement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A project's policy that is in force.
 *
 * @param project whose
 * @param groups the sets of ports that it names, a lone port being one
 * @param allow what it allows
 */
public record PolicyRepresentation(
        String project, SortedMap<String, SortedSet<String>> groups, List<LineRepresentation> allow) {

    public PolicyRepresentation {
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        allow = List.copyOf(allow);
    }

    /**
     * One thing that it allows.
     *
     * @param from who begins
     * @param to with whom
     * @param protocol over what; anything if left out
     * @param port the destination port, or the first and the last as in 8000-8100; any if left out
     */
    public record LineRepresentation(String from, String to, Optional<String> protocol, Optional<String> port) {

        static LineRepresentation of(PolicyLine line) {
            return new LineRepresentation(
                    line.from(),
                    line.to(),
                    line.protocol().map(IpProtocol::nameOf),
                    line.ports().map(LineRepresentation::text));
        }

        private static String text(Span span) {
            return span.first() == span.last() ? "" + span.first() : span.first() + "-" + span.last();
        }
    }

    static PolicyRepresentation of(ProjectId project, PolicyStatement statement) {
        return new PolicyRepresentation(
                project.value(),
                statement.groups(),
                statement.allow().stream().map(LineRepresentation::of).toList());
    }
}
