package io.heddle.controller.telemetry.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.TunnelKey;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SflowDatagramTest {

    private static final Ipv4Address ONE = Ipv4Address.parse("10.9.0.1");
    private static final Ipv4Address TWO = Ipv4Address.parse("10.9.0.2");
    private static final FlowKey FLOW = new FlowKey(ONE, TWO, FlowKey.TCP, 40001, 5001);

    /** Open vSwitch says its ports as OpenFlow 1.0 numbers them. */
    private static final int LOCAL = 0xfffe;

    private static List<SflowSample> samplesOf(byte[] datagram) {
        return SflowDatagram.parse(datagram).orElseThrow().samples();
    }

    private static Stream<SflowSample.OfPacket> packets() {
        return Captured.datagrams().stream()
                .flatMap(each -> samplesOf(each).stream())
                .filter(SflowSample.OfPacket.class::isInstance)
                .map(SflowSample.OfPacket.class::cast);
    }

    private static Optional<FlowKey> flowOf(byte[] header, int length) {
        SflowSample.OfPacket sample = (SflowSample.OfPacket)
                samplesOf(new Datagrams().flowSample(3, 1, 1, header, length).bytes())
                        .getFirst();
        return sample.frame().map(SampledFrame::flow);
    }

    @Test
    void whatOpenVSwitchSaysOfItsPortsIsUnderstood() {
        assertThat(Captured.datagrams().stream()
                        .flatMap(each -> samplesOf(each).stream())
                        .filter(SflowSample.OfPort.class::isInstance)
                        .distinct())
                .containsExactlyInAnyOrder(
                        new SflowSample.OfPort(2612, ConnectPoint.of(0xab, 7)),
                        new SflowSample.OfPort(2613, ConnectPoint.of(0xab, 9)),
                        new SflowSample.OfPort(2615, ConnectPoint.of(0xab, LOCAL)));
    }

    @Test
    void theFlowsThatOpenVSwitchSampledAreThoseThatWereSent() {
        assertThat(packets()
                        .flatMap(each -> each.frame().stream())
                        .map(SampledFrame::flow)
                        .distinct())
                .containsExactlyInAnyOrder(
                        FLOW,
                        new FlowKey(TWO, ONE, FlowKey.TCP, 5001, 40001),
                        new FlowKey(ONE, TWO, FlowKey.UDP, 40002, 5002),
                        new FlowKey(ONE, TWO, FlowKey.UDP, 40003, 4789));
        assertThat(packets()).allMatch(each -> each.rate() == 4).allMatch(each -> each.input() / 2 == 2612 / 2);
        assertThat(packets()
                        .flatMap(each -> each.frame().stream())
                        .filter(each -> each.flow().sourcePort() == 40002))
                .allMatch(each -> each.bytes() == 1400 + 42 && each.tunnel().isEmpty());
        assertThat(packets()
                        .flatMap(each -> each.frame().stream())
                        .filter(each -> each.flow().destinationPort() == 4789))
                .isNotEmpty()
                .allMatch(each -> each.tunnel().equals(Optional.of(new TunnelKey(42))));
    }

    @Test
    void theExpandedFormSaysTheSame() {
        byte[] datagram = new Datagrams()
                .expanded(FLOW, 1000, 0, 1 << 30)
                .expanded(FLOW, 1000, 2, 3)
                .bytes();
        assertThat(samplesOf(datagram))
                .extracting(each -> ((SflowSample.OfPacket) each).input())
                .containsExactly(1L << 30, 0L);
        assertThat(samplesOf(datagram))
                .extracting(each -> ((SflowSample.OfPacket) each).source())
                .containsOnly(2L << 32 | 1000);
        byte[] expandedCounters = ByteBuffer.allocate(36)
                .putInt(1)
                .putInt(0)
                .putInt(1 << 25)
                .putInt(1)
                .putInt(1004)
                .putInt(12)
                .putLong(5)
                .putInt(6)
                .array();
        assertThat(samplesOf(new Datagrams().sample(4, expandedCounters).bytes()))
                .containsExactly(new SflowSample.OfPort(1 << 25, ConnectPoint.of(5, 6)));
    }

    @Test
    void otherSamplesArePassedOverAndReservedPortsAreNoPorts() {
        byte[] datagram = new Datagrams()
                .sample(77, new byte[13])
                .packet(FLOW, 1000, 3, 4, 4)
                .bytes();
        assertThat(samplesOf(datagram)).hasSize(1);
        byte[] local = ByteBuffer.allocate(32)
                .putInt(1)
                .putInt(3)
                .putInt(1)
                .putInt(1004)
                .putInt(12)
                .putLong(5)
                .putInt(0xfffffffe)
                .array();
        assertThat(samplesOf(new Datagrams().sample(2, local).bytes())).isEmpty();
    }

    @Test
    void anAgentMayHaveAnIpv6Address() {
        byte[] datagram = ByteBuffer.allocate(40)
                .putInt(5)
                .putInt(2)
                .putLong(0xfe80L << 48)
                .putLong(9)
                .putInt(3)
                .putInt(4)
                .putInt(5)
                .putInt(0)
                .array();
        assertThat(SflowDatagram.parse(datagram))
                .hasValue(new SflowDatagram(new AgentId(0xfe80L << 48, 9, 3), 4, List.of()));
    }

    @Test
    void flowsAreNamedBehindUpToTwoTags() {
        assertThat(flowOf(Datagrams.frame(FLOW), 1000)).hasValue(FLOW);
        assertThat(flowOf(Datagrams.frame(FLOW, 0x8100), 1000)).hasValue(FLOW);
        assertThat(flowOf(Datagrams.frame(FLOW, 0x88a8, 0x8100), 1000)).hasValue(FLOW);
        assertThat(flowOf(Datagrams.frame(FLOW, 0x8100, 0x8100, 0x8100), 1000)).isEmpty();
    }

    @Test
    void optionsArePassedOverAndWhatNamesNoFlowIsNone() {
        byte[] frame = Datagrams.frame(FLOW);
        byte[] withOptions = Arrays.copyOf(frame, frame.length + 4);
        withOptions[14] = 0x46;
        System.arraycopy(frame, 34, withOptions, 38, frame.length - 34);
        assertThat(flowOf(withOptions, 1000)).hasValue(FLOW);

        assertThat(flowOf(changed(frame, 13, 6), 1000)).as("ARP").isEmpty();
        assertThat(flowOf(changed(frame, 14, 0x65), 1000)).as("not version 4").isEmpty();
        assertThat(flowOf(changed(frame, 14, 0x41), 1000))
                .as("a header of 4 bytes")
                .isEmpty();
        assertThat(flowOf(changed(frame, 20, 0x20), 1000))
                .as("the first fragment")
                .isEmpty();
        assertThat(flowOf(changed(frame, 21, 1), 1000)).as("a later fragment").isEmpty();
        assertThat(flowOf(changed(frame, 23, 1), 1000)).as("ICMP").isEmpty();
        assertThat(flowOf(Arrays.copyOf(frame, 37), 1000)).as("cut short").isEmpty();
        assertThat(flowOf(frame, 20)).as("longer than the frame").isEmpty();
        assertThat(flowOf(frame, 1 << 20)).as("longer than any frame").isEmpty();
    }

    private static byte[] changed(byte[] bytes, int place, int value) {
        byte[] copy = bytes.clone();
        copy[place] = (byte) value;
        return copy;
    }

    @Test
    void whatIsNotWholeIsNone() {
        byte[] datagram = new Datagrams().packet(FLOW, 1000, 3, 4, 4).bytes();
        for (int length = 0; length < datagram.length; length++) {
            assertThat(SflowDatagram.parse(Arrays.copyOf(datagram, length))).isEmpty();
        }
        assertThat(SflowDatagram.parse(changed(datagram, 3, 4))).as("version 4").isEmpty();
        assertThat(SflowDatagram.parse(changed(datagram, 7, 3)))
                .as("no address")
                .isEmpty();
        assertThat(SflowDatagram.parse(new Datagrams().packet(FLOW, 9, 3, 0, 4).bytes()))
                .as("one in 0 packets")
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void anyBytesAtAllAreReadWithoutAnException(long seed) {
        Random random = new Random(seed);
        List<byte[]> originals = Captured.datagrams();
        int whole = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] mutant = mutant(originals.get(random.nextInt(originals.size())), random);
            whole += SflowDatagram.parse(mutant).isPresent() ? 1 : 0;
        }
        assertThat(whole).as("mutants that were still whole").isBetween(1_000, 59_000);
    }

    private static byte[] mutant(byte[] original, Random random) {
        byte[] mutant = switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(original, random.nextInt(original.length + 1));
            case 1 -> Arrays.copyOf(original, original.length + random.nextInt(64));
            default -> original.clone();
        };
        int changes = random.nextInt(6);
        for (int i = 0; i < changes && mutant.length >= 4; i++) {
            int place = random.nextInt(mutant.length - 3);
            switch (random.nextInt(4)) {
                case 0 -> mutant[place] = (byte) random.nextInt();
                case 1 -> mutant[place] ^= (byte) (1 << random.nextInt(8));
                case 2 -> ByteBuffer.wrap(mutant).putInt(place & ~3, random.nextInt());
                default -> ByteBuffer.wrap(mutant).putInt(place & ~3, random.nextInt(64) - 32);
            }
        }
        return mutant;
    }
}
