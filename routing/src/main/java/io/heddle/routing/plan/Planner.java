package io.heddle.routing.plan;

/** Decides what every switch should hold. */
public final class Planner {

    private Planner() {}

    /** The plan for {@code model}: always the same for the same model. Throws {@link IllegalStateException} on a contradictory one. */
    public static ForwardingPlan plan(FabricModel model) {
        return PlannedFabric.of(model).plan();
    }
}
