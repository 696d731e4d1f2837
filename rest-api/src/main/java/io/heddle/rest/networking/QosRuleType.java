package io.heddle.rest.networking;

import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosRule;
import io.heddle.routing.tenant.QosRule.BandwidthLimit;
import io.heddle.routing.tenant.QosRule.DscpMarking;
import io.heddle.routing.tenant.SecurityRule.Direction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The types of rules of quality of service policies, and what requests and replies say of each. */
enum QosRuleType {
    BANDWIDTH_LIMIT("bandwidth_limit"),
    DSCP_MARKING("dscp_marking");

    /** Whose it is, which clients may say again: it is that of the policy. */
    private static final Set<String> OWNERS = Set.of("project_id", "tenant_id");

    private final String apiName;

    QosRuleType(String apiName) {
        this.apiName = apiName;
    }

    private Set<String> members() {
        return switch (this) {
            case BANDWIDTH_LIMIT -> Set.of("max_kbps", "max_burst_kbps", "direction");
            case DSCP_MARKING -> Set.of("dscp_mark");
        };
    }

    static QosRuleType of(QosRule rule) {
        return switch (rule) {
            case BandwidthLimit ignored -> BANDWIDTH_LIMIT;
            case DscpMarking ignored -> DSCP_MARKING;
        };
    }

    /** What the Networking API calls it. */
    String apiName() {
        return apiName;
    }

    /** What one is called in requests and replies. */
    String singular() {
        return apiName + "_rule";
    }

    /** What several are called. */
    String plural() {
        return apiName + "_rules";
    }

    /** The rule that a request describes; what it leaves out is as in {@code before}, or as usual. */
    QosRule read(UUID id, JsonNode request, Optional<QosRule> before) {
        Body body = RequestReader.one(request, singular());
        Set<String> unknown = new TreeSet<>(body.names());
        unknown.removeAll(members());
        unknown.removeAll(OWNERS);
        if (!unknown.isEmpty()) {
            throw ApiError.badRequest("Unrecognized attribute(s) '" + Body.shortened(String.join(", ", unknown)) + "'");
        }
        return switch (this) {
            case BANDWIDTH_LIMIT -> limit(id, body, before.map(BandwidthLimit.class::cast));
            case DSCP_MARKING -> marking(id, body, before.map(DscpMarking.class::cast));
        };
    }

    private static QosRule limit(UUID id, Body body, Optional<BandwidthLimit> before) {
        int rate = body.number("max_kbps", 1, Integer.MAX_VALUE)
                .map(Long::intValue)
                .or(() -> before.map(BandwidthLimit::maxKbps))
                .orElseThrow(() -> missing("max_kbps"));
        int burst = body.number("max_burst_kbps", 0, Integer.MAX_VALUE)
                .map(Long::intValue)
                .or(() -> before.map(BandwidthLimit::maxBurstKbps))
                .orElse(0);
        Direction direction = body.text("direction", 255)
                .map(QosRuleType::direction)
                .or(() -> before.map(BandwidthLimit::direction))
                .orElse(Direction.EGRESS);
        return new BandwidthLimit(id, direction, rate, burst);
    }

    private static QosRule marking(UUID id, Body body, Optional<DscpMarking> before) {
        int mark = body.number("dscp_mark", 0, 63)
                .map(Long::intValue)
                .or(() -> before.map(DscpMarking::mark))
                .orElseThrow(() -> missing("dscp_mark"));
        if (!DscpMarking.MARKS.contains(mark)) {
            throw ApiError.invalid("dscp_mark", "'" + mark + "' is not in " + new TreeSet<>(DscpMarking.MARKS));
        }
        return new DscpMarking(id, mark);
    }

    private static Direction direction(String text) {
        return switch (text) {
            case "egress" -> Direction.EGRESS;
            case "ingress" -> Direction.INGRESS;
            default ->
                throw ApiError.invalid("direction", "'" + Body.shortened(text) + "' is not in ['egress', 'ingress']");
        };
    }

    private static ApiError missing(String name) {
        return ApiError.badRequest("Failed to parse request. Required attribute '" + name + "' not specified");
    }

    /** A rule by itself. */
    static Map<String, Object> shown(QosRule rule) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", rule.id().toString());
        switch (rule) {
            case BandwidthLimit limit -> {
                shown.put("max_kbps", limit.maxKbps());
                shown.put("max_burst_kbps", limit.maxBurstKbps());
                shown.put("direction", limit.direction().name().toLowerCase(Locale.ROOT));
            }
            case DscpMarking marking -> shown.put("dscp_mark", marking.mark());
        }
        return shown;
    }

    /** A rule among those of its policy. */
    Map<String, Object> within(QosPolicy policy, QosRule rule) {
        Map<String, Object> shown = shown(rule);
        shown.put("qos_policy_id", policy.id().toString());
        shown.put("type", apiName);
        return shown;
    }

    /** The rules of this type that a policy has. */
    List<QosRule> in(QosPolicy policy) {
        return policy.rules().stream().filter(rule -> of(rule) == this).toList();
    }
}
