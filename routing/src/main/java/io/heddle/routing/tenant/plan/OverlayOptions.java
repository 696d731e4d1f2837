package io.heddle.routing.tenant.plan;

import java.util.stream.LongStream;

/**
 * What an operator decides about the integration bridges.
 *
 * @param dhcpRate how many DHCP messages a second one server may send to the controller
 * @param solicitationRate how many router solicitations a second one server may send to the controller
 * @param routerRate how many packets a second one server may send to the controller that only it can answer for routers
 * @param resolutionRate how many packets a second one server may send to the controller to learn who is where on external networks
 * @param tooLargeRate how many packets a second one server may send to the controller that are too large for the way they are to go,
 *     how many of the controller's own that find out how large is too large, and how many ICMP errors from outside about floating addresses
 * @param routed what the networks have in common that the fabric itself routes
 */
public record OverlayOptions(
        long dhcpRate,
        long solicitationRate,
        long routerRate,
        long resolutionRate,
        long tooLargeRate,
        RoutedSpace routed) {

    /** Every answer that a server hands over is to a question that the controller asked. */
    private static final long HEALTH_RATE = 1000;

    public OverlayOptions {
        if (LongStream.of(dhcpRate, solicitationRate, routerRate, resolutionRate, tooLargeRate)
                .anyMatch(rate -> rate < 1)) {
            throw new IllegalArgumentException("a packet-in rate is at least 1 packet/s, not " + dhcpRate + ", "
                    + solicitationRate + ", " + routerRate + ", " + resolutionRate + " and " + tooLargeRate);
        }
    }

    /** 100, 50, 100, 100 and 100 packets a second, and no routed networks. */
    public static OverlayOptions defaults() {
        return new OverlayOptions(100, 50, 100, 100, 100, RoutedSpace.NONE);
    }

    /** These options, with other routed networks. */
    public OverlayOptions withRouted(RoutedSpace space) {
        return new OverlayOptions(dhcpRate, solicitationRate, routerRate, resolutionRate, tooLargeRate, space);
    }

    long rate(TenantPunt punt) {
        return switch (punt) {
            case DHCP -> dhcpRate;
            case SOLICITATION -> solicitationRate;
            case ROUTER -> routerRate;
            case RESOLUTION -> resolutionRate;
            case TOO_LARGE, PROBE, ERROR -> tooLargeRate;
            case HEALTH -> HEALTH_RATE;
        };
    }
}
