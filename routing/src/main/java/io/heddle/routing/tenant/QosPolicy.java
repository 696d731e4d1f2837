package io.heddle.routing.tenant;

import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.SecurityRule.Direction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How much ports, and floating addresses, may send and be sent, and with which mark.
 *
 * <p>A limit is that of each port and floating address by itself: two ports with one policy may have its rate each.
 *
 * @param id its identifier
 * @param project its owner
 * @param name the owner's name for it, not unique
 * @param shared whether every project may use it
 * @param rules what it does, in the order in which they were made
 * @param standard description, tags, revision, times
 */
public record QosPolicy(
        QosPolicyId id,
        ProjectId project,
        String name,
        boolean shared,
        List<QosRule> rules,
        StandardAttributes standard)
        implements TenantResource {

    public QosPolicy {
        rules = List.copyOf(rules);
        Set<QosRule.Subject> subjects = new HashSet<>();
        for (QosRule rule : rules) {
            if (!subjects.add(rule.subject())) {
                throw new IllegalArgumentException("policy " + id + " has two rules about " + rule.subject());
            }
        }
    }

    /** The limit in that direction, if it has one. */
    public Optional<BandwidthLimit> limit(Direction direction) {
        return rules.stream()
                .filter(BandwidthLimit.class::isInstance)
                .map(BandwidthLimit.class::cast)
                .filter(limit -> limit.direction() == direction)
                .findFirst();
    }

    /** The mark of what is sent, if it has one. */
    public Optional<DscpMarking> marking() {
        return rules.stream()
                .filter(DscpMarking.class::isInstance)
                .map(DscpMarking.class::cast)
                .findFirst();
    }

    /** The rule with that identifier. */
    public Optional<QosRule> rule(UUID rule) {
        return rules.stream().filter(each -> each.id().equals(rule)).findFirst();
    }

    /** This policy with other rules. */
    public QosPolicy withRules(List<QosRule> others, StandardAttributes attributes) {
        return new QosPolicy(id, project, name, shared, others, attributes);
    }

    @Override
    public QosPolicy withStandard(StandardAttributes attributes) {
        return withRules(rules, attributes);
    }
}
