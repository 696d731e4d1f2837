package io.heddle.rest.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests in a real browser, one for all tests of a class; skipped where there is none. */
abstract class InBrowser {
    private static Optional<Browser> browser = Optional.empty();

    @BeforeAll
    static void startBrowser() throws Exception {
        assumeTrue(Browser.program().isPresent(), "there is no Chromium here");
        Path profile = Files.createTempDirectory(Path.of("target"), "browser");
        browser = Optional.of(Browser.start(Browser.program().orElseThrow(), profile));
    }

    @AfterAll
    static void stopBrowser() {
        browser.ifPresent(Browser::close);
    }

    static Browser page() {
        return browser.orElseThrow();
    }

    static void until(String condition) {
        await(condition)
                .atMost(Duration.ofSeconds(60))
                .until(() -> page().evaluate(condition).asBoolean(false));
    }

    static String text(String selector) {
        return page().evaluate("document.querySelector('" + selector + "').textContent")
                .asString();
    }

    static int count(String selector) {
        return page().evaluate("document.querySelectorAll('" + selector + "').length")
                .asInt();
    }
}
