package io.heddle.routing.plan;

import java.util.List;

/** Decides what every switch should hold. */
public final class Planner {

    private Planner() {}

    /** The plan for {@code model}: always the same for the same model. Throws {@link IllegalStateException} on a contradictory one. */
    public static ForwardingPlan plan(FabricModel model) {
        return PlannedFabric.of(model).plan();
    }

    /** What a switch holds that has no place in any design yet: it hands over LLDP, so that its place can be found. */
    public static SwitchPlan discovery(PlanOptions options) {
        RuleList rules = new RuleList(options.rates());
        SwitchPlanner.discover(rules);
        return SwitchPlan.of(rules.meters().values(), List.of(), rules.rules());
    }
}
