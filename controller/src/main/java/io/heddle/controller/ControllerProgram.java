package io.heddle.controller;

import io.heddle.controller.config.ControllerConfig;
import io.heddle.controller.config.SteeringConfig;
import io.heddle.controller.discovery.DiscoveryCounters;
import io.heddle.controller.discovery.LinkDiscovery;
import io.heddle.controller.discovery.LldpKey;
import io.heddle.controller.host.HostCounters;
import io.heddle.controller.host.HostServices;
import io.heddle.controller.openflow.OpenFlowCounters;
import io.heddle.controller.ovsdb.OvsdbCounters;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.FabricStep;
import io.heddle.controller.state.PlacementSettings;
import io.heddle.controller.state.Settlement;
import io.heddle.controller.state.StepSettings;
import io.heddle.controller.telemetry.SamplingWishes;
import io.heddle.controller.telemetry.UnsampledEdges;
import io.heddle.controller.tenant.OverlayInbox;
import io.heddle.controller.tenant.OverlayLoop;
import io.heddle.controller.tenant.PortBoard;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.rest.http.RestServer;
import io.heddle.rest.http.RestSettings;
import io.heddle.routing.plan.PacketInRates;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.routing.plan.RoutedLimits;
import io.heddle.routing.plan.SteeringLimits;
import io.heddle.routing.tenant.plan.RoutedSpace;
import io.heddle.routing.tenant.request.RoutedPrefixes;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/**
 * One running controller: every part made and joined, by constructor, in the one place where all parts meet.
 *
 * <p>Parts are started from the inside out, so that nothing is asked before it can answer, and ended in the opposite order. Ending
 * sends nothing to any switch: the fabric goes on forwarding as it was told.
 */
public final class ControllerProgram implements AutoCloseable {

    private static final Duration SETTLE = Duration.ofMillis(700);
    private static final Duration COMMIT = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Memory memory;
    private final Edges edges;
    private final FabricController loop;
    private final OverlayLoop overlay;
    private final RestServer face;
    private final TenantFace tenants;

    private ControllerProgram(
            Memory memory,
            Edges edges,
            FabricController loop,
            OverlayLoop overlay,
            RestServer face,
            TenantFace tenants) {
        this.memory = memory;
        this.edges = edges;
        this.loop = loop;
        this.overlay = overlay;
        this.face = face;
        this.tenants = tenants;
    }

