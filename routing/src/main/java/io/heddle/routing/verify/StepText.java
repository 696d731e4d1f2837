package io.heddle.routing.verify;

import io.heddle.routing.rule.Bucket;
import io.heddle.routing.rule.RuleText;
import java.util.stream.Collectors;

/** The steps of a packet inside a switch as a person reads them. */
public final class StepText {

    private StepText() {}

    /** One step on one line, rules and buckets in the syntax of {@code ovs-ofctl}. */
    public static String of(Step step) {
        return switch (step) {
            case Step.Matched matched -> RuleText.of(matched.rule());
            case Step.Missed missed -> "table=" + missed.table() + " no match";
            case Step.Chosen chosen ->
                "group_id=" + chosen.group().id() + " " + RuleText.of(chosen.bucket()) + " (usable: " + ids(chosen)
                        + ")";
            case Step.Stuck stuck -> "group_id=" + stuck.group().id() + " no live bucket";
            case Step.Withheld withheld -> "output:" + withheld.port() + " not sent";
            case Step.Expired ignored -> "nw_ttl expired";
        };
    }

    /** Why a packet whose last step in a switch this is left nothing behind. */
    public static String reason(Step step) {
        return switch (step) {
            case Step.Matched matched -> "by the rule " + RuleText.of(matched.rule());
            case Step.Missed missed -> "no rule of table " + missed.table() + " matches";
            case Step.Chosen chosen ->
                "bucket " + chosen.bucket().id() + " of group " + chosen.group().id() + " sends it nowhere";
            case Step.Stuck stuck -> "no bucket of group " + stuck.group().id() + " is alive";
            case Step.Withheld withheld -> "port " + withheld.port() + " is down, or the one that it came in by";
            case Step.Expired ignored -> "its TTL is used up";
        };
    }

    private static String ids(Step.Chosen chosen) {
        return chosen.live().stream().map(Bucket::id).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
