package io.heddle.controller.state;

import io.heddle.routing.plan.Change;
import io.heddle.routing.plan.SwitchPlan;
import java.util.List;

/**
 * What was read back from a switch.
 *
 * @param ours the meters, groups and rules of ours that could be read
 * @param unreadable steps that remove what is ours (by cookie or id) but could not be read; to be sent before anything else
 * @param foreign one line of text for each entry of somebody else's, at most {@link #FOREIGN_SHOWN} of them
 * @param foreignCount how many entries of somebody else's there are in all
 */
public record Installed(SwitchPlan ours, List<Change> unreadable, List<String> foreign, int foreignCount) {

    /** How many foreign entries are kept as text. */
    public static final int FOREIGN_SHOWN = 20;

    private static final Installed NOTHING = new Installed(SwitchPlan.empty(), List.of(), List.of(), 0);

    public Installed {
        unreadable = List.copyOf(unreadable);
        foreign = List.copyOf(foreign);
    }

    /** A switch that holds nothing at all. */
    public static Installed nothing() {
        return NOTHING;
    }
}
