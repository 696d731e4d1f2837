package io.heddle.routing.tenant.plan;

import io.heddle.routing.plan.Change;
import io.heddle.routing.rule.Action.Track;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.rule.Field;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Match;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        return changes.stream()
                .flatMap(change -> Stream.concat(ofPort(change), ofBalancer(change)))
                .distinct()
                .sorted()
                .map(Zone.Of::new)
                .toList();
    }

    private static Stream<Integer> ofPort(Change change) {
        return port(change).filter(number -> number <= SecurityRules.HIGHEST_PORT).stream()
                .map(Long::intValue);
    }

    /** Whoever had the number of a load balancer before left connections behind; one rule of each is there from first to last. */
    private static Stream<Integer> ofBalancer(Change change) {
        return change instanceof Change.PutRule(ForwardingRule rule) && BalancerRules.isFirst(rule.key())
                ? rule.actions().stream()
                        .flatMap(action -> action instanceof Track track && track.zone() instanceof Zone.Of(int number)
                                ? Stream.of(number)
                                : Stream.of())
                : Stream.of();
    }

    private static Optional<Long> port(Change change) {
        return switch (change) {
            case Change.PutRule(ForwardingRule rule) -> port(rule.key()).filter(port -> isAdmission(rule.key()));
            case Change.RemoveRule(ForwardingRule.Key key) ->
                port(key).filter(port -> key.table().equals(OverlayPipeline.GUARD));
            case Change.AddMeter ignored -> Optional.empty();
            case Change.ModifyMeter ignored -> Optional.empty();
            case Change.RemoveMeter ignored -> Optional.empty();
            case Change.AddGroup ignored -> Optional.empty();
            case Change.ModifyGroup ignored -> Optional.empty();
            case Change.RemoveGroup ignored -> Optional.empty();
        };
    }

    /** What comes out of a tunnel, or from the fabric, is told apart by more than its port. */
    private static boolean isAdmission(ForwardingRule.Key key) {
        return key.table().equals(OverlayPipeline.CLASSIFY) && key.match().size() == 1;
    }

    private static Optional<Long> port(ForwardingRule.Key key) {
        return key.match().find(Field.IN_PORT).map(Match.Masked::value);
    }
}
