package io.heddle.rest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoElephants;
import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.Obedient;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.rest.http.DemoServer;
import io.heddle.rest.http.RestServer;
import io.heddle.rest.http.RestSettings;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ClientVerbsTest {
    private static final FabricSnapshot HEALTHY =
            DemoFabric.loaded(DemoFabric.planned(FabricGenerator.fatTree(4)), 0.5, 7);

    private final SnapshotPublisher publisher = new SnapshotPublisher(HEALTHY);
    private final Obedient commands = new Obedient();
    private final RestServer server = RestServer.start(RestSettings.on("127.0.0.1", 0), publisher, commands);

    private final int port = server.port();

    @Command(name = "heddle")
    private static final class Program {}

    /** What a run printed and how it ended. */
    private record Run(int code, String out, String err) {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFabricIsSummedUp() {
        assertThat(run("fabric").out().lines())
                .containsExactly(
                        "fat-tree k=4",
                        "state     complete, ready",
                        "switches  20 of 20 connected",
                        "cables    32 of 32 up",
                        "hosts     16, 16 on plan",
                        "diameter  4 links between switches",
                        "bisection 8 links, 80 Gbit/s",
                        "paths     2 in a pod, 4 between pods",
                        "oversubscription 1.00 : 1");
    }

    @Test
    void largeFlowsAreATableWithWhatTheyGain() {
        publisher.publish(
                DemoElephants.in(DemoFabric.planned(FabricGenerator.fatTree(4))).withRevision(99, DemoFabric.NOW));
        List<String> lines = run("elephants").out().lines().toList();

        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "scheduler  heddle",
                        "carried    22.8 Mbit/s together, 18.1 Mbit/s by the hash alone",
                        "rules      4, at most 2 of 1000 on one switch; 1 flows refused");
        assertThat(lines.get(4))
                .matches(
                        "tcp-10.0.0.2-40000-10.2.0.2-5001 +1 +9.1 Mbit/s ± 12.0 % +9.4 Mbit/s +4.7 Mbit/s +yes +e0-0→a.*");
        assertThat(lines.getLast()).startsWith("pinned     tcp-10.0.0.3-40001-10.3.0.3-5001 through c");
    }

    @Test
    void whatIsChangedIsSaidAndWhatIsRefusedIsAnError() {
        assertThat(run("scheduler", "ecmp").out().strip()).isEqualTo("Large flows are placed by ecmp.");
        assertThat(run("pin", "udp-10.0.0.2-1-10.2.0.2-2", "c").code()).isZero();
        assertThat(run("unpin", "udp-10.0.0.2-1-10.2.0.2-2").code()).isZero();
        assertThat(commands.taken()).hasSize(3);
        Run refused = run("scheduler", "magic");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("There is no scheduler 'magic'.");
    }

    @Test
    void switchesAreATable() {
        List<String> lines = run("switches").out().lines().toList();

        assertThat(lines).hasSize(21);
        assertThat(lines.getFirst()).startsWith("DPID              NAME  ROLE         POD  INDEX  ADDRESS");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .matches("0000000e00000000 +e0-0 +edge +0 +0 +10\\.0\\.0\\.1 +1\\.5 +in force"));
    }

    @Test
    void linksAreATableOfTheirLoads() {
        List<String> lines = run("links").out().lines().toList();

        assertThat(lines).hasSize(33);
        assertThat(lines.get(1)).matches("a0-0 port 1 +e0-0 port 3 +up +10 Gbit/s .* %.* %");
    }

    @Test
    void hostsAreATable() {
        assertThat(run("hosts").out().lines().toList().get(1))
                .matches("10\\.0\\.0\\.2 +02:00:0a:00:00:02 +e0-0 +1 +10\\.0\\.0\\.2 +on plan");
    }

    @Test
    void aHealthyFabricHasNoProblems() {
        assertThat(run("problems").out().strip()).isEqualTo("No problems.");
    }

    @Test
    void problemsAreSentencesWithTheirRepair() {
        publisher.publish(DemoServer.broken(HEALTHY));

        assertThat(run("problems").out())
                .contains(
                        "wrong-cable: The cable between ", "To repair the cabling:", "  1. Take the plug out of port");
        assertThat(run("fabric").out()).contains("state     degraded", "problem   The cable between ");
        assertThat(run("switches").out()).contains("not connected");
    }

    @Test
    void aPlanIsTextOrJson() {
        assertThat(run("plan", "e00000000").out()).startsWith("e0-0 (0000000e00000000): ");
        assertThat(run("plan", "e00000000", "--json").out()).startsWith("{").contains("\"purpose\" : \"delivery\"");
    }

    @Test
    void pathsAreLinesOfSwitchesAndPorts() {
        List<String> lines = run("paths", "10.0.0.2", "10.1.0.2").out().lines().toList();

        assertThat(lines.getFirst()).isEqualTo("4 paths");
        assertThat(lines.get(1)).matches("1→e0-0→3  1→a0-0→3  .*→e1-0→1");
    }

    @Test
    void aTraceIsThePacketsWaySwitchBySwitch() {
        List<String> lines = run("trace", "10.0.0.2", "10.1.0.2", "--sport", "40000", "--dport", "5001")
                .out()
                .lines()
                .toList();

        assertThat(lines.getFirst()).contains("nw_proto=6", "tcp_src=40000", "tcp_dst=5001");
        assertThat(lines).contains("e0-0, in by port 1").last().isEqualTo("Delivered by port 1 of e1-0.");
        assertThat(run("trace", "10.0.0.2", "10.1.0.2").out()).contains("nw_proto=1 ");
        assertThat(run("trace", "10.0.0.2", "10.1.0.2", "--proto", "udp").err())
                .contains("'sport' is missing: the way of a flow depends on its ports.", "&sport=40000");
    }

    @Test
    void anExplanationIsATableOfStagesForWhoHasAToken() {
        try (RestServer tenants = RestServer.start(
                RestSettings.on("127.0.0.1", 0),
                publisher,
                commands,
                DemoTenants.of(2, 3).networking())) {
            String one = DemoTenants.port(1, 0).toString();
            String other = DemoTenants.port(1, 1).toString();
            List<String> lines = runAt(tenants.port(), "explain", one, other, "--dport", "22", "--token", "project-1")
                    .out()
                    .lines()
                    .toList();
            assertThat(lines.getFirst()).isEqualTo("blocks: tcp to port 22 from 192.168.0.10 to 192.168.0.11");
            assertThat(lines.get(1)).matches("STAGE +OUTCOME +WHY +DECIDED BY");
            assertThat(lines.get(3)).matches("egress +blocks +The port is in no security group.* port " + one);
            assertThat(lines).hasSize(7);
            Run ping = runAt(tenants.port(), "explain", one, "192.168.0.11", "--proto", "icmp", "--token", "admin");
            assertThat(ping.out()).startsWith("blocks: ping from");
            assertThat(runAt(tenants.port(), "explain", one, other, "--token", "guessed")
                            .err())
                    .contains("requires authentication", "X-Auth-Token");
        }
    }

    @Test
    void tenantsAreVerifiedAndTheResultIsSummedUp() {
        DemoTenants shown = DemoTenants.of(2, 3);
        try (RestServer tenants = RestServer.start(
                RestSettings.on("127.0.0.1", 0), new SnapshotPublisher(HEALTHY), commands, shown.networking())) {
            assertThat(runAt(tenants.port(), "verify", "--token", "admin").out())
                    .isEqualToNormalizingNewlines("4 ports, 4 pairs, of which 0 may talk: 0 differences.\n");
            Run one = runAt(
                    tenants.port(),
                    "verify",
                    "--network",
                    DemoTenants.id(1).toString(),
                    "--project",
                    "project-1",
                    "--token",
                    "project-1");
            assertThat(one.out()).startsWith("2 ports, 2 pairs");
            assertThat(runAt(tenants.port(), "verify", "--token", "guessed").code())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPolicyIsSetShownAndTakenAway(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("policy.json"),
                "{\"groups\": {\"all\": [\"vm-0\", \"vm-1\"]}, \"allow\": [{\"from\": \"all\", \"to\": \"all\"}]}");
        DemoTenants shown = DemoTenants.of(2, 3);
        try (RestServer tenants = RestServer.start(
                RestSettings.on("127.0.0.1", 0), new SnapshotPublisher(HEALTHY), commands, shown.networking())) {
            int at = tenants.port();
            String[] set = {"policy", "set", "project-1", file.toString(), "--token", "admin"};
            Run dry = runAt(at, "policy", "set", "project-1", file.toString(), "--token", "admin", "--dry-run");
            assertThat(dry.out()).contains("New: security group policy:all.").endsWith("Nothing is done.\n");
            assertThat(runAt(at, set).out())
                    .contains("Port vm-0 is in policy:all.")
                    .endsWith("Done.\n");
            assertThat(runAt(at, set).out()).isEqualTo("All is as it says.\n");
            Run show = runAt(at, "policy", "show", "project-1", "--token", "admin");
            assertThat(show.out())
                    .startsWith("all: " + DemoTenants.port(1, 0) + ", ")
                    .contains("FROM", "all   all");
            assertThat(runAt(at, "policy", "delete", "project-1", "--token", "admin")
                            .out())
                    .endsWith("Done.\n");
            assertThat(runAt(at, "policy", "show", "project-1", "--token", "admin")
                            .err())
                    .contains("has no policy");
            assertThat(runAt(at, "policy", "set", "project-1", "--token", "admin")
                            .err())
                    .contains("Name the file");
            assertThat(runAt(at, "policy", "set", "project-1", "/nowhere", "--token", "admin")
                            .err())
                    .contains("cannot be read");
        }
    }

    @Test
    void jsonIsPrintedAsItCame() {
        assertThat(run("fabric", "--json").out()).startsWith("{").contains("\"kind\" : \"fat-tree\"");
    }

    @Test
    void aRefusalIsTold() {
        Run run = run("plan", "zz");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("not a datapath id: 'zz'", "Give the datapath id in hex");
    }

    @Test
    void noControllerIsTold() {
        server.close();

        Run run = run("fabric");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("No controller answers at http://127.0.0.1:", "./heddle controller");
    }

    @Test
    void ratesAreWrittenWithTheirUnit() {
        assertThat(Rates.rate(null)).isEqualTo("–");
        assertThat(Rates.percent(null)).isEqualTo("–");
    }

    private Run run(String... words) {
        return runAt(port, words);
    }

    private static Run runAt(int port, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = new CommandLine(new Program());
        ClientVerbs.addTo(program);
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--url");
        all.add("http://127.0.0.1:" + port);
        int code = program.execute(all.toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }
}
