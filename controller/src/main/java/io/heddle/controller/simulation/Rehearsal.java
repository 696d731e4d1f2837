package io.heddle.controller.simulation;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code heddle rehearse}: a controller works for simulated servers for some seconds and ends. For who prepares the program: the Java
 * runtime notes meanwhile which classes and methods matter and how they are used (JEP 514 and 515), and a controller that is started
 * with these notes needs not find out again, while tenants wait.
 */
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Works for simulated servers for some seconds, so that the Java runtime can note what matters.")
public final class Rehearsal implements Callable<Integer> {
    private static final int SERVERS = 100;
    private static final int NETWORKS = 500;
    private static final int ADDITIONS = 100;

    private final Subject.Starter starter;

    /** With who starts the controller. */
    public Rehearsal(Subject.Starter starter) {
        this.starter = starter;
    }

    @Override
    public Integer call() throws IOException {
        try (SimulatedCloud cloud = SimulatedCloud.start(starter, SERVERS)) {
            TenantWorkload workload = new TenantWorkload(cloud);
            workload.bulk(NETWORKS);
            for (int i = 0; i < ADDITIONS; i++) {
                workload.add();
            }
        }
        return 0;
    }
}
