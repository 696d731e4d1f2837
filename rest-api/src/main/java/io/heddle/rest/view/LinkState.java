package io.heddle.rest.view;

import java.util.Locale;

/** How a cable stands to the design and to the moment. */
public enum LinkState {
    /** It belongs to the design and works. */
    UP,
    /** It belongs to the design and is dead, or is not there at all. */
    DOWN,
    /** It is plugged where the design has no cable; it carries nothing until it is re-plugged. */
    WRONG,
    /** It is there and works, and no design claims it (yet). */
    UNPLACED;

    /** As it is written in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
