package io.heddle.controller.config;

import io.heddle.controller.discovery.DiscoverySettings;
import io.heddle.controller.host.HostSettings;
import io.heddle.controller.ovsdb.Target;
import io.heddle.controller.telemetry.ElephantSettings;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a {@link ControllerConfig} stands in a file. */
final class ConfigFile {

    private static final Duration AUDIT_AT_LEAST = Duration.ofSeconds(5);
    private static final int MOST = 1_000_000;

    private ConfigFile() {}

    static ControllerConfig read(String file, String text) {
        Section root = Section.root(file, YamlReader.read(file, text));
        ControllerConfig usual = ControllerConfig.defaults();
        ListenAddress openflow = listener(root.section("openflow"), usual.openflow());
        Section databases = root.section("ovsdb");
        TelemetrySettings telemetry = telemetry(databases, root.section("telemetry"), usual.telemetry());
        ListenAddress ovsdb = listener(databases, usual.ovsdb());
        ListenAddress http = listener(root.section("http"), usual.http());
        ListenAddress sflow = listener(root.section("sflow"), usual.sflow());
        TlsConfig tls = TlsSection.read(root.section("tls"), usual.tls());
        Optional<Path> state = root.value("state", usual.state(), ConfigFile::path);
        Section fabric = root.section("fabric");
        int baseOctet = fabric.value("base-octet", usual.baseOctet(), ConfigFile::baseOctet);
        MacAddress gateway = fabric.value("gateway-mac", usual.gatewayMac(), MacAddress::parse);
        long capacity = fabric.value("link-capacity", usual.linkCapacity(), Texts::bitsPerSecond);
        Duration audit = fabric.value("audit", usual.audit(), time -> Texts.duration(time, AUDIT_AT_LEAST));
        Section large = root.section("elephants");
        SteeringConfig steering = steering(large, usual.steering());
        ElephantSettings elephants = elephants(large, usual.elephants());
        DiscoverySettings discovery = discovery(root.section("discovery"), usual.discovery());
        HostSettings hosts = hosts(root.section("hosts"), root.section("dhcp"), usual.hosts());
        PacketInLimits limits = limits(root.section("packet-in"), usual.packetIn());
        TenantConfig tenants = TenantSection.read(root.section("tenants"), usual.tenants());
        ControllerConfig read = fabric.made(() -> new ControllerConfig(
                openflow, ovsdb, http, sflow, state, baseOctet, gateway, capacity, audit, elephants, discovery, hosts,
                limits, telemetry, steering, tenants, tls));
        return root.made(() -> read);
    }

    private static ListenAddress listener(Section section, ListenAddress usual) {
        String address = section.value("address", usual.address(), ConfigFile::notBlank);
        int port = section.value("port", usual.port(), text -> Texts.wholeNumber(text, 0, 65535));
        return section.made(() -> new ListenAddress(address, port));
    }

    private static ElephantSettings elephants(Section section, ElephantSettings usual) {
        double threshold = section.value("threshold", usual.threshold(), text -> Texts.share(text, 0.01));
        double leave = section.value("leave", Math.min(usual.leave(), threshold / 2), text -> Texts.share(text, 0.001));
        Duration idle = section.value("idle", usual.idle(), text -> Texts.duration(text, Duration.ofSeconds(1)));
        int flows = section.value("tracked-flows", usual.trackedFlows(), text -> Texts.wholeNumber(text, 100, MOST));
        return section.made(() -> new ElephantSettings(threshold, leave, idle, flows));
    }

    private static DiscoverySettings discovery(Section section, DiscoverySettings usual) {
        Duration least = Duration.ofMillis(100);
        Duration interval = section.value("interval", usual.interval(), text -> Texts.duration(text, least));
        int missed = section.value("missed-rounds", usual.missedRounds(), text -> Texts.wholeNumber(text, 1, 1000));
        int frames = section.value("frames-per-tick", usual.framesPerTick(), text -> Texts.wholeNumber(text, 1, MOST));
        Duration age = section.value("max-age", usual.maxAge(), text -> Texts.duration(text, least));
        return section.made(() -> new DiscoverySettings(interval, missed, frames, age));
    }

    private static HostSettings hosts(Section hosts, Section dhcp, HostSettings usual) {
        Duration lease = dhcp.value("lease", usual.lease(), text -> Texts.duration(text, Duration.ofSeconds(10)));
        Optional<Integer> mtu = dhcp.value("mtu", usual.mtu(), ConfigFile::mtu);
        List<Ipv4Address> servers = dhcp.values("name-servers", usual.nameServers(), Ipv4Address::parse);
        Optional<String> domain = dhcp.value("domain", usual.domain(), text -> Optional.of(notBlank(text)));
        int rate =
                hosts.value("packets-per-second", usual.packetsPerSecond(), text -> Texts.wholeNumber(text, 1, MOST));
        int most = hosts.value("addresses-per-port", usual.hostsPerPort(), text -> Texts.wholeNumber(text, 1, 250));
        Duration grace = hosts.value("loss-grace", usual.lossGrace(), text -> Texts.duration(text, Duration.ZERO));
        HostSettings made = dhcp.made(() -> new HostSettings(lease, mtu, servers, domain, rate, most, grace));
        return hosts.made(() -> made);
    }

