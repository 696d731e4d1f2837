package io.heddle.routing.verify;

import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One switch that holds a {@link SwitchPlan} and does with a packet what OpenFlow 1.5.1 §5 says.
 *
 * <p>A packet that no rule of a table matches is dropped (Open vSwitch's default from OpenFlow 1.3 on). Output to the port a packet came
 * in by, or to a port that is down, sends nothing. A group works on its own copy of the packet. A TTL that would reach zero sends the
 * packet to the controller and ends its processing. A packet has one tag at most. Meters let everything pass. What connection tracking
 * knows is given and handed back ({@link Connections}); a copy that goes on behind it is followed to its end before the packet itself, as
 * Open vSwitch does.
 */
public final class SimulatedSwitch {

    /** A tag without a VLAN. */
    private static final long NO_VLAN = 0x1000;

    private final DatapathId dpid;
    private final Map<Integer, RuleTable> tables = new HashMap<>();
    private final Map<GroupId, Group> groups;

    /** A switch that holds {@code plan}. */
    public SimulatedSwitch(DatapathId dpid, SwitchPlan plan) {
        this(dpid, plan, rule -> true);
    }

    /** A switch that holds those rules of {@code plan} that {@code isHeld} says, and all its groups. */
    SimulatedSwitch(DatapathId dpid, SwitchPlan plan, Predicate<ForwardingRule> isHeld) {
        this.dpid = dpid;
        this.groups = plan.groups();
        Map<Integer, List<ForwardingRule>> byTable = new HashMap<>();
        plan.rules().values().stream()
                .filter(isHeld)
                .forEach(rule -> byTable.computeIfAbsent(rule.key().table().value(), table -> new ArrayList<>())
                        .add(rule));
        byTable.forEach((table, rules) -> tables.put(table, new RuleTable(rules)));
    }

    /**
     * The ways {@code packet} can take through this switch: one, or with a {@code choice} of several buckets all of them, in the order of
     * the buckets. Its {@link Field#IN_PORT} says where it came in.
     */
    public List<Passage> process(Packet packet, Predicate<PortNumber> isLive, BucketChoice choice) {
        return process(packet, Connections.none(), isLive, choice);
    }

    /** The ways it can take while the switch keeps those connections. */
    public List<Passage> process(
            Packet packet, Connections connections, Predicate<PortNumber> isLive, BucketChoice choice) {
        return from(0, Progress.start(packet, connections), new Surroundings(isLive, choice));
    }

    private List<Passage> from(int table, Progress before, Surroundings surroundings) {
        return through(table, before, surroundings).stream()
                .flatMap(after -> after.next().isPresent()
                        ? from(after.next().get().value(), after.ended(), surroundings).stream()
                        : Stream.of(after.passage()))
                .toList();
    }

    private List<Progress> through(int table, Progress before, Surroundings surroundings) {
        Optional<ForwardingRule> hit =
                Optional.ofNullable(tables.get(table)).flatMap(rules -> rules.lookup(before.packet()));
        if (hit.isEmpty()) {
            return List.of(before.seeing(new Step.Missed(new TableId(table))).ended());
        }
        ForwardingRule rule = hit.get();
        return apply(rule.actions(), before.seeing(new Step.Matched(rule)), surroundings).stream()
                .map(after -> after.isHalted() ? after.ended() : after.continuing(rule.next()))
                .toList();
    }

    private List<Progress> apply(List<Action> actions, Progress before, Surroundings surroundings) {
        List<Progress> forks = List.of(before);
        for (Action action : actions) {
            List<Progress> after = new ArrayList<>();
            for (Progress fork : forks) {
                after.addAll(fork.isHalted() ? List.of(fork) : apply(action, fork, surroundings));
            }
            forks = after;
        }
        return forks;
    }

    private List<Progress> apply(Action action, Progress now, Surroundings surroundings) {
        return switch (action) {
            case Action.Output output -> List.of(output(output.port(), now, surroundings));
            case Action.OutputToIngress back -> List.of(toIngress(now));
            case Action.OutputToController ignored ->
                List.of(now.emitting(new Emission.ToController(Emission.Reason.ACTION, now.packet())));
            case Action.ToGroup toGroup -> throughGroup(toGroup.group(), now, surroundings);
            case Action.Metered ignored -> List.of(now);
            case Action.Cloned cloned ->
                apply(cloned.actions(), now, surroundings).stream()
                        .map(after -> now.with(after.passage()))
                        .toList();
            case Action.SetField set -> List.of(now.carrying(now.packet().with(set.field(), set.value())));
            case Action.CopyField copy -> List.of(now.carrying(copied(copy, now.packet())));
            case Action.PushVlan ignored ->
                List.of(now.carrying(now.packet().with(Field.VLAN_VID, NO_VLAN).with(Field.VLAN_PCP, 0)));
            case Action.PopVlan ignored ->
                List.of(now.carrying(now.packet().without(Field.VLAN_VID).without(Field.VLAN_PCP)));
            case Action.DecrementTtl ignored -> List.of(decremented(now));
            case Action.CheckLarger check -> List.of(now.carrying(checked(check, now.packet())));
            case Action.Track track -> tracked(track, now, surroundings);
            case Action.Conjunction clause -> throw new IllegalStateException("a packet matched only " + clause);
        };
    }

    private List<Progress> tracked(Action.Track track, Progress now, Surroundings surroundings) {
        Connections.Tracked tracked = now.passage().connections().track(track, now.packet());
        Progress after = now.keeping(tracked.connections());
        if (track.next().isEmpty()) {
            return List.of(after.carrying(untracked(tracked.packet())));
        }
        Progress copy = after.carrying(tracked.packet()).ended();
        Progress original = after.carrying(untracked(now.packet()));
        return from(track.next().get().value(), copy, surroundings).stream()
                .map(original::with)
                .toList();
    }

    /** The packet without what connection tracking told of it. */
    static Packet untracked(Packet packet) {
        return packet.without(Field.CT_STATE).without(Field.CT_ZONE).without(Field.CT_IPV4_SRC);
    }

    private static Progress output(PortNumber port, Progress now, Surroundings surroundings) {
        boolean isIngress = now.packet().value(Field.IN_PORT) == port.value();
        return isIngress || !surroundings.isLive().test(port)
                ? now.seeing(new Step.Withheld(port))
                : now.emitting(new Emission.ThroughPort(port, now.packet()));
    }

    private static Progress toIngress(Progress now) {
        long ingress = now.packet().value(Field.IN_PORT);
        return ingress == Pipeline.CONTROLLER_PORT
                ? now.emitting(new Emission.ToController(Emission.Reason.ACTION, now.packet()))
                : now.emitting(new Emission.ThroughPort(new PortNumber((int) ingress), now.packet()));
    }

    private static Packet checked(Action.CheckLarger check, Packet packet) {
        long mask = 1L << check.bit();
        long kept = packet.value(check.to()) & ~mask;
        return packet.with(check.to(), packet.octets() > check.octets() ? kept | mask : kept);
    }

    private static Packet copied(Action.CopyField copy, Packet packet) {
        long kept = packet.value(copy.to()) & ~copy.from().allBits();
        return packet.with(copy.to(), kept | packet.value(copy.from()));
    }

    private static Progress decremented(Progress now) {
        long ttl = now.packet().value(Field.IP_TTL);
        return ttl <= 1
                ? now.seeing(new Step.Expired())
                        .emitting(new Emission.ToController(Emission.Reason.INVALID_TTL, now.packet()))
                        .halted()
                : now.carrying(now.packet().with(Field.IP_TTL, ttl - 1));
    }

    private List<Progress> throughGroup(GroupId id, Progress now, Surroundings surroundings) {
        Group group = groups.get(id);
        if (group == null) {
            throw new IllegalStateException("switch " + dpid + " has a rule for group " + id + ", which is not there");
        }
        List<Bucket> live = group.buckets().stream()
                .filter(bucket ->
                        bucket.watchPort().map(surroundings.isLive()::test).orElse(true))
                .toList();
        return switch (group.type()) {
            case ALL -> throughAll(group, now, surroundings);
            case INDIRECT -> throughEach(group, group.buckets(), group.buckets(), now, surroundings);
            case FAST_FAILOVER -> throughEach(group, live.stream().limit(1).toList(), live, now, surroundings);
            case SELECT ->
                throughEach(
                        group,
                        live.isEmpty() ? live : surroundings.choice().choose(dpid, group, live, now.packet()),
                        live,
                        now,
                        surroundings);
        };
    }

    /** One fork for each of {@code taken}, which are some of {@code usable}; where there is none the group drops its copy. */
    private List<Progress> throughEach(
            Group group, List<Bucket> taken, List<Bucket> usable, Progress now, Surroundings surroundings) {
        if (taken.isEmpty()) {
            return List.of(now.seeing(new Step.Stuck(group)));
        }
        return taken.stream()
                .flatMap(bucket ->
                        apply(bucket.actions(), now.seeing(new Step.Chosen(group, bucket, usable)), surroundings)
                                .stream())
                .map(after -> after.carrying(now.packet()))
                .toList();
    }

    private List<Progress> throughAll(Group group, Progress now, Surroundings surroundings) {
        List<Progress> forks = List.of(now);
        for (Bucket bucket : group.buckets()) {
            forks = forks.stream()
                    .flatMap(fork -> throughEach(group, List.of(bucket), group.buckets(), fork, surroundings).stream())
                    .toList();
        }
        return forks;
    }

    private record Surroundings(Predicate<PortNumber> isLive, BucketChoice choice) {}

    /** How far a packet has come inside the switch. */
    private record Progress(Packet packet, Passage passage, Optional<TableId> next, boolean isHalted) {

        static Progress start(Packet packet, Connections connections) {
            return new Progress(packet, new Passage(List.of(), List.of(), connections), Optional.empty(), false);
        }

        Progress keeping(Connections connections) {
            return with(new Passage(passage.steps(), passage.emissions(), connections));
        }

        Progress carrying(Packet changed) {
            return new Progress(changed, passage, next, isHalted);
        }

        Progress continuing(Optional<TableId> table) {
            return new Progress(packet, passage, table, isHalted);
        }

        Progress ended() {
            return continuing(Optional.empty());
        }

        Progress halted() {
            return new Progress(packet, passage, Optional.empty(), true);
        }

        Progress seeing(Step step) {
            return with(new Passage(appended(passage.steps(), step), passage.emissions(), passage.connections()));
        }

        Progress emitting(Emission emission) {
            return with(new Passage(passage.steps(), appended(passage.emissions(), emission), passage.connections()));
        }

        Progress with(Passage longer) {
            return new Progress(packet, longer, next, isHalted);
        }

        private static <T> List<T> appended(List<T> list, T last) {
            List<T> longer = new ArrayList<>(list);
            longer.add(last);
            return longer;
        }
    }
}
