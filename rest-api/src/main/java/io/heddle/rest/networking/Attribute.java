package io.heddle.rest.networking;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a resource: how it is read, and who may see and set it.
 *
 * @param name its name in JSON
 * @param reading its value as text, number, boolean, list or map, or null
 * @param marks what may be done with it
 */
record Attribute<R>(String name, BiFunction<R, Shown, @Nullable Object> reading, Set<Mark> marks) {

    /** What may be done with an attribute. */
    enum Mark {
        /** It can be given when the resource is made. */
        POST,
        /** It can be changed. */
        PUT,
        /** It must be given when the resource is made. */
        REQUIRED,
        /** Only an administrator sees it. */
        ADMIN_SEES,
        /** Only an administrator gives it when the resource is made, unless it is the default. */
        ADMIN_POST,
        /** Only an administrator changes it. */
        ADMIN_PUT,
        /** It is a list or a map: nothing to sort by. */
        COMPOUND,
        /** It is there to ask by only. */
        HIDDEN
    }

    static <R> Attribute<R> of(String name, BiFunction<R, Shown, @Nullable Object> reading, Mark... marks) {
        Set<Mark> all = EnumSet.noneOf(Mark.class);
        all.addAll(Arrays.asList(marks));
        return new Attribute<>(name, reading, all);
    }

    boolean is(Mark mark) {
        return marks.contains(mark);
    }

    @Nullable
    Object read(R resource, Shown shown) {
        return reading.apply(resource, shown);
    }
}
