package io.heddle.routing.rule;

/**
 * The cookie of a flow entry, which says whose it is and what for (OpenFlow 1.5.1 §5.2): the high 32 bits are {@link #OWNER} for
 * every entry of Heddle, the next 8 the {@link Purpose}, the low 24 are free for the purpose's own use.
 *
 * @param value all 64 bits
 */
public record Cookie(long value) implements Comparable<Cookie> {

    /** {@code "HEDL"} in ASCII. */
    public static final int OWNER = 0x4845444c;

    /** Selects the owner's bits. */
    public static final long OWNER_MASK = 0xffff_ffff_0000_0000L;

    /** Selects the owner's bits and those of the purpose. */
    public static final long PURPOSE_MASK = 0xffff_ffff_ff00_0000L;

    private static final int PURPOSE_SHIFT = 24;
    private static final int DETAIL_MASK = 0xff_ffff;

    /** What an entry of ours is there for. */
    public enum Purpose {
        /** Discovery: LLDP to the controller. */
        DISCOVERY(1),
        /** DHCP, ARP and ping of hosts. */
        HOST_SERVICE(2),
        /** Source check and direction. */
        ADMISSION(3),
        /** Prefix routing. */
        ROUTING(4),
        /** Delivery to a host on this switch. */
        DELIVERY(5),
        /** An exception that keeps traffic off a failed part. */
        REPAIR(6),
        /** A steered elephant. */
        STEERING(7),
        /** What nobody wanted: to the controller, or dropped. */
        MISS(8),
        /** On a server: DHCP of tenants' hosts, to the controller. */
        TENANT_DHCP(9),
        /** On a server: router solicitations of tenants' hosts, to the controller. */
        TENANT_SOLICITATION(10),
        /** On a server: broadcast and multicast to the members of a tenant's network. */
        REPLICATION(11),
        /** Frames of a VLAN that the fabric carries between servers. */
        VLAN(12),
        /** On a server: what only the controller answers for a router of tenants. */
        TENANT_ROUTER(13),
        /** On a server: who is where on an external network, asked and answered by way of the controller. */
        TENANT_RESOLUTION(14),
        /** On a server: what the security groups of tenants' ports let through. */
        SECURITY(15),
        /** An address of a tenant that the fabric itself routes, or a block of them. */
        ROUTED(16),
        /** On a server: what is larger than the network that a router would send it onto takes; the {@link #detail} is that size. */
        TENANT_TOO_LARGE(17),
        /** On a server: the controller's own packets that find out what passes between two ports, where they arrive. */
        TENANT_PROBE(18),
        /** On a server: errors from outside about what came from a floating address. */
        TENANT_ERROR(19),
        /** On a server: connections to the address of a load balancer, and their replies. */
        BALANCING(20),
        /** On a server: what members of load balancers answer when they are asked whether they work. */
        TENANT_HEALTH(21);

        private final int code;

        Purpose(int code) {
            this.code = code;
        }
    }

    /** The cookie of our entries for {@code purpose}. */
    public static Cookie of(Purpose purpose) {
        return new Cookie(((long) OWNER << 32) | ((long) purpose.code << PURPOSE_SHIFT));
    }

    /** The cookie of our entries for {@code purpose} with something of its own, of 24 bits. */
    public static Cookie of(Purpose purpose, int detail) {
        if (detail < 0 || detail > DETAIL_MASK) {
            throw new IllegalArgumentException("a cookie has room for 24 bits, not for " + detail);
        }
        return new Cookie(of(purpose).value | detail);
    }

    /** What the purpose put there of its own. */
    public int detail() {
        return (int) (value & DETAIL_MASK);
    }

    /** Whether an entry with this cookie is Heddle's and there for {@code purpose}. */
    public boolean isFor(Purpose purpose) {
        return value >>> PURPOSE_SHIFT == of(purpose).value >>> PURPOSE_SHIFT;
    }

    /** Whether an entry with this cookie is Heddle's. */
    public boolean isOurs() {
        return (int) (value >>> 32) == OWNER;
    }

    @Override
    public int compareTo(Cookie other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "0x%016x".formatted(value);
    }
}
