package io.heddle.rest.networking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a list request asks for: which resources, in which order, which part of them. */
final class ListQuery<R> {

    private static final Set<String> NO_FILTERS =
            Set.of("fields", "sort_key", "sort_dir", "limit", "marker", "page_reverse");

    /** Lists of identifiers, which can be filtered by one of them. */
    private static final Set<String> FILTERED = Set.of("subnets", "security_groups");

    private final Listed<R> kind;
    private final Map<String, List<String>> parameters;
    private final Map<String, Attribute<R>> attributes = new TreeMap<>();

    ListQuery(Listed<R> kind, Map<String, List<String>> parameters) {
        this.kind = kind;
        this.parameters = new TreeMap<>(parameters);
        kind.attributes().forEach(attribute -> attributes.put(attribute.name(), attribute));
    }

    /**
     * A part of a list.
     *
     * @param items the resources
     * @param links where the parts before and behind it are: parameters by relation
     */
    record Page<R>(List<R> items, Map<String, Map<String, List<String>>> links) {}

    /** The resources asked for, of those that the reader sees. */
    Page<R> answer(Shown shown) {
        return answer(shown, resource -> true);
    }

    /** The same, only of those that {@code isMeant} accepts. */
    Page<R> answer(Shown shown, Predicate<R> isMeant) {
        Predicate<R> filter = filter(shown).and(isMeant);
        List<R> found = new ArrayList<>(candidates(shown).stream()
                .filter(resource -> kind.isSeen(resource, shown.to(), shown.state()))
                .filter(filter)
                .toList());
        order(shown).ifPresent(found::sort);
        int limit = limit();
        return limit == 0 ? new Page<>(found, Map.of()) : page(found, limit);
    }

    /** The only ones that can be meant, found by an index if what is asked for allows it. */
    private List<R> candidates(Shown shown) {
        List<String> ids = parameters.getOrDefault("id", List.of());
        if (!ids.isEmpty()) {
            return ids.stream()
                    .distinct()
                    .flatMap(id -> Body.uuid(id).stream())
                    .flatMap(id -> kind.find(shown.state(), id).stream())
                    .toList();
        }
        List<String> networks = parameters.getOrDefault("network_id", List.of());
        Optional<UUID> network = networks.size() == 1 ? Body.uuid(networks.getFirst()) : Optional.empty();
        return kind.all(shown.state(), network);
    }

    private Predicate<R> filter(Shown shown) {
        Predicate<R> all = resource -> true;
        for (Map.Entry<String, List<String>> each : parameters.entrySet()) {
            if (!NO_FILTERS.contains(each.getKey())) {
                all = all.and(filter(each.getKey(), each.getValue(), shown));
            }
        }
        return all;
    }

    private Predicate<R> filter(String name, List<String> values, Shown shown) {
        if (Filter.isOfTags(name)) {
            return Filter.tags(name, values, kind);
        } else if (name.equals("fixed_ips") && attributes.containsKey(name)) {
            return Filter.fixedIps(values);
        }
        Attribute<R> attribute = attributes.get(name);
        boolean isKnown = attribute != null && (!attribute.is(Attribute.Mark.COMPOUND) || FILTERED.contains(name));
        if (attribute == null || !isKnown || isHidden(attribute, shown)) {
            throw ApiError.badRequest("['" + Body.shortened(name) + "'] is invalid attribute for filtering");
        }
        return Filter.values(attribute, values, shown);
    }

    private static boolean isHidden(Attribute<?> attribute, Shown shown) {
        return attribute.is(Attribute.Mark.ADMIN_SEES) && !shown.to().isAdmin();
    }

    private Optional<Comparator<R>> order(Shown shown) {
        List<String> keys = given("sort_key");
        List<String> directions = given("sort_dir");
        if (keys.size() != directions.size()) {
            throw ApiError.badRequest("The number of sort_keys and sort_dirs must be same");
        }
        Comparator<R> order = null;
        for (int i = 0; i < keys.size(); i++) {
            Comparator<R> next = order(keys.get(i), directions.get(i), shown);
            order = order == null ? next : order.thenComparing(next);
        }
        if (order != null || limit() != 0) {
            Comparator<R> byId =
                    Comparator.comparing(resource -> kind.idOf(resource).toString());
            return Optional.of(order == null ? byId : order.thenComparing(byId));
        }
        return Optional.empty();
    }

    private Comparator<R> order(String key, String direction, Shown shown) {
        Attribute<R> attribute = attributes.get(key);
        if (attribute == null || attribute.is(Attribute.Mark.COMPOUND) || isHidden(attribute, shown)) {
            throw ApiError.badRequest("['" + Body.shortened(key) + "'] is invalid attribute for sort_keys");
        }
        if (!direction.equals("asc") && !direction.equals("desc")) {
            throw ApiError.badRequest("['" + Body.shortened(direction)
                    + "'] is invalid value for sort_dirs, valid value is 'asc' and 'desc'");
        }
        Comparator<R> order = (one, other) -> compare(attribute.read(one, shown), attribute.read(other, shown));
        return direction.equals("asc") ? order : order.reversed();
    }

    private static int compare(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        } else if (one instanceof Number first && other instanceof Number second) {
            return Long.compare(first.longValue(), second.longValue());
        }
        return one.toString().compareTo(other.toString());
    }

    private int limit() {
        List<String> limits = parameters.getOrDefault("limit", List.of());
        String limit = limits.isEmpty() ? "0" : limits.getLast();
        if (!limit.matches("[0-9]{1,9}")) {
            throw new ApiError(
                    400,
                    "BadRequest",
                    "Bad limit request: Limit must be an integer 0 or greater and not '" + Body.shortened(limit)
                            + "'.");
        }
        return Integer.parseInt(limit);
    }

    private Page<R> page(List<R> all, int limit) {
        List<String> markers = given("marker");
        boolean isReverse = given("page_reverse").stream().anyMatch(word -> word.equalsIgnoreCase("true"));
        int from = 0;
        int to = Math.min(all.size(), limit);
        if (!markers.isEmpty()) {
            int marker = position(all, markers.getLast());
            from = isReverse ? Math.max(0, marker - limit) : marker + 1;
            to = isReverse ? marker : Math.min(all.size(), marker + 1 + limit);
        } else if (isReverse) {
            from = Math.max(0, all.size() - limit);
            to = all.size();
        }
        List<R> items = all.subList(from, to);
        Map<String, Map<String, List<String>>> links = new TreeMap<>();
        if (items.isEmpty()) {
            return new Page<>(items, links);
        }
        if (isReverse || items.size() >= limit) {
            links.put("next", link(items.getLast(), false));
        }
        if (!isReverse || items.size() >= limit) {
            links.put("previous", link(items.getFirst(), true));
        }
        return new Page<>(items, links);
    }

    private int position(List<R> all, String marker) {
        for (int i = 0; i < all.size(); i++) {
            if (kind.idOf(all.get(i)).toString().equals(marker)) {
                return i;
            }
        }
        throw kind.missing(Body.shortened(marker));
    }

    private Map<String, List<String>> link(R marker, boolean isReverse) {
        Map<String, List<String>> link = new TreeMap<>(parameters);
        link.put("marker", List.of(kind.idOf(marker).toString()));
        link.remove("page_reverse");
        if (isReverse) {
            link.put("page_reverse", List.of("True"));
        }
        return link;
    }

    private List<String> given(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
