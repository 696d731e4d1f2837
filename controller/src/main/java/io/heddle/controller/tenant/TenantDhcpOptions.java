package io.heddle.controller.tenant;

import io.heddle.controller.packet.DhcpOptions;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantSubnet;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a tenant's host is told by DHCP beside its address: what its subnet says, its network's MTU, and its port's own options. */
final class TenantDhcpOptions {

    private static final int HIGHEST_CODE = 254;
    private static final int PREFIX_BITS = 32;

    /** How an option's text becomes its value. */
    private enum Kind {
        TEXT,
        ADDRESSES,
        SHORT
    }

    private record Known(int code, Kind kind) {}

    private static final SortedMap<String, Known> BY_NAME = new TreeMap<>(Map.ofEntries(
            Map.entry("router", new Known(DhcpOptions.ROUTER, Kind.ADDRESSES)),
            Map.entry("dns-server", new Known(DhcpOptions.NAME_SERVER, Kind.ADDRESSES)),
            Map.entry("hostname", new Known(DhcpOptions.HOST_NAME, Kind.TEXT)),
            Map.entry("domain-name", new Known(DhcpOptions.DOMAIN_NAME, Kind.TEXT)),
            Map.entry("mtu", new Known(DhcpOptions.MTU, Kind.SHORT)),
            Map.entry("ntp-server", new Known(42, Kind.ADDRESSES)),
            Map.entry("tftp-server", new Known(66, Kind.TEXT)),
            Map.entry("bootfile-name", new Known(67, Kind.TEXT)),
            Map.entry("tftp-server-address", new Known(150, Kind.ADDRESSES)),
            Map.entry("server-ip-address", new Known(150, Kind.ADDRESSES))));

    private TenantDhcpOptions() {}

    /**
     * The address by which a subnet's DHCP server is called: its gateway's, or where it has none the first of the subnet that is not
     * the client's own. Nobody else on the network can answer there, because bridges drop what hosts send as servers.
     */
    static Ipv4Address server(TenantSubnet subnet, Ipv4Address client) {
        return subnet.gateway().flatMap(IpAddress::asIpv4).orElseGet(() -> {
            int first = network(subnet).value() + 1;
            return new Ipv4Address(client.value() == first ? first + 1 : first);
        });
    }

    /** {@code base} with what the host of {@code port} is told; the port's own options take the place of its subnet's. */
    static DhcpOptions configured(DhcpOptions base, TenantSubnet subnet, TenantPort port, int mtu) {
        Ipv4Address mask = mask(subnet.cidr().length());
        DhcpOptions options = base.with(DhcpOptions.SUBNET_MASK, mask)
                .with(
                        DhcpOptions.BROADCAST_ADDRESS,
                        new Ipv4Address(network(subnet).value() | ~mask.value()))
                .withShort(DhcpOptions.MTU, mtu);
        Optional<Ipv4Address> gateway = subnet.gateway().flatMap(IpAddress::asIpv4);
        if (gateway.isPresent()) {
            options = options.with(DhcpOptions.ROUTER, gateway.get());
        }
        List<Ipv4Address> nameServers = addresses(subnet.nameServers().stream());
        if (!nameServers.isEmpty()) {
            options = options.with(DhcpOptions.NAME_SERVER, nameServers);
        }
        if (!subnet.hostRoutes().isEmpty()) {
            options = options.with(DhcpOptions.CLASSLESS_ROUTES, routes(subnet, gateway));
        }
        for (DhcpOption option : port.dhcpOptions()) {
            options = option.version() == IpVersion.V4 ? with(options, option) : options;
        }
        return options;
    }

    /** RFC 3442: a client that is told these routes does not look at the router, so the way to everywhere is among them. */
    private static byte[] routes(TenantSubnet subnet, Optional<Ipv4Address> gateway) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HostRoute route : subnet.hostRoutes()) {
            Optional<Ipv4Address> to = route.destination().address().asIpv4();
            Optional<Ipv4Address> through = route.nextHop().asIpv4();
            if (to.isPresent() && through.isPresent()) {
                write(out, to.get(), route.destination().length(), through.get());
            }
        }
        gateway.ifPresent(router -> write(out, Ipv4Address.UNSPECIFIED, 0, router));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Ipv4Address to, int length, Ipv4Address through) {
        out.write(length);
        out.write(octets(to), 0, (length + 7) / 8);
        out.write(octets(through), 0, 4);
    }

    private static byte[] octets(Ipv4Address address) {
        return IpAddress.of(address).octets();
    }

    private static DhcpOptions with(DhcpOptions options, DhcpOption option) {
        Known known = BY_NAME.get(option.name());
        if (known == null) {
            return option.name().matches("[1-9][0-9]{0,2}") && Integer.parseInt(option.name()) <= HIGHEST_CODE
                    ? options.with(Integer.parseInt(option.name()), option.value())
                    : options;
        }
        return switch (known.kind()) {
            case TEXT -> options.with(known.code(), option.value());
            case SHORT ->
                option.value().matches("[0-9]{1,5}")
                        ? options.withShort(known.code(), Integer.parseInt(option.value()))
                        : options;
            case ADDRESSES -> {
                List<Ipv4Address> list = addresses(option.value());
                yield list.isEmpty() ? options : options.with(known.code(), list);
            }
        };
    }

    private static List<Ipv4Address> addresses(String text) {
        try {
            return Stream.of(text.split("[, ]+", -1)).map(Ipv4Address::parse).toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static List<Ipv4Address> addresses(Stream<IpAddress> all) {
        return all.flatMap(address -> address.asIpv4().stream()).toList();
    }

    private static Ipv4Address network(TenantSubnet subnet) {
        return subnet.cidr().address().asIpv4().orElseThrow();
    }

    private static Ipv4Address mask(int length) {
        return new Ipv4Address(length == 0 ? 0 : -1 << (PREFIX_BITS - length));
    }
}
