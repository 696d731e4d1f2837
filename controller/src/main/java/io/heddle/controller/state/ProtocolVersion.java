package io.heddle.controller.state;

/** The OpenFlow versions that Heddle speaks, best last. */
public enum ProtocolVersion {
    OF_1_3("1.3"),
    OF_1_4("1.4"),
    OF_1_5("1.5");

    private final String text;

    ProtocolVersion(String text) {
        this.text = text;
    }

    /** Whether a group can say how to hash and with which seed, so that successive tiers do not choose alike. */
    public boolean canSeedHash() {
        return this == OF_1_5;
    }

    /** Whether a switch can tell who else changes its rules. */
    public boolean canMonitorRules() {
        return this != OF_1_3;
    }

    @Override
    public String toString() {
        return text;
    }
}
