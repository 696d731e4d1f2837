package io.heddle.controller.state;

/**
 * The number by which a tunnel tells its networks apart, as a packet carries it: the VNI of VXLAN (RFC 7348 §5).
 *
 * @param value 24 bits
 */
public record TunnelKey(int value) {

    public TunnelKey {
        if (value < 0 || value > 0xffffff) {
            throw new IllegalArgumentException("a tunnel key has 24 bits, unlike " + value);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
