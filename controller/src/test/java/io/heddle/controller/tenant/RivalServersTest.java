package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect.ConfigureServer;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.plan.TenantServer;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.address.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server cannot take from another, whatever it says of itself. */
class RivalServersTest {
    private final Cloud cloud = new Cloud();

    private Optional<ConnectPoint> place(TenantPort port) {
        return Optional.ofNullable(cloud.state().planned().plan().locations().get(port.id()));
    }

    private static ConnectPoint first(int server) {
        return new ConnectPoint(Cloud.bridge(server), new PortNumber(1));
    }

    private static ServerFacts at(ServerFacts facts, Ipv4Address address) {
        return new ServerFacts(
                facts.systemId(),
                facts.hostname(),
                Optional.of(address),
                false,
                facts.macs(),
                facts.others(),
                facts.integration());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aServerDoesNotGetAPortThatAnotherHasWhicheverIsLower(int thief) {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(2, port);
        cloud.server(thief);
        cloud.confirm();
        cloud.seen(thief, Cloud.ready(thief, port));
        cloud.confirm();
        assertThat(place(port)).contains(first(2));
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.ACTIVE);
        assertThat(cloud.status(port).reason()).contains("h" + thief).contains("carries nothing");
        assertThat(cloud.state().planned().plan().troubles()).isEmpty();
        cloud.seen(thief, Cloud.ready(thief));
        assertThat(cloud.status(port)).isEqualTo(new PortStatus(Phase.ACTIVE, "", "h2"));
    }

    @Test
    void whoWaitedForAPortGetsItWhenItsHolderUnplugsItOrGoesAway() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.server(2, port);
        cloud.server(3, port);
        cloud.seen(1, Cloud.ready(1));
        assertThat(place(port)).contains(first(2));
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(2), "cut"));
        assertThat(place(port)).contains(first(3));
        cloud.report(new FabricEvent.DatabaseConnected(Cloud.database(2), "here", ""));
        assertThat(place(port)).contains(first(3));
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(3), "cut"));
        assertThat(place(port)).contains(first(2));
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(2), "cut"));
        assertThat(place(port)).contains(first(2));
        cloud.pass(Duration.ofHours(2));
        assertThat(cloud.status(port)).isEqualTo(PortStatus.UNPLUGGED);
        assertThat(cloud.state().holdings().ports()).isEqualTo(Holdings.NONE.ports());
    }

    @Test
    void aServerThatSaysItHasTheAddressOfAnotherIsToldNothingAndDisturbsNobody() {
        TenantNetwork network = cloud.network();
        TenantPort here = cloud.port(network);
        TenantPort there = cloud.port(network);
        TenantPort stranded = cloud.port(network);
        cloud.server(1, here);
        cloud.server(2, there);
        cloud.confirm();
        assertThat(cloud.done(ConfigureServer.class)).hasSize(2);
        cloud.seen(3, at(Cloud.ready(3, stranded), Cloud.underlay(1)));
        assertThat(cloud.done(ConfigureServer.class)).isEmpty();
        cloud.confirm();
        assertThat(cloud.status(here)).isEqualTo(new PortStatus(Phase.ACTIVE, "", "h1"));
        assertThat(cloud.status(there)).isEqualTo(new PortStatus(Phase.ACTIVE, "", "h2"));
        assertThat(cloud.status(stranded).phase()).isEqualTo(Phase.DOWN);
        assertThat(cloud.status(stranded).reason())
                .contains("h3")
                .contains(Cloud.underlay(1).toString())
                .contains("h1");
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "reinstalled"));
        assertThat(cloud.done(ConfigureServer.class))
                .extracting(ConfigureServer::database)
                .containsExactly(Cloud.database(3));
    }

    @Test
    void twoDatabasesWhoseBridgeIsTheSameSwitchHaveItInTheOrderInWhichTheyCame() {
        UUID own = Cloud.database(1).value();
        DatabaseId twin =
                new DatabaseId(new UUID(own.getMostSignificantBits() + 1, own.getLeastSignificantBits() - 31));
        TenantPort port = cloud.port(cloud.network());
        TenantPort stolen = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.report(new FabricEvent.ServerSeen(twin, at(Cloud.ready(1, stolen), Ipv4Address.of(10, 9, 9, 9))));
        assertThat(place(port)).contains(first(1));
        assertThat(place(stolen)).isEmpty();
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "cut"));
        assertThat(place(stolen)).contains(first(1));
    }

    @Test
    void tenThousandInterfacesOnOneServerAreOneServersOwn() {
        TenantPort port = cloud.port(cloud.network());
        TenantPort other = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.server(2, other);
        cloud.confirm();
        List<PluggedInterface> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new PluggedInterface(
                    "tap" + i,
                    i == 0 ? port.id() : new PortId(new UUID(99, i)),
                    Optional.of(new PortNumber(1 + i % 0xfef0)),
                    true,
                    ""));
        }
        long planned = cloud.state().planned().networks();
        cloud.seen(2, Cloud.with(2, many));
        assertThat(cloud.state().planned().networks() - planned).isLessThanOrEqualTo(2);
        assertThat(place(port)).contains(first(1));
        assertThat(cloud.status(other)).isEqualTo(PortStatus.UNPLUGGED);
        assertThat(cloud.planned(2).rules().size()).isLessThan(100);
    }

    /** Seeds 1 to 20: at every step, whatever they say and in whatever order, nothing has two holders and nothing needs history. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void serversThatClaimAtRandomNeverShareAnything(long seed) {
        Random random = new Random(seed);
        TenantNetwork network = cloud.network();
        List<TenantPort> ports = List.of(cloud.port(network), cloud.port(network), cloud.port(cloud.network()));
        for (int step = 0; step < 200; step++) {
            int server = 1 + random.nextInt(4);
            switch (random.nextInt(5)) {
                case 0 -> cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(server), "cut"));
                case 1 -> cloud.report(new FabricEvent.DatabaseConnected(Cloud.database(server), "here", ""));
                case 2 -> cloud.pass(Duration.ofMinutes(random.nextInt(40)));
                default -> {
                    TenantPort[] some =
                            ports.stream().filter(each -> random.nextBoolean()).toArray(TenantPort[]::new);
                    cloud.seen(server, at(Cloud.ready(server, some), Cloud.underlay(1 + random.nextInt(4))));
                }
            }
            assertNothingIsShared();
        }
    }

    private void assertNothingIsShared() {
        List<Object> held = new ArrayList<>();
        for (TenantServer server : cloud.state().bridges().values()) {
            held.addAll(server.plugged().keySet());
            if (!server.underlay().equals(Ipv4Address.UNSPECIFIED)) {
                held.add(server.underlay());
            }
        }
        assertThat(held).doesNotHaveDuplicates();
        for (KnownServer server : cloud.state().servers().values()) {
            DatapathId bridge = server.integration().orElseThrow().dpid();
            assertThat(cloud.state().bridges().find(bridge))
                    .isEqualTo(server.planned(cloud.state().holdings(), false));
        }
        List<Object> known = new ArrayList<>();
        cloud.state().servers().values().forEach(server -> known.add(server.database()));
        cloud.state().holdings().ports().queues().values().forEach(queue -> {
            assertThat(new TreeSet<>(queue)).hasSameSizeAs(queue);
            assertThat(known).containsAll(queue);
        });
    }
}
