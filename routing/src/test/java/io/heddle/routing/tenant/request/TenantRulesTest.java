package io.heddle.routing.tenant.request;

import static io.heddle.routing.tenant.request.TenantWorld.ALICE;
import static io.heddle.routing.tenant.request.TenantWorld.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.routing.tenant.NetworkType;
import io.heddle.routing.tenant.Segment;
import io.heddle.routing.tenant.TenantNetwork;
import io.heddle.routing.tenant.TenantPort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenantRulesTest {

    private final TenantWorld world = new TenantWorld();

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
        List<TenantPort> ports = List.of(
                world.made(ALICE, world.port(network.id())),
                world.made(ALICE, world.port(network.id())),
                world.made(ALICE, world.port(network.id())));
        assertThat(ports)
                .extracting(TenantWorld::addresses)
                .containsExactly(List.of("10.0.0.2"), List.of("10.0.0.3"), List.of("10.0.0.4"));
        assertThat(ports).extracting(TenantPort::mac).doesNotHaveDuplicates();
        assertThat(ports.getFirst().mac().toString()).startsWith("fa:16:3e:");
    }
}
