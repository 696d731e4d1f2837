package io.heddle.routing.tenant.isolation;

import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.AddressPair;
import io.heddle.routing.tenant.FixedIp;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.verify.space.PacketSet;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What ports may send: from their own addresses, in their own name, and what their security groups let out. */
record Senders(Headers headers, GroupFilter filter) {

    private static final Cidr NOBODY = Cidr.parse("::");
    private static final Cidr UNSPECIFIED = Cidr.parse("0.0.0.0");
    private static final Cidr BROADCAST = Cidr.parse("255.255.255.255");

    /** All that a port may send. */
    PacketSet out(TenantPort port) {
        if (!port.portSecurity()) {
            return headers.ordinary();
        }
        return said(port).or(sent(port).and(filter.out(port))).and(headers.ordinary());
    }

    /** What it may send in its own name over IP, whatever its security groups are. */
    PacketSet sent(TenantPort port) {
        if (!port.portSecurity()) {
            return headers.ordinary().and(headers.ip());
        }
        PacketSet sent = headers.nothing();
        for (MacAddress mac : macs(port)) {
            PacketSet addressed = headers.from(NOBODY).and(headers.over(IpVersion.V6, Headers.ICMPV6));
            for (IpVersion version : IpVersion.values()) {
                for (Cidr source : sources(port, mac, version)) {
                    addressed = addressed.or(headers.from(source));
                }
            }
            sent = sent.or(headers.fromMac(mac).and(addressed));
        }
        return sent.minus(forged()).minus(headers.icmpv6(Headers.ADVERTISEMENT)).and(headers.ordinary());
    }

    /** What only others than hosts say, and hosts only to deceive. */
    private PacketSet forged() {
        return headers.udp(IpVersion.V4, 67, 68)
                .or(headers.udp(IpVersion.V6, 547, 546))
                .or(headers.icmpv6(Headers.ROUTER_ADVERTISEMENT))
                .or(headers.icmpv6(Headers.REDIRECT));
    }

    /** What is for no security group to decide: where the port's addresses are, and the question for an address. */
    private PacketSet said(TenantPort port) {
        PacketSet said = headers.nothing();
        for (MacAddress mac : macs(port)) {
            PacketSet discover = headers.udp(IpVersion.V4, 68, 67)
                    .and(headers.from(UNSPECIFIED))
                    .and(headers.to(BROADCAST));
            said = said.or(headers.fromMac(mac).and(discover.or(advertised(port, mac))))
                    .or(asked(port, mac));
        }
        return said;
    }

    private PacketSet advertised(TenantPort port, MacAddress mac) {
        PacketSet own = headers.nothing();
        PacketSet about = headers.nothing();
        for (Cidr source : sources(port, mac, IpVersion.V6)) {
            own = own.or(headers.from(source));
            about = about.or(headers.discovering(source));
        }
        return headers.icmpv6(Headers.ADVERTISEMENT)
                .and(headers.space().where(Field.ICMPV6_CODE, 0))
                .and(own)
                .and(about);
    }

    /** The ARP that a port may send with one of its MAC addresses. */
    PacketSet asked(TenantPort port, MacAddress mac) {
        PacketSet own = headers.arpFrom(UNSPECIFIED);
        for (Cidr source : sources(port, mac, IpVersion.V4)) {
            own = own.or(headers.arpFrom(source));
        }
        return headers.fromMac(mac)
                .and(headers.space().where(Field.ARP_SHA, mac.value()))
                .and(own);
    }

    static SortedSet<MacAddress> macs(TenantPort port) {
        SortedSet<MacAddress> macs = new TreeSet<>();
        macs.add(port.mac());
        port.allowedPairs().forEach(pair -> macs.add(pair.mac()));
        return macs;
    }

    private static SortedSet<Cidr> sources(TenantPort port, MacAddress mac, IpVersion version) {
        Stream<Cidr> linkLocal = version == IpVersion.V6 ? Stream.of(Cidr.of(IpAddress.linkLocal(mac))) : Stream.of();
        Stream<Cidr> own = mac.equals(port.mac()) ? addresses(port).stream().map(Cidr::of) : Stream.of();
        Stream<Cidr> further = port.allowedPairs().stream()
                .filter(pair -> pair.mac().equals(mac))
                .map(AddressPair::addresses);
        return new TreeSet<>(Stream.of(linkLocal, own, further)
                .flatMap(each -> each)
                .filter(cidr -> cidr.version() == version)
                .toList());
    }

    static List<IpAddress> addresses(TenantPort port) {
        return port.fixedIps().stream().map(FixedIp::address).toList();
    }
}
