package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.CarriageReport;
import io.heddle.controller.state.Effect.ApplyChanges;
import io.heddle.controller.state.Effect.ConfigureServer;
import io.heddle.controller.state.Effect.ForgetConnections;
import io.heddle.controller.state.Effect.ProbeHash;
import io.heddle.controller.state.Effect.RereadTables;
import io.heddle.controller.state.Effect.SwitchEffect;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.Installed;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.state.PluggedInterface;
import io.heddle.controller.state.ServerFacts;
import io.heddle.controller.state.ServerWish;
import io.heddle.routing.plan.SwitchPlan;
import io.heddle.routing.plan.VlanMember;
import io.heddle.routing.rule.Action.Track.Zone;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.PortStatus;
import io.heddle.routing.tenant.PortStatus.Phase;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.topology.ConnectPoint;
import io.heddle.topology.DatapathId;
import io.heddle.topology.FabricSwitch;
import io.heddle.topology.Host;
import io.heddle.topology.PortNumber;
import io.heddle.topology.Topology;
import io.heddle.topology.address.VlanId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What becomes of servers and ports, event by event, without any network. */
class OverlayLifeTest {
    private static final DatapathId EDGE = new DatapathId(0xe1);

    private final Cloud cloud = new Cloud();

    private static OverlayEvent fabricWith(int... servers) {
        Topology topology = Topology.empty().withSwitch(FabricSwitch.of(EDGE, "e1", true, List.of()));
        for (int server : servers) {
            topology = topology.withHost(new Host(
                    Cloud.underlay(server), Cloud.mac(server), new ConnectPoint(EDGE, new PortNumber(server))));
        }
        return new OverlayEvent.UnderlayChanged(Underlay.of(topology));
    }

    @Test
    void aMachineBecomesAServerOnceTheFabricKnowsIt() {
        cloud.seen(1, Cloud.bare(1));
        assertThat(cloud.done(ConfigureServer.class)).isEmpty();
        cloud.apply(fabricWith(1));
        ServerWish wanted =
                new ServerWish.Wanted(Cloud.underlay(1), OpenFlowPorts.plain(6653), Optional.of(Cloud.mac(1)));
        assertThat(cloud.done(ConfigureServer.class)).containsExactly(new ConfigureServer(Cloud.database(1), wanted));
        cloud.apply(fabricWith(1, 2));
        assertThat(cloud.done(ConfigureServer.class)).isEmpty();
    }

