package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** Segment's official HTML snippet, pointed at Voronka, in a browser. */
class SnippetE2E {

  private static NodeSdks sdks;

  private final ScriptedCollector collector = new ScriptedCollector();
  private ChromeDriver browser;

  @BeforeAll
  static void needs() throws IOException {
    TestChromium.require();
    sdks = NodeSdks.install();
  }

  @BeforeEach
  void open(@TempDir Path profile) {
    browser = TestChromium.open(profile);
  }

  @AfterEach
  void quit() {
    browser.quit();
    collector.close();
  }

  @Test
  void what_was_called_before_the_script_was_there_is_said() {
    visit("analytics.identify('ann', {plan: 'pro'}); analytics.track('Early', {n: 1});");
    awaitCalls(3);
    assertThat(said("page", 0).path("context").path("page").path("path").asText())
        .isEqualTo("/own");
    assertThat(said("identify", 0).path("userId").asText()).isEqualTo("ann");
    assertThat(said("identify", 0).path("traits")).isEqualTo(json("{'plan': 'pro'}"));
    assertThat(said("track", 0).path("properties")).isEqualTo(json("{'n': 1}"));
    assertThat(said("track", 0).path("userId").asText()).isEqualTo("ann");
    assertThat(collector.batches().get(0).body().path("writeKey").asText()).isEqualTo("the-key");
  }

  @Test
  void all_calls_are_said_as_segments_own_library_says_them() {
    visit("var early = analytics.track;");
    browser.executeScript(
        """
        analytics.page('Docs', 'Prices', {a: 1});
        analytics.screen('Home');
        early('Stale', {}, {context: {campaign: {source: 'ads'}}, timestamp: '2026-03-01T10:00:00Z'});
        analytics.group('g1', {name: 'ACME'});
        analytics.identify({size: 5});
        analytics.alias('ann', 'before');
        """);
    awaitCalls(7);
    assertThat(said("page", 1).path("category").asText()).isEqualTo("Docs");
    assertThat(said("page", 1).path("name").asText()).isEqualTo("Prices");
    assertThat(said("page", 1).path("properties")).isEqualTo(json("{'a': 1}"));
    assertThat(said("screen", 0).path("name").asText()).isEqualTo("Home");
    assertThat(said("track", 0).at("/context/campaign/source").asText()).isEqualTo("ads");
    assertThat(said("track", 0).at("/context/page/path").asText()).isEqualTo("/own");
    assertThat(said("track", 0).path("timestamp").asText()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(said("group", 0).path("groupId").asText()).isEqualTo("g1");
    assertThat(said("identify", 0).path("traits")).isEqualTo(json("{'size': 5}"));
    assertThat(said("alias", 0).path("userId").asText()).isEqualTo("ann");
    assertThat(said("alias", 0).path("previousId").asText()).isEqualTo("before");
  }

  @Test
  void pages_can_ask_listen_and_change_what_is_said() {
    visit(
        """
        analytics.on('track', (event) => { window.heard = event; });
        analytics.ready(() => { window.isReady = true; });
        analytics.addSourceMiddleware(({payload, next}) => {
          if (payload.obj.event === 'Hidden') return next(null);
          if (payload.obj.properties) delete payload.obj.properties.secret;
          next(payload);
        });
        analytics.track('Hidden');
        analytics.track('Shown', {secret: 1, open: 2}, () => { window.isDone = true; });
        """);
    awaitCalls(2);
    assertThat(said("track", 0).path("event").asText()).isEqualTo("Shown");
    assertThat(said("track", 0).path("properties")).isEqualTo(json("{'open': 2}"));
    assertThat(browser.executeScript("return [heard, isReady, isDone].join()"))
        .isEqualTo("Shown,true,true");
    assertThat(browser.executeScript("return analytics.user().anonymousId()"))
        .isEqualTo(said("track", 0).path("anonymousId").asText());
    assertThat(browser.executeScript("return typeof window.voronka")).isEqualTo("undefined");
  }

  @Test
  void who_was_known_to_segments_own_library_stays_the_same() {
    visit("");
    browser.executeScript(
        "localStorage.clear(); localStorage.ajs_anonymous_id = '\"anon-3f1a\"';"
            + " document.cookie = 'ajs_user_id=ann'");
    visit("analytics.track('Again');");
    Await.soon(() -> collector.calls().toString(), () -> !all("track").isEmpty());
    assertThat(said("track", 0).path("anonymousId").asText()).isEqualTo("anon-3f1a");
    assertThat(said("track", 0).path("userId").asText()).isEqualTo("ann");
  }

  private void visit(String script) {
    collector.shows(
        "<!doctype html><title>Site</title><link rel=\"icon\" href=\"data:,\"><script>"
            + sdks.snippet("analytics", "the-key", collector.url(""))
            + "</script><script>"
            + script
            + "</script>");
    browser.get(collector.url("/own"));
    Await.soon(
        () -> "no script behind the snippet",
        () -> Boolean.TRUE.equals(browser.executeScript("return !!analytics.initialized")));
  }

  private void awaitCalls(int calls) {
    Await.soon(() -> collector.calls().toString(), () -> collector.calls().size() >= calls);
  }

  /** Returns one of the calls of a type, in the order in which they were said. */
  private JsonNode said(String type, int index) {
    return all(type).get(index);
  }

  private List<JsonNode> all(String type) {
    return collector.calls().stream()
        .filter(call -> call.path("type").asText().equals(type))
        .toList();
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
