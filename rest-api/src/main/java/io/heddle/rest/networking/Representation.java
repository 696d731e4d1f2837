package io.heddle.rest.networking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A resource as JSON: the attributes that its reader may see, or those of them that were asked for. */
final class Representation {

    private Representation() {}

    static <R> Map<String, @Nullable Object> of(
            List<Attribute<R>> attributes, R resource, Shown shown, List<String> fields) {
        Set<String> wanted = new TreeSet<>(fields);
        wanted.remove("");
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Attribute<R> attribute : attributes) {
            boolean isSeen = !attribute.is(Attribute.Mark.HIDDEN)
                    && (shown.to().isAdmin() || !attribute.is(Attribute.Mark.ADMIN_SEES));
            if (isSeen && (wanted.isEmpty() || wanted.contains(attribute.name()))) {
                members.put(attribute.name(), attribute.read(resource, shown));
            }
        }
        return members;
    }
}
