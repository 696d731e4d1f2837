package io.heddle.controller.telemetry.sflow;

import io.heddle.controller.state.FabricEvent.SteeringCountersRead;
import io.heddle.controller.state.ObservedFlow;
import io.heddle.controller.telemetry.ElephantDetector;
import io.heddle.controller.telemetry.FlowCounts;
import io.heddle.controller.telemetry.PacketSample;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The way of a datagram from its bytes to the detector: read, believed or not as {@link SampleSight} says, placed, weighed. Whatever
 * the bytes are, they are counted and nothing is thrown. For one thread.
 */
final class SampleIntake {

    private static final int REMEMBERED = 65_536;
    private static final int GAP_BORNE = 10_000;

    private record Interface(Sender sender, long index) {}

    private record Source(Sender sender, long number) {}

    private final ElephantDetector detector;
    private final Tally tally;
    private final Bounded<Interface, ConnectPoint> ports = new Bounded<>(REMEMBERED);
    private final Bounded<Source, SampleWeight> weights = new Bounded<>(REMEMBERED);
    private final Bounded<Sender, Integer> sequences = new Bounded<>(REMEMBERED);
    private final FlowCounts counts = new FlowCounts();
    private Optional<SampleSight> sight = Optional.empty();

    SampleIntake(ElephantDetector detector, Tally tally) {
        this.detector = detector;
        this.tally = tally;
    }

    /** From now on, what {@code changed} says decides. */
    void look(SampleSight changed) {
        sight = Optional.of(changed);
    }

    /** Takes one datagram. */
    void accept(InetAddress from, byte[] bytes, Instant now) {
        tally.datagrams.increment();
        if (sight.filter(known -> known.isManagementAddress(from)).isEmpty()) {
            tally.strangers.increment();
            return;
        }
        Optional<SflowDatagram> datagram = SflowDatagram.parse(bytes);
        if (datagram.isEmpty()) {
            tally.malformed.increment();
            return;
        }
        take(new Sender(from, datagram.get().agent()), datagram.get(), sight.get(), now);
    }

    /** Takes what the rules of one switch that steer flows have counted; flows that do not enter there are none of its business. */
    void counted(SteeringCountersRead read, Instant now) {
        for (FlowCounts.Carried each : counts.read(read.dpid(), read.counts(), now)) {
            Optional<ConnectPoint> point =
                    sight.flatMap(known -> known.at(each.flow().source(), read.dpid()));
            point.ifPresent(port -> {
                if (sight.get().place(each.flow().source(), port) instanceof Placement.Entering entering) {
                    detector.counted(each.flow(), port, entering.capacity(), each.octets(), each.from(), now);
                }
            });
        }
    }

    /** All large flows, when that is news. */
    Optional<List<ObservedFlow>> report(Instant now) {
        Optional<List<ObservedFlow>> news = detector.report(now);
        tally.note(detector, now);
        return news;
    }

    /** The last report was not taken: it is to be made again. */
    void repeat() {
        tally.reportsDropped.increment();
        detector.repeat();
    }

    private void take(Sender sender, SflowDatagram datagram, SampleSight known, Instant now) {
        countLost(sender, datagram.sequence());
        SortedMap<DatapathId, List<PacketSample>> entering = new TreeMap<>();
        for (SflowSample sample : datagram.samples()) {
            switch (sample) {
                case SflowSample.OfPort claim -> learn(sender, claim, known, entering);
                case SflowSample.OfPacket packet -> take(sender, packet, known, entering);
            }
        }
        entering.forEach((dpid, samples) -> detector.sampled(dpid, samples, now));
    }

    private void countLost(Sender sender, int sequence) {
        int gap = sequences.find(sender).map(last -> sequence - last).orElse(1);
        if (gap > 1 && gap < GAP_BORNE) {
            tally.lost.add((long) gap - 1);
        }
        sequences.put(sender, sequence);
    }

    private void learn(
            Sender sender,
            SflowSample.OfPort claim,
            SampleSight known,
            SortedMap<DatapathId, List<PacketSample>> entering) {
        tally.portsClaimed.increment();
        if (known.speaksFor(sender.address(), claim.port().dpid())) {
            ports.put(new Interface(sender, claim.interfaceIndex()), claim.port());
            entering.computeIfAbsent(claim.port().dpid(), dpid -> new ArrayList<>());
        } else {
            tally.claimsRefused.increment();
        }
    }

    private void take(
            Sender sender,
            SflowSample.OfPacket packet,
            SampleSight known,
            SortedMap<DatapathId, List<PacketSample>> entering) {
        tally.samples.increment();
        double weight = weights.findOr(
                        new Source(sender, packet.source()), () -> new SampleWeight(packet.rate(), packet.pool()))
                .of(packet.rate(), packet.pool());
        Optional<ConnectPoint> point = ports.find(new Interface(sender, packet.input()))
                .filter(port -> known.speaksFor(sender.address(), port.dpid()));
        if (point.isEmpty()) {
            tally.unplaced.increment();
            return;
        }
        List<PacketSample> ofSwitch = entering.computeIfAbsent(point.get().dpid(), dpid -> new ArrayList<>());
        if (packet.frame().isEmpty()) {
            tally.unnamed.increment();
            return;
        }
        SampledFrame frame = packet.frame().get();
        switch (known.place(frame.flow().source(), point.get())) {
            case Placement.Passing ignored -> tally.passing.increment();
            case Placement.Implausible ignored -> tally.implausible.increment();
            case Placement.Entering at -> {
                tally.entering.increment();
                ofSwitch.add(new PacketSample(
                        frame.flow(), point.get(), at.capacity(), frame.bytes(), weight, frame.tunnel()));
            }
        }
    }
}
