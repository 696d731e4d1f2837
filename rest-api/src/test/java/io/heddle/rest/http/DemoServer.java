package io.heddle.rest.http;

import io.heddle.rest.DemoElephants;
import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.Obedient;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricProblem;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.clos.Replug;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A dashboard to look at without a network: {@code DemoServer PORT [fattree,K | leafspine,S,L,H | linear,N | ring,N] [broken] [elephants]} shows a
 * generated fabric whose loads change twice a second, for ten minutes.
 */
public final class DemoServer {

    private static final long STEPS = 1200;
    private static final int PLANNED_AT_MOST = 400;

    private DemoServer() {}

    /** Runs until the time is up or the process is ended. */
    public static void main(String[] arguments) {
        GeneratedFabric fabric = fabric(arguments[1].split(","));
        boolean isSmall = fabric.topology().switches().size() <= PLANNED_AT_MOST;
        FabricSnapshot snapshot = isSmall ? DemoFabric.planned(fabric) : DemoFabric.healthy(fabric);
        if (List.of(arguments).contains("broken")) {
            snapshot = broken(snapshot);
        }
        SnapshotPublisher publisher = new SnapshotPublisher(snapshot);
        try (RestServer server = RestServer.start(
                RestSettings.on("127.0.0.1", Integer.parseInt(arguments[0])), publisher, new Obedient())) {
            System.out.println(server.url());
            for (long step = 0; step < STEPS; step++) {
                snapshot = DemoFabric.loaded(snapshot, step % 40 < 20 ? 0.3 : 0.9, step);
                publisher.publish(List.of(arguments).contains("elephants") ? DemoElephants.in(snapshot) : snapshot);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
        }
    }

    private static GeneratedFabric fabric(String[] words) {
        int first = Integer.parseInt(words[1]);
        return switch (words[0]) {
            case "fattree" -> FabricGenerator.fatTree(first);
            case "linear" -> FabricGenerator.linear(first, 1);
            case "ring" -> FabricGenerator.ring(first, 2);
            default -> FabricGenerator.leafSpine(first, Integer.parseInt(words[2]), Integer.parseInt(words[3]), 1);
        };
    }

    /** A dead cable, a wrong one, and a switch that does not answer. */
    public static FabricSnapshot broken(FabricSnapshot snapshot) {
        List<Cable> cables = new ArrayList<>(snapshot.recognition().blueprint().cables());
        Cable dead = cables.get(cables.size() / 3);
        Cable wrong = cables.get(cables.size() / 2);
        FabricSnapshot cut = DemoFabric.cut(snapshot, dead);
        cut = DemoFabric.observed(
                cut,
                cut.topology()
                        .withSwitch(cut.topology()
                                .fabricSwitch(cables.getLast().second().dpid())
                                .orElseThrow()
                                .withConnected(false)));
        return DemoFabric.recognised(
                cut,
                new Recognition(
                        snapshot.recognition().design(),
                        snapshot.recognition().blueprint(),
                        List.of(
                                new FabricProblem.WrongCable(
                                        wrong,
                                        "The cable between " + wrong.first() + " and " + wrong.second()
                                                + " is in a wrong place."),
                                new FabricProblem.MissingLink(
                                        List.of(dead.first(), dead.second()),
                                        "The cable between " + dead.first() + " and " + dead.second() + " is dead.")),
                        List.of(new Replug(wrong.first(), Optional.of(dead.first())))));
    }
}
