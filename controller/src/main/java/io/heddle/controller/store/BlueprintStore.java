package io.heddle.controller.store;

import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Tier;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps the blueprint: who is where in the design, which cables are good, and how host ports are numbered. */
public final class BlueprintStore {

    private static final String KEY = "fabric/blueprint";

    private final Store store;

    /** A blueprint in {@code store}. */
    public BlueprintStore(Store store) {
        this.store = store;
    }

    /** The blueprint as JSON: datapath ids as 16 hex digits, ports as "dpid/port". */
    record BlueprintRecord(
            Map<String, PositionRecord> positions, List<List<String>> cables, Map<String, Integer> hostNumbers) {

        record PositionRecord(String tier, int pod, int index) {}

        static BlueprintRecord of(Blueprint blueprint) {
            Map<String, PositionRecord> positions = new TreeMap<>();
            blueprint
                    .positions()
                    .forEach((dpid, at) -> positions.put(
                            dpid.toString(), new PositionRecord(at.tier().name(), at.pod(), at.index())));
            List<List<String>> cables = blueprint.cables().stream()
                    .map(cable ->
                            List.of(cable.first().toString(), cable.second().toString()))
                    .toList();
            Map<String, Integer> hostNumbers = new TreeMap<>();
            blueprint.hostNumbers().forEach((port, number) -> hostNumbers.put(port.toString(), number));
            return new BlueprintRecord(positions, cables, hostNumbers);
        }

        Blueprint blueprint() {
            SortedMap<DatapathId, Position> places = new TreeMap<>();
            positions.forEach((dpid, at) ->
                    places.put(DatapathId.parse(dpid), new Position(Tier.valueOf(at.tier()), at.pod(), at.index())));
            SortedSet<Cable> good = new TreeSet<>();
            cables.forEach(ends -> good.add(Cable.between(point(ends.get(0)), point(ends.get(1)))));
            SortedMap<ConnectPoint, Integer> numbers = new TreeMap<>();
            hostNumbers.forEach((port, number) -> numbers.put(point(port), number));
            return new Blueprint(places, good, numbers);
        }
    }

    /** What was saved last; the empty blueprint if nothing was. */
    public Blueprint load() {
        return store.get(KEY)
                .map(entry -> Stored.understood(
                        entry, () -> Json.read(entry, BlueprintRecord.class).blueprint()))
                .orElse(Blueprint.empty());
    }

    /** Replaces what is saved; durable when it returns. */
    public void save(Blueprint blueprint) {
        Stored.done(store.commit(Transaction.put(KEY, Json.write(BlueprintRecord.of(blueprint)))));
    }

    /** Reads "dpid/port" as {@link ConnectPoint#toString} writes it. */
    static ConnectPoint point(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a port: '" + text + "' (expected dpid/port)");
        }
        return new ConnectPoint(
                DatapathId.parse(text.substring(0, slash)),
                new PortNumber(Integer.parseInt(text.substring(slash + 1))));
    }
}