    /**
     * Starts a controller whose state is in {@code folder}. When a port is taken or the folder cannot be used, throws with what to do,
     * having left nothing running.
     */
    public static ControllerProgram start(ControllerConfig config, Path folder, Clock clock) {
        Memory memory = Memory.open(folder);
        try {
            Servers servers = new Servers(new OverlayInbox(), new PortBoard());
            TenantFace tenants =
                    TenantFace.open(config.tenants(), memory, folder, clock, servers.inbox(), servers.board());
            try {
                return joined(config, memory, tenants, servers, clock);
            } catch (RuntimeException e) {
                tenants.close();
                throw e;
            }
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    private static ControllerProgram joined(
            ControllerConfig config, Memory memory, TenantFace tenants, Servers servers, Clock clock) {
        EventQueue queue = new EventQueue();
        Edges edges = Edges.start(config, queue, servers.beside(queue), clock);
        SnapshotPublisher publisher = new SnapshotPublisher(FabricSnapshot.forming(clock.instant()));
        FabricController loop = loop(config, memory, edges, servers, publisher, clock);
        OverlayLoop overlay = servers.loop(edges, config.audit(), routed(config), queue, clock);
        try {
            RestServer face = RestServer.start(
                    RestSettings.on(config.http().address(), config.http().port()),
                    publisher,
                    new OrderDesk(queue::add),
                    tenants.networking());
            loop.start();
            overlay.start();
            return new ControllerProgram(memory, edges, loop, overlay, face, tenants);
        } catch (RuntimeException e) {
            edges.close();
            throw e;
        }
    }

    private static FabricController loop(
            ControllerConfig config,
            Memory memory,
            Edges edges,
            Servers servers,
            SnapshotPublisher publisher,
            Clock clock) {
        SecureRandom random = new SecureRandom();
        LinkDiscovery discovery = new LinkDiscovery(config.discovery(), memory.lldpKey(() -> secret(random)), random);
        HostServices hosts = new HostServices(config.hosts(), memory.leases());
        StepSettings settings = settings(config);
        return new FabricController(
                new FabricController.Parts(
                        new FabricStep(settings),
                        new Settlement(settings),
                        edges.samples()::look,
                        servers.inbox()::fabricIs,
                        servers.inbox()::carriageIs,
                        discovery,
                        hosts,
                        edges.samples()::counted,
                        new SamplingWishes(config.telemetry().isSampling()),
                        new UnsampledEdges(
                                config.telemetry().isSampling(),
                                edges.databases().manager()),
                        config.gatewayMac(),
                        edges.switches()::carryOut,
                        edges.databases()::carryOut,
                        memory::carryOut,
                        clock),
                edges.fabric(),
                FabricState.starting(
                        memory.blueprint(),
                        memory.hosts(),
                        memory.elephants(config.steering().scheduler()),
                        clock.instant()),
                new SnapshotWriter(
                        publisher,
                        () -> {
                            SortedMap<String, Long> totals = totals(edges, discovery, hosts);
                            totals.putAll(servers.totals());
                            return totals;
                        },
                        servers.board()::serverTroubles,
                        config.steering().rulesPerSwitch()));
    }

    private static byte[] secret(SecureRandom random) {
        byte[] secret = new byte[LldpKey.SECRET_LENGTH];
        random.nextBytes(secret);
        return secret;
    }

    /** Where the dashboard is. */
    public String url() {
        return face.url();
    }

    /** The generated token of the administrator; none when there is a users file. */
    public Optional<String> adminToken() {
        return tenants.adminToken();
    }

    /** The port that switches connect to. */
    public int openFlowPort() {
        return edges.switches().localAddress().getPort();
    }

    /** The port that databases connect to. */
    public int ovsdbPort() {
        return edges.databases().localAddress().getPort();
    }

    /** The UDP port that switches send samples to. */
    public int sflowPort() {
        return edges.samples().localAddress().getPort();
    }

    /** Waits until the controller is closed; throws, with what to do, when it had to end by itself. */
    public void awaitEnd() throws InterruptedException {
        try {
            loop.end().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the controller ended: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        face.close();
        edges.close();
        overlay.close();
        loop.close();
        tenants.close();
        memory.close();
    }

    private static RoutedSpace routed(ControllerConfig config) {
        RoutedPrefixes routed = config.tenants().settings().routed();
        return new RoutedSpace(config.gatewayMac(), routed.prefixes(), routed.blockLength());
    }

    private static StepSettings settings(ControllerConfig config) {
        PacketInRates rates = new PacketInRates(
                config.packetIn().lldp(),
                config.packetIn().dhcp(),
                config.packetIn().arp(),
                config.packetIn().unknown());
        SteeringConfig elephants = config.steering();
        PlanOptions plan = new PlanOptions(
                config.gatewayMac(), new TreeSet<>(), rates, new SteeringLimits(elephants.rulesPerSwitch(), (int)
                        elephants.ruleIdle().toSeconds()));
        PlanOptions capped = plan.withVlanRules(config.tenants().vlanRules())
                .withRouted(new RoutedLimits(
                        config.tenants().settings().routed().prefixes(),
                        config.tenants().routedRules()));
        PlacementSettings usual = PlacementSettings.defaults();
        return new StepSettings(
                config.baseOctet(),
                config.linkCapacity(),
                SETTLE,
                COMMIT,
                GRACE,
                config.audit(),
                capped,
                new PlacementSettings(elephants.interval(), usual.linger(), usual.assumedCapacity()));
    }

    private static SortedMap<String, Long> totals(Edges edges, LinkDiscovery discovery, HostServices hosts) {
        SortedMap<String, Long> totals = new TreeMap<>();
        totals.put("loop_packets_dropped", edges.fabric().packetsDropped());
        OpenFlowCounters openFlow = edges.switches().counters();
        totals.put("openflow_sessions_accepted", openFlow.accepted());
        totals.put("openflow_sessions_turned_away", openFlow.turnedAway());
        totals.put("openflow_handshakes_failed", openFlow.failedHandshakes());
        totals.put("openflow_tls_failures", openFlow.insecure());
        totals.put("openflow_messages_in", openFlow.messagesIn());
        totals.put("openflow_messages_out", openFlow.messagesOut());
        totals.put("openflow_packet_ins", openFlow.packetIns());
        totals.put("openflow_packet_ins_dropped", openFlow.packetInsDropped());
        totals.put("openflow_packet_outs", openFlow.packetOuts());
        totals.put("openflow_packet_outs_dropped", openFlow.packetOutsDropped());
        totals.put("openflow_errors", openFlow.errors());
        totals.put("openflow_unparsed", openFlow.unparsed());
        totals.put("openflow_changes", openFlow.changes());
        DiscoveryCounters lldp = discovery.counters();
        totals.put("lldp_sent", lldp.sent());
        totals.put("lldp_accepted", lldp.accepted());
        totals.put("lldp_refused", lldp.refused());
        totals.put("lldp_links_timed_out", lldp.timedOut());
        totals.putAll(databaseTotals(edges.databases().counters()));
        totals.putAll(hostTotals(hosts.counters()));
        totals.putAll(edges.samples().counters().byName());
        return totals;
    }

    private static SortedMap<String, Long> databaseTotals(OvsdbCounters counters) {
        SortedMap<String, Long> totals = new TreeMap<>();
        totals.put("ovsdb_sessions_accepted", counters.accepted());
        totals.put("ovsdb_sessions_turned_away", counters.turnedAway());
        totals.put("ovsdb_sessions_failed", counters.failed());
        totals.put("ovsdb_tls_failures", counters.insecure());
        totals.put("ovsdb_messages_in", counters.messagesIn());
        totals.put("ovsdb_messages_out", counters.messagesOut());
        totals.put("ovsdb_updates", counters.updates());
        totals.put("ovsdb_transactions_committed", counters.committed());
        totals.put("ovsdb_transactions_overtaken", counters.overtaken());
        totals.put("ovsdb_transactions_refused", counters.refused());
        return totals;
    }

    private static SortedMap<String, Long> hostTotals(HostCounters counters) {
        SortedMap<String, Long> totals = new TreeMap<>();
        totals.put("host_packets", counters.packets());
        totals.put("host_packets_over_rate", counters.overRate());
        totals.put("host_packets_malformed", counters.malformed());
        totals.put("host_dhcp_answers", counters.dhcpAnswers());
        totals.put("host_arp_answers", counters.arpAnswers());
        totals.put("host_arp_probes", counters.arpProbes());
        totals.put("host_icmp_sent", counters.icmpSent());
        totals.put("host_packets_held", counters.held());
        totals.put("host_packets_held_dropped", counters.heldDropped());
        totals.put("host_claims_refused", counters.claimsRefused());
        return totals;
    }
}
