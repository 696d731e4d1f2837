package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.routing.path.Tracer;
import io.heddle.routing.plan.ForwardingPlan;
import io.heddle.routing.plan.PlanDiff;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.FlowKey;
import io.heddle.routing.verify.HashVariant;
import io.heddle.routing.verify.Hop;
import io.heddle.routing.verify.Packet;
import io.heddle.routing.verify.Step;
import io.heddle.routing.verify.TestFabric;
import io.heddle.routing.verify.Trace;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.design.FabricGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Traces of a whole k = 4 fat-tree against {@code ofproto/trace} of the real switches that hold its plan, under random cuts: before the
 * plan is repaired, when the switches heal by themselves, and after.
 */
class TraceOracleTest {
    private static final long SEED = 42;
    private static final int ROUNDS = 10;
    private static final int FLOWS_A_STATE = 60;
    private static final Pattern RULE = Pattern.compile("(?m)^ ?(\\d+)\\. (?:.*priority (\\d+)|No match)");
    private static final Pattern GROUP =
            Pattern.compile("(?m)^ +group:(\\d+)$|^ +-> (?:using bucket (\\d+)|no live bucket)$");
    private static final Pattern DEVICE = Pattern.compile("(\\S+) (\\d+)/(\\d+): \\(dummy");
    private static final Pattern ACTIONS = Pattern.compile("Datapath actions: (.*)");
    private static final Pattern NESTED = Pattern.compile("\\([^()]*(\\([^()]*\\)[^()]*)*\\)");

    private final TestFabric fabric = TestFabric.full(FabricGenerator.fatTree(4));
    private final EventLog events = new EventLog();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<DatapathId, HashVariant> hashes = new HashMap<>();
    private OpenVSwitch ovs;
    private OpenFlowEndpoint endpoint;

