package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.Change;
import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The connections that changes of a bridge's rules leave behind: what somebody else said by a port's number is nothing that whoever is
 * there now may answer, or be answered.
 *
 * <p>It is told by the rules alone, so that also what happened while no controller was there is noticed, and a controller that finds all as
 * it should be forgets nothing.
 */
public final class StaleConnections {

    private StaleConnections() {}

    /** The zones of ports that were admitted, or may send from fewer addresses than before, and those of load balancers that are new. */
    public static List<Zone.Of> zones(Collection<Change> changes) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (Change change : changes) {
            if (change instanceof Change.PutRule(ForwardingRule rule)) {
                addStarted(rule, numbers);
            } else if (change instanceof Change.RemoveRule(ForwardingRule.Key key)
                    && key.table().equals(OverlayPipeline.GUARD)) {
                addPort(key, numbers);
            }
        }
        return numbers.stream().map(Zone.Of::new).toList();
    }

    /** Whoever had the number of a load balancer before left connections behind; one rule of each is there from first to last. */
    private static void addStarted(ForwardingRule rule, SortedSet<Integer> numbers) {
        if (isAdmission(rule.key())) {
            addPort(rule.key(), numbers);
        } else if (BalancerRules.isFirst(rule.key())) {
            for (Action action : rule.actions()) {
                if (action instanceof Track track && track.zone() instanceof Zone.Of(int number)) {
                    numbers.add(number);
                }
            }
        }
    }

    private static void addPort(ForwardingRule.Key key, SortedSet<Integer> numbers) {
        key.match()
                .find(Field.IN_PORT)
                .filter(port -> port.value() <= SecurityRules.HIGHEST_PORT)
                .ifPresent(port -> numbers.add((int) port.value()));
    }

    /** What comes out of a tunnel, or from the fabric, is told apart by more than its port. */
    private static boolean isAdmission(ForwardingRule.Key key) {
        return key.table().equals(OverlayPipeline.CLASSIFY) && key.match().size() == 1;
    }
}
