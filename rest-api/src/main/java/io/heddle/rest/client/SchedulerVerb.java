package io.heddle.rest.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heddle scheduler NAME}. */
@Command(name = "scheduler", description = "Has large flows placed by another scheduler from now on.")
final class SchedulerVerb extends ChangeVerb {

    @Parameters(index = "0", paramLabel = "NAME", description = "ecmp, global-first-fit, best-fit, heddle, ...")
    private String scheduler = "";

    @Override
    String method() {
        return "PUT";
    }

    @Override
    String path() {
        return "/api/v1/elephants/scheduler";
    }

    @Override
    String body() {
        return json("scheduler", scheduler);
    }

    @Override
    String done() {
        return "Large flows are placed by " + scheduler + ".";
    }
}
