package io.heddle.rest.networking;

import io.heddle.routing.tenant.QosPolicy;
import io.heddle.routing.tenant.QosPolicyId;
import io.heddle.routing.tenant.QosRule;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.TenantCommand;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The rules of quality of service policies, and which types of them there are. */
final class QosRuleRoutes {

    private final QosPolicyKind kind;
    private final Networking networking;
    private final RequestReader reader;

    QosRuleRoutes(QosPolicyKind kind, Networking networking, RequestReader reader) {
        this.kind = kind;
        this.networking = networking;
        this.reader = reader;
    }

    void addTo(SecuredRoutes routes) {
        routes.get(
                "/qos/rule-types",
                (ctx, by) -> ctx.json(Map.of(
                        "rule_types",
                        Stream.of(QosRuleType.values())
                                .map(type -> Map.of("type", type.apiName()))
                                .toList())));
        for (QosRuleType type : QosRuleType.values()) {
            String rules = "/" + kind.path() + "/{id}/" + type.plural();
            routes.get(
                    rules,
                    (ctx, by) -> ctx.json(Map.of(
                            type.plural(),
                            type.in(policy(ctx, by)).stream()
                                    .map(QosRuleType::shown)
                                    .toList())));
            routes.post(rules, (ctx, by) -> create(ctx, by, type));
            routes.get(rules + "/{rule}", (ctx, by) -> write(ctx, type, rule(ctx, policy(ctx, by), type)));
            routes.put(rules + "/{rule}", (ctx, by) -> update(ctx, by, type));
            routes.delete(rules + "/{rule}", (ctx, by) -> delete(ctx, by, type));
        }
    }

    private void create(Context ctx, Requester by, QosRuleType type) {
        QosPolicyId policy = policy(ctx, by).id();
        QosRule rule = type.read(networking.tenancy().newId(), reader.object(ctx), Optional.empty());
        networking.ask(by, new TenantCommand.AddQosRule(policy, rule));
        ctx.status(201);
        write(ctx, type, rule);
    }

    private void update(Context ctx, Requester by, QosRuleType type) {
        QosPolicy policy = policy(ctx, by);
        QosRule before = rule(ctx, policy, type);
        QosRule after = type.read(before.id(), reader.object(ctx), Optional.of(before));
        networking.ask(by, new TenantCommand.ChangeQosRule(policy.id(), after));
        write(ctx, type, after);
    }

    private void delete(Context ctx, Requester by, QosRuleType type) {
        QosPolicy policy = policy(ctx, by);
        UUID rule = rule(ctx, policy, type).id();
        networking.ask(by, new TenantCommand.RemoveQosRule(policy.id(), rule, type.apiName()));
        ctx.status(204);
    }

    private static void write(Context ctx, QosRuleType type, QosRule rule) {
        ctx.json(Map.of(type.singular(), QosRuleType.shown(rule)));
    }

    private QosPolicy policy(Context ctx, Requester by) {
        return kind.named(ctx, by, networking.tenancy().state());
    }

    private static QosRule rule(Context ctx, QosPolicy policy, QosRuleType type) {
        String text = ctx.pathParam("rule");
        return Body.uuid(text)
                .flatMap(policy::rule)
                .filter(rule -> QosRuleType.of(rule) == type)
                .orElseThrow(() -> new ApiError(
                        404,
                        "QosRuleNotFound",
                        "QoS rule of type " + type.apiName() + " with id " + Body.shortened(text) + " for QoS policy "
                                + policy.id() + " could not be found."));
    }
}
