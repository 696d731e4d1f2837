package io.heddle.routing.rule;

import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpPrefix;
import io.heddle.topology.address.IpVersion;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules, groups and meters as a person reads them, in the syntax of {@code ovs-ofctl} (ovs-ofctl(8), ovs-actions(7)). */
public final class RuleText {

    private static final long IN_PORT_CONTROLLER = 0xffff_fffdL;

    private static final Map<Field, String> NAMES = Map.ofEntries(
            Map.entry(Field.TUNNEL_ID, "tun_id"),
            Map.entry(Field.TUNNEL_DST, "tun_dst"),
            Map.entry(Field.CONJUNCTION, "conj_id"),
            Map.entry(Field.CT_IPV4_SRC, "ct_nw_src"),
            Map.entry(Field.ETH_DST, "dl_dst"),
            Map.entry(Field.ETH_SRC, "dl_src"),
            Map.entry(Field.VLAN_VID, "vlan_vid"),
            Map.entry(Field.IP_PROTO, "nw_proto"),
            Map.entry(Field.IP_TTL, "nw_ttl"),
            Map.entry(Field.IPV4_SRC, "nw_src"),
            Map.entry(Field.IPV4_DST, "nw_dst"),
            Map.entry(Field.ICMPV4_TYPE, "icmp_type"),
            Map.entry(Field.ICMPV4_CODE, "icmp_code"));

    private RuleText() {}

    /** A flow entry, such as {@code table=2,priority=24,ip,nw_dst=10.0.1.0/24 actions=dec_ttl,group:7}. */
    public static String of(ForwardingRule rule) {
        ForwardingRule.Key key = rule.key();
        String match = of(key.match());
        String idle = rule.idleSeconds() == 0 ? "" : "idle_timeout=" + rule.idleSeconds() + ",";
        return "cookie=" + rule.cookie() + ",table=" + key.table() + "," + idle + "priority=" + key.priority()
                + (match.isEmpty() ? "" : "," + match) + " actions=" + actions(rule.actions(), rule.next());
    }

    /** A match, such as {@code in_port=3,ip,nw_dst=10.0.0.0/8}; empty when it matches everything. */
    public static String of(Match match) {
        SortedMap<Field, Match.Masked> fields = new TreeMap<>(match.fields());
        Optional<String> protocol = shorthand(fields);
        Optional<String> source = address("ipv6_src", fields, Field.IPV6_SRC_HIGH, Field.IPV6_SRC_LOW);
        Optional<String> destination = address("ipv6_dst", fields, Field.IPV6_DST_HIGH, Field.IPV6_DST_LOW);
        Optional<String> target = address("nd_target", fields, Field.ND_TARGET_HIGH, Field.ND_TARGET_LOW);
        Stream<String> others = fields.entrySet().stream().map(entry -> masked(entry.getKey(), entry.getValue()));
        String rest = Stream.of(others, source.stream(), destination.stream(), target.stream())
                .flatMap(part -> part)
                .collect(Collectors.joining(","));
        return protocol.map(word -> rest.isEmpty() ? word : word + "," + rest).orElse(rest);
    }

    /** A group, such as {@code group_id=7,type=select,bucket=bucket_id:1,weight:1,watch_port:1,actions=output:1}. */
    public static String of(Group group) {
        String selection = group.selection()
                .map(hash -> ",selection_method=hash,selection_method_param=0x%x,fields(%s)"
                        .formatted(
                                hash.seed(),
                                hash.fields().stream()
                                        .sorted()
                                        .map(RuleText::name)
                                        .collect(Collectors.joining(","))))
                .orElse("");
        String type = switch (group.type()) {
            case ALL -> "all";
            case SELECT -> "select";
            case INDIRECT -> "indirect";
            case FAST_FAILOVER -> "ff";
        };
        return "group_id=" + group.id() + ",type=" + type + selection
                + group.buckets().stream()
                        .map(bucket -> ",bucket=" + of(bucket))
                        .collect(Collectors.joining());
    }

