package io.heddle.routing.verify;

import java.util.List;

/**
 * One way of a packet through one switch.
 *
 * @param steps what happened to it, in order
 * @param emissions what leaves the switch; empty for a drop
 * @param connections those that the switch keeps afterwards
 */
public record Passage(List<Step> steps, List<Emission> emissions, Connections connections) {

    public Passage {
        steps = List.copyOf(steps);
        emissions = List.copyOf(emissions);
    }
}
