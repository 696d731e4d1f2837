package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.topology.design.FabricGenerator;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"|from \"\\./([^\"]+)\"");

    private final RunningServer server = RunningServer.showing(DemoFabric.healthy(FabricGenerator.fatTree(4)));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePageIsServedAtTheRoot() throws Exception {
        HttpResponse<String> page = server.reply("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(page.body()).startsWith("<!doctype html>");
    }

    @Test
    void everyFileThatAPageOrScriptRefersToIsServed() throws Exception {
        for (String path : List.of("/", "/main.js", "/draw.js", "/panel.js", "/tenants.js")) {
            List<String> references = REFERENCE
                    .matcher(server.reply(path).body())
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .filter(name -> !name.startsWith("#"))
                    .toList();
            assertThat(references).as(path).isNotEmpty();
            for (String name : references) {
                String target = name.startsWith("/") ? name : "/" + name;
                assertThat(server.reply(target).statusCode())
                        .as(path + " refers to " + name)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void nothingIsLoadedFromElsewhereNorRunsInline() throws Exception {
        for (String path : List.of(
                "/",
                "/style.css",
                "/main.js",
                "/dom.js",
                "/draw.js",
                "/panel.js",
                "/layout.js",
                "/store.js",
                "/session.js",
                "/tenants.js")) {
            String text = server.reply(path).body().replace("http://www.w3.org/2000/svg", "");
            assertThat(text).as(path).doesNotContain("http://", "https://", "style=\"", "onclick=", "innerHTML");
        }
    }
}
