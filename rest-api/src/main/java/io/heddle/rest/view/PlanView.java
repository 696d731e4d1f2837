package io.heddle.rest.view;

import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.SwitchSession;
import io.heddle.rest.view.PlanRepresentation.GroupRepresentation;
import io.heddle.rest.view.PlanRepresentation.MeterRepresentation;
import io.heddle.rest.view.PlanRepresentation.RuleRepresentation;
import io.heddle.routing.plan.Pipeline;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.Cookie;
import io.heddle.routing.rule.ForwardingRule;
import io.heddle.routing.rule.Group;
import io.heddle.routing.rule.RuleText;
import io.heddle.routing.rule.TableId;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a switch should hold, as it is written in JSON and as text for people.
 *
 * @param name what to call the switch
 * @param revision the number of what the plan was taken from
 * @param isSynced whether the switch has confirmed all of it; empty while it is not connected
 * @param tables what each table is for, in a word
 */
public record PlanView(String name, long revision, Optional<Boolean> isSynced, Function<TableId, String> tables) {

    private static final Map<TableId, String> TABLES = Map.of(
            Pipeline.CLASSIFY, "classify",
            Pipeline.STEER, "steer",
            Pipeline.UP, "up",
            Pipeline.DOWN, "down",
            Pipeline.LOCAL, "local");

    /** The plan of that switch; empty lists when nothing is wanted of it. */
    public static PlanRepresentation of(FabricSnapshot snapshot, DatapathId dpid) {
        return new PlanView(
                        snapshot.topology()
                                .fabricSwitch(dpid)
                                .map(FabricSwitch::name)
                                .orElseGet(dpid::toString),
                        snapshot.revision(),
                        Optional.ofNullable(snapshot.sessions().get(dpid)).map(SwitchSession::isSynced),
                        PlanView::tableName)
                .of(dpid, snapshot.plan().forSwitch(dpid));
    }

    /** The plan of the switch with that datapath id. */
    public PlanRepresentation of(DatapathId dpid, SwitchPlan plan) {
        return new PlanRepresentation(
                dpid.toString(),
                name,
                revision,
                isSynced,
                plan.meters().values().stream()
                        .map(meter -> new MeterRepresentation(
                                Integer.toUnsignedLong(meter.id().value()),
                                meter.unit().name().toLowerCase(Locale.ROOT),
                                meter.rate(),
                                meter.burst(),
                                RuleText.of(meter)))
                        .toList(),
                plan.groups().values().stream().map(PlanView::group).toList(),
                plan.rules().values().stream().map(this::rule).toList());
    }

    /** The same as lines of text, with a heading for every table. */
    public static String text(PlanRepresentation plan) {
        StringBuilder text = new StringBuilder();
        String state = plan.synced()
                .map(synced -> synced ? "in force" : "not yet confirmed")
                .orElse("not connected");
        text.append("%s (%s): %d meters, %d groups, %d rules; %s%n"
                .formatted(
                        plan.name(),
                        plan.dpid(),
                        plan.meters().size(),
                        plan.groups().size(),
                        plan.rules().size(),
                        state));
        text.append("\nmeters\n");
        plan.meters().forEach(meter -> text.append("  ").append(meter.text()).append('\n'));
        text.append("\ngroups\n");
        plan.groups().forEach(group -> text.append("  ").append(group.text()).append('\n'));
        plan.rules().stream()
                .collect(Collectors.groupingBy(RuleRepresentation::table, TreeMap::new, Collectors.toList()))
                .forEach((table, rules) -> {
                    text.append(
                            "\ntable %d %s%n".formatted(table, rules.getFirst().tableName()));
                    rules.forEach(rule -> text.append("  ").append(rule.text()).append('\n'));
                });
        return text.toString();
    }

    private static GroupRepresentation group(Group group) {
        return new GroupRepresentation(
                Integer.toUnsignedLong(group.id().value()),
                word(group.type()),
                group.buckets().stream().map(PlanView::watched).toList(),
                RuleText.of(group));
    }

    private static int watched(Bucket bucket) {
        return bucket.watchPort().map(port -> port.value()).orElse(0);
    }

    private RuleRepresentation rule(ForwardingRule rule) {
        TableId table = rule.key().table();
        return new RuleRepresentation(
                table.value(),
                tables.apply(table),
                rule.key().priority(),
                RuleText.of(rule.key().match()),
                purpose(rule.cookie()),
                RuleText.of(rule));
    }

    /** What a table is for, in a word; empty for one that is not of the pipeline. */
    static String tableName(TableId table) {
        return TABLES.getOrDefault(table, "");
    }

    private static String purpose(Cookie cookie) {
        return Arrays.stream(Cookie.Purpose.values())
                .filter(cookie::isFor)
                .map(PlanView::word)
                .findFirst()
                .orElse("unknown");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
