package io.heddle.routing.tenant;

/**
 * What whoever plugs a port says about where and how; Heddle itself learns from the server where the interface is.
 *
 * @param host the name of the machine, or empty
 * @param vnicType the kind of interface, {@code normal} unless said otherwise
 * @param profile a JSON object that is kept and never read
 */
public record Binding(String host, String vnicType, String profile) {

    /** Of a port that nobody said anything about. */
    public static final Binding NONE = new Binding("", "normal", "{}");
}
