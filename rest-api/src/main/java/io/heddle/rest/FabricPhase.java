package io.heddle.rest;

import java.util.Locale;

/** How far the fabric has come up. */
public enum FabricPhase {
    /** Switches are still connecting, or what they hold is still being changed for the first time. */
    FORMING,
    /** A recognised design with every part of it in place. */
    COMPLETE,
    /** A recognised design with parts missing, dead or wrongly cabled; what is right forwards. */
    DEGRADED,
    /** No Clos; hosts get addresses and shortest paths nevertheless. */
    NOT_CLOS;

    /** As it is written in JSON, such as {@code not-clos}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
