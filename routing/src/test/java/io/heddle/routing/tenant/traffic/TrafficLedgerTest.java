package io.heddle.routing.tenant.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.routing.tenant.Binding;
import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.StandardAttributes;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.TenantState;
import io.heddle.topology.address.MacAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrafficLedgerTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StandardAttributes STANDARD = StandardAttributes.fresh("", START);
    private static final ProjectId BLUE = new ProjectId("blue");
    private static final ProjectId RED = new ProjectId("red");
    private static final NetworkId NETWORK = new NetworkId(new UUID(1, 1));
    private static final NetworkId OTHER = new NetworkId(new UUID(1, 2));
    private static final TenantPort FIRST = port(1, NETWORK, BLUE);
    private static final TenantPort SECOND = port(2, NETWORK, RED);
    private static final TenantPort THIRD = port(3, OTHER, BLUE);

    private TenantState tenants = TenantState.empty()
            .with(new TenantChange.Put(network(NETWORK, 1)))
            .with(new TenantChange.Put(network(OTHER, 2)))
            .with(new TenantChange.Put(FIRST))
            .with(new TenantChange.Put(SECOND))
            .with(new TenantChange.Put(THIRD));
    private TrafficLedger ledger = TrafficLedger.empty();
    private Instant now = START;

    private static TenantNetwork network(NetworkId id, long segment) {
        return new TenantNetwork(
                id,
                BLUE,
                "",
                true,
                true,
                false,
                new Segment(NetworkType.VXLAN, "", segment),
                1450,
                true,
                Optional.empty(),
                STANDARD);
    }

    private static TenantPort port(int number, NetworkId network, ProjectId project) {
        return new TenantPort(
                new PortId(new UUID(2, number)),
                network,
                project,
                "",
                new MacAddress(number),
                true,
                List.of(),
                "",
                "",
                true,
                List.of(),
                new TreeSet<>(),
                List.of(),
                Binding.NONE,
                Optional.empty(),
                STANDARD);
    }

    private void read(TenantPort port, long sent, long received) {
        now = now.plusSeconds(5);
        TreeMap<PortId, Traffic> readings = new TreeMap<>();
        readings.put(port.id(), new Traffic(sent, sent / 100, received, received / 100));
        ledger = ledger.with(readings, tenants, now);
    }

    private Traffic total(TenantPort port) {
        return ledger.of(port.id()).orElseThrow().total();
    }

    @Test
    void nothingIsKnownBeforeTheFirstReading() {
        assertThat(ledger.of(FIRST.id())).isEmpty();
        assertThat(ledger.of(NETWORK)).isEqualTo(Traffic.NONE);
        assertThat(ledger.of(BLUE)).isEqualTo(Traffic.NONE);
        assertThat(ledger.projects()).isEmpty();
    }

    @Test
    void anInterfaceCountsFromWhenItWasMade() {
        read(FIRST, 1000, 500);
        assertThat(total(FIRST)).isEqualTo(new Traffic(1000, 10, 500, 5));
        assertThat(ledger.of(FIRST.id()).orElseThrow().pace()).isEmpty();
    }

    @Test
    void countersThatBeginAnewAreAddedToWhatWas() {
        read(FIRST, 1000, 500);
        read(FIRST, 300, 100);
        read(FIRST, 400, 100);
        assertThat(total(FIRST)).isEqualTo(new Traffic(1400, 14, 600, 6));
    }

    @Test
    void oneCounterThatFellMeansThatAllBeganAnew() {
        read(FIRST, 1000, 500);
        read(FIRST, 2000, 400);
        assertThat(total(FIRST)).isEqualTo(new Traffic(3000, 30, 900, 9));
    }

    @Test
    void aDeviceThatIsCarriedElsewhereWithItsCountersGoesOn() {
        read(FIRST, 1000, 500);
        read(FIRST, 1000, 500);
        read(FIRST, 1200, 500);
        assertThat(total(FIRST)).isEqualTo(new Traffic(1200, 12, 500, 5));
    }

    @Test
    void theSumsOfNetworksAndProjectsAreThoseOfTheirPorts() {
        read(FIRST, 1000, 0);
        read(SECOND, 200, 100);
        read(THIRD, 40, 0);
        assertThat(ledger.of(NETWORK)).isEqualTo(new Traffic(1200, 12, 100, 1));
        assertThat(ledger.of(OTHER)).isEqualTo(new Traffic(40, 0, 0, 0));
        assertThat(ledger.of(BLUE)).isEqualTo(new Traffic(1040, 10, 0, 0));
        assertThat(ledger.of(RED)).isEqualTo(new Traffic(200, 2, 100, 1));
        assertThat(ledger.projects().keySet()).containsExactly(BLUE, RED);
    }

    @Test
    void networksAndProjectsKeepWhatARemovedPortCarried() {
        read(FIRST, 1000, 0);
        tenants = tenants.with(new TenantChange.Removed(FIRST));
        ledger = ledger.keeping(tenants);
        read(FIRST, 2000, 0);
        assertThat(ledger.of(FIRST.id())).isEmpty();
        assertThat(ledger.of(NETWORK).sentBytes()).isEqualTo(1000);
        tenants = tenants.with(new TenantChange.Removed(SECOND)).with(new TenantChange.Removed(network(NETWORK, 1)));
        ledger = ledger.keeping(tenants);
        assertThat(ledger.of(NETWORK)).isEqualTo(Traffic.NONE);
        assertThat(ledger.of(BLUE).sentBytes()).isEqualTo(1000);
    }

    @Test
    void whatIsStillThereIsKept() {
        read(THIRD, 1000, 0);
        ledger = ledger.keeping(tenants);
        assertThat(total(THIRD).sentBytes()).isEqualTo(1000);
        assertThat(ledger.of(OTHER).sentBytes()).isEqualTo(1000);
    }

    @Test
    void thePaceIsThatBetweenTheLastTwoReadings() {
        read(FIRST, 1000, 0);
        read(FIRST, 2000, 500);
        PortTraffic known = ledger.of(FIRST.id()).orElseThrow();
        assertThat(known.paceSince(now)).contains(new Pace(1600, 800));
        assertThat(known.paceSince(now.plusNanos(1))).isEmpty();
        assertThat(Pace.STILL.plus(new Pace(1, 2))).isEqualTo(new Pace(1, 2));
    }

    @Test
    void aSecondReadingAtTheSameTimeLeavesThePaceAsItWas() {
        read(FIRST, 1000, 0);
        PortTraffic again = ledger.of(FIRST.id()).orElseThrow().next(new Traffic(1100, 11, 0, 0), now);
        assertThat(again.pace()).isEqualTo(Optional.empty());
        assertThat(again.total().sentBytes()).isEqualTo(1100);
    }

    @Test
    void totalsNeverFallAndSumsStayEqualUnderRandomReadingsOfSeed42() {
        Random random = new Random(42);
        List<TenantPort> ports = List.of(FIRST, SECOND, THIRD);
        long last = 0;
        for (int i = 0; i < 2000; i++) {
            read(ports.get(random.nextInt(3)), random.nextInt(100_000), random.nextInt(100_000));
            long sum = ports.stream()
                    .flatMap(port -> ledger.of(port.id()).stream())
                    .mapToLong(known -> known.total().sentBytes())
                    .sum();
            assertThat(sum).isGreaterThanOrEqualTo(last);
            assertThat(ledger.of(NETWORK).plus(ledger.of(OTHER)).sentBytes()).isEqualTo(sum);
            assertThat(ledger.of(BLUE).plus(ledger.of(RED)).sentBytes()).isEqualTo(sum);
            last = sum;
        }
    }

    @Test
    void nothingCarriesLessThanNothing() {
        for (int i = 0; i < 4; i++) {
            long[] values = new long[4];
            values[i] = -1;
            assertThatThrownBy(() -> new Traffic(values[0], values[1], values[2], values[3]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-1");
        }
    }
}