    private static PacketInLimits limits(Section section, PacketInLimits usual) {
        int lldp = section.value("lldp", usual.lldp(), text -> Texts.wholeNumber(text, 1, MOST));
        int dhcp = section.value("dhcp", usual.dhcp(), text -> Texts.wholeNumber(text, 1, MOST));
        int arp = section.value("arp", usual.arp(), text -> Texts.wholeNumber(text, 1, MOST));
        int unknown = section.value("unknown", usual.unknown(), text -> Texts.wholeNumber(text, 1, MOST));
        return section.made(() -> new PacketInLimits(lldp, dhcp, arp, unknown));
    }

    private static TelemetrySettings telemetry(Section databases, Section telemetry, TelemetrySettings usual) {
        List<Target> targets = databases.values("connect", usual.databases(), Target::parse);
        boolean isSampling = telemetry.value("sflow", usual.isSampling(), ConfigFile::isOn);
        Optional<String> target = telemetry.value("target", usual.samplesAt(), ConfigFile::sampleAddress);
        return telemetry.made(() -> new TelemetrySettings(isSampling, target, targets));
    }

    private static boolean isOn(String text) {
        if (!text.equals("on") && !text.equals("off")) {
            throw new IllegalArgumentException("allowed are on and off");
        }
        return text.equals("on");
    }

