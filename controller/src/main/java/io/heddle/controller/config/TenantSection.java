package io.heddle.controller.config;

import io.heddle.rest.networking.RequestLimits;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.request.RoutedPrefixes;
import io.heddle.routing.tenant.request.TenantSettings;
import io.heddle.routing.tenant.request.TenantSettings.IdRange;
import io.heddle.topology.address.IpPrefix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a {@link TenantConfig} stands in a file. */
final class TenantSection {

    private static final int MOST = 100_000_000;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})(?:-([0-9]{1,10}))?");

    /**
     * VLAN ids of one physical network.
     *
     * @param physicalNetwork its name; empty for the fabric itself
     * @param range the ids
     */
    private record VlanRange(String physicalNetwork, IdRange range) {}

    /**
     * A prefix that networks may be cut from which the fabric itself routes.
     *
     * @param prefix the addresses
     * @param project who may; none for everybody
     */
    private record Lent(IpPrefix prefix, Optional<ProjectId> project) {}

    private TenantSection() {}

    static TenantConfig read(Section section, TenantConfig usual) {
        TenantSettings before = usual.settings();
        Optional<Path> users = section.value("users", usual.users(), text -> Optional.of(Path.of(text)));
        int mtu = section.value("underlay-mtu", before.underlayMtu(), text -> Texts.wholeNumber(text, 576, 65535));
        NetworkType type = section.value("network-type", before.usualType(), TenantSection::type);
        List<IdRange> vxlan = section.values("vxlan-ids", before.vxlan(), TenantSection::range);
        List<IdRange> gre = section.values("gre-ids", before.gre(), TenantSection::range);
        List<VlanRange> vlan = section.values("vlan-ids", listed(before.vlan()), TenantSection::vlanRange);
        List<String> flat = section.values("flat-networks", List.copyOf(before.flat()), text -> text);
        Quota quota = quota(section.section("quota"), before.quota());
        int rate = section.value(
                "requests-per-second", usual.limits().requestsPerSecond(), text -> Texts.wholeNumber(text, 1, MOST));
        int vlanRules = section.value("vlan-rule-cap", usual.vlanRules(), text -> Texts.wholeNumber(text, 0, MOST));
        int routedRules =
                section.value("routed-rule-cap", usual.routedRules(), text -> Texts.wholeNumber(text, 0, MOST));
        RoutedPrefixes routed = routed(section, before.routed());
        return section.made(() -> new TenantConfig(
                users,
                new TenantSettings(mtu, type, vxlan, gre, mapped(vlan), new TreeSet<>(flat), routed, quota),
                new RequestLimits(
                        rate, usual.limits().failuresPerSecond(), usual.limits().bodyBytes()),
                vlanRules,
                routedRules));
    }

    private static RoutedPrefixes routed(Section section, RoutedPrefixes usual) {
        List<Lent> lent = section.values("routed-prefixes", listed(usual), TenantSection::lent);
        int blockLength =
                section.value("routed-block-length", usual.blockLength(), text -> Texts.wholeNumber(text, 8, 30));
        SortedMap<IpPrefix, SortedSet<ProjectId>> projects = new TreeMap<>();
        lent.forEach(each -> projects.computeIfAbsent(each.prefix(), prefix -> new TreeSet<>())
                .addAll(each.project().stream().toList()));
        lent.stream()
                .filter(each -> each.project().isEmpty())
                .forEach(each -> projects.put(each.prefix(), new TreeSet<>()));
        return section.made(() -> new RoutedPrefixes(projects, blockLength));
    }

    private static Lent lent(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Lent(IpPrefix.parse(text), Optional.empty())
                : new Lent(
                        IpPrefix.parse(text.substring(0, colon)),
                        Optional.of(new ProjectId(text.substring(colon + 1))));
    }

    private static List<Lent> listed(RoutedPrefixes routed) {
        List<Lent> all = new ArrayList<>();
        routed.projects().forEach((prefix, projects) -> {
            if (projects.isEmpty()) {
                all.add(new Lent(prefix, Optional.empty()));
            }
            projects.forEach(project -> all.add(new Lent(prefix, Optional.of(project))));
        });
        return all;
    }

    private static String text(Lent lent) {
        return Texts.quoted(lent.prefix()
                + lent.project().map(project -> ":" + project.value()).orElse(""));
    }

    static String write(TenantConfig tenants) {
        TenantSettings settings = tenants.settings();
        String vlan = listed(settings.vlan()).stream().map(TenantSection::text).collect(Collectors.joining(", "));
        String flat = settings.flat().stream().map(Texts::quoted).collect(Collectors.joining(", "));
        return """

                # Tenants, who ask by the OpenStack Networking API.
                tenants:
                  # The file of those who may ask ('heddle user add'); without one there is an administrator's token.
                  %s
                  # The largest IP packet that the fabric carries between servers.
                  underlay-mtu: %d
                  # What a network is of that does not say: vxlan, gre or vlan.
                  network-type: %s
                  # The ids that are given out, lowest first.
                  vxlan-ids: [%s]
                  gre-ids: [%s]
                  # VLAN ids on the fabric itself, or NETWORK:FIRST-LAST on a physical network.
                  vlan-ids: [%s]
                  # How many rules a switch of the fabric may hold for VLANs, which only they cost it.
                  vlan-rule-cap: %d
                  # Physical networks that may be used untagged.
                  flat-networks: [%s]
                  # How many requests a second one project is answered.
                  requests-per-second: %d
                """.formatted(
                                tenants.users()
                                        .map(path -> "users: " + Texts.quoted(path.toString()))
                                        .orElse("# users: \"/etc/heddle/users\""),
                                settings.underlayMtu(),
                                settings.usualType().apiName(),
                                text(settings.vxlan()),
                                text(settings.gre()),
                                vlan,
                                tenants.vlanRules(),
                                flat,
                                tenants.limits().requestsPerSecond())
                + routed(tenants)
                + quota(settings.quota());
    }

    private static String routed(TenantConfig tenants) {
        RoutedPrefixes routed = tenants.settings().routed();
        String prefixes = listed(routed).stream().map(TenantSection::text).collect(Collectors.joining(", "));
        return """
                  # Addresses that the fabric itself may route for networks of type routed: PREFIX, or PREFIX:PROJECT for one project.
                  routed-prefixes: [%s]
                  # The length of the prefixes of the blocks that edge switches get of them.
                  routed-block-length: %d
                  # How many rules a switch of the fabric may hold for them.
                  routed-rule-cap: %d
                """.formatted(prefixes, routed.blockLength(), tenants.routedRules());
    }

    private static String quota(Quota quota) {
        StringBuilder text = new StringBuilder("  # How much a project may have; -1 for any number.\n  quota:\n");
        for (ResourceType type : ResourceType.values()) {
            text.append("    %s: %d%n".formatted(key(type), quota.limit(type)));
        }
        return text.toString();
    }

    private static Quota quota(Section section, Quota usual) {
        SortedMap<ResourceType, Integer> limits = new TreeMap<>();
        for (ResourceType type : ResourceType.values()) {
            limits.put(type, section.value(key(type), usual.limit(type), text -> Texts.wholeNumber(text, -1, MOST)));
        }
        return section.made(() -> new Quota(limits));
    }

    private static String key(ResourceType type) {
        String name = type.apiName().replace('_', '-');
        return name.endsWith("y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
    }

    private static NetworkType type(String text) {
        return NetworkType.named(text)
                .filter(type -> type != NetworkType.FLAT && type != NetworkType.ROUTED)
                .orElseThrow(() -> new IllegalArgumentException("allowed are vxlan, gre and vlan"));
    }

    private static IdRange range(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("allowed are ids such as 5 or 100-199");
        }
        long first = Long.parseLong(matcher.group(1));
        return new IdRange(first, matcher.group(2) == null ? first : Long.parseLong(matcher.group(2)));
    }

    private static VlanRange vlanRange(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new VlanRange("", range(text))
                : new VlanRange(text.substring(0, colon), range(text.substring(colon + 1)));
    }

    private static List<VlanRange> listed(SortedMap<String, List<IdRange>> vlan) {
        List<VlanRange> all = new ArrayList<>();
        vlan.forEach((name, ranges) -> ranges.forEach(range -> all.add(new VlanRange(name, range))));
        return all;
    }

    private static SortedMap<String, List<IdRange>> mapped(List<VlanRange> all) {
        SortedMap<String, List<IdRange>> vlan = new TreeMap<>();
        all.forEach(each -> vlan.computeIfAbsent(each.physicalNetwork(), name -> new ArrayList<>())
                .add(each.range()));
        return vlan;
    }

    private static String text(List<IdRange> ranges) {
        return ranges.stream().map(range -> range.first() + "-" + range.last()).collect(Collectors.joining(", "));
    }

    private static String text(VlanRange vlan) {
        String range = vlan.range().first() + "-" + vlan.range().last();
        return vlan.physicalNetwork().isEmpty() ? range : Texts.quoted(vlan.physicalNetwork() + ":" + range);
    }
}
