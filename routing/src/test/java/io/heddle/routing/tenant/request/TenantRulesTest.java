package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ADMIN;
import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static io.heddle.routing.tenant.request.TenantWorld.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.NetworkId;
import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.Quota;
import io.heddle.routing.tenant.ResourceType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantChange;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import io.heddle.routing.tenant.request.TenantSettings.IdRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantRulesTest {

    private final TenantWorld world = new TenantWorld();

    private static TenantSettings tight() {
        return new TenantSettings(
                1500,
                NetworkType.VLAN,
                List.of(new IdRange(5, 6), new IdRange(9, 9)),
                List.of(),
                new TreeMap<>(Map.of("", List.of(new IdRange(1, 2)), "physnet1", List.of(new IdRange(7, 8)))),
                new TreeSet<>(List.of("physnet1")),
                RoutedPrefixes.NONE,
                Quota.usual().with(Map.of(ResourceType.PORT, 3)));
    }

    @Test
    void aNetworkHasTheLowestFreeVniAndTheMtuThatVxlanLeaves() {
        TenantNetwork first = world.made(ALICE, world.network("blue"));
        TenantNetwork second = world.made(BOB, world.network("red"));
        assertThat(first.segment()).isEqualTo(new Segment(NetworkType.VXLAN, "", 1));
        assertThat(second.segment()).isEqualTo(new Segment(NetworkType.VXLAN, "", 2));
        assertThat(first.mtu()).isEqualTo(1450);
        world.done(ALICE, new TenantCommand.DeleteNetwork(first.id(), Optional.empty()));
        assertThat(world.made(BOB, world.network("green")).segment().id()).isEqualTo(1);
    }

    @Test
    void aPortHasTheLowestFreeAddressAndAnOwnMacAddress() {
        TenantNetwork network = world.made(ALICE, world.network("blue"));
        world.made(ALICE, world.subnet(network.id(), "10.0.0.0/29"));
        List<TenantPort> ports = IntStream.range(0, 3)
                .mapToObj(i -> world.made(ALICE, world.port(network.id())))
                .toList();
        assertThat(ports)
                .extracting(TenantWorld::addresses)
                .containsExactly(List.of("10.0.0.2"), List.of("10.0.0.3"), List.of("10.0.0.4"));
        assertThat(ports).extracting(TenantPort::mac).doesNotHaveDuplicates();
        assertThat(ports.getFirst().mac().toString()).startsWith("fa:16:3e:");
    }

    @Test
    void everyTypeOfNetworkHasItsMtuAndItsIds() {
        TenantWorld few = new TenantWorld(tight());
        assertThat(few.made(ADMIN, few.network("v")).segment()).hasToString("vlan 1");
        assertThat(few.made(ADMIN, typed(few, NetworkType.VLAN, "physnet1", 0)).segment())
                .hasToString("vlan physnet1 7");
        TenantNetwork flat = few.made(ADMIN, typed(few, NetworkType.FLAT, "physnet1", 0));
        assertThat(flat.segment()).hasToString("flat physnet1 0");
        assertThat(flat.mtu()).isEqualTo(1500);
        TenantNetwork gre = few.made(ADMIN, typed(few, NetworkType.GRE, "", 4_000_000_000L));
        assertThat(gre.mtu()).isEqualTo(1458);
    }

    @Test
    void segmentsThatAreTakenOrMakeNoSenseAreRefused() {
        TenantWorld few = new TenantWorld(tight());
        few.made(ADMIN, few.network("v"));
        few.made(ADMIN, typed(few, NetworkType.VLAN, "physnet1", 0));
        few.made(ADMIN, typed(few, NetworkType.FLAT, "physnet1", 0));
        few.made(ADMIN, typed(few, NetworkType.GRE, "", 4_000_000_000L));
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.FLAT, "physnet1", 0)))
                        .type())
                .isEqualTo("FlatNetworkInUse");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.FLAT, "physnet9", 0)))
                        .message())
                .contains("unknown for flat");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.FLAT, "", 0))).message())
                .contains("physical_network required");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.FLAT, "physnet1", 9)))
                        .message())
                .contains("segmentation_id specified");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.VLAN, "physnet9", 0)))
                        .message())
                .contains("unknown for VLAN");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.VXLAN, "physnet1", 0)))
                        .message())
                .contains("physical_network specified");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.VLAN, "", 4095)))
                        .message())
                .contains("out of range");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.VLAN, "", 1))).type())
                .isEqualTo("VlanIdInUse");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.VLAN, "physnet1", 7)))
                        .message())
                .contains("physnet1");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.GRE, "", 4_000_000_000L)))
                        .type())
                .isEqualTo("TunnelIdInUse");
        NetworkDraft untyped = few.network("", Optional.empty(), Optional.empty(), Optional.of(4L));
        assertThat(few.refused(ADMIN, make(untyped)).message()).contains("network_type required");
    }

    @Test
    void idsThatRunOutAreSaidToHaveRunOut() {
        TenantWorld few = new TenantWorld(tight());
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> few.made(ADMIN, typed(few, NetworkType.VXLAN, "", 0))
                                .segment()
                                .id()))
                .containsExactly(5L, 6L, 9L);
        TenantRefusal refusal = few.refused(ADMIN, make(typed(few, NetworkType.VXLAN, "", 0)));
        assertThat(refusal.kind()).isEqualTo(TenantRefusal.Kind.EXHAUSTED);
        assertThat(refusal.type()).isEqualTo("NoNetworkAvailable");
        assertThat(refusal.message()).contains("every id that is given out for vxlan networks is taken");
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.GRE, "", 0))).type())
                .isEqualTo("NoNetworkAvailable");
    }

    @Test
    void vlanIdsThatRunOutAreSaidToHaveRunOutUntilOneIsGivenBack() {
        TenantWorld few = new TenantWorld(tight());
        TenantNetwork first = few.made(ALICE, few.network("v1"));
        few.made(BOB, few.network("v2"));
        TenantRefusal refusal = few.refused(ALICE, make(few.network("v3")));
        assertThat(refusal.kind()).isEqualTo(TenantRefusal.Kind.EXHAUSTED);
        assertThat(refusal.message()).endsWith("every id that is given out for vlan networks is taken.");
        few.made(ADMIN, typed(few, NetworkType.VLAN, "physnet1", 0));
        few.made(ADMIN, typed(few, NetworkType.VLAN, "physnet1", 8));
        assertThat(few.refused(ADMIN, make(typed(few, NetworkType.VLAN, "physnet1", 0)))
                        .message())
                .contains("vlan networks on physical network physnet1 is taken");
        few.done(ALICE, new TenantCommand.DeleteNetwork(first.id(), Optional.empty()));
        assertThat(few.made(BOB, few.network("v4")).segment()).isEqualTo(first.segment());
    }

    @Test
    void aNetworkIsChangedAndCountsItsRevisions() {
        TenantNetwork network = world.made(ALICE, world.network("blue"));
        NetworkPatch patch = new NetworkPatch(
                Optional.of("azure"),
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1400),
                Optional.of(false),
                Optional.of("words"),
                Optional.empty());
        world.done(ALICE, new TenantCommand.UpdateNetwork(network.id(), patch, Optional.of(0L)));
        TenantNetwork after = world.state().networkOf(network.id());
        assertThat(after.name()).isEqualTo("azure");
        assertThat(after.adminUp()).isFalse();
        assertThat(after.mtu()).isEqualTo(1400);
        assertThat(after.standard().revision()).isEqualTo(1);
        assertThat(after.standard().description()).isEqualTo("words");
        assertThat(after.standard().updated()).isAfter(after.standard().created());
        assertThat(world.refused(ALICE, new TenantCommand.UpdateNetwork(network.id(), patch, Optional.of(0L)))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.PRECONDITION_FAILED);
        assertThat(world.refused(ALICE, new TenantCommand.DeleteNetwork(network.id(), Optional.of(7L)))
                        .message())
                .isEqualTo("Constrained to 7, but current revision is 1");
        assertThat(world.refused(ALICE, mtu(network.id(), 1451)).message()).contains("maximum is 1450");
        assertThat(world.refused(ALICE, mtu(network.id(), 20)).message()).contains("minimum is 68");
        world.done(ALICE, mtu(network.id(), 0));
        assertThat(world.state().networkOf(network.id()).mtu()).isEqualTo(1450);
    }

    @Test
    void whatBelongsToAnotherProjectIsNotThere() {
        TenantNetwork network = world.made(ALICE, world.network("blue"));
        TenantPort port = world.made(ALICE, world.port(network.id()));
        TenantNetwork other = world.made(BOB, world.network("red"));
        List<TenantCommand> tried = List.of(
                new TenantCommand.DeleteNetwork(network.id(), Optional.empty()),
                mtu(network.id(), 1400),
                new TenantCommand.DeletePort(port.id(), Optional.empty()),
                new TenantCommand.AddTag(port.id(), "mine"),
                new TenantCommand.CreatePorts(List.of(world.port(network.id()))),
                new TenantCommand.CreateSubnets(List.of(world.subnet(network.id(), "10.0.0.0/24"))));
        for (TenantCommand command : tried) {
            assertThat(world.refused(BOB, command).kind())
                    .as(command.toString())
                    .isEqualTo(TenantRefusal.Kind.NOT_FOUND);
        }
        assertThat(other.project()).isEqualTo(new ProjectId("bob"));
        NetworkDraft forAlice = forProject(world.network("gift"), "alice");
        assertThat(world.refused(BOB, make(forAlice)).message()).contains("admin privileges");
        assertThat(world.made(ADMIN, forProject(world.network("gift"), "alice")).project())
                .isEqualTo(new ProjectId("alice"));
    }

    @Test
    void aSharedNetworkIsUsedByOthersAsItsOwnerLetsThem() {
        TenantNetwork network = world.made(ADMIN, shared(world.network("all")));
        world.made(ADMIN, world.subnet(network.id(), "10.0.0.0/24"));
        TenantPort port = world.made(BOB, world.port(network.id()));
        assertThat(TenantWorld.addresses(port)).containsExactly("10.0.0.2");
        assertThat(world.refused(BOB, mtu(network.id(), 1400)).kind()).isEqualTo(TenantRefusal.Kind.FORBIDDEN);
        PortDraft chosen = world.port(network.id(), Optional.of(List.of(address("10.0.0.9"))));
        assertThat(world.refused(BOB, new TenantCommand.CreatePorts(List.of(chosen)))
                        .message())
                .contains("create_port:fixed_ips:ip_address");
        TenantCommand unguarded = PortRulesTest.update(port.id(), PortRulesTest.security(false));
        assertThat(world.refused(BOB, unguarded).message()).contains("update_port:port_security_enabled");
        NetworkPatch hide = new NetworkPatch(
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        TenantCommand unshare = new TenantCommand.UpdateNetwork(network.id(), hide, Optional.empty());
        assertThat(world.refused(ADMIN, unshare).type()).isEqualTo("InvalidSharedSetting");
        world.done(BOB, new TenantCommand.DeletePort(port.id(), Optional.empty()));
        world.done(ADMIN, unshare);
        assertThat(world.refused(BOB, new TenantCommand.CreatePorts(List.of(world.port(network.id()))))
                        .type())
                .isEqualTo("NetworkNotFound");
    }

    @Test
    void aReaderChangesNothing() {
        Requester reader = new Requester(new ProjectId("alice"), Requester.Role.READER);
        TenantNetwork network = world.made(ALICE, world.network("blue"));
        TenantPort port = world.made(ALICE, world.port(network.id()));
        List<TenantCommand> tried = List.of(
                make(world.network("x")),
                mtu(network.id(), 1400),
                new TenantCommand.DeleteNetwork(network.id(), Optional.empty()),
                new TenantCommand.CreateSubnets(List.of()),
                new TenantCommand.CreatePorts(List.of()),
                new TenantCommand.DeletePort(port.id(), Optional.empty()),
                new TenantCommand.MakeDefaultGroup(),
                new TenantCommand.CreateSecurityGroups(List.of()),
                new TenantCommand.CreateSecurityRules(List.of()),
                new TenantCommand.DeleteSecurityGroup(port.securityGroups().first(), Optional.empty()),
                new TenantCommand.AddTag(port.id(), "t"),
                new TenantCommand.RemoveTag(port.id(), "t"),
                new TenantCommand.ReplaceTags(port.id(), new TreeSet<>()),
                new TenantCommand.ResetQuota(new ProjectId("alice")),
                new TenantCommand.SetQuota(new ProjectId("alice"), new TreeMap<>(Map.of(ResourceType.NETWORK, 1))));
        for (TenantCommand command : tried) {
            assertThat(world.refused(reader, command).kind()).isEqualTo(TenantRefusal.Kind.FORBIDDEN);
        }
    }

    @Test
    void aBulkRequestIsDoneAsAWholeOrNotAtAll() {
        TenantWorld few = new TenantWorld(tight());
        TenantNetwork network = few.made(ADMIN, few.network("v"));
        List<PortDraft> three = List.of(few.port(network.id()), few.port(network.id()), few.port(network.id()));
        few.done(ADMIN, new TenantCommand.CreatePorts(three));
        TenantRefusal refusal = few.refused(ADMIN, new TenantCommand.CreatePorts(List.of(few.port(network.id()))));
        assertThat(refusal.type()).isEqualTo("OverQuota");
        assertThat(refusal.message()).isEqualTo("Quota exceeded for resources: ['port'].");
        few.done(
                ADMIN, new TenantCommand.SetQuota(new ProjectId("admin"), new TreeMap<>(Map.of(ResourceType.PORT, 4))));
        List<PortDraft> two = List.of(few.port(network.id()), few.port(network.id()));
        assertThat(few.refused(ADMIN, new TenantCommand.CreatePorts(two)).type())
                .isEqualTo("OverQuota");
        assertThat(few.state().ports().size()).isEqualTo(3);
        few.done(ADMIN, new TenantCommand.ResetQuota(new ProjectId("admin")));
        assertThat(few.refused(ADMIN, new TenantCommand.ResetQuota(new ProjectId("admin")))
                        .type())
                .isEqualTo("TenantQuotaNotFound");
        assertThat(few.refused(ALICE, new TenantCommand.ResetQuota(new ProjectId("alice")))
                        .kind())
                .isEqualTo(TenantRefusal.Kind.FORBIDDEN);
    }

    @Test
    void aNetworkInUseStaysAndAnUnusedOneTakesItsSubnetsAlong() {
        TenantNetwork network = world.made(ALICE, world.network("blue"));
        world.made(ALICE, world.subnet(network.id(), "10.0.0.0/24"));
        TenantPort port = world.made(ALICE, world.port(network.id()));
        TenantCommand delete = new TenantCommand.DeleteNetwork(network.id(), Optional.empty());
        assertThat(world.refused(ALICE, delete).type()).isEqualTo("NetworkInUse");
        world.done(ALICE, new TenantCommand.DeletePort(port.id(), Optional.empty()));
        assertThat(world.done(ALICE, delete)).hasSize(2);
        assertThat(world.state().subnets().isEmpty()).isTrue();
        assertThat(world.state().usage(new ProjectId("alice"), ResourceType.NETWORK))
                .isZero();
    }

    @Test
    void tagsAreAddedReplacedAndRemoved() {
        TenantNetwork network = world.made(ALICE, world.network("blue"));
        world.done(ALICE, new TenantCommand.AddTag(network.id(), "b"));
        world.done(ALICE, new TenantCommand.AddTag(network.id(), "a"));
        assertThat(world.done(ALICE, new TenantCommand.AddTag(network.id(), "a")))
                .isEmpty();
        assertThat(world.state().networkOf(network.id()).standard().tags()).containsExactly("a", "b");
        world.done(ALICE, new TenantCommand.RemoveTag(network.id(), "a"));
        assertThat(world.refused(ALICE, new TenantCommand.RemoveTag(network.id(), "a"))
                        .type())
                .isEqualTo("TagNotFound");
        TreeSet<String> many = new TreeSet<>();
        IntStream.range(0, 51).forEach(i -> many.add("t" + i));
        assertThat(world.refused(ALICE, new TenantCommand.ReplaceTags(network.id(), many))
                        .message())
                .contains("at most 50");
        world.done(ALICE, new TenantCommand.ReplaceTags(network.id(), new TreeSet<>(List.of("z"))));
        assertThat(world.state().networkOf(network.id()).standard().tags()).containsExactly("z");
        var subnet = world.made(ALICE, world.subnet(network.id(), "10.0.0.0/24"));
        var port = world.made(ALICE, world.port(network.id()));
        assertThat(world.done(ALICE, new TenantCommand.AddTag(subnet.id(), "s")))
                .allSatisfy(change -> assertThat(change).isInstanceOf(TenantChange.Put.class));
        assertThat(world.done(ALICE, new TenantCommand.AddTag(port.id(), "p")))
                .allSatisfy(change -> assertThat(change).isInstanceOf(TenantChange.Put.class));
    }

    static TenantCommand make(NetworkDraft draft) {
        return new TenantCommand.CreateNetworks(List.of(draft));
    }

    private static NetworkDraft typed(TenantWorld world, NetworkType type, String physical, long id) {
        return world.network(
                "",
                Optional.of(type),
                Optional.of(physical).filter(name -> !name.isEmpty()),
                Optional.of(id).filter(number -> number != 0));
    }

    private static NetworkDraft forProject(NetworkDraft draft, String project) {
        return new NetworkDraft(
                draft.id(),
                Optional.of(new ProjectId(project)),
                draft.name(),
                true,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                "",
                new QosChoice.None());
    }

    private static NetworkDraft shared(NetworkDraft draft) {
        return new NetworkDraft(
                draft.id(),
                Optional.empty(),
                draft.name(),
                true,
                true,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(0),
                true,
                "",
                new QosChoice.None());
    }

    private static TenantCommand mtu(NetworkId id, int mtu) {
        return new TenantCommand.UpdateNetwork(
                id,
                new NetworkPatch(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(mtu),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty());
    }
}