    @Test
    void aServerIsToldAgainInANewSession() {
        cloud.apply(fabricWith(1));
        cloud.seen(1, Cloud.bare(1));
        assertThat(cloud.done(ConfigureServer.class)).hasSize(1);
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "cut"));
        assertThat(cloud.done(ConfigureServer.class)).isEmpty();
        cloud.report(new FabricEvent.DatabaseConnected(Cloud.database(1), "here", "3.1"));
        assertThat(cloud.done(ConfigureServer.class)).hasSize(1);
    }

    @Test
    void aMachineThatHoldsSwitchesOfTheFabricIsNoServer() {
        cloud.apply(fabricWith(1));
        cloud.seen(1, Cloud.bare(1, EDGE));
        assertThat(cloud.done(ConfigureServer.class)).isEmpty();
    }

    @Test
    void aServerThatDeclinesIsToHaveNothing() {
        cloud.apply(fabricWith(1));
        ServerFacts bare = Cloud.bare(1);
        cloud.seen(1, new ServerFacts("", "", Optional.empty(), true, bare.macs(), new TreeSet<>(), Optional.empty()));
        assertThat(cloud.done(ConfigureServer.class))
                .containsExactly(new ConfigureServer(Cloud.database(1), new ServerWish.Unwanted()));
    }

    @Test
    void aPortGoesFromDownOverBuildToActiveAndBack() {
        TenantPort port = cloud.port(cloud.network());
        assertThat(cloud.status(port)).isEqualTo(PortStatus.UNPLUGGED);
        cloud.seen(1, Cloud.ready(1, port));
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.DOWN);
        assertThat(cloud.status(port).reason()).contains("h1").contains("not connected");
        cloud.connected(1, SwitchPlan.empty());
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.BUILD);
        cloud.confirm();
        assertThat(cloud.status(port)).isEqualTo(new PortStatus(Phase.ACTIVE, "", "h1"));
        cloud.seen(1, Cloud.ready(1));
        assertThat(cloud.status(port)).isEqualTo(PortStatus.UNPLUGGED);
    }

    @Test
    void aPortOnAVlanIsActiveWhenTheFabricCarriesItToo() {
        TenantNetwork network = cloud.network(NetworkType.VLAN);
        TenantPort one = cloud.port(network);
        TenantPort other = cloud.port(network);
        cloud.server(1, one);
        cloud.confirm();
        assertThat(cloud.status(one).phase()).isEqualTo(Phase.ACTIVE);
        cloud.server(2, other);
        cloud.confirm();
        VlanId vlan = new VlanId((int) network.segment().id());
        List<VlanMember> members = cloud.state().planned().plan().interfaces().vlans();
        assertThat(members)
                .containsExactly(
                        new VlanMember(vlan, one.mac(), Cloud.underlay(1)),
                        new VlanMember(vlan, other.mac(), Cloud.underlay(2)));
        assertThat(cloud.status(one))
                .isEqualTo(new PortStatus(Phase.BUILD, "The fabric is being told of its VLAN.", "h1"));
        cloud.apply(new OverlayEvent.CarriageReported(
                new CarriageReport(new TreeSet<>(members), new TreeSet<>(), new TreeMap<>(), new TreeMap<>())));
        assertThat(cloud.status(one).phase()).isEqualTo(Phase.ACTIVE);
        assertThat(cloud.status(other).phase()).isEqualTo(Phase.ACTIVE);
        cloud.apply(new OverlayEvent.CarriageReported(new CarriageReport(
                new TreeSet<>(members), new TreeSet<>(), new TreeMap<>(Map.of(vlan, "It is full.")), new TreeMap<>())));
        assertThat(cloud.status(one)).isEqualTo(new PortStatus(Phase.DOWN, "It is full.", "h1"));
    }

    @Test
    void aPortThatIsActiveStaysSoWhileOthersAreBuilt() {
        TenantNetwork network = cloud.network();
        TenantPort old = cloud.port(network);
        cloud.server(1, old);
        cloud.confirm();
        TenantPort added = cloud.port(network);
        cloud.seen(1, Cloud.ready(1, old, added));
        assertThat(cloud.status(old).phase()).isEqualTo(Phase.ACTIVE);
        assertThat(cloud.status(added).phase()).isEqualTo(Phase.BUILD);
        cloud.confirm();
        assertThat(cloud.status(added).phase()).isEqualTo(Phase.ACTIVE);
    }

    @Test
    void aPortSaysWhyItDoesNotWork() {
        TenantNetwork network = cloud.network();
        TenantPort broken = cloud.port(network);
        TenantPort dead = cloud.port(network);
        TenantPort disabled = cloud.port(network, false, List.of());
        cloud.seen(
                1,
                Cloud.with(
                        1,
                        List.of(
                                plug("a", broken, 1, true, "no such device"),
                                plug("b", dead, 2, false, ""),
                                plug("c", disabled, 3, true, ""))));
        cloud.connected(1, SwitchPlan.empty());
        cloud.confirm();
        assertThat(cloud.status(broken).reason()).contains("no such device");
        assertThat(cloud.status(dead).reason()).contains("interface b").contains("down");
        assertThat(cloud.status(disabled).phase()).isEqualTo(Phase.DOWN);
        assertThat(cloud.status(disabled).reason()).isNotEmpty();
    }

    private static PluggedInterface plug(String name, TenantPort port, int number, boolean isUp, String error) {
        return new PluggedInterface(name, port.id(), Optional.of(new PortNumber(number)), isUp, error);
    }

    @Test
    void aServerThatRefusesRulesMakesItsPortsDownUntilItTakesThem() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        ApplyChanges sent = cloud.done(ApplyChanges.class).getFirst();
        cloud.report(
                new FabricEvent.ChangesRefused(Cloud.bridge(1), sent.revision(), Optional.empty(), "TABLE_FULL", true));
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.DOWN);
        assertThat(cloud.status(port).reason()).contains("TABLE_FULL");
        assertThat(cloud.done(ApplyChanges.class)).isEmpty();
        cloud.pass(Duration.ofSeconds(1));
        assertThat(cloud.done(RereadTables.class)).hasSize(1);
        cloud.report(new FabricEvent.TablesReread(Cloud.bridge(1), Installed.nothing()));
        assertThat(cloud.status(port).phase()).isNotEqualTo(Phase.ACTIVE);
        cloud.confirm();
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.ACTIVE);
    }

    @Test
    void whatABridgeLostIsFoundByTheAuditAndSentAgain() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.confirm();
        cloud.pass(Duration.ofSeconds(61));
        assertThat(cloud.done(RereadTables.class))
                .extracting(RereadTables::dpid)
                .containsExactly(Cloud.bridge(1));
        Installed whole = new Installed(cloud.planned(1), List.of(), List.of(), 0);
        cloud.report(new FabricEvent.TablesReread(Cloud.bridge(1), whole));
        assertThat(cloud.done(ApplyChanges.class)).isEmpty();
        cloud.pass(Duration.ofSeconds(61));
        cloud.report(new FabricEvent.TablesReread(Cloud.bridge(1), Installed.nothing()));
        assertThat(cloud.done(ApplyChanges.class)).hasSize(1);
    }

    @Test
    void aBridgeWhoseRulesOthersChangeIsReadBackSoonAndNotAgainAndAgain() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.confirm();
        cloud.pass(Duration.ofSeconds(20));
        cloud.report(new FabricEvent.TablesDisturbed(Cloud.bridge(1)));
        cloud.pass(Duration.ofMillis(250));
        assertThat(cloud.done(RereadTables.class)).hasSize(1);
        cloud.report(new FabricEvent.TablesReread(Cloud.bridge(1), Installed.nothing()));
        cloud.confirm();
        cloud.report(new FabricEvent.TablesDisturbed(Cloud.bridge(1)));
        cloud.pass(Duration.ofSeconds(4));
        assertThat(cloud.done(RereadTables.class)).isEmpty();
        cloud.pass(Duration.ofSeconds(1));
        assertThat(cloud.done(RereadTables.class)).hasSize(1);
    }

    @Test
    void aBridgeThatHoldsEverythingIsSentNothingAndIsActive() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.confirm();
        SwitchPlan held = cloud.planned(1);
        cloud.report(new FabricEvent.SwitchDisconnected(Cloud.bridge(1), "cut"));
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.DOWN);
        cloud.pass(Duration.ofSeconds(20));
        cloud.connected(1, held);
        assertThat(cloud.done(ApplyChanges.class)).isEmpty();
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.ACTIVE);
    }

    @Test
    void connectionsOfWhoeverHadANumberBeforeAreForgottenAndNoOthers() {
        TenantNetwork network = cloud.network();
        TenantPort before = cloud.port(network);
        TenantPort after = cloud.port(network);
        cloud.server(1, before);
        cloud.confirm();
        cloud.done(SwitchEffect.class);
        cloud.seen(1, Cloud.ready(1, after));
        List<SwitchEffect> effects = cloud.done(SwitchEffect.class);
        assertThat(effects).hasSize(2).first().isInstanceOf(ApplyChanges.class);
        assertThat(effects.getLast()).isEqualTo(new ForgetConnections(Cloud.bridge(1), List.of(new Zone.Of(1))));
        SwitchPlan held = cloud.planned(1);
        cloud.report(new FabricEvent.SwitchDisconnected(Cloud.bridge(1), "cut"));
        cloud.connected(1, held);
        cloud.port(network);
        assertThat(cloud.done(SwitchEffect.class)).containsExactly(new ProbeHash(Cloud.bridge(1)));
    }

    @Test
    void afterARestartABridgeThatForwardsIsLeftAloneUntilTheOthersCouldComeBack() {
        TenantNetwork network = cloud.network();
        TenantPort here = cloud.port(network);
        TenantPort there = cloud.port(network);
        cloud.server(1, here);
        cloud.server(2, there);
        SwitchPlan held = cloud.planned(1);

        Cloud restarted = new Cloud();
        restarted.put(new TenantChange.Put(network));
        restarted.put(new TenantChange.Put(here));
        restarted.put(new TenantChange.Put(there));
        restarted.seen(1, Cloud.ready(1, here));
        restarted.connected(1, held);
        restarted.pass(Duration.ofSeconds(5));
        assertThat(restarted.done(ApplyChanges.class)).isEmpty();
        assertThat(restarted.status(here).phase()).isEqualTo(Phase.BUILD);
        restarted.seen(2, Cloud.ready(2, there));
        restarted.pass(Duration.ofSeconds(6));
        assertThat(restarted.done(ApplyChanges.class)).isEmpty();
        assertThat(restarted.status(here).phase()).isEqualTo(Phase.ACTIVE);
    }

    @Test
    void aServerWhoseDatabaseIsAwayKeepsItsRulesUntilItIsForgotten() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.confirm();
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "cut"));
        assertThat(cloud.done(ApplyChanges.class)).isEmpty();
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.ACTIVE);
        cloud.pass(Duration.ofHours(2));
        assertThat(cloud.status(port)).isEqualTo(PortStatus.UNPLUGGED);
        assertThat(cloud.state().servers()).isEmpty();
    }

    @Test
    void aPortThatShowsUpElsewhereHasLeftTheServerWhoseDatabaseIsAway() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.server(2);
        cloud.confirm();
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "cut"));
        cloud.seen(2, Cloud.ready(2, port));
        cloud.confirm();
        assertThat(cloud.status(port).phase()).isEqualTo(Phase.ACTIVE);
        assertThat(cloud.state().planned().plan().locations())
                .containsEntry(port.id(), new ConnectPoint(Cloud.bridge(2), new PortNumber(1)));
    }

    @Test
    void aServerThatComesBackWithANewDatabaseTakesThePlaceOfItsOldSelf() {
        TenantPort port = cloud.port(cloud.network());
        cloud.server(1, port);
        cloud.confirm();
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "rebooted"));
        cloud.seen(2, Cloud.at(Cloud.underlay(1), Cloud.ready(2, port)));
        cloud.connected(2, SwitchPlan.empty());
        cloud.confirm();
        assertThat(cloud.status(port)).isEqualTo(new PortStatus(Phase.ACTIVE, "", "h2"));
        assertThat(cloud.state().bridges().keySet()).containsExactly(Cloud.bridge(2));
    }

    @Test
    void oneMorePortPlansOneNetwork() {
        TenantNetwork blue = cloud.network();
        TenantNetwork red = cloud.network();
        TenantPort port = cloud.port(blue);
        TenantPort other = cloud.port(red);
        cloud.server(1, port);
        cloud.server(2, other);
        long before = cloud.state().planned().networks();
        cloud.seen(2, Cloud.ready(2, other, cloud.port(red)));
        assertThat(cloud.state().planned().networks() - before).isLessThanOrEqualTo(2);
        assertThat(cloud.state().planned().plan().networksPlanned()).isEqualTo(1);
    }

    @Test
    void aBridgeThatAnotherDatabaseClaimsIsNotBelieved() {
        TenantPort port = cloud.port(cloud.network());
        cloud.report(new FabricEvent.ServerSeen(Cloud.database(9), Cloud.ready(1, port)));
        assertThat(cloud.state().bridges()).isEmpty();
        assertThat(cloud.status(port)).isEqualTo(PortStatus.UNPLUGGED);
    }
}
