package io.heddle.controller.tenant;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.packet.Icmp;
import io.heddle.controller.packet.Ipv4;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.Field;
import io.heddle.routing.tenant.PortId;
import io.heddle.routing.tenant.plan.PathProbe;
import io.heddle.routing.tenant.trace.Probe;
import io.heddle.routing.tenant.trace.Probe.Fate;
import io.heddle.routing.verify.Packet;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.address.MacAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out what passes between two ports: has the server of one send packets as if they came from the port, and waits for the server of
 * the other to hand them over ({@link PathProbe}). Used by one thread.
 *
 * <p>What was not seen is sent again at every turn of the loop until the time is over, because a tunnel drops the first packet while it
 * asks for the MAC address of the next hop.
 */
final class Probes {

    static final Duration PATIENCE = Duration.ofMillis(1500);
    static final int AT_MOST = 8;

    private static final int HOPS = 64;
    private static final int MARK_OCTETS = 20;
    /** Of IPv4 and ICMP. */
    private static final int HEADERS = 28;

    private final SortedMap<UUID, Pending> pending = new TreeMap<>();

    private record Pending(
            Probe probe,
            ConnectPoint from,
            ConnectPoint to,
            Instant deadline,
            SortedMap<Integer, Fate> fates,
            CompletableFuture<Optional<SortedMap<Integer, Fate>>> answer) {

        List<Integer> open() {
            return probe.sizes().stream()
                    .filter(size -> !fates.containsKey(size))
                    .toList();
        }

        void end() {
            open().forEach(size -> fates.put(size, new Fate.Lost()));
            answer.complete(Optional.of(fates));
        }
    }

    /** Begins a probe; refuses it where one of the ports is nowhere, or when many are under way. */
    List<Effect.SwitchEffect> begin(OverlayEvent.ProbeAsked asked, OverlayState state, Instant now) {
        Probe probe = asked.probe();
        Optional<ConnectPoint> from = place(probe.source(), state);
        Optional<ConnectPoint> to = place(probe.target(), state);
        if (from.isEmpty() || to.isEmpty() || pending.size() >= AT_MOST) {
            asked.answer().complete(Optional.empty());
            return List.of();
        }
        Pending begun = new Pending(probe, from.get(), to.get(), now.plus(PATIENCE), new TreeMap<>(), asked.answer());
        pending.put(probe.mark(), begun);
        return sent(begun);
    }

    private static Optional<ConnectPoint> place(PortId port, OverlayState state) {
        return Optional.ofNullable(state.planned().plan().locations().get(port));
    }

    /** What is to be sent once more; ends those whose time is over. */
    List<Effect.SwitchEffect> due(Instant now) {
        List<Effect.SwitchEffect> again = new ArrayList<>();
        pending.values().removeIf(each -> {
            boolean isOver = !each.deadline().isAfter(now);
            if (isOver) {
                each.end();
            } else {
                again.addAll(sent(each));
            }
            return isOver;
        });
        return again;
    }

    /** Whether a bridge hands over a packet of such a kind, which is for nobody else then; notes what became of it. */
    boolean noticed(PacketReceived packet) {
        Cookie cookie = packet.cookie().orElse(Cookie.of(Purpose.MISS));
        boolean isArrived = cookie.isFor(Purpose.TENANT_PROBE);
        boolean isTooLarge = cookie.isFor(Purpose.TENANT_TOO_LARGE);
        Optional<ByteBuffer> mark = isArrived || isTooLarge ? mark(packet.frame()) : Optional.empty();
        mark.filter(body -> body.remaining() >= MARK_OCTETS).ifPresent(body -> {
            Pending known = pending.get(new UUID(body.getLong(), body.getLong()));
            int size = body.getInt();
            if (known != null
                    && known.open().contains(size)
                    && isWhere(packet, isArrived ? known.to() : known.from())) {
                known.fates().put(size, isArrived ? new Fate.Arrived() : new Fate.TooLarge(cookie.detail()));
                if (known.open().isEmpty()) {
                    pending.remove(known.probe().mark());
                    known.end();
                }
            }
        });
        return mark.isPresent();
    }

    private static boolean isWhere(PacketReceived packet, ConnectPoint place) {
        return packet.dpid().equals(place.dpid());
    }

    private static Optional<ByteBuffer> mark(byte[] bytes) {
        return Ethernet.parse(bytes)
                .filter(frame -> frame.type() == Ethernet.IPV4)
                .flatMap(frame -> Ipv4.parse(frame.payload()))
                .flatMap(Icmp::parse)
                .filter(message -> message.type() == PathProbe.TYPE)
                .map(message -> ByteBuffer.wrap(message.payload()));
    }

    private static List<Effect.SwitchEffect> sent(Pending each) {
        return each.open().stream()
                .<Effect.SwitchEffect>map(size -> new Effect.SendPacket(
                        each.from().dpid(),
                        new Effect.Departure.ThroughTablesFrom(each.from().port()),
                        frame(each.probe(), size)))
                .toList();
    }

    private static byte[] frame(Probe probe, int size) {
        Packet headers = probe.packet();
        Ipv4 packet = Ipv4.of(
                HOPS,
                Ipv4.ICMP,
                /* source= */ headers.source(),
                /* destination= */ headers.destination(),
                new Icmp(PathProbe.TYPE, 0, identifier(probe, size), body(probe, size)).bytes());
        return new Ethernet(
                        /* destination= */ new MacAddress(headers.value(Field.ETH_DST)),
                        /* source= */ new MacAddress(headers.value(Field.ETH_SRC)),
                        Ethernet.IPV4,
                        packet.bytes())
                .bytes();
    }

    /** Each size is a connection of its own to whoever tracks them. */
    private static int identifier(Probe probe, int size) {
        return (int) (probe.mark().getLeastSignificantBits() + size) << 16;
    }

    private static byte[] body(Probe probe, int size) {
        byte[] body = new byte[size - HEADERS];
        ByteBuffer.wrap(body)
                .putLong(probe.mark().getMostSignificantBits())
                .putLong(probe.mark().getLeastSignificantBits())
                .putInt(size);
        return body;
    }
}
