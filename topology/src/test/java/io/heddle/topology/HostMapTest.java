package io.heddle.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostMapTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void isTheSortedMapThatATreeIsAndKnowsWhoIsWhereAfterEveryChange(long seed) {
        Random random = new Random(seed);
        SortedMap<Ipv4Address, Host> expected = new TreeMap<>();
        HostMap hosts = HostMap.empty();
        for (int step = 0; step < 300; step++) {
            Host host = host(random.nextInt(20), random.nextInt(3), 1 + random.nextInt(3));
            boolean isRemoval = random.nextInt(3) == 0;
            hosts = isRemoval ? hosts.without(host.ip()) : hosts.with(host);
            if (isRemoval) {
                expected.remove(host.ip());
            } else {
                expected.put(host.ip(), host);
            }
            assertThat(hosts.entrySet()).containsExactlyElementsOf(expected.entrySet());
            assertThat(hosts.equals(HostMap.copyOf(expected))).isTrue();
            assertThat(hosts.at(host.location())).containsExactlyElementsOf(at(host.location(), expected));
            assertThat(hosts.at(host.location().dpid())).containsAll(at(host.location(), expected));
            List<Host> visited = new ArrayList<>();
            hosts.forEach((ip, each) -> visited.add(each));
            assertThat(visited).containsExactlyElementsOf(expected.values());
        }
        Ipv4Address middle = host(10, 0, 1).ip();
        assertThat(hosts.headMap(middle)).isEqualTo(expected.headMap(middle));
        assertThat(hosts.tailMap(middle)).isEqualTo(expected.tailMap(middle));
        assertThat(hosts.subMap(middle, expected.lastKey())).isEqualTo(expected.subMap(middle, expected.lastKey()));
        assertThat(hosts.firstKey()).isEqualTo(expected.firstKey());
        assertThat(hosts.lastKey()).isEqualTo(expected.lastKey());
    }

    private static Host host(int number, int dpid, int port) {
        return new Host(Ipv4Address.of(10, 0, 0, number), new MacAddress(2L + dpid), ConnectPoint.of(dpid, port));
    }

    private static List<Host> at(ConnectPoint point, SortedMap<Ipv4Address, Host> hosts) {
        return hosts.values().stream()
                .filter(host -> host.location().equals(point))
                .toList();
    }

    @Test
    void whatChangesNothingReturnsTheSameMap() {
        HostMap hosts = HostMap.empty().with(host(1, 1, 1));
        assertThat(hosts.with(host(1, 1, 1))).isSameAs(hosts);
        assertThat(hosts.without(host(2, 1, 1).ip())).isSameAs(hosts);
        assertThat(HostMap.copyOf(hosts)).isSameAs(hosts);
        assertThat(hosts.comparator()).isNull();
        assertThat(hosts.containsKey(host(1, 1, 1).ip())).isTrue();
        assertThatThrownBy(() -> hosts.remove(host(1, 1, 1).ip())).isInstanceOf(UnsupportedOperationException.class);
    }
}
