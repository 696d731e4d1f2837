package io.heddle.controller.store;

import io.heddle.controller.store.TenantRecords.Standard;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule;
import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.SecurityRule.Direction;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Quality of service policies as JSON. */
final class QualityRecords {

    private QualityRecords() {}

    /** A limit, or if {@code mark} is there a marking. */
    record Rule(
            String id,
            boolean ingress,
            int rate,
            int burst,
            @Nullable Integer mark) {

        static Rule of(QosRule rule) {
            return switch (rule) {
                case BandwidthLimit limit ->
                    new Rule(
                            limit.id().toString(),
                            limit.direction() == Direction.INGRESS,
                            limit.maxKbps(),
                            limit.maxBurstKbps(),
                            null);
                case DscpMarking marking -> new Rule(marking.id().toString(), false, 0, 0, marking.mark());
            };
        }

        QosRule rule() {
            UUID key = UUID.fromString(id);
            return mark == null
                    ? new BandwidthLimit(key, ingress ? Direction.INGRESS : Direction.EGRESS, rate, burst)
                    : new DscpMarking(key, mark);
        }
    }

    record Policy(String id, String project, String name, boolean shared, List<Rule> rules, Standard standard) {

        static Policy of(QosPolicy policy) {
            return new Policy(
                    policy.id().toString(),
                    policy.project().value(),
                    policy.name(),
                    policy.shared(),
                    policy.rules().stream().map(Rule::of).toList(),
                    Standard.of(policy.standard()));
        }

        QosPolicy policy() {
            return new QosPolicy(
                    QosPolicyId.parse(id),
                    new ProjectId(project),
                    name,
                    shared,
                    rules.stream().map(Rule::rule).toList(),
                    standard.attributes());
        }
    }
}
