package io.heddle.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.heddle.controller.state.Lease;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.Host;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypedStoresTest {

    private static final ConnectPoint PORT = ConnectPoint.of(-1L, 7);

    @TempDir
    private Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aBlueprintIsReadAsItWasSaved() {
        TreeMap<DatapathId, Position> positions = new TreeMap<>();
        positions.put(new DatapathId(-1), new Position(Tier.EDGE, 3, 1));
        positions.put(new DatapathId(2), new Position(Tier.CORE, 0, 5));
        TreeSet<Cable> cables = new TreeSet<>();
        cables.add(Cable.between(ConnectPoint.of(-1L, 1), ConnectPoint.of(2, 4)));
        TreeMap<ConnectPoint, Integer> hosts = new TreeMap<>();
        hosts.put(PORT, 0);
        Blueprint blueprint = new Blueprint(positions, cables, hosts);
        BlueprintStore blueprints = new BlueprintStore(store);
        assertThat(blueprints.load()).isEqualTo(Blueprint.empty());
        blueprints.save(blueprint);
        assertThat(blueprints.load()).isEqualTo(blueprint);
    }

    @Test
    void hostsAreReadAsTheyWereSaved() {
        HostStore hosts = new HostStore(store);
        Host one = new Host(Ipv4Address.parse("10.0.0.2"), new MacAddress(0x0a0000000001L), PORT);
        Host other = new Host(Ipv4Address.parse("10.0.0.3"), new MacAddress(0x0a0000000002L), PORT);
        hosts.save(one);
        hosts.save(other);
        assertThat(hosts.load()).containsExactly(one, other);
        hosts.forget(one.ip());
        assertThat(hosts.load()).containsExactly(other);
    }

    @Test
    void leasesAreReadAsTheyWereSaved() {
        LeaseStore leases = new LeaseStore(store);
        Lease lease = new Lease(
                Ipv4Address.parse("10.0.0.2"), new MacAddress(0x0a0000000001L), PORT, Instant.ofEpochSecond(1234567));
        leases.save(lease);
        assertThat(leases.load()).containsExactly(lease);
        leases.forget(lease.ip());
        assertThat(leases.load()).isEmpty();
    }

    @Test
    void theSchedulerAndPinsAreReadAsTheyWereSaved() {
        ElephantStore elephants = new ElephantStore(store);
        assertThat(elephants.scheduler()).isEmpty();
        assertThat(elephants.pins()).isEmpty();
        FlowKey flow = new FlowKey(Ipv4Address.parse("10.0.0.2"), Ipv4Address.parse("10.1.0.2"), FlowKey.UDP, 7, 8);
        FlowKey other = new FlowKey(flow.source(), flow.destination(), FlowKey.TCP, 7, 8);
        elephants.saveScheduler(SchedulerName.BEST_FIT);
        elephants.savePin(flow, new DatapathId(5));
        elephants.savePin(other, new DatapathId(6));
        elephants.savePin(flow, new DatapathId(-1));
        assertThat(elephants.scheduler()).contains(SchedulerName.BEST_FIT);
        assertThat(elephants.pins()).containsOnly(entry(flow, new DatapathId(-1)), entry(other, new DatapathId(6)));
        elephants.forgetPin(flow);
        assertThat(elephants.pins()).containsOnlyKeys(other);
        store.commit(Transaction.put("elephant/pin/x", Bytes.utf8("{}")));
        assertThatThrownBy(elephants::pins).hasMessageContaining("elephant/pin/x");
    }

    @Test
    void aSecretIsMadeOnce() {
        SecretStore secrets = new SecretStore(store);
        assertThat(secrets.secret(SecretStore.LLDP, () -> new byte[] {1})).containsExactly(1);
        assertThat(secrets.secret(SecretStore.LLDP, () -> new byte[] {2})).containsExactly(1);
        assertThat(secrets.secret("other", () -> new byte[] {2})).containsExactly(2);
        assertThat(store.get("secret/lldp").orElseThrow()).asString().doesNotContain("[1]");
    }

    @Test
    void anEntryThatCannotBeUnderstoodIsNamed() {
        store.commit(Transaction.put("fabric/blueprint", Bytes.utf8("{\"positions\":")));
        assertThatThrownBy(() -> new BlueprintStore(store).load())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("fabric/blueprint");
        store.commit(Transaction.put("host/1", Bytes.utf8("{\"ip\":\"ten\",\"mac\":\"\",\"location\":\"\"}")));
        assertThatThrownBy(() -> new HostStore(store).load())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("ten");
        store.commit(Transaction.put("lease/1", Bytes.utf8("{}")));
        assertThatThrownBy(() -> new LeaseStore(store).load()).hasMessageContaining("lease/1");
        assertThatThrownBy(() -> BlueprintStore.point("12")).hasMessageContaining("dpid/port");
    }
}