    private static Optional<String> sampleAddress(String text) {
        if (text.equals("auto")) {
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-fA-F:.]+(%[A-Za-z0-9_.-]+)?]")) {
            throw new IllegalArgumentException("allowed are auto, an IPv4 address, and an IPv6 address in brackets");
        }
        return Optional.of(text);
    }

    private static SteeringConfig steering(Section section, SteeringConfig usual) {
        SchedulerName scheduler = section.value("scheduler", usual.scheduler(), ConfigFile::scheduler);
        int rules = section.value("rule-cap", usual.rulesPerSwitch(), text -> Texts.wholeNumber(text, 0, MOST));
        Duration idle = section.value("rule-idle", usual.ruleIdle(), ConfigFile::wholeSeconds);
        Duration interval =
                section.value("interval", usual.interval(), text -> Texts.duration(text, Duration.ofMillis(100)));
        return new SteeringConfig(scheduler, rules, idle, interval);
    }

    private static Duration wholeSeconds(String text) {
        Duration time = Texts.duration(text, Duration.ofSeconds(1));
        if (time.toSeconds() > 0xffff || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
            throw new IllegalArgumentException("it is whole seconds, 65535 at most");
        }
        return time;
    }

    private static SchedulerName scheduler(String text) {
        return SchedulerName.of(text)
                .orElseThrow(() -> new IllegalArgumentException("it is one of "
                        + Arrays.stream(SchedulerName.values())
                                .map(SchedulerName::text)
                                .collect(Collectors.joining(", "))));
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("it must not be blank");
        }
        return text;
    }

    private static int baseOctet(String text) {
        int octet = Texts.wholeNumber(text, 1, 223);
        if (octet == 127) {
            throw new IllegalArgumentException("127 is the loopback of every host");
        }
        return octet;
    }

    private static Optional<Integer> mtu(String text) {
        return text.equals("none") ? Optional.empty() : Optional.of(Texts.wholeNumber(text, 576, 65535));
    }

    private static Optional<Path> path(String text) {
        return Optional.of(Path.of(notBlank(text)));
    }

    static String write(ControllerConfig config) {
        return "# The configuration of the Heddle controller. Whatever is left out is as shown by --print-config without a file.\n"
                + listener("openflow", "Where switches connect.", config.openflow())
                + listener("ovsdb", "Where Open vSwitch databases connect (ovs-vsctl set-manager).", config.ovsdb())
                + connections(config.telemetry().databases())
                + listener("http", "Where the REST interface and the dashboard are served.", config.http())
                + listener("sflow", "Where sFlow samples arrive (UDP).", config.sflow())
                + TlsSection.write(config.tls())
                + "\n# The folder of what must outlive the process; left out, a folder of the user's own.\n"
                + config.state()
                        .map(path -> "state: " + Texts.quoted(path.toString()) + "\n")
                        .orElse("# state: \"/var/lib/heddle\"\n")
                + fabric(config)
                + elephants(config.elephants())
                + steering(config.steering())
                + discovery(config.discovery())
                + hosts(config.hosts())
                + limits(config.packetIn())
                + telemetry(config.telemetry())
                + TenantSection.write(config.tenants());
    }

    private static String connections(List<Target> databases) {
        String targets =
                databases.stream().map(each -> Texts.quoted(each.text())).collect(Collectors.joining(", "));
        return """
                  # Databases to connect to, such as ["tcp:192.0.2.1:6640", "unix:/run/openvswitch/db.sock"].
                  connect: [%s]
                """.formatted(targets);
    }

    private static String telemetry(TelemetrySettings telemetry) {
        return """

                telemetry:
                  # Whether edge switches are made to sample (sFlow) over their databases: on or off.
                  sflow: %s
                  # The address of this machine that they send samples to; auto for the one at which their database reached us.
                  target: %s
                """.formatted(
                        telemetry.isSampling() ? "on" : "off",
                        Texts.quoted(telemetry.samplesAt().orElse("auto")));
    }

    private static String listener(String name, String comment, ListenAddress at) {
        return "\n# %s\n%s:\n  address: %s\n  port: %d\n"
                .formatted(comment, name, Texts.quoted(at.address()), at.port());
    }

    private static String fabric(ControllerConfig config) {
        return """

                fabric:
                  # The first octet of every address: 1 to 223, not 127.
                  base-octet: %d
                  # The hardware address of every gateway.
                  gateway-mac: "%s"
                  # What a link carries in bits per second, such as 10M or 40G; 0 to believe the switch.
                  link-capacity: %s
                  # How often the tables of each switch, servers' bridges too, are read back and compared; 5s or more.
                  audit: %s
                """.formatted(
                        config.baseOctet(),
                        config.gatewayMac(),
                        Texts.write(config.linkCapacity()),
                        Texts.write(config.audit()));
    }

    private static String elephants(ElephantSettings elephants) {
        return """

                elephants:
                  # From which share of its edge link's capacity a flow is large: 0.01 to 1.
                  threshold: %s
                  # Below which share it is large no more; lower than the threshold.
                  leave: %s
                  # How long nothing must be heard of a flow before it is taken for ended.
                  idle: %s
                  # How many flows are watched at most that are not large.
                  tracked-flows: %d
                """.formatted(
                elephants.threshold(), elephants.leave(), Texts.write(elephants.idle()), elephants.trackedFlows());
    }

    private static String discovery(DiscoverySettings discovery) {
        return """

                discovery:
                  # How often a port is probed once it is known.
                  interval: %s
                  # After how many unanswered probes a link is taken for lost.
                  missed-rounds: %d
                  # How many probes may leave at once.
                  frames-per-tick: %d
                  # How old a probe may be when it arrives.
                  max-age: %s
                """.formatted(
                        Texts.write(discovery.interval()),
                        discovery.missedRounds(),
                        discovery.framesPerTick(),
                        Texts.write(discovery.maxAge()));
    }

    private static String hosts(HostSettings hosts) {
        String servers = hosts.nameServers().stream().map(Ipv4Address::toString).collect(Collectors.joining(", "));
        return """

                dhcp:
                  # How long an address is lent.
                  lease: %s
                  # The MTU that is handed out, 576 to 65535 bytes, or none.
                  mtu: %s
                  # Name servers that are handed out, best first.
                  name-servers: [%s]
                  # The domain that is handed out.
                  %s

                hosts:
                  # How many packets a second of one port are looked at.
                  packets-per-second: %d
                  # How many addresses one port may show.
                  addresses-per-port: %d
                  # How long a port must be down before its hosts are taken for gone.
                  loss-grace: %s
                """.formatted(
                Texts.write(hosts.lease()),
                hosts.mtu().map(String::valueOf).orElse("none"),
                servers,
                hosts.domain().map(domain -> "domain: " + Texts.quoted(domain)).orElse("# domain: \"example.org\""),
                hosts.packetsPerSecond(),
                hosts.hostsPerPort(),
                Texts.write(hosts.lossGrace()));
    }

    private static String limits(PacketInLimits limits) {
        return """

                # How many packets a second one switch may send to the controller; it drops the rest.
                packet-in:
                  lldp: %d
                  dhcp: %d
                  arp: %d
                  # Packets from or to hosts that are not known yet.
                  unknown: %d
                """.formatted(limits.lldp(), limits.dhcp(), limits.arp(), limits.unknown());
    }

    private static String steering(SteeringConfig steering) {
        return """
                  # Who places large flows: %s.
                  # What was chosen while the controller ran is remembered and goes before this.
                  scheduler: %s
                  # How many rules a switch may hold for steered flows.
                  rule-cap: %d
                  # How long such a rule stays in a switch without a packet.
                  rule-idle: %s
                  # The least time between two decisions.
                  interval: %s
                """.formatted(
                Arrays.stream(SchedulerName.values()).map(SchedulerName::text).collect(Collectors.joining(", ")),
                steering.scheduler().text(),
                steering.rulesPerSwitch(),
                Texts.write(steering.ruleIdle()),
                Texts.write(steering.interval()));
    }
}
