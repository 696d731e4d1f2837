package io.heddle.topology.clos;

/** A design or blueprint has more of something than an octet of an address can number; the message names the limit. */
public final class AddressSpaceExceeded extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    AddressSpaceExceeded(String message) {
        super(message);
    }
}
