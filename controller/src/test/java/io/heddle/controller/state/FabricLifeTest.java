package io.heddle.controller.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.FabricEvent.ChangesRefused;
import io.heddle.controller.state.FabricEvent.HostLocated;
import io.heddle.controller.state.FabricEvent.HostLost;
import io.heddle.controller.state.FabricEvent.LinkSeen;
import io.heddle.controller.state.FabricEvent.LldpRefused;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.controller.state.FabricEvent.TablesDisturbed;
import io.heddle.routing.plan.Planner;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.verify.HashVariant;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Link;
import io.heddle.topology.address.Ipv4Address;
import io.heddle.topology.address.MacAddress;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.clos.FabricDesign;
import io.heddle.topology.clos.FabricProblem;
import io.heddle.topology.clos.Position;
import io.heddle.topology.clos.Recognition;
import io.heddle.topology.clos.Tier;
import io.heddle.topology.design.FabricGenerator;
import io.heddle.topology.design.GeneratedFabric;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FabricLifeTest {
    private final GeneratedFabric generated = FabricGenerator.fatTree(4);
    private final PaperFabric fabric = new PaperFabric(generated.topology());

    @Test
    void beforeTheCablingIsQuietSwitchesAreOnlyToldToHandOverLldp() {
        generated.topology().switches().keySet().forEach(fabric::connect);
        generated.topology().links().forEach(link -> fabric.happen(new LinkSeen(link)));

        assertThat(fabric.state().phase()).isEqualTo(Phase.FORMING);
        assertThat(fabric.takeDeeds()).hasSize(20);
        assertThat(fabric.held(generated.topology().switches().firstKey()))
                .isEqualTo(Planner.discovery(PaperFabric.SETTINGS.plan()));
    }

    @Test
    void aQuietFabricIsRecognisedRememberedAndProgrammed() {
        fabric.comeUp();

        assertThat(fabric.state().phase()).isEqualTo(Phase.COMPLETE);
        assertThat(recognition().design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(fabric.state().isSynced()).isTrue();
        List<Effect> effects = fabric.takeDeeds();
        assertThat(effects.get(20)).isInstanceOf(Effect.SaveBlueprint.class);
        assertThat(effects.subList(21, effects.size())).hasSize(20).allMatch(Effect.ApplyChanges.class::isInstance);
        everySwitchHoldsItsPlan();
    }

    @Test
    void switchesThatComeInTwoWavesAreNeverTakenForTheSmallerFabricOfTheFirst() {
        List<DatapathId> all = List.copyOf(generated.topology().switches().keySet());
        fabric.appear(all.subList(4, 8)::contains);
        fabric.pass(PaperFabric.SETTINGS.patience().minusMillis(300));
        assertThat(fabric.state().phase()).isEqualTo(Phase.FORMING);

        fabric.appear(all::contains);
        fabric.pass(PaperFabric.SETTINGS.patience());

        assertThat(recognition().design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(fabric.takeEffects())
                .filteredOn(Effect.SaveBlueprint.class::isInstance)
                .hasSize(1);
    }

    @Test
    void everyNewSessionLearnsHowItsSwitchHashes() {
        fabric.comeUp();
        assertThat(fabric.state().sessions().values())
                .hasSize(20)
                .allMatch(session -> session.hash().equals(Optional.of(HashVariant.MURMUR)));
        DatapathId dpid = generated.topology().switches().firstKey();

        fabric.happen(new FabricEvent.HashLearned(dpid, Optional.empty()));
        assertThat(Objects.requireNonNull(fabric.state().sessions().get(dpid)).hash())
                .isEmpty();
        fabric.happen(new SwitchDisconnected(dpid, "for a test"));
        fabric.connect(dpid);
        assertThat(Objects.requireNonNull(fabric.state().sessions().get(dpid)).hash())
                .isPresent();
    }

    @Test
    void aRestartedControllerRewritesNothing() {
        fabric.comeUp();
        fabric.takeEffects();

        fabric.restartController();

        assertThat(fabric.state().phase()).isEqualTo(Phase.COMPLETE);
        assertThat(fabric.takeTouched()).isEmpty();
        assertThat(fabric.state().isSynced()).isTrue();
    }

    @Test
    void aRestartedControllerThatFindsADeadCableChangesOnlyWhatThatNeeds() {
        fabric.comeUp();
        Cable cable = cableBetween(Tier.AGGREGATION, Tier.CORE);
        fabric.cut(cable);
        fabric.takeEffects();

        fabric.restartController();

        assertThat(fabric.takeTouched()).isEmpty();
        assertThat(fabric.state().phase()).isEqualTo(Phase.DEGRADED);
    }

    @Test
    void aCutCoreCableTouchesOnlyTheOtherAggregationsOfItsPlaneAndHealingUndoesIt() {
        fabric.comeUp();
        ForwardingBefore before = new ForwardingBefore();
        fabric.takeEffects();
        Cable cable = cableBetween(Tier.AGGREGATION, Tier.CORE);

        fabric.cut(cable);
        assertThat(fabric.takeTouched()).hasSize(3).allMatch(dpid -> tierOf(dpid) == Tier.AGGREGATION);
        assertThat(fabric.state().phase()).isEqualTo(Phase.DEGRADED);

        fabric.heal(cable);
        assertThat(fabric.takeTouched()).hasSize(3);
        assertThat(fabric.state().phase()).isEqualTo(Phase.COMPLETE);
        before.stillHolds();
    }

    @Test
    void aSwitchThatLosesItsControllerKeepsItsLinksAndGetsNothingNewWhenItReturns() {
        fabric.comeUp();
        DatapathId dpid = generated.topology().switches().firstKey();
        fabric.takeEffects();

        fabric.happen(new SwitchDisconnected(dpid, "for a test"));
        fabric.pass(Duration.ofSeconds(2));
        assertThat(fabric.state().topology().links())
                .hasSameSizeAs(generated.topology().links());
        assertThat(fabric.state().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(fabric.state().unheard()).extracting(FabricSwitch::dpid).containsExactly(dpid);
        fabric.connect(dpid);
        fabric.pass(Duration.ofSeconds(2));

        assertThat(fabric.takeTouched()).isEmpty();
    }

    @Test
    void whatIsTakenFromASwitchBehindOurBackComesBackAndIsReported() {
        fabric.comeUp();
        DatapathId dpid = generated.topology().switches().firstKey();
        fabric.tamper(dpid, SwitchPlan.empty());
        fabric.takeEffects();

        fabric.pass(PaperFabric.SETTINGS.audit().plusSeconds(1));

        assertThat(fabric.takeTouched()).containsExactly(dpid);
        everySwitchHoldsItsPlan();
        assertThat(fabric.state().incidents().values())
                .singleElement()
                .extracting(Incident::sentence)
                .asString()
                .contains(dpid.toString(), "no longer held");
    }

    @Test
    void whatOthersChangeIsPutRightAsSoonAsTheSwitchTells() {
        fabric.comeUp();
        DatapathId dpid = generated.topology().switches().firstKey();
        fabric.pass(PaperFabric.SETTINGS.audit().dividedBy(3));
        fabric.tamper(dpid, SwitchPlan.empty());
        fabric.takeEffects();

        fabric.happen(new TablesDisturbed(dpid));
        fabric.pass(Duration.ofSeconds(1));

        assertThat(fabric.takeTouched()).containsExactly(dpid);
        everySwitchHoldsItsPlan();
    }

    @Test
    void aRefusalIsShownAndTheTablesAreReadBackAndPutRight() {
        fabric.comeUp();
        DatapathId dpid = generated.topology().switches().firstKey();
        fabric.tamper(dpid, SwitchPlan.empty());
        fabric.takeEffects();

        fabric.happen(new ChangesRefused(dpid, fabric.state().revision(), Optional.empty(), "FLOW_MOD_FAILED", true));
        assertThat(session(dpid).refusals()).hasSize(1);
        assertThat(session(dpid).isTrusted()).isFalse();
        fabric.pass(Duration.ofSeconds(1));

        assertThat(session(dpid).isSynced()).isTrue();
        everySwitchHoldsItsPlan();
    }

    @Test
    void aHostChangesOnlyItsOwnEdge() {
        fabric.comeUp();
        fabric.takeEffects();
        ConnectPoint port = generated.blueprint().hostNumbers().firstKey();

        fabric.happen(new HostLocated(Ipv4Address.parse("10.0.0.2"), MacAddress.parse("00:00:00:00:00:02"), port));

        assertThat(fabric.takeTouched()).containsExactly(port.dpid());
    }

    @Test
    void aLinkThatTwoHostsFeignByRelayingFramesIsNamedAndCarriesNothing() {
        fabric.comeUp();
        fabric.takeEffects();
        List<ConnectPoint> hostPorts =
                List.copyOf(generated.blueprint().hostNumbers().keySet());

        fabric.happen(new LinkSeen(new Link(hostPorts.getFirst(), hostPorts.getLast())));
        fabric.happen(new LinkSeen(new Link(hostPorts.getLast(), hostPorts.getFirst())));
        fabric.pass(Duration.ofSeconds(5));

        assertThat(fabric.takeTouched()).isEmpty();
        assertThat(recognition().design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(recognition().problems())
                .anyMatch(problem -> problem instanceof FabricProblem.WrongCable wrong
                        && wrong.cable().equals(Cable.between(hostPorts.getFirst(), hostPorts.getLast())));
    }

    @Test
    void aFabricThatIsCabledPodByPodEndsAsWhatItIs() {
        for (int pods = 1; pods <= 4; pods++) {
            int present = pods;
            fabric.appear(dpid -> {
                Position position =
                        Objects.requireNonNull(generated.blueprint().positions().get(dpid));
                return position.tier() == Tier.CORE || position.pod() < present;
            });
            fabric.pass(Duration.ofSeconds(10));
        }

        assertThat(recognition().design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(recognition().problems()).isEmpty();
        assertThat(fabric.state().phase()).isEqualTo(Phase.COMPLETE);
        everySwitchHoldsItsPlan();
    }

    @Test
    void switchesThatConnectOneByOneEndAsTheFabricTheyAre() {
        generated.topology().switches().keySet().forEach(last -> {
            fabric.appear(dpid -> dpid.compareTo(last) <= 0);
            fabric.pass(Duration.ofSeconds(5));
        });

        assertThat(recognition().design()).isEqualTo(new FabricDesign.FatTree(4));
        assertThat(recognition().problems()).isEmpty();
        everySwitchHoldsItsPlan();
    }

    @ParameterizedTest(name = "cable {0} returns first")
    @ValueSource(ints = {0, 1, 2})
    void aTriangleWhoseCablesReturnOneByOneIsNeverTakenForALeafSpine(int first) {
        GeneratedFabric triangle = FabricGenerator.ring(3, 2);
        PaperFabric small = new PaperFabric(triangle.topology());
        small.comeUp();
        small.pass(Duration.ofSeconds(5));
        List<Cable> cables = List.copyOf(triangle.blueprint().cables());
        cables.forEach(small::cut);
        for (int i = 0; i < 3; i++) {
            small.heal(cables.get((first + i) % 3));
            small.pass(Duration.ofSeconds(5));
            assertThat(small.state().phase()).isEqualTo(Phase.NOT_CLOS);
        }
    }

    @Test
    void switchesInARowWithHostsOnEveryOneAreNoLeafSpine() {
        PaperFabric row = new PaperFabric(FabricGenerator.linear(3, 2).topology());
        row.comeUp();
        row.pass(Duration.ofSeconds(5));
        assertThat(row.state().phase()).isEqualTo(Phase.NOT_CLOS);
    }

    @Test
    void hostsAreRememberedBeforeTheirRulesAreSentAndForgottenWithThem() {
        fabric.comeUp();
        fabric.takeEffects();
        ConnectPoint port = generated.blueprint().hostNumbers().firstKey();
        Ipv4Address ip = Ipv4Address.parse("10.0.0.2");

        fabric.happen(new HostLocated(ip, MacAddress.parse("00:00:00:00:00:02"), port));
        assertThat(fabric.takeEffects())
                .extracting(Object::getClass)
                .containsExactly(Effect.SaveHost.class, Effect.ApplyChanges.class);

        fabric.happen(new HostLost(ip));
        assertThat(fabric.takeEffects())
                .extracting(Object::getClass)
                .containsExactly(Effect.ForgetHost.class, Effect.ApplyChanges.class);
    }

    @Test
    void aRefusedLldpFrameIsReportedOnceAndCounted() {
        ConnectPoint port = generated.blueprint().hostNumbers().firstKey();
        fabric.happen(new LldpRefused(port, "forged"));
        fabric.happen(new LldpRefused(port, "forged"));

        assertThat(fabric.state().incidents().values()).singleElement().satisfies(incident -> {
            assertThat(incident.sentence()).isEqualTo("forged");
            assertThat(incident.count()).isEqualTo(2);
        });
        fabric.pass(Duration.ofMinutes(6));
        assertThat(fabric.state().incidents()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void randomFailuresAndReturnsEndWhereTheyBegan(long seed) {
        fabric.comeUp();
        ForwardingBefore before = new ForwardingBefore();
        Random random = new Random(seed);
        List<Cable> cables = List.copyOf(generated.blueprint().cables());
        SortedSet<Cable> cut = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            Cable cable = cables.get(random.nextInt(cables.size()));
            if (cut.remove(cable)) {
                fabric.heal(cable);
            } else {
                cut.add(cable);
                fabric.cut(cable);
            }
            everySwitchHoldsItsPlan();
        }
        cut.forEach(fabric::heal);

        assertThat(fabric.state().phase()).isEqualTo(Phase.COMPLETE);
        before.stillHolds();
    }

    private Recognition recognition() {
        return fabric.state().understanding().orElseThrow().recognition();
    }

    private Session session(DatapathId dpid) {
        return Optional.ofNullable(fabric.state().sessions().get(dpid)).orElseThrow();
    }

    private void everySwitchHoldsItsPlan() {
        generated
                .topology()
                .switches()
                .keySet()
                .forEach(dpid -> assertThat(fabric.held(dpid))
                        .isEqualTo(fabric.state()
                                .understanding()
                                .orElseThrow()
                                .plan()
                                .forSwitch(dpid)));
    }

    private Tier tierOf(DatapathId dpid) {
        return Optional.ofNullable(generated.blueprint().positions().get(dpid))
                .orElseThrow()
                .tier();
    }

    private Cable cableBetween(Tier one, Tier other) {
        return generated.blueprint().cables().stream()
                .filter(cable -> List.of(
                                tierOf(cable.first().dpid()),
                                tierOf(cable.second().dpid()))
                        .containsAll(List.of(one, other)))
                .findFirst()
                .orElseThrow();
    }

    /** What every switch held at one moment, to compare with later. */
    private final class ForwardingBefore {
        private final SortedMap<DatapathId, SwitchPlan> plans = new TreeMap<>();

        ForwardingBefore() {
            generated.topology().switches().keySet().forEach(dpid -> plans.put(dpid, fabric.held(dpid)));
        }

        void stillHolds() {
            plans.forEach((dpid, plan) -> assertThat(fabric.held(dpid)).isEqualTo(plan));
        }
    }
}
