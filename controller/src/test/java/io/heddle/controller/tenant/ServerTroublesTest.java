package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.controller.state.DatabaseId;
import io.heddle.controller.state.FabricEvent;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.state.ServerWish;
import io.heddle.topology.address.Ipv4Address;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServerTroublesTest {

    private final Cloud cloud = new Cloud();

    private List<String> troubles() {
        return ServerTroubles.of(cloud.state());
    }

    @Test
    void aServerThatIsRefusedSaysWhyUntilItIsAsWantedOrAway() {
        cloud.server(1);
        cloud.server(2);
        assertThat(troubles()).isEmpty();
        cloud.report(new FabricEvent.ServerRefused(Cloud.database(1), "It has a bridge that is not ours."));
        assertThat(troubles()).containsExactly("Server h1 is not ready for tenants: It has a bridge that is not ours.");
        cloud.report(new FabricEvent.DatabaseDisconnected(Cloud.database(1), "cut"));
        assertThat(troubles()).isEmpty();
        cloud.report(new FabricEvent.ServerRefused(Cloud.database(2), "It has a bridge that is not ours."));
        cloud.report(new FabricEvent.ServerConfigured(
                Cloud.database(2), new ServerWish.Wanted(Cloud.underlay(2), OpenFlowPorts.plain(6653))));
        assertThat(troubles()).isEmpty();
    }

    @Test
    void aServerWithTheAddressOfAnotherIsNamedWithIt() {
        cloud.server(1);
        cloud.seen(3, Cloud.at(Cloud.underlay(1), Cloud.ready(3)));
        assertThat(troubles())
                .containsExactly("Server h3 says that its fabric address is " + Cloud.underlay(1)
                        + ", which server h1 had first.");
    }

    @Test
    void aServerWithTheBridgeOfAnotherIsNamedWithIt() {
        UUID own = Cloud.database(1).value();
        DatabaseId twin =
                new DatabaseId(new UUID(own.getMostSignificantBits() + 1, own.getLeastSignificantBits() - 31));
        cloud.server(1);
        cloud.report(new FabricEvent.ServerSeen(twin, Cloud.at(Ipv4Address.of(10, 9, 9, 9), Cloud.ready(1))));
        assertThat(troubles())
                .hasSize(1)
                .first()
                .asString()
                .contains(twin + ") has")
                .contains(Cloud.bridge(1) + ", which is that of server h1 (database " + Cloud.database(1) + ")");
    }
}
