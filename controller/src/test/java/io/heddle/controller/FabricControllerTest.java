package io.heddle.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.discovery.DiscoverySettings;
import io.heddle.controller.discovery.LinkDiscovery;
import io.heddle.controller.discovery.LldpKey;
import io.heddle.controller.host.HostServices;
import io.heddle.controller.host.HostSettings;
import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.Effect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.FabricState;
import io.heddle.controller.state.FabricStep;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.PlacementSettings;
import io.heddle.controller.state.PortCounters;
import io.heddle.controller.state.ProtocolVersion;
import io.heddle.controller.state.Settlement;
import io.heddle.controller.state.StepSettings;
import io.heddle.controller.state.SwitchDescription;
import io.heddle.controller.store.StoreException;
import io.heddle.controller.telemetry.SamplingWishes;
import io.heddle.controller.telemetry.UnsampledEdges;
import io.heddle.rest.FabricPhase;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.SnapshotPublisher;
import io.heddle.routing.plan.PlanOptions;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Blueprint;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop with switches on paper at its edges, in real time. */
class FabricControllerTest {

    private static final StepSettings SETTINGS = new StepSettings(
            10,
            0,
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            PlanOptions.defaults(),
            PlacementSettings.defaults());

    private final GeneratedFabric fabric = FabricGenerator.fatTree(4);
    private final AtomicInteger sights = new AtomicInteger();
    private final EventQueue queue = new EventQueue();
    private final List<Effect> remembered = new CopyOnWriteArrayList<>();
    private final List<Effect.DatabaseEffect> configured = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private final SnapshotPublisher publisher = new SnapshotPublisher(FabricSnapshot.forming(Instant.EPOCH));
    private FabricController loop = loop(remembered::add);

    @AfterEach
    void end() {
        loop.close();
        assertThat(loop.end()).isDone();
    }

    @Test
    void aFabricComesUpIsRememberedAndShownWithItsLoads() {
        comeUp();

        await(() -> snapshot().phase() == FabricPhase.COMPLETE && isSynced());
        assertThat(remembered).hasAtLeastOneElementOfType(Effect.SaveBlueprint.class);
        await(() -> !snapshot().loads().isEmpty());
        assertThat(snapshot().counters()).containsEntry("answer", 42L);
        assertThat(sights).hasPositiveValue();

        queue.add(
                new FabricEvent.SwitchDisconnected(fabric.topology().switches().firstKey(), "for a test"));
        await(() -> snapshot().sessions().size() == 19);
    }

    @Test
    void theEdgeSwitchesAreToSampleAndWhatPreventsItIsAmongTheProblems() {
        comeUp();

        await(() -> !configured.isEmpty());
        assertThat(configured).hasSize(1).first().satisfies(effect -> {
            Effect.ConfigureSampling wish = (Effect.ConfigureSampling) effect;
            assertThat(wish.wanted()).hasSize(8);
            assertThat(wish.undecided()).isEmpty();
        });
        DatabaseId database = new DatabaseId(new UUID(0, 1));
        queue.add(new FabricEvent.DatabaseConnected(database, "for a test", ""));
        queue.add(new FabricEvent.SamplingRefused(
                database, fabric.topology().switches().firstKey(), "it cannot sample"));
        await(() -> snapshot().problems().contains("it cannot sample"));
    }

    @Test
    void whatWasRefusedIsAmongTheProblems() {
        comeUp();
        await(this::isSynced);
        ConnectPoint port = fabric.blueprint().hostNumbers().firstKey();
        queue.add(new FabricEvent.HostRefused(
                Ipv4Address.parse("10.0.0.2"), MacAddress.parse("00:00:00:00:00:07"), port, "10.0.0.2 is taken"));
        queue.add(new FabricEvent.HostLocated(
                Ipv4Address.parse("10.0.0.2"), MacAddress.parse("00:00:00:00:00:02"), port));

        await(() -> snapshot().problems().contains("10.0.0.2 is taken")
                && snapshot().topology().hosts().size() == 1);
    }

    @Test
    void whatOthersKnowOfIsAmongTheProblemsWithinASecond() {
        comeUp();
        await(this::isSynced);
        elsewhere.add("Server h1 is not ready.");
        await(() -> snapshot().problems().contains("Server h1 is not ready."));
        elsewhere.clear();
        await(() -> !snapshot().problems().contains("Server h1 is not ready."));
    }

    @Test
    void aLoopThatCannotRememberEnds() {
        loop.close();
        loop = loop(effect -> {
            throw new StoreException("the disk is full");
        });
        comeUp();

        await(() -> loop.end().isCompletedExceptionally());
        assertThat(loop.end().exceptionNow()).hasMessage("the disk is full");
    }

    private FabricController loop(Consumer<Effect> memory) {
        FabricController.Parts parts = new FabricController.Parts(
                new FabricStep(SETTINGS),
                new Settlement(SETTINGS),
                sight -> sights.incrementAndGet(),
                topology -> {},
                report -> {},
                new LinkDiscovery(DiscoverySettings.defaults(), new LldpKey(new byte[32]), new Random(1)),
                new HostServices(HostSettings.defaults(), List.of()),
                (read, now) -> {},
                new SamplingWishes(true),
                new UnsampledEdges(true, "tcp:CONTROLLER:6640"),
                PlanOptions.GATEWAY_MAC,
                this::switches,
                configured::add,
                memory,
                Clock.systemUTC());
        TreeMap<String, Long> totals = new TreeMap<>();
        totals.put("answer", 42L);
        return new FabricController(
                parts,
                queue,
                FabricState.starting(Blueprint.empty(), List.of(), Instant.now()),
                new SnapshotWriter(publisher, () -> totals, () -> List.copyOf(elsewhere), 1000));
    }

    private void comeUp() {
        loop.start();
        for (FabricSwitch each : fabric.topology().switches().values()) {
            queue.add(new FabricEvent.SwitchConnected(
                    each.dpid(),
                    ProtocolVersion.OF_1_3,
                    new SwitchDescription("Paper", "fabric", "1", "", ""),
                    List.copyOf(each.ports().values()),
                    Installed.nothing(),
                    "paper"));
        }
        for (Link link : fabric.topology().links()) {
            queue.add(new FabricEvent.LinkSeen(link));
        }
    }

    /** Every switch does what it is told at once. */
    private void switches(List<Effect.SwitchEffect> effects) {
        for (Effect.SwitchEffect effect : effects) {
            switch (effect) {
                case Effect.ApplyChanges apply ->
                    queue.add(new FabricEvent.ChangesConfirmed(apply.dpid(), apply.revision()));
                case Effect.ReadPortCounters read -> queue.add(counters(read.dpid()));
                case Effect.ReadSteeringCounters ignored -> {}
                case Effect.RereadTables ignored -> {}
                case Effect.ProbeHash ignored -> {}
                case Effect.SendPacket ignored -> {}
                case Effect.ForgetConnections ignored -> {}
                case Effect.CloseSession ignored -> {}
            }
        }
    }

    private FabricEvent counters(DatapathId dpid) {
        return new FabricEvent.PortCountersRead(
                dpid,
                fabric.topology().fabricSwitch(dpid).orElseThrow().ports().keySet().stream()
                        .map(port -> new PortCounters(port, 0, 0, 0, 0, 0, 0))
                        .toList());
    }

    private FabricSnapshot snapshot() {
        return publisher.snapshot();
    }

    private boolean isSynced() {
        return snapshot().sessions().size() == 20
                && snapshot().phase() != FabricPhase.FORMING
                && snapshot().sessions().values().stream().allMatch(session -> session.isSynced());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition);
    }
}
