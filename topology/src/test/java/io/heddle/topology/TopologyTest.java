package io.heddle.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final DatapathId ONE = new DatapathId(1);
    private static final DatapathId TWO = new DatapathId(2);
    private static final MacAddress MAC = MacAddress.parse("00:00:00:00:00:01");
    private static final Link LINK = new Link(ConnectPoint.of(1, 1), ConnectPoint.of(2, 1));
    private static final Host HOST = new Host(Ipv4Address.parse("10.0.0.2"), MAC, ConnectPoint.of(1, 2));
    private static final Topology PAIR = Topology.empty()
            .withSwitch(FabricSwitch.of(ONE, "s1", true, List.of(port(1, true), port(2, true))))
            .withSwitch(FabricSwitch.of(TWO, "s2", true, List.of(port(1, true))));

    @Test
    void anEventThatChangesNothingReturnsTheSameTopology() {
        Topology linked = PAIR.withLink(LINK).withHost(HOST);
        assertThat(linked.withLink(LINK)).isSameAs(linked);
        assertThat(linked.withHost(HOST)).isSameAs(linked);
        assertThat(linked.withSwitch(linked.fabricSwitch(ONE).orElseThrow())).isSameAs(linked);
        assertThat(linked.withoutLink(LINK.reversed())).isSameAs(linked);
        assertThat(linked.withoutHost(Ipv4Address.BROADCAST)).isSameAs(linked);
        assertThat(linked.withoutSwitch(new DatapathId(9))).isSameAs(linked);
    }

    @Test
    void aLinkIsLiveWhileBothPortsAreUp() {
        Topology linked = PAIR.withLink(LINK);
        assertThat(linked.liveLinks()).containsExactly(LINK);
        assertThat(linked.isLive(LINK)).isTrue();
        FabricSwitch down = linked.fabricSwitch(TWO).orElseThrow().withPort(port(1, false));
        assertThat(linked.withSwitch(down).liveLinks()).isEmpty();
        assertThat(linked.withSwitch(down).links()).containsExactly(LINK);
        assertThat(Topology.empty().withLink(LINK).liveLinks()).isEmpty();
        assertThat(linked.isUp(ConnectPoint.of(2, 7))).isFalse();
        assertThat(linked.port(ConnectPoint.of(2, 1))).contains(port(1, true));
    }

    @Test
    void aNewLinkTakesThePlaceOfWhatWasAtItsEnds() {
        Link other = new Link(ConnectPoint.of(1, 1), ConnectPoint.of(2, 2));
        Link into = new Link(ConnectPoint.of(1, 2), ConnectPoint.of(2, 2));
        assertThat(PAIR.withLink(LINK).withLink(other).links()).containsExactly(other);
        assertThat(PAIR.withLink(other).withLink(into).links()).containsExactly(into);
        assertThat(PAIR.withLink(LINK).withLink(into).withoutLink(LINK).links()).containsExactly(into);
    }

    @Test
    void theLinkFromAPortIsFound() {
        Topology linked = PAIR.withLink(LINK);
        assertThat(linked.linkFrom(ConnectPoint.of(1, 1))).contains(LINK);
        assertThat(linked.linkFrom(ConnectPoint.of(1, 2))).isEmpty();
        assertThat(linked.linkFrom(ConnectPoint.of(0, 1))).isEmpty();
    }

    @Test
    void aSwitchLeavesWithItsLinksAndHosts() {
        Topology left =
                PAIR.withLink(LINK).withLink(LINK.reversed()).withHost(HOST).withoutSwitch(ONE);
        assertThat(left.switches()).containsOnlyKeys(TWO);
        assertThat(left.links()).isEmpty();
        assertThat(left.hosts()).isEmpty();
        assertThat(PAIR.withHost(HOST).withoutHost(HOST.ip()).hosts()).isEmpty();
    }

    @Test
    void aSwitchIsChangedPortByPort() {
        FabricSwitch one = PAIR.fabricSwitch(ONE).orElseThrow();
        assertThat(one.withPort(port(1, true))).isSameAs(one);
        assertThat(one.withPort(port(3, true)).ports()).hasSize(3);
        assertThat(one.withoutPort(new PortNumber(2)).ports()).hasSize(1);
        assertThat(one.withoutPort(new PortNumber(9))).isSameAs(one);
        assertThat(one.withConnected(true)).isSameAs(one);
        assertThat(one.withConnected(false).isConnected()).isFalse();
        assertThat(one.port(new PortNumber(9))).isEmpty();
        TreeMap<PortNumber, Port> misfiled = new TreeMap<>();
        misfiled.put(new PortNumber(5), port(1, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new FabricSwitch(ONE, "s1", true, misfiled));
    }

    @Test
    void portsChangeStateAndCapacity() {
        Port port = port(1, true);
        assertThat(port.withUp(true)).isSameAs(port);
        assertThat(port.withUp(false).isUp()).isFalse();
        assertThat(port.withCapacity(port.bitsPerSecond())).isSameAs(port);
        assertThat(port.withCapacity(5).bitsPerSecond()).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(() -> port.withCapacity(-1));
    }

    @Test
    void identitiesAreOrderedAsUnsignedNumbers() {
        assertThat(new DatapathId(-1)).isGreaterThan(new DatapathId(1));
        assertThat(DatapathId.parse("00:00:00:00:00:00:00:a1")).isEqualTo(new DatapathId(0xa1));
        assertThat(new DatapathId(0xa1)).hasToString("00000000000000a1");
        assertThatIllegalArgumentException().isThrownBy(() -> DatapathId.parse("a switch"));
        assertThatIllegalArgumentException().isThrownBy(() -> new PortNumber(0));
        assertThat(ConnectPoint.of(1, 2)).isLessThan(ConnectPoint.of(2, 1)).isGreaterThan(ConnectPoint.of(1, 1));
        assertThat(LINK).isLessThan(LINK.reversed()).hasToString("0000000000000001/1 → 0000000000000002/1");
        assertThat(LINK).isLessThan(new Link(LINK.from(), ConnectPoint.of(3, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Link(LINK.from(), LINK.from()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Host(HOST.ip(), MacAddress.BROADCAST, HOST.location()));
    }

    private static Port port(int number, boolean isUp) {
        return new Port(new PortNumber(number), "eth" + number, MAC, isUp, 1_000_000);
    }
}
