package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.store.Bytes;
import io.heddle.controller.store.CommitResult;
import io.heddle.controller.store.Entry;
import io.heddle.controller.store.KeyChange;
import io.heddle.controller.store.SqliteStore;
import io.heddle.controller.store.Store;
import io.heddle.controller.store.StoreException;
import io.heddle.controller.store.Transaction;
import io.heddle.rest.networking.TenancyUnavailable;
import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.DhcpOption;
import io.heddle.routing.tenant.HostRoute;
import io.heddle.routing.tenant.Ipv6Mode;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.SubnetId;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantState;
import io.heddle.routing.tenant.request.GatewayChoice;
import io.heddle.routing.tenant.request.NetworkDraft;
import io.heddle.routing.tenant.request.PairRequest;
import io.heddle.routing.tenant.request.PortDraft;
import io.heddle.routing.tenant.request.QosChoice;
import io.heddle.routing.tenant.request.Racks;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.request.SubnetDraft;
import io.heddle.routing.tenant.request.TenantCommand;
import io.heddle.routing.tenant.request.TenantDecision;
import io.heddle.routing.tenant.request.TenantSettings;
import io.heddle.topology.address.Cidr;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.address.IpVersion;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantDeskTest {

    private static final Requester ADMIN = new Requester(new ProjectId("admin"), Requester.Role.ADMIN);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");

    @TempDir
    private Path folder = Path.of("unset");

    private final List<TenantChange> told = new ArrayList<>();

    private TenantDesk open() {
        return TenantDesk.open(parts(), () -> SqliteStore.open(folder.resolve("store")));
    }

    private TenantDesk.Parts parts() {
        return new TenantDesk.Parts(
                TenantSettings.defaults(),
                () -> NOW,
                new SecureRandom(),
                (state, changes) -> told.addAll(changes),
                Racks.UNKNOWN);
    }

    private static List<TenantChange> done(TenantDesk desk, TenantCommand command) {
        TenantDecision decision = desk.ask(ADMIN, command);
        assertThat(decision).isInstanceOf(TenantDecision.Accepted.class);
        return ((TenantDecision.Accepted) decision).changes();
    }

    private static NetworkDraft network(UUID id) {
        return new NetworkDraft(
                new NetworkId(id),
                Optional.empty(),
                "blue ü",
                true,
                true,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                "words",
                new QosChoice.None());
    }

    private static SubnetDraft subnet(UUID id, UUID network, String cidr, String server, String hop) {
        boolean isSix = cidr.contains(":");
        return new SubnetDraft(
                new SubnetId(id),
                new NetworkId(network),
                Optional.empty(),
                "s",
                Cidr.parse(cidr),
                isSix ? new GatewayChoice.None() : new GatewayChoice.Usual(),
                Optional.empty(),
                true,
                List.of(IpAddress.parse(server)),
                List.of(new HostRoute(Cidr.of(IpAddress.parse(server)), IpAddress.parse(hop))),
                isSix ? Optional.of(Ipv6Mode.SLAAC) : Optional.empty(),
                isSix ? Optional.of(Ipv6Mode.SLAAC) : Optional.empty(),
                "");
    }

    private static PortDraft port(UUID id, UUID network) {
        return new PortDraft(
                new PortId(id),
                new NetworkId(network),
                Optional.empty(),
                "p",
                Optional.empty(),
                true,
                Optional.empty(),
                "vm",
                "compute:nova",
                Optional.empty(),
                List.of(new PairRequest(Cidr.parse("10.9.0.0/24"), Optional.empty())),
                Optional.empty(),
                List.of(new DhcpOption("bootfile-name", "x", IpVersion.V6)),
                new Binding("h", "direct", "{\"a\":1}"),
                "",
                new QosChoice.None());
    }

    @Test
    void whatWasAskedIsThereAfterARestart() {
        TenantState before;
        try (TenantDesk desk = open()) {
            UUID network = desk.newId();
            done(desk, new TenantCommand.CreateNetworks(List.of(network(network))));
            done(
                    desk,
                    new TenantCommand.CreateSubnets(List.of(
                            subnet(desk.newId(), network, "10.0.0.0/24", "9.9.9.9", "10.0.0.7"),
                            subnet(desk.newId(), network, "2001:db8::/64", "2620:fe::fe", "2001:db8::7"))));
            UUID port = desk.newId();
            done(desk, new TenantCommand.CreatePorts(List.of(port(port, network), port(desk.newId(), network))));
            done(desk, new TenantCommand.AddTag(new PortId(port), "t"));
            done(
                    desk,
                    new TenantCommand.SetQuota(
                            new ProjectId("demo"),
                            new TreeMap<>(Map.of(ResourceType.NETWORK, -1, ResourceType.SUBNET, 3))));
            UUID gone = desk.newId();
            done(desk, new TenantCommand.CreateNetworks(List.of(network(gone))));
            done(desk, new TenantCommand.DeleteNetwork(new NetworkId(gone), Optional.empty()));
            before = desk.state();
            assertThat(desk.quota(new ProjectId("demo")).limit(ResourceType.SUBNET))
                    .isEqualTo(3);
            assertThat(desk.usualQuota().limit(ResourceType.NETWORK)).isEqualTo(100);
        }
        try (TenantDesk desk = open()) {
            assertSame(desk.state(), before);
        }
        assertThat(told).hasSize(14);
    }

    private static void assertSame(TenantState state, TenantState before) {
        assertThat(state.networks()).isEqualTo(before.networks());
        assertThat(state.subnets()).isEqualTo(before.subnets());
        assertThat(state.ports()).isEqualTo(before.ports());
        assertThat(state.securityGroups()).isEqualTo(before.securityGroups());
        assertThat(state.securityRules()).isEqualTo(before.securityRules()).hasSize(4);
        assertThat(state.quotas()).isEqualTo(before.quotas());
        assertThat(state.segments()).isEqualTo(before.segments());
        for (ResourceType type : ResourceType.values()) {
            assertThat(state.usage(ADMIN.project(), type)).isEqualTo(before.usage(ADMIN.project(), type));
        }
    }

    @Test
    void identifiersAreRandomVersionFour() {
        try (TenantDesk desk = open()) {
            UUID id = desk.newId();
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(desk.newId()).isNotEqualTo(id);
        }
    }

    @Test
    void aThousandNetworksOfTenPortsAreThreeCommitsOfOneTransactionEach() {
        AtomicInteger commits = new AtomicInteger();
        try (TenantDesk desk = TenantDesk.open(
                parts(), () -> new Watched(SqliteStore.open(folder.resolve("store")), commits::incrementAndGet))) {
            done(desk, new TenantCommand.SetQuota(ADMIN.project(), unlimited()));
            List<NetworkDraft> networks = new ArrayList<>();
            List<SubnetDraft> subnets = new ArrayList<>();
            List<PortDraft> ports = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                UUID network = desk.newId();
                networks.add(network(network));
                subnets.add(subnet(desk.newId(), network, "10.0.0.0/24", "9.9.9.9", "10.0.0.7"));
                for (int j = 0; j < 10; j++) {
                    ports.add(port(desk.newId(), network));
                }
            }
            done(desk, new TenantCommand.CreateNetworks(networks));
            done(desk, new TenantCommand.CreateSubnets(subnets));
            done(desk, new TenantCommand.CreatePorts(ports));
            assertThat(commits).hasValue(4);
            assertThat(desk.state().ports().size()).isEqualTo(10_000);
            assertThat(desk.state().segments().lastKey().id()).isEqualTo(1000);
        }
    }

    @Test
    void whatTheStoreDoesNotTakeIsNotDone() {
        try (TenantDesk desk = TenantDesk.open(
                parts(),
                () -> new Watched(SqliteStore.open(folder.resolve("store")), () -> {
                    throw new StoreException("the disk is full");
                }))) {
            TenantCommand command = new TenantCommand.CreateNetworks(List.of(network(desk.newId())));
            assertThatThrownBy(() -> desk.ask(ADMIN, command))
                    .isInstanceOf(TenancyUnavailable.class)
                    .hasMessageContaining("not done");
            assertThat(desk.state().networks().isEmpty()).isTrue();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aRefusalChangesNothingAndAnEndedDeskTakesNothing() {
        TenantDesk desk = open();
        TenantCommand command = new TenantCommand.DeleteNetwork(new NetworkId(desk.newId()), Optional.empty());
        assertThat(desk.ask(ADMIN, command)).isInstanceOf(TenantDecision.Refused.class);
        desk.close();
        assertThatThrownBy(() -> desk.ask(ADMIN, command)).isInstanceOf(TenancyUnavailable.class);
    }

    @Test
    void aDamagedEntryIsReportedAndTheStoreLetGo() {
        try (Store store = SqliteStore.open(folder.resolve("store"))) {
            CommitResult ignored = store.commit(Transaction.put("tenant/network/x", Bytes.utf8("{\"id\":\"x\"}")));
        }
        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("tenant/network/x");
        SqliteStore.open(folder.resolve("store")).close();
    }

    /** A store that tells of each commit before it is done. */
    private record Watched(Store store, Runnable before) implements Store {

        @Override
        public long revision() {
            return store.revision();
        }

        @Override
        public Optional<Entry> get(String key) {
            return store.get(key);
        }

        @Override
        public List<Entry> range(String prefix) {
            return store.range(prefix);
        }

        @Override
        public CommitResult commit(Transaction transaction) {
            before.run();
            return store.commit(transaction);
        }

        @Override
        public Watch watch(String prefix, long after, Consumer<KeyChange> listener) {
            return store.watch(prefix, after, listener);
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static SortedMap<ResourceType, Integer> unlimited() {
        SortedMap<ResourceType, Integer> limits = new TreeMap<>();
        for (ResourceType type : ResourceType.values()) {
            limits.put(type, -1);
        }
        return limits;
    }
}
