package io.heddle.controller.discovery;

import io.heddle.controller.packet.Ethernet;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.Effect.Departure.ByPort;
import io.heddle.controller.state.Effect.SendPacket;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricEvent.CableSuspected;
import io.heddle.controller.state.FabricEvent.ChangesConfirmed;
import io.heddle.controller.state.FabricEvent.ChangesRefused;
import io.heddle.controller.state.FabricEvent.DatabaseEvent;
import io.heddle.controller.state.FabricEvent.ElephantsObserved;
import io.heddle.controller.state.FabricEvent.HashLearned;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.HostRefused;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.LinkTimedOut;
import io.heddle.controller.state.FabricEvent.LldpRefused;
import io.heddle.controller.state.FabricEvent.OrderGiven;
import io.heddle.controller.state.FabricEvent.PacketReceived;
import io.heddle.controller.state.FabricEvent.PortChanged;
import io.heddle.controller.state.FabricEvent.PortCountersRead;
import io.heddle.controller.state.FabricEvent.PortRemoved;
import io.heddle.controller.state.FabricEvent.RuleExpired;
import io.heddle.controller.state.FabricEvent.SteeringCountersRead;
import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.controller.state.FabricEvent.TablesDisturbed;
import io.heddle.controller.state.FabricEvent.TablesReread;
import io.heddle.controller.state.FabricEvent.TenantDemandChanged;
import io.heddle.controller.state.FabricEvent.Ticked;
import io.heddle.controller.state.Reaction;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.Port;
import io.heddle.topology.Topology;
import io.heddle.topology.address.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Finds the links between switches by sending LLDP frames out of every port and seeing where they arrive.
 *
 * <p>Every direction is a fact of its own: {@code LinkSeen(a → b)} when a frame that left {@code a} arrives at {@code b}. What a frame
 * says is believed only if
 *
 * <ul>
 *   <li>it bears our key, and was sent no longer ago than {@code maxAge} and not in the future;
 *   <li>it was not received before, here or elsewhere, and is newer than the last one believed from that port;
 *   <li>both ports are up, and no host is known at either of them; where one is, {@code CableSuspected} has it asked whether it is
 *       still there, and once it has kept silent the next frame is believed;
 *   <li>it contradicts no link that is confirmed, in either direction: a cable that was really re-plugged takes its ports down
 *       first, or falls silent and times out.
 * </ul>
 *
 * <p>Two hosts that hand each other every frame unseen are a cable as far as any frame can tell; such a link joins two ports that the
 * blueprint knows as host ports, which is for the loop to judge. A link times out when {@code missedRounds} probes in a row did not
 * arrive while both switches were connected, the quick ones after a port came up not counted. Confined to one thread.
 */
public final class LinkDiscovery {

    private static final Duration FUTURE = Duration.ofSeconds(1);
    private static final Duration REPORT_PAUSE = Duration.ofSeconds(1);

    private final DiscoverySettings settings;
    private final LldpKey key;
    private final RandomGenerator random;
    private final ProbeSchedule schedule;
    private final LinkRegister register = new LinkRegister();
    private final Set<DatapathId> unconfirmed = new HashSet<>();
    private final Map<ConnectPoint, Instant> reported = new HashMap<>();
    private final SortedSet<ConnectPoint> suspected = new TreeSet<>();

    private int budget;
    private long sent;
    private long accepted;
    private long refused;
    private long timedOut;

    /** Discovery that has seen nothing yet; {@code random} spreads the probes in time and makes their nonces. */
    public LinkDiscovery(DiscoverySettings settings, LldpKey key, RandomGenerator random) {
        this.settings = settings;
        this.key = key;
        this.random = random;
        this.schedule = new ProbeSchedule(settings.interval(), random);
        this.budget = settings.framesPerTick();
    }

