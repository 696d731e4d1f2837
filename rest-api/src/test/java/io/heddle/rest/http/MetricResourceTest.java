package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricResourceTest {

    @Test
    void theFabricAndTheProcessAreOnThePage() throws Exception {
        try (RunningServer server =
                RunningServer.showing(DemoFabric.loaded(DemoFabric.planned(FabricGenerator.fatTree(4)), 0.5, 7))) {
            HttpResponse<String> reply = server.reply("/metrics");

            assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
            assertThat(reply.body())
                    .contains(
                            "heddle_fabric_state{state=\"complete\"} 1.0",
                            "heddle_fabric_state{state=\"forming\"} 0.0",
                            "heddle_links_up 32.0",
                            "heddle_switch_connected{dpid=\"0000000e00000000\",switch=\"e0-0\"} 1.0",
                            "heddle_packet_in_dropped_total 3.0",
                            "jvm_memory_used_bytes")
                    .containsPattern("heddle_link_utilisation\\{from=\"e0-0\",link=\"[^\"]+\",to=\"a0-0\"} 0\\.[0-9]+")
                    .containsPattern("heddle_port_tx_bytes_total\\{dpid=\"0000000e00000000\",port=\"3\"} [0-9.E]+");
        }
    }
}
