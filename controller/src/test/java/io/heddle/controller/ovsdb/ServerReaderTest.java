package io.heddle.controller.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.ovsdb.data.Replica;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ServerReaderTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int INTERFACES = 5;

    private final Replica replica = new Replica(RowFuzzTest.schema(), 1000);
    private final ServerReader reader = new ServerReader(replica);

    private static UUID id(int kind, int number) {
        return new UUID(kind, number);
    }

    private void update(String rows) {
        replica.applyUpdate2(JSON.readTree(rows));
    }

    private static String each(int count, String pattern) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(pattern.formatted(id(3, i), id(4, i), i));
        }
        return parts.stream().collect(Collectors.joining(","));
    }

    /** A bridge of ours with interfaces of others; the last port is not on the bridge. */
    private void begin() {
        update("""
                {"Open_vSwitch": {"%s": {"initial": {"bridges": ["uuid", "%s"]}}},
                 "Bridge": {"%s": {"initial": {"name": "br-int", "datapath_id": "4844000000000001",
                   "external_ids": ["map", [["heddle", "true"]]], "ports": ["set", [%s]]}}},
                 "Port": {%s}, "Interface": {%s}}
                """.formatted(
                        id(1, 0),
                        id(2, 0),
                        id(2, 0),
                        each(INTERFACES - 1, "[\"uuid\", \"%1$s\"]"),
                        each(
                                INTERFACES,
                                "\"%1$s\": {\"initial\": {\"name\": \"tap%3$d\", \"interfaces\": [\"uuid\", \"%2$s\"]}}"),
                        each(INTERFACES, "\"%2$s\": {\"initial\": {\"name\": \"tap%3$d\", \"ofport\": %3$d}}")));
    }

    private void say(int number, String ids, String columns) {
        update("{\"Interface\": {\"%s\": {\"delete\": null}}}".formatted(id(4, number)));
        update("{\"Interface\": {\"%s\": {\"initial\": {\"name\": \"tap%d\", \"external_ids\": [\"map\", [%s]]%s}}}}"
                .formatted(id(4, number), number, ids, columns));
    }

    private static String iface(int port) {
        return "[\"iface-id\", \"" + id(9, port) + "\"]";
    }

    private ServerFacts readAnew() {
        return new ServerReader(replica).read().facts();
    }

    @Test
    void anInterfaceThatIsPluggedInIsReadAlone() {
        begin();
        assertThat(reader.read().isOtherwiseSame()).isFalse();
        say(1, iface(7), ", \"ofport\": 5");
        ServerReader.News news = reader.read();
        assertThat(news.isOtherwiseSame()).isTrue();
        assertThat(news.facts().integration().orElseThrow().interfaces().values())
                .extracting(PluggedInterface::name)
                .containsExactly("tap1");
        say(INTERFACES - 1, iface(8), "");
        assertThat(reader.read().isOtherwiseSame()).as("not on the bridge").isFalse();
        say(1, "[\"heddle\", \"true\"]", "");
        assertThat(reader.read().isOtherwiseSame()).as("marked as ours").isFalse();
    }

    /** Few ports and names, so that several interfaces often say they are one port. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadAfterUpdatesIsWhatIsReadAnew(long seed) {
        Random random = new Random(seed);
        begin();
        int alone = 0;
        for (int i = 0; i < 400; i++) {
            int updates = 1 + random.nextInt(2);
            for (int j = 0; j < updates; j++) {
                String ids = random.nextInt(4) == 0 ? "" : iface(random.nextInt(4));
                if (random.nextInt(12) == 0) {
                    ids = "[\"heddle\", \"true\"]";
                }
                say(
                        random.nextInt(INTERFACES),
                        ids,
                        random.nextBoolean() ? ", \"link_state\": \"up\", \"ofport\": " + random.nextInt(1, 4) : "");
            }
            ServerReader.News news = reader.read();
            alone += news.isOtherwiseSame() ? 1 : 0;
            assertThat(news.facts()).isEqualTo(readAnew());
        }
        assertThat(alone).isBetween(40, 360);
    }
}