    @BeforeEach
    void start() {
        assumeTrue(
                OpenVSwitch.isInstalled(),
                "SKIPPED: no ovs-vswitchd on this machine, nothing is proved of real switches");
        ovs = OpenVSwitch.start();
        endpoint = OpenFlowEndpoint.start(OpenFlowSettings.at("127.0.0.1", 0), events, () -> 0);
        for (FabricSwitch each : fabric.topology().switches().values()) {
            ovs.bridge(
                    bridge(each.dpid()),
                    "OpenFlow15",
                    each.dpid().value(),
                    each.ports().size(),
                    endpoint.localAddress().getPort());
            events.await(FabricEvent.SwitchConnected.class);
            endpoint.carryOut(List.of(new Effect.ProbeHash(each.dpid())));
            hashes.put(
                    each.dpid(),
                    events.await(FabricEvent.HashLearned.class).hash().orElseThrow());
        }
        DEVICE.matcher(ovs.appctl("dpif/show"))
                .results()
                .forEach(device -> ports.put(device.group(3), Integer.parseInt(device.group(2))));
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
            ovs.close();
        }
    }

    @Test
    void everyRuleBucketAndPortIsTheOneThatTheSwitchesTakeBeforeAndAfterARepair() {
        Random random = new Random(SEED);
        List<Cable> cables = new ArrayList<>(fabric.cables());
        Set<Trace.End> ends = new HashSet<>();
        ForwardingPlan held = ForwardingPlan.empty();
        for (int round = 0; round < ROUNDS; round++) {
            held = apply(held, fabric.plan(), 2L * round + 1);
            Collections.shuffle(cables, random);
            List<Cable> cut = List.copyOf(cables.subList(0, round));
            TestFabric broken = cut.stream().reduce(fabric, TestFabric::cut, (one, other) -> other);
            cut.forEach(cable -> setUp(cable, false));
            ends.addAll(compare(held, broken, random));
            held = apply(held, broken.plan(), 2L * round + 2);
            ends.addAll(compare(held, broken, random));
            cut.forEach(cable -> setUp(cable, true));
        }
        assertThat(ends).contains(Trace.End.DELIVERED, Trace.End.DROPPED);
    }

    private Set<Trace.End> compare(ForwardingPlan held, TestFabric present, Random random) {
        Tracer tracer = new Tracer(held, present.topology(), present.model().addresses(), hashes);
        Set<Trace.End> ends = new HashSet<>();
        for (int i = 0; i < FLOWS_A_STATE; i++) {
            Trace trace = tracer.trace(packet(random));
            assertThat(trace.isExact()).isTrue();
            for (Hop hop : trace.walk().hops()) {
                assertThat(observed(hop)).as("seed %d: %s", SEED, trace).isEqualTo(predicted(hop));
            }
            ends.add(trace.end());
        }
        return ends;
    }

    private Packet packet(Random random) {
        List<Host> hosts = new ArrayList<>(fabric.hosts());
        Host source = hosts.remove(random.nextInt(hosts.size()));
        Host target = hosts.get(random.nextInt(hosts.size()));
        int kind = random.nextInt(5);
        return kind == 0
                ? Packet.icmp(source.ip(), target.ip(), 8, 0)
                : Packet.of(new FlowKey(
                        source.ip(),
                        target.ip(),
                        kind < 3 ? FlowKey.TCP : FlowKey.UDP,
                        random.nextInt(65536),
                        random.nextInt(65536)));
    }

    private ForwardingPlan apply(ForwardingPlan before, ForwardingPlan after, long revision) {
        for (DatapathId dpid : after.switches().keySet()) {
            var changes = PlanDiff.between(before.forSwitch(dpid), after.forSwitch(dpid))
                    .changes();
            if (!changes.isEmpty()) {
                endpoint.carryOut(List.of(new Effect.ApplyChanges(dpid, revision, changes)));
                events.await(FabricEvent.ChangesConfirmed.class);
            }
        }
        return after;
    }

    /**
     * The switch tells of a port one turn of its main loop before it acts on it. Two answers over its control socket are never of the same
     * turn, so after them what was told is in force.
     */
    private void setUp(Cable cable, boolean isUp) {
        for (ConnectPoint end : List.of(cable.first(), cable.second())) {
            String device = bridge(end.dpid()) + "p" + end.port();
            ovs.ask("netdev-dummy/set-admin-state", device, isUp ? "up" : "down");
            events.await(
                    FabricEvent.PortChanged.class,
                    news -> news.dpid().equals(end.dpid())
                            && news.port().number().equals(end.port())
                            && news.port().isUp() == isUp);
        }
        ovs.ask("version");
        ovs.ask("version");
    }

    private static List<String> predicted(Hop hop) {
        List<String> said = new ArrayList<>();
        for (Step step : hop.passage().steps()) {
            switch (step) {
                case Step.Matched matched -> {
                    var key = matched.rule().key();
                    said.add("rule " + key.table() + "/" + key.priority());
                }
                case Step.Missed missed -> said.add("rule " + missed.table() + "/none");
                case Step.Chosen chosen ->
                    said.add("group " + chosen.group().id() + "/"
                            + chosen.bucket().id());
                case Step.Stuck stuck -> said.add("group " + stuck.group().id() + "/none");
                case Step.Withheld ignored -> {}
                case Step.Expired ignored -> {}
            }
        }
        said.add("out "
                + hop.egress().map(ConnectPoint::port).map(Object::toString).orElse("none"));
        return said;
    }

    private List<String> observed(Hop hop) {
        String answer = ovs.ask("ofproto/trace", bridge(hop.ingress().dpid()), flow(hop.packet()));
        List<String> said = new ArrayList<>(RULE.matcher(answer)
                .results()
                .map(rule -> "rule " + rule.group(1) + "/"
                        + Optional.ofNullable(rule.group(2)).orElse("none"))
                .toList());
        List<MatchResult> groups = GROUP.matcher(answer).results().toList();
        for (int i = 0; i + 1 < groups.size(); i += 2) {
            said.add("group " + groups.get(i).group(1) + "/"
                    + Optional.ofNullable(groups.get(i + 1).group(2)).orElse("none"));
        }
        said.add("out " + output(answer));
        return said;
    }

    private String output(String answer) {
        MatchResult actions = ACTIONS.matcher(answer).results().findFirst().orElseThrow();
        String[] flat = NESTED.matcher(actions.group(1)).replaceAll("").split(",", -1);
        return Optional.ofNullable(ports.get(flat[flat.length - 1]))
                .map(Object::toString)
                .orElse("none");
    }

    private static String flow(Packet packet) {
        List<String> words = new ArrayList<>(List.of(packet.toString().split(" ", -1)));
        words.removeIf(word -> word.startsWith("ip_dscp=") || word.startsWith("eth_type="));
        words.addFirst("ip");
        assertThat(packet.has(Field.IPV4_DST)).isTrue();
        return String.join(",", words);
    }

    private static String bridge(DatapathId dpid) {
        return "b" + Long.toHexString(dpid.value());
    }
}
