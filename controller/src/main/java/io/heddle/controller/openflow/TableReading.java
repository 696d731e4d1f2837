package io.heddle.controller.openflow;

import io.heddle.controller.openflow.codec.MessageEncoder;
import io.heddle.controller.openflow.codec.SwitchMessage;
import io.heddle.controller.openflow.codec.TableContents;
import io.heddle.controller.state.Installed;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.GroupId;
import io.heddle.routing.rule.Match;
import io.heddle.routing.rule.Meter;
import io.heddle.routing.rule.MeterId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads meters, then groups, then rules of one switch.
 *
 * <p>What is ours but is nothing we write stands in the result as an entry of the same identity that no plan ever has ({@link
 * #unknownRule} and its siblings), so that the difference to any plan replaces it in place or removes it, make before break. A rule
 * of ours whose very match is nothing we write can be in no plan: it is removed here, at once. Entries of others are counted.
 */
final class TableReading {
    private static final Logger LOG = LoggerFactory.getLogger(TableReading.class);
    private static final long MOST_32_BITS = 0xffff_ffffL;

    private final SortedMap<MeterId, Meter> meters = new TreeMap<>();
    private final SortedMap<GroupId, Group> groups = new TreeMap<>();
    private final SortedMap<ForwardingRule.Key, ForwardingRule> rules = new TreeMap<>();
    private final List<String> foreign = new ArrayList<>();
    private int foreignCount;
    private int entries;
    private Stage stage = Stage.METERS;
    private int xid;

    private enum Stage {
        METERS,
        GROUPS,
        RULES
    }

    private TableReading() {}

    /** Asks for the first part. */
    static TableReading begin(Conversation conversation) {
        TableReading reading = new TableReading();
        reading.xid = conversation.ask(MessageEncoder::metersRequest);
        return reading;
    }

    /** The number of the request that is waited on. */
    int xid() {
        return xid;
    }

    /** Takes the answer to {@link #xid()}; the whole is there with the last one. */
    Optional<Installed> on(SwitchMessage message, Conversation conversation) {
        return switch (message) {
            case SwitchMessage.Contents part -> {
                take(part.contents(), conversation);
                yield part.more() ? Optional.empty() : advance(conversation);
            }
            case SwitchMessage.Refused refused
            when refused.error().isUnsupported() && stage != Stage.RULES -> advance(conversation);
            case SwitchMessage.Refused refused -> {
                conversation.end("it refused to tell its " + stage + ": " + refused.error());
                yield Optional.empty();
            }
            case SwitchMessage.Unparsed unparsed -> {
                conversation.end("cannot read its " + stage + ": " + unparsed);
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Optional<Installed> advance(Conversation conversation) {
        switch (stage) {
            case METERS -> {
                stage = Stage.GROUPS;
                xid = conversation.ask(MessageEncoder::groupsRequest);
            }
            case GROUPS -> {
                stage = Stage.RULES;
                xid = conversation.ask(MessageEncoder::rulesRequest);
            }
            case RULES -> {
                return Optional.of(
                        new Installed(new SwitchPlan(meters, groups, rules), List.of(), foreign, foreignCount));
            }
        }
        return Optional.empty();
    }

    private void take(TableContents contents, Conversation conversation) {
        entries += contents.size();
        if (entries > conversation.limits().entriesRead()) {
            conversation.end("it holds more than " + conversation.limits().entriesRead() + " entries");
            return;
        }
        foreignCount += contents.foreignCount();
        contents.foreign().stream()
                .limit(Installed.FOREIGN_SHOWN - foreign.size())
                .forEach(foreign::add);
        switch (contents) {
            case TableContents.Meters part -> {
                part.meters().forEach(meter -> meters.put(meter.id(), meter));
                part.unreadable().forEach(id -> meters.put(id, unknownMeter(id)));
            }
            case TableContents.Groups part -> {
                part.groups().forEach(group -> groups.put(group.id(), group));
                part.unreadable().forEach(id -> groups.put(id, unknownGroup(id)));
            }
            case TableContents.Rules part -> {
                part.rules().forEach(rule -> rules.put(rule.key(), rule));
                part.unreadable().forEach(rule -> take(rule, conversation));
            }
        }
    }

    private void take(TableContents.UnreadableRule rule, Conversation conversation) {
        LOG.warn(
                "{} holds a rule of ours that is nothing we write: table {} priority {}: {}",
                conversation.peer(),
                rule.table(),
                rule.priority(),
                rule.reason());
        Optional<Match> match = rule.match();
        if (match.isPresent()) {
            ForwardingRule.Key key = new ForwardingRule.Key(rule.table(), rule.priority(), match.get());
            rules.put(key, unknownRule(key));
        } else {
            conversation.ask((encoder, out, number) -> encoder.removal(out, number, rule));
        }
    }

    /** Stands for a rule of ours that could not be read: a cookie of ours without a purpose. */
    static ForwardingRule unknownRule(ForwardingRule.Key key) {
        return new ForwardingRule(key, List.of(), Optional.empty(), new Cookie((long) Cookie.OWNER << 32), 0);
    }

    /** Stands for a group of ours that could not be read: no plan has a group without buckets. */
    static Group unknownGroup(GroupId id) {
        return new Group(id, Group.Type.ALL, Optional.empty(), List.of());
    }

    /** Stands for a meter of ours that could not be read: no plan has a rate that limits nothing. */
    static Meter unknownMeter(MeterId id) {
        return Meter.ofPackets(id, MOST_32_BITS, MOST_32_BITS);
    }
}
