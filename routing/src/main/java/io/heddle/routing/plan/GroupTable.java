package io.heddle.routing.plan;

import io.heddle.routing.plan.Target.Choice;
import io.heddle.routing.plan.Target.FirstLive;
import io.heddle.routing.plan.Target.Spread;
import io.heddle.routing.plan.Target.Steered;
import io.heddle.routing.plan.Wiring.Adjacency;
import io.heddle.routing.plan.Wiring.Node;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.Group.HashSelection;
import io.heddle.routing.rule.GroupId;
import io.heddle.topology.PortNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The groups of one switch while its plan is made: each different target becomes one group, with the id that {@link GroupKind} says.
 *
 * <p>The bucket of a select group is numbered by its port where the switch keeps bucket ids, so that a flow stays on its port
 * whatever other ports come and go.
 */
final class GroupTable {

    private static final int STEERED_PER_PORT = 256;

    private final Node node;
    private final Optional<HashSelection> selection;
    private final Map<Target, GroupId> ids = new HashMap<>();
    private final Map<GroupId, Group> groups = new HashMap<>();

    GroupTable(Node node, boolean isHashed) {
        this.node = node;
        this.selection = isHashed
                ? Optional.of(new HashSelection(seed(node.dpid().value()), HashSelection.FIVE_TUPLE))
                : Optional.empty();
    }

    /** The group that does what {@code target} says, made if it is not there yet. */
    GroupId groupFor(Target.Onward target) {
        GroupId made = ids.get(target);
        if (made != null) {
            return made;
        }
        Group group = switch (target) {
            case Spread spread -> new Group(idFor(spread), Group.Type.SELECT, selection, buckets(spread));
            case FirstLive first -> failover(free(first.kind(), first.unit()), buckets(first));
            case Steered steered ->
                failover(
                        free(
                                GroupKind.STEERED,
                                STEERED_PER_PORT * steered.port().value()),
                        buckets(steered));
        };
        groups.put(group.id(), group);
        ids.put(target, group.id());
        return group.id();
    }

    private static Group failover(GroupId id, List<Bucket> buckets) {
        return new Group(id, Group.Type.FAST_FAILOVER, Optional.empty(), buckets);
    }

    /** All groups so far. */
    Collection<Group> groups() {
        return groups.values();
    }

    /** A seed that differs from switch to switch (the finaliser of SplitMix64), so that no two hash a flow alike. */
    static long seed(long dpid) {
        long mixed = dpid + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private GroupId free(GroupKind kind, int number) {
        int next = number;
        while (groups.containsKey(GroupId.ours(kind.low(next)))) {
            next++;
        }
        return GroupId.ours(kind.low(next));
    }

    private GroupId idFor(Spread target) {
        if (target.ports().equals(Wiring.ports(node.ups()))) {
            return free(GroupKind.ALL_UP, 0);
        }
        Optional<PortNumber> avoided = avoided(target);
        if (avoided.isPresent()) {
            return free(GroupKind.AWAY_FROM, avoided.get().value());
        }
        return target.ports().size() == 1
                ? free(GroupKind.ONE_PORT, target.ports().getFirst().value())
                : free(
                        GroupKind.PORT_SET,
                        target.ports().stream().map(PortNumber::value).toList().hashCode());
    }

    /** The lowest port to the one switch above that {@code target} leaves out, if it leaves out just that. */
    private Optional<PortNumber> avoided(Spread target) {
        Set<PortNumber> used = new HashSet<>(target.ports());
        List<Adjacency> left =
                node.ups().stream().filter(up -> !used.contains(up.port())).toList();
        boolean isOneSwitch = Wiring.peers(left).size() == 1
                && left.size() == node.portsUpTo(left.getFirst().peer()).size()
                && left.size() + used.size() == node.ups().size();
        return isOneSwitch ? Optional.of(left.getFirst().port()) : Optional.empty();
    }

    private List<Bucket> buckets(Spread target) {
        List<Bucket> buckets = new ArrayList<>();
        for (PortNumber port : target.ports()) {
            int id = selection.isPresent() ? port.value() : buckets.size();
            buckets.add(new Bucket(id, 1, Optional.of(port), List.of(new Action.Output(port))));
        }
        return buckets;
    }

    /**
     * The steered port, then the group of everybody else, once for each other port that could be alive: a bucket of such a group must
     * be tied to something, and fewer switches can tie it to a group than to a port.
     */
    private List<Bucket> buckets(Steered target) {
        GroupId otherwise = groupFor(target.otherwise());
        List<Bucket> buckets = new ArrayList<>();
        buckets.add(new Bucket(0, 0, Optional.of(target.port()), List.of(new Action.Output(target.port()))));
        target.otherwise().ports().stream()
                .filter(port -> !port.equals(target.port()))
                .forEach(port -> buckets.add(
                        new Bucket(buckets.size(), 0, Optional.of(port), List.of(new Action.ToGroup(otherwise)))));
        return buckets;
    }

    private static List<Bucket> buckets(FirstLive target) {
        List<Bucket> buckets = new ArrayList<>();
        for (Choice choice : target.choices()) {
            Action action =
                    choice.output().<Action>map(Action.Output::new).orElseGet(() -> new Action.OutputToIngress());
            buckets.add(new Bucket(buckets.size(), 0, Optional.of(choice.watch()), List.of(action)));
        }
        return buckets;
    }
}
