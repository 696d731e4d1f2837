package io.heddle.routing.verify;

import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Nat;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.CtState;
import io.heddle.routing.rule.Field;
import io.heddle.topology.address.Ipv4Address;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The connections that a switch keeps, zone by zone; immutable.
 *
 * <p>A simulated packet has no TCP flags and carries no other packet. So any TCP segment may begin a connection, a connection that is kept
 * is established at once, none ever ends, and an ICMP error is about a connection when it goes to one of its ends.
 *
 * @param entries each connection twice, by the packets of either direction as they come in
 */
public record Connections(Map<Key, Entry> entries) {

    private static final Connections NONE = new Connections(Map.of());
    private static final int FIRST_FREE_PORT = 1024;

    /** The packets of one direction of a connection. */
    record Key(int zone, Ends ends) {}

    /**
     * What is known of them.
     *
     * @param isReply whether the connection began in the other direction
     * @param translated what their ends become
     */
    record Entry(boolean isReply, Ends translated) {}

    /**
     * What tracking makes of a packet.
     *
     * @param packet the packet with its state, translated if that was asked for
     * @param connections those that are kept then
     */
    record Tracked(Packet packet, Connections connections) {}

    public Connections {
        entries = Map.copyOf(entries);
    }

    /** No connection. */
    public static Connections none() {
        return NONE;
    }

    /** These but those of one zone. */
    public Connections flushed(int zone) {
        Map<Key, Entry> others = new HashMap<>(entries);
        others.keySet().removeIf(key -> key.zone() == zone);
        return new Connections(others);
    }

    Tracked track(Track action, Packet packet) {
        int zone = switch (action.zone()) {
            case Zone.Of(int number) -> number;
            case Zone.In(Field field) -> (int) (packet.value(field) & Field.CT_ZONE.allBits());
        };
        Optional<Ends> ends = Ends.of(packet);
        long state = ends.map(of -> state(zone, of)).orElseGet(() -> errorState(zone, packet));
        Connections after =
                state == CtState.NEW && action.commit() ? keeping(zone, ends.orElseThrow(), action.nat()) : this;
        Packet translated = action.nat()
                .flatMap(nat -> ends)
                .map(of -> after.entries.get(new Key(zone, of)))
                .map(entry -> entry.translated().onto(packet))
                .orElse(packet);
        Packet known = translated.with(Field.CT_STATE, state | CtState.TRACKED).with(Field.CT_ZONE, zone);
        return new Tracked(
                ends.map(of -> origin(zone, of))
                        .map(from -> known.with(Field.CT_IPV4_SRC, from))
                        .orElse(known),
                after);
    }

    /** From where the connection began, before any translation, as far as that is IPv4. */
    private long origin(int zone, Ends ends) {
        Entry entry = entries.get(new Key(zone, ends));
        return entry != null && entry.isReply()
                ? entry.translated().destination().low()
                : ends.source().low();
    }

    private long state(int zone, Ends ends) {
        Entry known = entries.get(new Key(zone, ends));
        if (known != null) {
            return CtState.ESTABLISHED | (known.isReply() ? CtState.REPLY : 0);
        }
        return ends.canBegin() ? CtState.NEW : CtState.INVALID;
    }

    private long errorState(int zone, Packet packet) {
        boolean isRelated = Ends.isError(packet)
                && entries.keySet().stream()
                        .anyMatch(key -> key.zone() == zone && key.ends().comesFromTarget(packet));
        return isRelated ? CtState.RELATED : CtState.INVALID;
    }

    private Connections keeping(int zone, Ends original, Optional<Nat> nat) {
        Ends translated = nat.map(how -> translated(zone, original, how)).orElse(original);
        Map<Key, Entry> more = new HashMap<>(entries);
        more.put(new Key(zone, original), new Entry(false, translated));
        more.put(new Key(zone, translated.reversed()), new Entry(true, original.reversed()));
        return new Connections(more);
    }

    private Ends translated(int zone, Ends original, Nat nat) {
        return switch (nat) {
            case Nat.AsCommitted() -> original;
            case Nat.Source(Ipv4Address address) -> {
                Ends translated = original.from(address);
                for (int port = FIRST_FREE_PORT; isTaken(zone, translated); port++) {
                    translated = translated.fromPort(port);
                }
                yield translated;
            }
            case Nat.Destination(Ipv4Address address, int port) -> original.to(address, port);
        };
    }

    private boolean isTaken(int zone, Ends translated) {
        return entries.containsKey(new Key(zone, translated.reversed()));
    }
}
