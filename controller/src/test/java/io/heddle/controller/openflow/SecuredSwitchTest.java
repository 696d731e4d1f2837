package io.heddle.controller.openflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heddle.controller.state.FabricEvent.SwitchConnected;
import io.heddle.controller.state.FabricEvent.SwitchDisconnected;
import io.heddle.controller.state.OpenFlowPorts;
import io.heddle.controller.tls.Protection;
import io.heddle.controller.tls.TestAuthority;
import io.heddle.controller.tls.TlsFiles;
import io.heddle.controller.tls.TlsIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint against a real ovs-vswitchd that speaks TLS, with a plain port beside. */
class SecuredSwitchTest {

    @TempDir
    private Path folder;

    private final EventLog events = new EventLog();

    @Test
    void aSwitchIsBelievedOnceItShowsACertificateAndAlsoAtThePlainPort() {
        assumeTrue(
                OpenVSwitch.isInstalled(),
                "SKIPPED: no ovs-vswitchd on this machine, nothing is proved of real switches");
        TestAuthority controllers = new TestAuthority(folder, "controllers");
        TestAuthority switches = new TestAuthority(folder, "switches");
        TlsFiles theirs = switches.identity("sw1", controllers);
        try (TlsIdentity identity = TlsIdentity.open(controllers.identity("ctl", switches), Duration.ofSeconds(1));
                OpenFlowEndpoint endpoint = OpenFlowEndpoint.start(
                        OpenFlowSettings.at("127.0.0.1", 0, new Protection(Optional.of(identity), Optional.of(0))),
                        events,
                        () -> 0);
                OpenVSwitch ovs = OpenVSwitch.start()) {
            OpenFlowPorts ports = endpoint.ports();
            int secured = ports.secured().orElseThrow();
            ovs.bridge("br0", "OpenFlow15", 0xa1, 2, secured);
            await().until(() -> endpoint.counters().insecure() > 0);
            ovs.vsctl(
                    "set-ssl",
                    theirs.privateKey().toString(),
                    theirs.certificate().toString(),
                    theirs.authorities().toString());
            ovs.vsctl("set-controller", "br0", ports.target("127.0.0.1", true));
            SwitchConnected connected = events.await(SwitchConnected.class);
            assertThat(connected.ports()).hasSize(2);
            ovs.vsctl("set-controller", "br0", ports.target("127.0.0.1", false));
            events.await(SwitchDisconnected.class);
            assertThat(events.await(SwitchConnected.class).dpid()).isEqualTo(connected.dpid());
            await().until(() -> endpoint.counters().live() == 1);
        }
    }
}
