package io.heddle.routing.rule;

/** The bits of {@link Field#CT_STATE} (Open vSwitch, ovs-fields(7)). */
public final class CtState {

    /** Of a connection that is not kept, and that may begin with this packet. */
    public static final long NEW = 0x01;

    /** Of a connection that is kept. */
    public static final long ESTABLISHED = 0x02;

    /** About another connection, such as an ICMP error. */
    public static final long RELATED = 0x04;

    /** Against the direction in which the connection began. */
    public static final long REPLY = 0x08;

    /** Of no connection that could be. */
    public static final long INVALID = 0x10;

    /** Connection tracking has looked. */
    public static final long TRACKED = 0x20;

    private static final String[] NAMES = {"new", "est", "rel", "rpl", "inv", "trk"};

    private CtState() {}

    /** As {@code ovs-ofctl} writes what a rule asks for, such as {@code +est-rpl+trk}. */
    static String text(Match.Masked state) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < NAMES.length; bit++) {
            if ((state.mask() >>> bit & 1) != 0) {
                text.append((state.value() >>> bit & 1) != 0 ? "+" : "-").append(NAMES[bit]);
            }
        }
        return text.toString();
    }
}
