package io.heddle.rest.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.rest.tenant.JourneyRepresentation.EndStage;
import io.heddle.rest.tenant.JourneyRepresentation.FabricStage;
import io.heddle.rest.tenant.JourneyRepresentation.ServerStage;
import io.heddle.rest.tenant.JourneyRepresentation.StageRepresentation;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import io.heddle.routing.tenant.trace.FirstPacket;
import io.heddle.routing.tenant.trace.Journey;
import io.heddle.routing.tenant.trace.JourneyTracer;
import io.heddle.routing.tenant.trace.Overlay;
import io.heddle.routing.tenant.trace.Overlay.Tunnelling;
import io.heddle.routing.tenant.trace.Underlay;
import io.heddle.topology.DatapathId;
import io.heddle.topology.address.IpAddress;
import io.heddle.topology.design.FabricGenerator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JourneyViewTest {

    private final FabricSnapshot fabric = DemoFabric.planned(FabricGenerator.fatTree(4));

    private List<StageRepresentation> stages(Overlay overlay, String project) {
        FirstPacket packet = FirstPacket.of(
                overlay.tenants().ports().find(DemoTenants.port(0, 0)).orElseThrow(),
                IpAddress.parse("192.168.0.13"),
                new FirstPacket.Service.Ping(),
                overlay.tenants());
        Underlay underlay = new Underlay(
                fabric.plan(), fabric.topology(), fabric.addresses().orElseThrow(), fabric.hashes());
        Journey journey = new JourneyTracer(overlay, underlay).trace(DemoTenants.port(0, 0), packet);
        Requester by = new Requester(new ProjectId(project), Requester.Role.READER);
        return new JourneyView(overlay, fabric, by).stages(journey);
    }

    private static Overlay overlay() {
        return DemoTenants.unguarded(1, 5).networking().sight().overlay();
    }

    @Test
    void whatThePortOfAnotherProjectDoesIsNotTold() {
        List<StageRepresentation> own = stages(overlay(), "project-0");
        List<StageRepresentation> foreign = stages(overlay(), "project-9");
        assertThat(((ServerStage) own.get(2)).hidden()).isFalse();
        assertThat(((EndStage) own.getLast()).end()).isEqualTo("delivered");
        ServerStage hidden = (ServerStage) foreign.get(2);
        assertThat(hidden.hidden()).isTrue();
        assertThat(hidden.steps()).noneMatch(step -> step.tableName().equals(Optional.of("port")));
        assertThat(((ServerStage) own.get(2)).steps())
                .anyMatch(step -> step.tableName().equals(Optional.of("arrived")));
        EndStage end = (EndStage) foreign.getLast();
        assertThat(end.end()).isEqualTo("untold");
        assertThat(end.port()).isEmpty();
        assertThat(end.sentence()).doesNotContain("vm-3");
    }

    @Test
    void whereTheWayIsNotKnownAllOfThemAreNamed() {
        Overlay known = overlay();
        TreeMap<DatapathId, Tunnelling> kernels = new TreeMap<>();
        known.servers().keySet().forEach(bridge -> kernels.put(bridge, new Tunnelling(false, Optional.empty())));
        Overlay overlay = new Overlay(known.tenants(), known.plan(), known.servers(), kernels, known.names());
        FabricStage stage = (FabricStage) stages(overlay, "project-0").get(1);
        assertThat(stage.sourcePort()).isEmpty();
        assertThat(stage.reason().orElseThrow()).contains("secret hash");
        assertThat(stage.ways()).containsExactly(List.of("e0-0", "a0-0", "e0-1"), List.of("e0-0", "a0-1", "e0-1"));
        assertThat(stage.count()).isEqualTo(2);
    }
}