    /** A meter, such as {@code meter=18433 pktps burst bands=type=drop rate=100 burst_size=50}. */
    public static String of(Meter meter) {
        String unit = switch (meter.unit()) {
            case PACKETS -> "pktps";
            case KILOBITS -> "kbps";
        };
        return "meter=" + meter.id() + " " + unit + " burst bands=type=drop rate=" + meter.rate() + " burst_size="
                + meter.burst();
    }

    /** A field with its value, such as {@code nw_dst=10.0.0.2}. */
    public static String assignment(Field field, long value) {
        return name(field) + "=" + value(field, value);
    }

    /** A bucket of a group, such as {@code bucket_id:1,weight:1,watch_port:1,actions=output:1}. */
    public static String of(Bucket bucket) {
        return "bucket_id:" + bucket.id() + (bucket.weight() == 0 ? "" : ",weight:" + bucket.weight())
                + bucket.watchPort().map(port -> ",watch_port:" + port).orElse("") + ",actions="
                + actions(bucket.actions(), Optional.empty());
    }

    private static String actions(List<Action> actions, Optional<TableId> next) {
        String text = actions.stream().map(RuleText::of).collect(Collectors.joining(","));
        String onward = next.map(table -> "goto_table:" + table).orElse("");
        if (text.isEmpty() && onward.isEmpty()) {
            return "drop";
        }
        return text.isEmpty() || onward.isEmpty() ? text + onward : text + "," + onward;
    }

    private static String of(Action action) {
        return switch (action) {
            case Action.Output output -> "output:" + output.port();
            case Action.OutputToIngress ignored -> "IN_PORT";
            case Action.OutputToController controller ->
                controller.maxLength() == Action.OutputToController.WHOLE
                        ? "CONTROLLER"
                        : "CONTROLLER:" + controller.maxLength();
            case Action.ToGroup group -> "group:" + group.group();
            case Action.Metered metered -> "meter:" + metered.meter();
            case Action.Cloned cloned -> "clone(" + actions(cloned.actions(), Optional.empty()) + ")";
            case Action.SetField set -> "set_field:" + value(set.field(), set.value()) + "->" + name(set.field());
            case Action.CopyField copy -> "move:" + name(copy.from()) + "->" + name(copy.to());
            case Action.PushVlan ignored -> "push_vlan:0x8100";
            case Action.PopVlan ignored -> "pop_vlan";
            case Action.DecrementTtl ignored -> "dec_ttl";
            case Action.Track track -> of(track);
            case Action.CheckLarger(int octets, Field to, int bit) ->
                "check_pkt_larger(" + octets + ")->" + name(to) + "[" + bit + "]";
            case Action.Conjunction(int id, int clause, int clauses) ->
                "conjunction(%d,%d/%d)".formatted(id, clause + 1, clauses);
        };
    }

    private static String of(Action.Track track) {
        List<String> arguments = new ArrayList<>();
        if (track.commit()) {
            arguments.add("commit");
        }
        track.next().ifPresent(table -> arguments.add("table=" + table));
        arguments.add(
                switch (track.zone()) {
                    case Action.Track.Zone.Of(int number) -> "zone=" + number;
                    case Action.Track.Zone.In(Field field) -> "zone=" + name(field) + "[0..15]";
                });
        track.nat().ifPresent(nat -> arguments.add(of(nat)));
        return "ct(" + String.join(",", arguments) + ")";
    }

    private static String of(Action.Track.Nat nat) {
        return switch (nat) {
            case Action.Track.Nat.AsCommitted() -> "nat";
            case Action.Track.Nat.Source(Ipv4Address address) -> "nat(src=" + address + ")";
            case Action.Track.Nat.Destination(Ipv4Address address, int port) ->
                "nat(dst=" + address + (port == 0 ? "" : ":" + port) + ")";
        };
    }

    /** Takes the EtherType and protocol out of {@code fields} where one word says both. */
    private static Optional<String> shorthand(SortedMap<Field, Match.Masked> fields) {
        long type = exactly(fields, Field.ETH_TYPE);
        if (type == Match.ARP) {
            fields.remove(Field.ETH_TYPE);
            return Optional.of("arp");
        }
        if (type == Match.IPV6) {
            fields.remove(Field.ETH_TYPE);
            return Optional.of("ipv6");
        }
        if (type != Match.IPV4) {
            return Optional.empty();
        }
        fields.remove(Field.ETH_TYPE);
        Optional<String> protocol = switch ((int) exactly(fields, Field.IP_PROTO)) {
            case 1 -> Optional.of("icmp");
            case 6 -> Optional.of("tcp");
            case 17 -> Optional.of("udp");
            case 132 -> Optional.of("sctp");
            default -> Optional.empty();
        };
        protocol.ifPresent(word -> fields.remove(Field.IP_PROTO));
        return Optional.of(protocol.orElse("ip"));
    }

