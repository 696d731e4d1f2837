package io.heddle.rest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heddle.rest.DemoElephants;
import io.heddle.rest.DemoFabric;
import io.heddle.rest.FabricSnapshot;
import io.heddle.topology.clos.Cable;
import io.heddle.topology.design.FabricGenerator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dashboard in a real browser, where there is one. */
class DashboardInBrowserTest extends InBrowser {
    private static final FabricSnapshot HEALTHY =
            DemoFabric.loaded(DemoFabric.planned(FabricGenerator.fatTree(4)), 0.5, 7);
    private static final String EDGE = "0000000e00000000";

    private final RunningServer server = RunningServer.showing(HEALTHY);

    @BeforeEach
    void open() {
        page().open(server.server.url());
        until("document.querySelectorAll('svg .node').length === 20");
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void theWholeFabricIsDrawnUnderItsTitle() {
        assertThat(text("#design")).isEqualTo("Fat-tree k=4");
        assertThat(text("#state")).isEqualTo("complete");
        assertThat(text("#problem-list")).contains("Everything is as it should be.");
        assertThat(count("svg .hit")).isEqualTo(32);
        assertThat(count("svg .host")).isEqualTo(16);
        assertThat(count("svg .podbox")).isEqualTo(4);
    }

    @Test
    void aCutCableTurnsRedAndDashedWithoutReloading() {
        assertThat(count("svg .wire.down")).isZero();

        Cable cable = HEALTHY.recognition().blueprint().cables().first();
        server.publisher.publish(DemoFabric.cut(HEALTHY, cable));

        until("document.querySelectorAll('svg .wire.down').length === 1");
        until("document.getElementById('state').textContent === 'degraded'");
    }

    @Test
    void aWireTakesTheColourOfItsLoad() {
        String before = page().evaluate("document.querySelector('svg .wire.up').getAttribute('stroke')")
                .asString();

        server.publisher.publish(DemoFabric.loaded(HEALTHY, 0, 1));

        until("document.querySelector('svg .wire.up').getAttribute('stroke') === 'rgb(147 161 174)'");
        assertThat(before).isNotEqualTo("rgb(147 161 174)");
    }

    @Test
    void problemsAreToldInSentencesAndWrongCablesStandOut() {
        server.publisher.publish(DemoServer.broken(HEALTHY));

        until("document.querySelectorAll('#problem-list li.wrong-cable').length === 1");
        assertThat(text("#problem-list")).contains("is in a wrong place.", "Take the plug out of");
        assertThat(count("svg .wire.wrong")).isEqualTo(1);
        assertThat(count("svg .node.gone")).isEqualTo(1);
    }

    @Test
    void aClickedSwitchShowsItsPortsAndRules() {
        click("svg [data-key=\"" + EDGE + "\"]");
        until("document.getElementById('detail-title').textContent === 'e0-0'");
        assertThat(text("#detail-body")).contains("10.0.0.1", "OpenFlow 1.5", "a0-0 port 1");

        page().evaluate("[...document.querySelectorAll('#detail-body button')]"
                + ".find((each) => each.textContent.startsWith('Show its rules')).click()");
        until("(document.querySelector('#detail-body pre')?.textContent ?? '').includes('table 0 classify')");
    }

    @Test
    void aClickedCableShowsItsLoadBothWays() {
        click("svg .hit");

        until("document.querySelectorAll('#detail-body .bar').length === 2");
        assertThat(text("#detail-body")).contains("Capacity", "10 Gbit/s");
    }

    @Test
    void largeFlowsLieOverTheirWayWithTheirGainAndAClickBringsOneOut() {
        assertThat(text("#elephant-total")).isEqualTo("No flow is large now.");

        server.publisher.publish(DemoElephants.in(HEALTHY).withRevision(1_000, DemoFabric.NOW));

        until("document.querySelectorAll('.flows li').length === 3");
        assertThat(text("#elephants-title")).isEqualTo("Elephants (3)");
        assertThat(text("#elephant-total")).startsWith("22.8 Mbit/s together, 18.1 Mbit/s by the hash alone");
        assertThat(text(".flows li")).contains("10.0.0.2:40000 → 10.2.0.2:5001 tcp", "+4.7 Mbit/s", "steered");
        assertThat(count("svg .elephant.steered")).isEqualTo(8);
        click(".flows button");
        until("document.querySelectorAll('svg .elephant.chosen').length === 4");
        click(".flows button");
        until("document.querySelectorAll('svg .elephant.chosen').length === 0");
    }

    @Test
    void theSchedulerIsShownAndCanBeSwitched() {
        until("document.getElementById('scheduler').value === 'heddle'");
        page().evaluate("(() => { const select = document.getElementById('scheduler');"
                + " select.value = 'best-fit'; select.dispatchEvent(new Event('change')); })()");
        await("the command")
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.commands.taken().contains("scheduler best-fit"));
    }

    @Test
    void theFabricCanBeWalkedByKeyboard() {
        page().evaluate("document.querySelector('svg .node[tabindex=\"0\"]').focus()");
        String start = focused();

        page().press("ArrowDown");
        page().press("ArrowRight");
        assertThat(focused()).isNotEqualTo(start).isNotEmpty();

        page().press("Enter");
        until("document.querySelectorAll('svg .node.chosen').length === 1");
    }

    @Test
    void aPodCanBeFoldedAndUnfolded() {
        click("svg .fold");
        until("document.querySelectorAll('svg .node').length === 17");

        click("svg .fold");
        until("document.querySelectorAll('svg .node').length === 20");
    }

    @Test
    void everyLabelOfADrawnSwitchTellsWhatItIs() {
        List<String> labels = page().evaluate(
                        "[...document.querySelectorAll('svg .node')].map((each) => each.getAttribute('aria-label'))")
                .valueStream()
                .map(label -> label.asString())
                .toList();

        assertThat(labels)
                .contains("e0-0, edge 0 of pod 0, 10.0.0.1, connected", "c1-1, core 1.1, 10.4.2.2, connected");
    }

    private static void click(String selector) {
        page().evaluate("document.querySelector('" + selector
                + "').dispatchEvent(new MouseEvent('click', { bubbles: true }))");
    }

    private static String focused() {
        return page().evaluate("document.activeElement.dataset?.key ?? ''").asString();
    }
}