    /**
     * Takes note of an event; to be called with every event, {@code topology} being the facts after it.
     *
     * @return {@code LinkSeen}, {@code LinkTimedOut}, {@code LldpRefused}, {@code CableSuspected}, and frames to be sent
     */
    public Reaction apply(FabricEvent event, Topology topology, Instant now) {
        return switch (event) {
            case SwitchConnected connected -> connected(connected, topology, now);
            case SwitchDisconnected gone -> disconnected(gone.dpid());
            case PortChanged changed -> portChanged(changed, topology, now);
            case PortRemoved removed -> portDown(removed.point());
            case ChangesConfirmed confirmed -> confirmed(confirmed.dpid(), topology, now);
            case PacketReceived packet -> received(packet, topology, now);
            case Ticked ignored -> ticked(topology, now);
            case TablesReread ignored -> Reaction.none();
            case TablesDisturbed ignored -> Reaction.none();
            case RuleExpired ignored -> Reaction.none();
            case ChangesRefused ignored -> Reaction.none();
            case PortCountersRead ignored -> Reaction.none();
            case SteeringCountersRead ignored -> Reaction.none();
            case ElephantsObserved ignored -> Reaction.none();
            case OrderGiven ignored -> Reaction.none();
            case TenantDemandChanged ignored -> Reaction.none();
            case HashLearned ignored -> Reaction.none();
            case LinkSeen ignored -> Reaction.none();
            case LinkTimedOut ignored -> Reaction.none();
            case LldpRefused ignored -> Reaction.none();
            case CableSuspected ignored -> Reaction.none();
            case HostLocated ignored -> Reaction.none();
            case HostLost ignored -> hostLost(topology, now);
            case HostRefused ignored -> Reaction.none();
            case DatabaseEvent ignored -> Reaction.none();
        };
    }

    /** What was done so far. */
    public DiscoveryCounters counters() {
        return new DiscoveryCounters(sent, accepted, refused, timedOut);
    }

    private Reaction connected(SwitchConnected event, Topology topology, Instant now) {
        disconnected(event.dpid());
        unconfirmed.add(event.dpid());
        Set<ConnectPoint> up = new HashSet<>();
        for (Port port : event.ports()) {
            ConnectPoint point = new ConnectPoint(event.dpid(), port.number());
            if (port.isUp()) {
                up.add(point);
                schedule.start(point, now);
            }
        }
        register.dropWhere(point -> point.dpid().equals(event.dpid()) && !up.contains(point));
        return sendDue(topology, now);
    }

    private Reaction disconnected(DatapathId dpid) {
        unconfirmed.remove(dpid);
        schedule.pointsOf(dpid).forEach(schedule::stop);
        return Reaction.none();
    }

    private Reaction portChanged(PortChanged event, Topology topology, Instant now) {
        ConnectPoint point = new ConnectPoint(event.dpid(), event.port().number());
        if (!event.port().isUp()) {
            return portDown(point);
        }
        if (schedule.contains(point) || !isConnected(point.dpid(), topology)) {
            return Reaction.none();
        }
        schedule.start(point, now);
        return sendDue(topology, now);
    }

    private Reaction portDown(ConnectPoint point) {
        schedule.stop(point);
        register.dropAll(point);
        return Reaction.none();
    }

    /** The first rules of a switch are in force, so that it hands over LLDP from now on: what it missed is sent again. */
    private Reaction confirmed(DatapathId dpid, Topology topology, Instant now) {
        if (!unconfirmed.remove(dpid)) {
            return Reaction.none();
        }
        for (ConnectPoint point : schedule.pointsOf(dpid)) {
            if (register.destination(point).isEmpty()
                    || !register.isConfirmed(
                            new Link(register.destination(point).get(), point))) {
                schedule.start(point, now);
            }
        }
        return sendDue(topology, now);
    }

    private Reaction received(PacketReceived packet, Topology topology, Instant now) {
        if (Ethernet.typeOf(packet.frame()) != Ethernet.LLDP) {
            return Reaction.none();
        }
        ConnectPoint at = packet.point();
        return switch (Probe.read(packet.frame(), key)) {
            case Probe.Reading.Ours ours -> judge(ours.probe(), at, topology, now);
            case Probe.Reading.Forged ignored ->
                refuse(at, "An LLDP frame at " + at + " bears a wrong key: it was forged, and made no link.", now);
            case Probe.Reading.Foreign ignored ->
                refuse(at, "An LLDP frame at " + at + " is not of this controller, and made no link.", now);
        };
    }

    private Reaction judge(Probe probe, ConnectPoint at, Topology topology, Instant now) {
        if (!topology.isUp(probe.from()) || !topology.isUp(at)) {
            return Reaction.none();
        }
        Optional<String> objection = objection(probe, at, now);
        if (objection.isPresent()) {
            String sentence =
                    "An LLDP frame from " + probe.from() + " at " + at + " " + objection.get() + "; it made no link.";
            return refuse(at, sentence, now);
        }
        Link link = new Link(probe.from(), at);
        SortedSet<ConnectPoint> taken = register.isConfirmed(link) ? new TreeSet<>() : portsOfHosts(link, topology);
        if (!taken.isEmpty()) {
            return suspect(link, taken, now);
        }
        accepted++;
        boolean isNews = !register.isConfirmed(link) || !topology.links().contains(link);
        register.confirm(probe, at);
        schedule.slowDown(probe.from(), now);
        if (register.destination(at).isEmpty()) {
            schedule.hurry(at, now);
        }
        Reaction seen = isNews ? new Reaction(List.of(new LinkSeen(link)), List.of()) : Reaction.none();
        return seen.and(sendDue(topology, now));
    }

