package io.heddle.routing.elephant.workload;

import io.heddle.routing.elephant.FlowScheduler;
import io.heddle.routing.elephant.SchedulerName;
import io.heddle.routing.elephant.scheduler.Schedulers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One of the approaches that are compared. */
public sealed interface Contestant {

    /** As it is written in tables and options. */
    String title();

    /** Gives flows a path each. */
    record Placing(String title, FlowScheduler scheduler) implements Contestant {}

    /** Spreads every flow over all paths, packet by packet; it decides nothing. */
    record Spraying(String title) implements Contestant {}

    /** All of them, in the order of the tables: those a controller can use, then those of the simulator only. */
    static List<Contestant> all() {
        List<Contestant> all = new ArrayList<>();
        Arrays.stream(SchedulerName.values())
                .forEach(name -> all.add(new Placing(name.text(), Schedulers.named(name))));
        all.add(new Placing("queue-occupancy", Schedulers.queueOccupancy()));
        all.add(new Spraying("packet-spraying"));
        return all;
    }
}
