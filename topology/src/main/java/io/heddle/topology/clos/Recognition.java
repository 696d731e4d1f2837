package io.heddle.topology.clos;

import java.util.List;

/**
 * What {@link ClosRecognizer} made of a topology.
 *
 * @param design the design the cabling follows, also when parts of it are missing
 * @param blueprint positions, good cables and host ports; what was known from before is kept wherever it still fits
 * @param problems everything that differs from the design, most important first, deterministic
 * @param repair the smallest set of re-plugs that makes the cabling right, in an order in which they can be done; empty when
 *     nothing is plugged wrongly
 */
public record Recognition(FabricDesign design, Blueprint blueprint, List<FabricProblem> problems, List<Replug> repair) {

    public Recognition {
        problems = List.copyOf(problems);
        repair = List.copyOf(repair);
    }
}
