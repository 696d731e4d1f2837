package io.heddle.routing.tenant.plan;

import io.heddle.routing.rule.Action;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.Cookie.Purpose;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import io.heddle.routing.rule.TableId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules, and the meters and groups that they name, while they are gathered; of two with the same key the first is kept, which those who
 * add them make equal.
 */
final class Rules {

    private final SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>();
    private final SortedMap<MeterId, Meter> meters = new TreeMap<>();
    private final SortedMap<GroupId, Group> groups = new TreeMap<>();

    /** A rule that ends the pipeline with {@code actions}; with none it drops. */
    static ForwardingRule ending(TableId table, int priority, Match match, Purpose purpose, List<Action> actions) {
        return new ForwardingRule(
                new ForwardingRule.Key(table, priority, match), actions, Optional.empty(), Cookie.of(purpose), 0);
    }

    /** A rule that does {@code actions} and goes on in {@code next}. */
    static ForwardingRule going(ForwardingRule.Key key, Purpose purpose, List<Action> actions, TableId next) {
        return new ForwardingRule(key, actions, Optional.of(next), Cookie.of(purpose), 0);
    }

    /** A rule that sends to the controller under the meter of its kind. */
    static ForwardingRule asking(TableId table, int priority, Match match, TenantPunt punt) {
        return asking(table, priority, match, punt, 0);
    }

    /** The same, saying what the controller has to know beside the packet. */
    static ForwardingRule asking(TableId table, int priority, Match match, TenantPunt punt, int detail) {
        List<Action> actions = List.of(
                new Action.Metered(punt.meter()), new Action.OutputToController(Action.OutputToController.WHOLE));
        return new ForwardingRule(
                new ForwardingRule.Key(table, priority, match),
                actions,
                Optional.empty(),
                Cookie.of(punt.purpose(), detail),
                0);
    }

    /** A rule that hands what is larger than {@code mtu} to the controller. */
    static ForwardingRule tooLarge(TableId table, int priority, Match match, int mtu) {
        return asking(table, priority, match, TenantPunt.TOO_LARGE, mtu);
    }

    void end(TableId table, int priority, Match match, Purpose purpose, List<Action> actions) {
        add(ending(table, priority, match, purpose, actions));
    }

    void drop(TableId table, int priority, Match match, Purpose purpose) {
        end(table, priority, match, purpose, List.of());
    }

    void goTo(TableId table, int priority, Match match, Purpose purpose, TableId next) {
        add(going(new ForwardingRule.Key(table, priority, match), purpose, List.of(), next));
    }

    void add(ForwardingRule rule) {
        rules.putIfAbsent(rule.key(), rule);
    }

    /** The rules name that meter. */
    void need(Meter meter) {
        meters.put(meter.id(), meter);
    }

    /** The rules name that group. */
    void need(Group group) {
        groups.put(group.id(), group);
    }

    void addAll(Collection<ForwardingRule> added) {
        added.forEach(this::add);
    }

    /** All that was gathered, meters and groups too. */
    Slice slice() {
        return new Slice(rules, meters, groups);
    }

    SortedMap<ForwardingRule.Key, ForwardingRule> byKey() {
        return rules;
    }
}
