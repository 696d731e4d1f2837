package io.heddle.rest.networking;

import io.heddle.routing.tenant.TenantPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which resources a list is to hold: several values of one attribute are alternatives, several attributes must all fit. */
final class Filter {

    private static final Set<String> TAGS = Set.of("tags", "tags-any", "not-tags", "not-tags-any");
    private static final Set<String> FIXED_IP = Set.of("subnet_id", "ip_address", "ip_address_substr");

    private Filter() {}

    static boolean isOfTags(String name) {
        return TAGS.contains(name);
    }

    static <R> Predicate<R> tags(String name, List<String> values, Listed<R> kind) {
        Set<String> asked = new TreeSet<>();
        values.forEach(value -> asked.addAll(List.of(value.split(","))));
        return switch (name) {
            case "tags" -> resource -> kind.standardOf(resource).tags().containsAll(asked);
            case "tags-any" ->
                resource -> asked.stream()
                        .anyMatch(tag -> kind.standardOf(resource).tags().contains(tag));
            case "not-tags" -> resource -> !kind.standardOf(resource).tags().containsAll(asked);
            default ->
                resource -> asked.stream()
                        .noneMatch(tag -> kind.standardOf(resource).tags().contains(tag));
        };
    }

    /** By addresses, each asked for as {@code subnet_id=ID}, {@code ip_address=IP} or {@code ip_address_substr=TEXT}. */
    static <R> Predicate<R> fixedIps(List<String> values) {
        Map<String, List<String>> asked = new TreeMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            String key = equals < 0 ? "" : value.substring(0, equals);
            if (!FIXED_IP.contains(key)) {
                throw ApiError.badRequest("Invalid filter for fixed_ips: '" + Body.shortened(value) + "'");
            }
            asked.computeIfAbsent(key, ignored -> new ArrayList<>()).add(value.substring(equals + 1));
        }
        return resource -> resource instanceof TenantPort port
                && asked.entrySet().stream().allMatch(each -> hasIp(port, each.getKey(), each.getValue()));
    }

    private static boolean hasIp(TenantPort port, String key, List<String> values) {
        return port.fixedIps().stream()
                .anyMatch(ip -> values.stream().anyMatch(value -> switch (key) {
                    case "subnet_id" -> ip.subnet().toString().equals(value);
                    case "ip_address" -> ip.address().toString().equals(value);
                    default -> ip.address().toString().contains(value);
                }));
    }

    /** By the value of an attribute. */
    static <R> Predicate<R> values(Attribute<R> attribute, List<String> values, Shown shown) {
        return resource -> {
            Object value = attribute.read(resource, shown);
            return values.stream().anyMatch(asked -> matches(attribute.name(), value, asked));
        };
    }

    private static boolean matches(String name, @Nullable Object value, String asked) {
        if (value == null) {
            return asked.isEmpty();
        } else if (value instanceof Boolean is) {
            boolean wanted = Body.truth(asked)
                    .orElseThrow(() ->
                            ApiError.invalid(name, "'" + Body.shortened(asked) + "' cannot be converted to boolean"));
            return is == wanted;
        } else if (value instanceof List<?> list) {
            return list.stream().anyMatch(item -> String.valueOf(item).equals(asked));
        }
        return name.equals("mac_address")
                ? value.toString().equalsIgnoreCase(asked)
                : value.toString().equals(asked);
    }
}