    private Optional<String> objection(Probe probe, ConnectPoint at, Instant now) {
        if (probe.from().equals(at)) {
            return Optional.of("came back through the port that it left by");
        }
        if (probe.sentAt().isBefore(now.minus(settings.maxAge()))) {
            return Optional.of("is too old: it was replayed");
        }
        if (probe.sentAt().isAfter(now.plus(FUTURE))) {
            return Optional.of("is from the future");
        }
        return register.objection(probe, at);
    }

    private static SortedSet<ConnectPoint> portsOfHosts(Link link, Topology topology) {
        SortedSet<ConnectPoint> taken = new TreeSet<>();
        for (ConnectPoint end : List.of(link.from(), link.to())) {
            if (!topology.hosts().at(end).isEmpty()) {
                taken.add(end);
            }
        }
        return taken;
    }

    /** Refuses the link, and has the hosts that stand against it asked whether they are still there. */
    private Reaction suspect(Link link, SortedSet<ConnectPoint> taken, Instant now) {
        suspected.add(link.from());
        String ports = taken.stream().map(ConnectPoint::toString).collect(Collectors.joining(" and "));
        String sentence =
                "An LLDP frame from " + link.from() + " at " + link.to() + " was relayed by a host, or a host at "
                        + ports + " is gone and a cable took its place; it made no link.";
        List<FabricEvent> questions = new ArrayList<>();
        taken.forEach(point -> questions.add(new CableSuspected(point)));
        return refuse(link.to(), sentence, now).and(new Reaction(questions, List.of()));
    }

    /** A host that stood against a link may be gone: the ports whose frames were refused for one are probed again at once. */
    private Reaction hostLost(Topology topology, Instant now) {
        suspected.forEach(from -> schedule.hurry(from, now));
        suspected.clear();
        return sendDue(topology, now);
    }

    private Reaction refuse(ConnectPoint at, String sentence, Instant now) {
        refused++;
        Instant last = reported.get(at);
        if (last != null && now.isBefore(last.plus(REPORT_PAUSE))) {
            return Reaction.none();
        }
        reported.put(at, now);
        return new Reaction(List.of(new LldpRefused(at, sentence)), List.of());
    }

    private Reaction ticked(Topology topology, Instant now) {
        budget = settings.framesPerTick();
        reported.values().removeIf(last -> last.plus(REPORT_PAUSE).isBefore(now));
        register.forgetBefore(now.minus(settings.maxAge()).minus(FUTURE));
        return sendDue(topology, now);
    }

    private Reaction sendDue(Topology topology, Instant now) {
        List<FabricEvent> events = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        while (budget > 0) {
            Optional<ConnectPoint> due = schedule.next(now);
            if (due.isEmpty()) {
                break;
            }
            topology.port(due.get()).ifPresent(port -> effects.add(probe(due.get(), port, now)));
            timeOut(due.get(), topology).ifPresent(events::add);
        }
        return new Reaction(events, effects);
    }

    private Effect probe(ConnectPoint from, Port port, Instant now) {
        budget--;
        sent++;
        MacAddress source = port.mac();
        byte[] frame = new Probe(from, now, random.nextLong()).frame(source, key);
        return new SendPacket(from.dpid(), new ByPort(from.port()), frame);
    }

    /** Counts the probe that was just sent, and gives the link up when too many before it did not arrive. */
    private Optional<FabricEvent> timeOut(ConnectPoint from, Topology topology) {
        Optional<ConnectPoint> to = register.destination(from);
        if (to.isEmpty()) {
            return Optional.empty();
        }
        if (!schedule.isSettled(from) || !isConnected(to.get().dpid(), topology)) {
            register.excuse(from);
            return Optional.empty();
        }
        if (register.expectAnswer(from) < settings.missedRounds()) {
            return Optional.empty();
        }
        timedOut++;
        register.drop(from);
        return Optional.of(new LinkTimedOut(new Link(from, to.get())));
    }

    private static boolean isConnected(DatapathId dpid, Topology topology) {
        return topology.fabricSwitch(dpid).filter(FabricSwitch::isConnected).isPresent();
    }
}
