package io.heddle.rest.networking;

import static io.heddle.rest.networking.Attribute.Mark.COMPOUND;
import static io.heddle.rest.networking.Attribute.Mark.POST;
import static io.heddle.rest.networking.Attribute.Mark.PUT;
import static io.heddle.rest.networking.Attribute.Mark.REQUIRED;

import io.heddle.routing.tenant.IpProtocol;
import io.heddle.routing.tenant.LoadBalancerId;
import io.heddle.routing.tenant.StandardAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What all of the Load Balancer API has in common. */
final class Balancing {

    static final String ADMIN_UP = "admin_state_up";
    static final String PROTOCOL = "protocol";
    static final String BALANCER = "loadbalancer_id";

    private static final int TEXT_AT_MOST = 255;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private Balancing() {}

    /** The attributes of a part of a load balancer, but for those of its kind alone. */
    static <P> List<Attribute<Part<P>>> attributes(Function<P, String> name, Function<P, Boolean> adminUp) {
        List<Attribute<Part<P>>> all = new ArrayList<>();
        all.add(Attribute.of("id", (part, shown) -> part.id().toString()));
        all.add(Attribute.of("name", (part, shown) -> name.apply(part.value()), POST, PUT));
        all.add(Attribute.of(ADMIN_UP, (part, shown) -> adminUp.apply(part.value()), POST, PUT));
        all.add(Attribute.of(
                "project_id", (part, shown) -> part.balancer().project().value(), POST));
        all.add(Attribute.of(
                "tenant_id", (part, shown) -> part.balancer().project().value(), POST));
        all.add(Attribute.of("provisioning_status", (part, shown) -> "ACTIVE"));
        all.add(Attribute.of(
                "tags", (part, shown) -> List.copyOf(part.standard().tags()), POST, PUT, COMPOUND));
        all.add(Attribute.of("created_at", (part, shown) -> time(part.standard().created())));
        all.add(Attribute.of("updated_at", (part, shown) -> time(part.standard().updated())));
        return all;
    }

    /** The owner's words. */
    static <P> Attribute<Part<P>> description() {
        return Attribute.of("description", (part, shown) -> part.standard().description(), POST, PUT);
    }

    /** An attribute that clients know and that has only one value here. */
    static <R> Attribute<R> fixed(String name, @Nullable Object value) {
        return Attribute.of(name, (one, shown) -> value, POST, PUT, COMPOUND);
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** What it shares out, of a listener or a pool. */
    static <P> Attribute<Part<P>> protocol(Function<P, IpProtocol> protocol) {
        return Attribute.of(
                PROTOCOL,
                (part, shown) -> protocol.apply(part.value()).apiName().toUpperCase(Locale.ROOT),
                POST,
                REQUIRED);
    }

    /** The load balancer that it is of. */
    static <P> Attribute<Part<P>> balancers() {
        return Attribute.of(
                "loadbalancers",
                (part, shown) -> references(List.of(part.balancer().id()), LoadBalancerId::value),
                COMPOUND);
    }

    static <T> List<Map<String, String>> references(List<T> all, Function<T, UUID> id) {
        return all.stream().map(one -> Map.of("id", id.apply(one).toString())).toList();
    }

    static Optional<String> name(Body body) {
        return body.isNull("name") ? Optional.of("") : body.text("name", TEXT_AT_MOST);
    }

    static boolean adminUp(Body body, boolean otherwise) {
        return body.isNull(ADMIN_UP) ? otherwise : body.bool(ADMIN_UP).orElse(otherwise);
    }

    /** Those of a new part. */
    static StandardAttributes standard(Body body, Instant now) {
        StandardAttributes fresh = StandardAttributes.fresh(description(body).orElse(""), now);
        return tags(body).map(fresh::tagged).orElse(fresh);
    }

    /** Those of a part that is changed. */
    static StandardAttributes standard(Body body, Instant now, StandardAttributes before) {
        return before.describedAs(description(body).orElse(before.description()))
                .tagged(tags(body).orElse(before.tags()))
                .changed(now);
    }

    static Optional<String> description(Body body) {
        return body.isNull("description") ? Optional.of("") : body.text("description", TEXT_AT_MOST);
    }

    static Optional<SortedSet<String>> tags(Body body) {
        return body.list("tags").map(items -> {
            SortedSet<String> tags = new TreeSet<>();
            items.forEach(item -> tags.add(Body.text("tags", item, TEXT_AT_MOST)));
            return tags;
        });
    }

    static Optional<IpProtocol> protocol(Body body) {
        return body.text(PROTOCOL, TEXT_AT_MOST).map(text -> switch (text) {
            case "TCP" -> IpProtocol.TCP;
            case "UDP" -> IpProtocol.UDP;
            default -> throw unsupported("protocol " + Body.shortened(text) + "; it is TCP or UDP");
        });
    }

    static int port(Body body, String name) {
        return number(body, name, 1, 65535).orElseThrow(() -> missing(name));
    }

    static Optional<Integer> number(Body body, String name, int least, int most) {
        return body.number(name, least, most).map(Long::intValue);
    }

    static UUID required(Body body, String name) {
        return body.value(name).map(value -> Body.id(name, value)).orElseThrow(() -> missing(name));
    }

    static Optional<UUID> id(Body body, String name) {
        return body.value(name).map(value -> Body.id(name, value));
    }

    /** Refuses what is asked for beyond what there is, unless it is what there is. */
    static void refuseOthers(Body body, Map<String, Set<String>> usual) {
        usual.forEach((name, values) -> body.value(name)
                .filter(value -> !isEmpty(value) && !values.contains(value.asString("")))
                .ifPresent(value -> {
                    throw unsupported(name + " " + Body.quoted(value));
                }));
    }

    private static boolean isEmpty(JsonNode value) {
        return (value.isContainer() && value.isEmpty())
                || (value.isString() && value.asString().isEmpty());
    }

    static ApiError unsupported(String option) {
        return new ApiError(
                501,
                "ProviderUnsupportedOptionError",
                "Provider 'heddle' does not support a requested option: " + option + ".");
    }

    static ApiError missing(String name) {
        return ApiError.badRequest("Validation failure: Missing required attribute '" + name + "'.");
    }
}
