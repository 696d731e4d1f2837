package io.heddle.controller.ovsdb.data;

import java.util.UUID;

/** One value that has no parts (RFC 7047 §5.1 {@code atom}); totally ordered, by kind and then by value. */
public sealed interface Atom extends Comparable<Atom> {

    /** A whole number. */
    record Whole(long value) implements Atom {}

    /** A real number. */
    record Real(double value) implements Atom {}

    /** True or false. */
    record Truth(boolean value) implements Atom {}

    /** A string. */
    record Text(String value) implements Atom {}

    /** A reference to a row. */
    record Reference(UUID value) implements Atom {}

    /** A reference to a row that the same transaction inserts under this name. */
    record NamedReference(String name) implements Atom {}

    @Override
    default int compareTo(Atom other) {
        return switch (this) {
            case Whole mine when other instanceof Whole its -> Long.compare(mine.value, its.value);
            case Real mine when other instanceof Real its -> Double.compare(mine.value, its.value);
            case Truth mine when other instanceof Truth its -> Boolean.compare(mine.value, its.value);
            case Text mine when other instanceof Text its -> mine.value.compareTo(its.value);
            case Reference mine when other instanceof Reference its -> mine.value.compareTo(its.value);
            case NamedReference mine when other instanceof NamedReference its -> mine.name.compareTo(its.name);
            default -> Integer.compare(rank(this), rank(other));
        };
    }

    private static int rank(Atom atom) {
        return switch (atom) {
            case Whole ignored -> 0;
            case Real ignored -> 1;
            case Truth ignored -> 2;
            case Text ignored -> 3;
            case Reference ignored -> 4;
            case NamedReference ignored -> 5;
        };
    }
}
