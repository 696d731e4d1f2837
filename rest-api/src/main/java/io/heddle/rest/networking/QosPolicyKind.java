package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.ADMIN_POST;
import static io.heddle.rest.networking.Attribute.Mark.ADMIN_PUT;
import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;

import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.QosChoice;
import io.heddle.routing.tenant.request.QosPolicyDraft;
import io.heddle.routing.tenant.request.QosPolicyPatch;
import io.heddle.routing.tenant.request.TenantCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Quality of service policies; their rules are asked for by {@link QosRuleRoutes}. */
final class QosPolicyKind implements ResourceKind<QosPolicy> {

    /** Where other resources say which policy they have. */
    static final String REFERENCE = "qos_policy_id";

    private static final int TEXT_AT_MOST = 255;

    @Override
    public String singular() {
        return "policy";
    }

    @Override
    public String plural() {
        return "policies";
    }

    @Override
    public String path() {
        return "qos/policies";
    }

    @Override
    public List<Attribute<QosPolicy>> attributes() {
        List<Attribute<QosPolicy>> all = new ArrayList<>(Common.attributes());
        all.add(Attribute.of("name", (policy, shown) -> policy.name(), POST, PUT));
        all.add(Attribute.of("shared", (policy, shown) -> policy.shared(), POST, PUT, ADMIN_POST, ADMIN_PUT));
        all.add(Attribute.of("rules", (policy, shown) -> rules(policy), COMPOUND));
        return all;
    }

    @Override
    public List<QosPolicy> all(TenantState state, Optional<UUID> network) {
        return List.copyOf(state.qosPolicies().values());
    }

    @Override
    public Optional<QosPolicy> find(TenantState state, UUID id) {
        return state.qosPolicies().find(new QosPolicyId(id));
    }

    @Override
    public TenantCommand create(List<Body> bodies, Supplier<UUID> ids) {
        return new TenantCommand.CreateQosPolicies(
                bodies.stream().map(body -> draft(body, ids.get())).toList());
    }

    @Override
    public TenantCommand update(UUID id, Body body, Optional<Long> expected) {
        QosPolicyPatch patch = new QosPolicyPatch(
                body.text("name", TEXT_AT_MOST), body.bool("shared"), body.text("description", TEXT_AT_MOST));
        return new TenantCommand.UpdateQosPolicy(new QosPolicyId(id), patch, expected);
    }

    @Override
    public TenantCommand delete(UUID id, Optional<Long> expected) {
        return new TenantCommand.DeleteQosPolicy(new QosPolicyId(id), expected);
    }

    @Override
    public Optional<QosPolicy> made(TenantChange change) {
        return change instanceof TenantChange.Put(QosPolicy policy) ? Optional.of(policy) : Optional.empty();
    }

    @Override
    public ApiError missing(Object id) {
        return new ApiError(404, "QosPolicyNotFound", "QoS policy " + id + " could not be found.");
    }

    /** What a request says of the policy that something is to have; empty if it says nothing of it. */
    static Optional<QosChoice> choice(Body body) {
        if (body.isNull(REFERENCE)) {
            return Optional.of(new QosChoice.None());
        }
        return body.value(REFERENCE).map(value -> new QosChoice.By(new QosPolicyId(Body.id(REFERENCE, value))));
    }

    /** The policy that something has, as it is shown. */
    static @Nullable Object shown(Optional<QosPolicyId> policy) {
        return policy.map(QosPolicyId::toString).orElse(null);
    }

    private static QosPolicyDraft draft(Body body, UUID id) {
        return new QosPolicyDraft(
                new QosPolicyId(id),
                Common.project(body),
                body.text("name", TEXT_AT_MOST).orElse(""),
                body.bool("shared").orElse(false),
                body.text("description", TEXT_AT_MOST).orElse(""));
    }

    private static Object rules(QosPolicy policy) {
        return policy.rules().stream()
                .map(rule -> QosRuleType.of(rule).within(policy, rule))
                .toList();
    }
}
