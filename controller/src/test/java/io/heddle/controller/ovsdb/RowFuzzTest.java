package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.ovsdb.data.Schema;
import io.heddle.controller.state.Effect.ConfigureSampling;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.Sampling;
import io.heddle.controller.state.ServerFacts;
import io.heddle.controller.state.ServerWish;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever stands in the columns that are read, something sane is made of it, or nothing. */
class RowFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ANY_COLUMN = "{\"type\": {\"key\": \"string\", \"min\": 0, \"max\": \"unlimited\"}}";
    private static final String PORT = "11111111-2222-4333-8444-555555555555";
    private static final UUID ROOT = new UUID(1, 1);
    private static final UUID BRIDGE = new UUID(2, 1);

    static Schema schema() {
        StringBuilder tables = new StringBuilder();
        SwitchTables.COLUMNS.forEach((table, columns) -> {
            tables.append(tables.isEmpty() ? "" : ",")
                    .append("\"")
                    .append(table)
                    .append("\": {\"columns\": {");
            tables.append(String.join(
                    ",",
                    columns.stream()
                            .map(column -> "\"" + column + "\": " + ANY_COLUMN)
                            .toList()));
            tables.append("}}");
        });
        return Schema.read(JSON.readTree("{\"name\": \"Open_vSwitch\", \"tables\": {" + tables + "}}"));
    }

    private static Replica replica(String rows) {
        Replica replica = new Replica(schema(), 100_000);
        replica.applyUpdate2(JSON.readTree(rows));
        return replica;
    }

    /** A bridge of ours with one interface of these columns. */
    private static Optional<PluggedInterface> plugged(String columns) {
        Replica replica = replica("""
                {"Open_vSwitch": {"%s": {"initial": {"bridges": ["uuid", "%s"]}}},
                 "Bridge": {"%s": {"initial": {"name": "br-int", "datapath_id": "4844000000000001",
                   "external_ids": ["map", [["heddle", "true"]]], "ports": ["uuid", "%s"]}}},
                 "Port": {"%s": {"initial": {"name": "tap", "interfaces": ["uuid", "%s"]}}},
                 "Interface": {"%s": {"initial": {%s}}}}
                """.formatted(ROOT, BRIDGE, BRIDGE, id(3), id(3), id(4), id(4), columns));
        ServerFacts facts = new ServerReader(replica).read().facts();
        return facts.integration().orElseThrow().interfaces().values().stream().findFirst();
    }

    private static UUID id(int number) {
        return new UUID(number, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7|7",
                "[\"set\", [7]]|7",
                "-1|none",
                "0|none",
                "65279|65279",
                "65280|none",
                "65536|none",
                "4294967297|none",
                "9223372036854775807|none",
                "99999999999999999999999999|none",
                "7.5|none",
                "\"7\"|none",
                "true|none",
                "[\"set\", []]|none",
                "[\"set\", [\"x\", 7]]|7",
                "[\"set\", [70000, -1]]|none",
                "[\"map\", [[7, 7]]]|none",
                "[\"uuid\", \"11111111-2222-4333-8444-555555555555\"]|none"
            })
    void aNumberThatIsNoPortIsNone(String value, String number) {
        PluggedInterface read = plugged(
                        "\"name\": \"tap\", \"external_ids\": [\"map\", [[\"iface-id\", \"%s\"]]], \"ofport\": %s"
                                .formatted(PORT, value))
                .orElseThrow();
        assertThat(read.number().map(Object::toString).orElse("none")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"map\", [[\"iface-id\", \"\"]]]",
                "[\"map\", [[\"iface-id\", \"vm-1\"]]]",
                "[\"map\", [[\"iface-id\", \"1-1-1-1-1\"]]]",
                "[\"map\", [[\"iface-id\", \"11111111-2222-4333-8444-55555555555\"]]]",
                "[\"map\", [[\"iface-id\", \"11111111-2222-4333-8444-555555555555 \"]]]",
                "[\"map\", [[\"iface-id\", 7]]]",
                "[\"map\", [[7, \"11111111-2222-4333-8444-555555555555\"]]]",
                "[\"map\", [[\"iface-id\", [\"uuid\", \"11111111-2222-4333-8444-555555555555\"]]]]",
                "\"11111111-2222-4333-8444-555555555555\"",
                "[\"set\", [\"iface-id\", \"11111111-2222-4333-8444-555555555555\"]]"
            })
    void anInterfaceIdThatIsNoUuidInTheUsualPlaceIsNobodysPort(String value) {
        assertThat(plugged("\"name\": \"tap\", \"ofport\": 1, \"external_ids\": " + value))
                .isEmpty();
    }

    @Test
    void longTextsAreShortened() {
        String million = "x".repeat(1_000_000);
        PluggedInterface read = plugged(
                        "\"name\": \"%s\", \"error\": \"%s\", \"external_ids\": [\"map\", [[\"iface-id\", \"%s\"]]]"
                                .formatted(million, million, PORT))
                .orElseThrow();
        assertThat(read.name().length() + read.error().length()).isLessThan(1000);
    }

    /** Seeds 1 to 10, 300 databases each. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void rowsOfRandomValuesNeverThrowAndNeverMakeAnAbsurdFact(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Replica replica = replica(randomRows(random));
            ServerFacts facts = new ServerReader(replica).read().facts();
            assertThat(SwitchTables.bridges(replica)).containsAll(facts.others());
            assertThat(facts.name().length()).isLessThan(1000);
            facts.integration()
                    .ifPresent(bridge -> bridge.interfaces()
                            .forEach((port, each) -> each.number()
                                    .ifPresent(
                                            number -> assertThat(number.value()).isBetween(1, 0xfeff))));
            ServerTables.reach(replica, 6640);
            SwitchTables.version(replica);
            for (Optional<ControllerReach> host :
                    List.of(Optional.<ControllerReach>empty(), Optional.of(new ControllerReach("10.0.0.1", true)))) {
                ServerReconciler.compare(replica, new ServerWish.Unwanted(), host);
                ServerReconciler.compare(
                        replica, new ServerWish.Wanted(Ipv4Address.of(10, 0, 0, 1), OpenFlowPorts.plain(6653)), host);
            }
            ConfigureSampling sampling = new ConfigureSampling(
                    new TreeMap<>(Map.of(
                            DatapathId.parse("4844000000000001"), new Sampling(Ipv4Address.of(10, 0, 0, 1), 64))),
                    new TreeSet<>());
            SamplingReconciler.compare(replica, sampling, "127.0.0.1:6343");
        }
    }

    private static String randomRows(Random random) {
        StringBuilder tables = new StringBuilder("{\"Open_vSwitch\": {\"" + ROOT
                + "\": {\"initial\": {\"external_ids\": " + value(random) + ", \"bridges\": " + value(random) + "}}}");
        SwitchTables.COLUMNS.forEach((table, columns) -> {
            if (table.equals(SwitchTables.ROOT)) {
                return;
            }
            tables.append(", \"").append(table).append("\": {");
            for (int row = 0; row < 4; row++) {
                tables.append(row == 0 ? "" : ",").append("\"").append(id(row)).append("\": {\"initial\": {");
                tables.append(String.join(
                        ",",
                        columns.stream()
                                .filter(column -> random.nextInt(8) > 0)
                                .map(column -> "\"" + column + "\": " + likely(table, column, random))
                                .toList()));
                tables.append("}}");
            }
            tables.append("}");
        });
        return tables.append("}").toString();
    }

    /** Often what belongs there, so that reading gets far. */
    private static String likely(String table, String column, Random random) {
        if (random.nextInt(3) == 0) {
            return value(random);
        }
        return switch (column) {
            case "name" ->
                table.equals("Bridge") ? "\"br-int\"" : random.nextBoolean() ? "\"heddle-vxlan\"" : "\"tap\"";
            case "datapath_id" -> "\"4844000000000001\"";
            case "ports", "interfaces", "controller", "sflow", "qos" ->
                "[\"set\", [[\"uuid\", \"%s\"], [\"uuid\", \"%s\"]]]"
                        .formatted(id(random.nextInt(5)), id(5 + random.nextInt(2)));
            case "external_ids" ->
                "[\"map\", [[\"heddle\", \"true\"], [\"iface-id\", \"%s\"], [\"heddle-underlay\", \"%s\"]]]"
                        .formatted(PORT, random.nextBoolean() ? "10.0.0.1" : "999.0.0.1");
            case "target" -> "\"tcp:10.0.0.1:6640\"";
            case "is_connected" -> "true";
            default -> value(random);
        };
    }

    private static String value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "[\"set\", [%s, %s]]".formatted(atom(random), atom(random));
            case 1 ->
                "[\"map\", [[%s, %s], [%s, %s]]]".formatted(atom(random), atom(random), atom(random), atom(random));
            case 2 -> "[\"set\", []]";
            case 3 -> "[\"map\", []]";
            default -> atom(random);
        };
    }

    private static String atom(Random random) {
        List<String> atoms = List.of(
                "-1",
                "0",
                "65536",
                "9223372036854775807",
                "1e300",
                "-0.0",
                "true",
                "\"\"",
                "\"\\u0000\"",
                "\"%s\"".formatted("9".repeat(40)),
                "\"ff:ff:ff:ff:ff:ff\"",
                "\"00:00:00:00:00\"",
                "\"heddle\"",
                "\"iface-id\"",
                "\"" + PORT + "\"",
                "\"tcp:[:::]:99999\"",
                "\"0.0.0.0\"",
                "[\"uuid\", \"" + PORT + "\"]",
                "[\"uuid\", \"" + id(random.nextInt(4)) + "\"]",
                "[\"named-uuid\", \"row\"]");
        return atoms.get(random.nextInt(atoms.size()));
    }
}
