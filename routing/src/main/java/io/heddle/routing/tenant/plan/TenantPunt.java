package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.MeterId;

/** Why an integration bridge sends a frame to the controller; each kind has a cookie and a meter of its own. */
public enum TenantPunt {
    /** A message of a DHCP or DHCPv6 client. */
    DHCP(0x11, Purpose.TENANT_DHCP),
    /** A router solicitation (RFC 4861 §4.1). */
    SOLICITATION(0x12, Purpose.TENANT_SOLICITATION),
    /** What only the controller answers for a router: a packet that had no hop left, and over IPv6 its neighbours and pings. */
    ROUTER(0x13, Purpose.TENANT_ROUTER),
    /** On a server that is the way out of routers: a packet for somebody whose MAC address is not known, or an answer to that question. */
    RESOLUTION(0x14, Purpose.TENANT_RESOLUTION),
    /** A packet that is larger than the network takes onto which a router would send it. */
    TOO_LARGE(0x15, Purpose.TENANT_TOO_LARGE),
    /** A packet of the controller's own that has come to a port ({@link PathProbe}). */
    PROBE(0x16, Purpose.TENANT_PROBE),
    /** An ICMP error from outside to a floating address: it quotes a packet in which that has to be put right, too. */
    ERROR(0x17, Purpose.TENANT_ERROR),
    /** What a member of a load balancer answers when it is asked whether it works. */
    HEALTH(0x18, Purpose.TENANT_HEALTH);

    private final int number;
    private final Purpose purpose;

    TenantPunt(int number, Purpose purpose) {
        this.number = number;
        this.purpose = purpose;
    }

    /** The meter that limits this kind. */
    public MeterId meter() {
        return MeterId.ours(number);
    }

    /** What the rules of this kind say in their cookies. */
    public Purpose purpose() {
        return purpose;
    }
}
