package io.heddle.controller.ovsdb.data;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What one column of one row holds (RFC 7047 §5.1 {@code value}).
 *
 * <p>A lone atom and a set of that one atom are the same value to the protocol and so are the same here.
 */
public sealed interface OvsdbValue {

    /** A set of atoms; of one atom for a scalar, empty for an optional that is absent. */
    record SetOf(SortedSet<Atom> atoms) implements OvsdbValue {
        public SetOf {
            atoms = Collections.unmodifiableSortedSet(new TreeSet<>(atoms));
        }
    }

    /** A map from atoms to atoms. */
    record MapOf(SortedMap<Atom, Atom> pairs) implements OvsdbValue {
        public MapOf {
            pairs = Collections.unmodifiableSortedMap(new TreeMap<>(pairs));
        }
    }

    /** Nothing. */
    static OvsdbValue none() {
        return new SetOf(new TreeSet<>());
    }

    /** One atom. */
    static OvsdbValue of(Atom atom) {
        SortedSet<Atom> one = new TreeSet<>();
        one.add(atom);
        return new SetOf(one);
    }

    /** A string. */
    static OvsdbValue of(String text) {
        return of(new Atom.Text(text));
    }

    /** A whole number. */
    static OvsdbValue of(long number) {
        return of(new Atom.Whole(number));
    }

    /** A reference. */
    static OvsdbValue of(UUID row) {
        return of(new Atom.Reference(row));
    }

    /** A map of strings. */
    static OvsdbValue of(Map<String, String> texts) {
        SortedMap<Atom, Atom> pairs = new TreeMap<>();
        texts.forEach((key, value) -> pairs.put(new Atom.Text(key), new Atom.Text(value)));
        return new MapOf(pairs);
    }
}
