package io.heddle.controller.telemetry.sflow;

import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.ObservedFlow;
import io.heddle.routing.rule.FlowKey;
import java.time.Clock;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the controller, and the log, which flows are large. For one thread. */
final class Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final int LINES_AT_MOST = 20;

    private final SampleIntake intake;
    private final Predicate<FabricEvent> events;
    private final Clock clock;
    private SortedSet<FlowKey> told = new TreeSet<>();

    Reporter(SampleIntake intake, Predicate<FabricEvent> events, Clock clock) {
        this.intake = intake;
        this.events = events;
        this.clock = clock;
    }

    /** Reports if there is news. */
    @SuppressWarnings("CatchingUnchecked") // a timer that throws is never called again
    void report() {
        try {
            intake.report(clock.instant()).ifPresent(this::tell);
        } catch (RuntimeException e) {
            LOG.error("The detection of elephants goes on after a failure", e);
        }
    }

    private void tell(List<ObservedFlow> flows) {
        if (!events.test(new FabricEvent.ElephantsObserved(flows))) {
            intake.repeat();
            return;
        }
        SortedSet<FlowKey> now = new TreeSet<>();
        flows.forEach(each -> now.add(each.flow()));
        flows.stream()
                .filter(each -> !told.contains(each.flow()))
                .limit(LINES_AT_MOST)
                .forEach(each -> LOG.info("Elephant {}", each));
        told.stream()
                .filter(each -> !now.contains(each))
                .limit(LINES_AT_MOST)
                .forEach(each -> LOG.info("Elephant {} is none any more", each));
        told = now;
    }
}
