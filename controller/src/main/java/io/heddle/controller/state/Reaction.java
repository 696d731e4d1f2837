package io.heddle.controller.state;

import java.util.ArrayList;
import java.util.List;

/**
 * What an edge makes of an event: facts it derived from it, to be applied like any other event, and what is to be done.
 *
 * @param events new events, in order
 * @param effects effects, to be carried out in order, after those that the events cause
 */
public record Reaction(List<FabricEvent> events, List<Effect> effects) {

    private static final Reaction NONE = new Reaction(List.of(), List.of());

    public Reaction {
        events = List.copyOf(events);
        effects = List.copyOf(effects);
    }

    /** Nothing at all. */
    public static Reaction none() {
        return NONE;
    }

    /** Both, this one first. */
    public Reaction and(Reaction next) {
        if (next.events.isEmpty() && next.effects.isEmpty()) {
            return this;
        }
        List<FabricEvent> bothEvents = new ArrayList<>(events);
        bothEvents.addAll(next.events);
        List<Effect> bothEffects = new ArrayList<>(effects);
        bothEffects.addAll(next.effects);
        return new Reaction(bothEvents, bothEffects);
    }
}
