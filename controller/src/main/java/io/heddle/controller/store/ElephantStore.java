package io.heddle.controller.store;

import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.rule.FlowKey;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.Ipv4Address;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what an operator wants of large flows: who places them, and which of them go through a certain switch. */
public final class ElephantStore {

    private static final String SCHEDULER = "elephant/scheduler";
    private static final String PINS = "elephant/pin/";

    private final Store store;

    /** What is wanted, in {@code store}. */
    public ElephantStore(Store store) {
        this.store = store;
    }

    record SchedulerRecord(String name) {}

    record PinRecord(
            String source, String destination, int protocol, int sourcePort, int destinationPort, String through) {}

    /** The scheduler that was chosen, if one was that is still there. */
    public Optional<SchedulerName> scheduler() {
        return store.range(SCHEDULER).stream()
                .findFirst()
                .flatMap(entry -> Stored.understood(
                        entry,
                        () -> SchedulerName.of(
                                Json.read(entry, SchedulerRecord.class).name())));
    }

    /** Keeps the choice of a scheduler. */
    public void saveScheduler(SchedulerName scheduler) {
        Stored.done(store.commit(Transaction.put(SCHEDULER, Json.write(new SchedulerRecord(scheduler.text())))));
    }

    /** All pins: for each flow the switch that it goes through. */
    public SortedMap<FlowKey, DatapathId> pins() {
        SortedMap<FlowKey, DatapathId> pins = new TreeMap<>();
        store.range(PINS).stream().map(ElephantStore::pin).forEach(pin -> pins.put(pin.flow(), pin.through()));
        return pins;
    }

    private record Pin(FlowKey flow, DatapathId through) {}

    private static Pin pin(Entry entry) {
        return Stored.understood(entry, () -> {
            PinRecord pin = Json.read(entry, PinRecord.class);
            FlowKey flow = new FlowKey(
                    Ipv4Address.parse(pin.source()),
                    Ipv4Address.parse(pin.destination()),
                    pin.protocol(),
                    pin.sourcePort(),
                    pin.destinationPort());
            return new Pin(flow, DatapathId.parse(pin.through()));
        });
    }

    /** Keeps the pin of {@code flow} in place of any other. */
    public void savePin(FlowKey flow, DatapathId through) {
        PinRecord pin = new PinRecord(
                flow.source().toString(),
                flow.destination().toString(),
                flow.protocol(),
                flow.sourcePort(),
                flow.destinationPort(),
                through.toString());
        Stored.done(store.commit(Transaction.put(key(flow), Json.write(pin))));
    }

    /** Forgets the pin of {@code flow}. */
    public void forgetPin(FlowKey flow) {
        Stored.done(store.commit(Transaction.remove(key(flow))));
    }

    private static String key(FlowKey flow) {
        return PINS + flow.protocol() + "-" + flow.source() + "-" + flow.sourcePort() + "-" + flow.destination() + "-"
                + flow.destinationPort();
    }
}
