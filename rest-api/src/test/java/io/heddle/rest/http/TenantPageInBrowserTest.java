package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.rest.DemoFabric;
import io.heddle.rest.networking.DemoTenants;
import io.heddle.topology.design.FabricGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of tenants in a real browser, where there is one, with 1,000 networks of 10 ports. */
class TenantPageInBrowserTest extends InBrowser {
    private static final int ROWS = 50;

    private final DemoTenants tenants = DemoTenants.of(1_000, 10);
    private final RunningServer server = RunningServer.showing(DemoFabric.healthy(FabricGenerator.fatTree(4)), tenants);

    @BeforeEach
    void open() {
        page().open(server.server.url() + "#tenants");
        until("document.getElementById('tenant-login')?.hidden === false");
    }

    @AfterEach
    void stopServer() {
        page().open("about:blank");
        server.close();
    }

    @Test
    void nothingIsShownUntilTheTokenIsGivenAndAWrongOneIsToldOf() {
        assertThat(count("#tenant-networks tr")).isZero();
        logIn("guessed");
        until("document.getElementById('tenant-note').textContent === 'The controller does not know this token.'");
        assertThat(count("#tenant-networks tr")).isZero();
        logIn("admin");
        until("document.querySelectorAll('#tenant-networks tr').length === " + ROWS);
        assertThat(page().evaluate("document.getElementById('tenant-board').hidden")
                        .asBoolean())
                .isFalse();
        page().evaluate("document.getElementById('tenant-leave').click()");
        until("document.querySelectorAll('#tenant-networks tr').length === 0");
        assertThat(page().evaluate("sessionStorage.length").asInt()).isZero();
    }

    @Test
    void ofAThousandNetworksOnlyAPageIsDrawnAndOnlyOpenOnesHavePorts() {
        tenants.carry(1_000_000);
        tenants.carry(1_000_000);
        logIn("admin");
        until("document.querySelectorAll('#tenant-networks tr').length === " + ROWS);
        assertThat(text("#tenant-range")).isEqualTo("1–50 of 1000");
        assertThat(text("#tenant-networks tr")).contains("net-0", "vxlan 1", "project-0", "9 / 10", "14.4 Mbit/s");
        page().evaluate("document.querySelector('#tenant-networks button').click()");
        until("document.querySelectorAll('#tenant-networks .ports tbody tr').length === 10");
        assertThat(text(".ports tbody tr:nth-child(5)"))
                .contains("vm-4", "192.168.0.14", "02:00:00:00:00:04", "h4, 10.1.0.2", "active", "1.6 Mbit/s");
        assertThat(text(".ports tbody tr:nth-child(10)")).contains("down", "No server has an interface");
        page().evaluate("document.querySelector('#tenant-networks button').click()");
        until("document.querySelectorAll('#tenant-networks .ports').length === 0");
    }

    @Test
    void networksCanBePagedAndFound() {
        logIn("project-1");
        until("document.getElementById('tenant-range').textContent === '1–50 of 500'");
        page().evaluate("document.getElementById('tenant-later').click()");
        until("document.getElementById('tenant-range').textContent === '51–100 of 500'");
        page().evaluate("(() => { const search = document.getElementById('tenant-search');"
                + " search.value = 'net-99 192.168'; search.dispatchEvent(new Event('input')); })()");
        until("document.getElementById('tenant-range').textContent === '1–6 of 6'");
        assertThat(text("#tenant-networks tr:nth-child(2)")).contains("net-991", "–");
    }

    @Test
    void theFabricIsOnePageAndTenantsAreTheOther() {
        assertThat(page().evaluate("document.getElementById('fabric').hidden").asBoolean())
                .isTrue();
        page().evaluate("document.querySelector('nav a').click()");
        until("document.getElementById('tenants').hidden && !document.getElementById('fabric').hidden");
        until("document.querySelectorAll('svg .node').length === 20");
    }

    private static void logIn(String token) {
        page().evaluate("(() => { document.getElementById('tenant-token').value = '" + token
                + "'; document.getElementById('tenant-login').requestSubmit(); })()");
    }
}