    /** Takes the two halves of an IPv6 address out of {@code fields}. */
    private static Optional<String> address(String name, SortedMap<Field, Match.Masked> fields, Field high, Field low) {
        Optional<Match.Masked> upper = Optional.ofNullable(fields.remove(high));
        Optional<Match.Masked> lower = Optional.ofNullable(fields.remove(low));
        if (upper.isEmpty() && lower.isEmpty()) {
            return Optional.empty();
        }
        IpAddress mask = six(upper, lower, Match.Masked::mask);
        boolean isWhole = (mask.high() & mask.low()) == -1L;
        return Optional.of(name + "=" + six(upper, lower, Match.Masked::value) + (isWhole ? "" : "/" + mask));
    }

    private static IpAddress six(
            Optional<Match.Masked> upper, Optional<Match.Masked> lower, ToLongFunction<Match.Masked> bits) {
        return new IpAddress(
                IpVersion.V6,
                upper.map(bits::applyAsLong).orElse(0L),
                lower.map(bits::applyAsLong).orElse(0L));
    }

    private static long exactly(SortedMap<Field, Match.Masked> fields, Field field) {
        Match.Masked masked = fields.get(field);
        return masked == null || masked.mask() != field.allBits() ? -1 : masked.value();
    }

    private static String masked(Field field, Match.Masked masked) {
        if (masked.mask() == field.allBits()) {
            return assignment(field, masked.value());
        }
        if (field == Field.CT_STATE) {
            return name(field) + "=" + CtState.text(masked);
        }
        int ones = Long.bitCount(masked.mask());
        boolean isPrefix = masked.mask() == (field.allBits() & (field.allBits() << (field.bits() - ones)));
        if (isPrefix && (field == Field.IPV4_SRC || field == Field.IPV4_DST || field == Field.CT_IPV4_SRC)) {
            return name(field) + "=" + new IpPrefix(new Ipv4Address((int) masked.value()), ones);
        }
        return assignment(field, masked.value()) + "/" + value(field, masked.mask());
    }

    private static String name(Field field) {
        return NAMES.getOrDefault(field, field.name().toLowerCase(Locale.ROOT));
    }

    private static String value(Field field, long value) {
        return switch (field) {
            case IPV4_SRC, IPV4_DST, ARP_SPA, ARP_TPA, TUNNEL_DST, CT_IPV4_SRC ->
                new Ipv4Address((int) value).toString();
            case ETH_SRC, ETH_DST, ARP_SHA, ARP_THA -> new MacAddress(value).toString();
            case IN_PORT -> value == IN_PORT_CONTROLLER ? "CONTROLLER" : Long.toString(value);
            case ETH_TYPE,
                    METADATA,
                    TUNNEL_ID,
                    VLAN_VID,
                    REG0,
                    REG1,
                    REG2,
                    REG3,
                    REG4,
                    CT_STATE,
                    IPV6_SRC_HIGH,
                    IPV6_SRC_LOW,
                    IPV6_DST_HIGH,
                    IPV6_DST_LOW,
                    ND_TARGET_HIGH,
                    ND_TARGET_LOW -> "0x" + Long.toHexString(value);
            case CT_ZONE,
                    CONJUNCTION,
                    VLAN_PCP,
                    IP_DSCP,
                    IP_PROTO,
                    IP_TTL,
                    TCP_SRC,
                    TCP_DST,
                    UDP_SRC,
                    UDP_DST,
                    SCTP_DST,
                    ICMPV4_TYPE,
                    ICMPV4_CODE,
                    ICMPV6_TYPE,
                    ICMPV6_CODE,
                    ARP_OP -> Long.toString(value);
        };
    }
}
