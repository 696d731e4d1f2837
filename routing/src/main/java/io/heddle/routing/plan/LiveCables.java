package io.heddle.routing.plan;

import io.heddle.topology.clos.Cable;
import java.util.ArrayList;
import java.util.List;

/** The cables that carry packets now, as the planner sees it: what a plan heals around is not among them. */
public final class LiveCables {

    private LiveCables() {}

    /** The cables of the blueprint that {@code model} counts as alive, in order. */
    public static List<Cable> of(FabricModel model) {
        Wiring wiring = Wiring.of(
                model.topology(),
                model.recognition().design(),
                model.recognition().blueprint(),
                model.addresses());
        Liveness liveness = Liveness.of(wiring, model.topology());
        List<Cable> alive = new ArrayList<>();
        for (int number = 0; number < wiring.cables().size(); number++) {
            if (liveness.isAlive(number)) {
                alive.add(wiring.cables().get(number));
            }
        }
        return alive;
    }
}
