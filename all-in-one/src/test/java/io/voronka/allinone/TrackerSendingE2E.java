package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.allinone.ScriptedCollector.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.chrome.ChromeDriver;

/** How the tracker sends, and when it doesn't, in a browser. */
class TrackerSendingE2E {

  private static final int BEACON_BYTES = 64 * 1024;

  private final ScriptedCollector collector = new ScriptedCollector();
  private ChromeDriver browser;

  @BeforeAll
  static void needs() {
    TestChromium.require();
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
  void it_waits_as_long_as_the_server_asks() {
    var answered = new AtomicInteger();
    collector.answers(
        batch -> answered.getAndIncrement() == 0 ? new Answer(503, "4") : Answer.GOOD);
    browser.get(collector.url("/"));
    browser.executeScript("voronka.track('First', {})");
    Await.soon(() -> "no first batch", () -> !collector.batches().isEmpty());
    browser.executeScript("for (let i = 0; i < 12; i++) voronka.track('More', {})");
    Await.soon(() -> "no second batch", () -> collector.batches().size() > 1);
    var pause = collector.batches().get(1).atNanos() - collector.batches().get(0).atNanos();
    assertThat(Duration.ofNanos(pause)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    assertThat(collector.taken()).hasSize(13);
  }

  @Test
  void what_it_sends_at_once_is_no_longer_than_a_beacon_may_be() {
    browser.get(collector.url("/"));
    browser.executeScript(
        "for (let i = 0; i < 30; i++) voronka.track('E' + i, {text: 'ж'.repeat(10000)})");
    Await.soon(() -> collector.taken().toString(), () -> collector.taken().size() >= 30);
    assertThat(collector.taken()).hasSize(30).doesNotHaveDuplicates();
    assertThat(collector.batches()).allMatch(batch -> batch.bytes() <= BEACON_BYTES);
    assertThat(collector.batches()).anyMatch(batch -> batch.calls() > 1);
  }

  @Test
  void what_is_too_large_for_a_proxy_on_the_way_is_sent_in_smaller_parts() {
    collector.answers(batch -> batch.calls() > 3 ? new Answer(413, "") : Answer.GOOD);
    browser.get(collector.url("/"));
    browser.executeScript("for (let i = 0; i < 20; i++) voronka.track('E' + i, {})");
    Await.soon(() -> collector.taken().toString(), () -> collector.taken().size() >= 20);
    assertThat(collector.taken()).hasSize(20).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dnt", "/gpc"})
  void a_browser_that_asks_not_to_be_tracked_is_heard(String page) {
    browser.get(collector.url(page));
    browser.executeScript(
        "voronka.track('Secret', {}); voronka.page(); voronka.identify('ann', {a: 1});"
            + " voronka.optIn()");
    assertThat(browser.executeScript("return voronka.id()")).isEqualTo("");
    assertThat(stored()).isEmpty();
    saysSomethingElse();
    assertThat(collector.taken()).containsExactly("Else");
  }

  @Test
  void who_opts_out_is_not_tracked_until_opting_in() {
    collector.answers(batch -> new Answer(503, "600"));
    browser.get(collector.url("/"));
    browser.executeScript("voronka.identify('ann', {}); voronka.track('Before', {})");
    Await.soon(() -> "nothing sent", () -> !collector.batches().isEmpty());
    browser.executeScript("voronka.optOut(); voronka.track('Secret', {})");
    assertThat(browser.executeScript("return voronka.id()")).isEqualTo("");
    assertThat(stored()).noneMatch(name -> name.startsWith("voronka_q"));

    collector.answers(batch -> Answer.GOOD);
    browser.get(collector.url("/again"));
    browser.executeScript("voronka.track('Secret', {}); voronka.optIn()");
    saysSomethingElse();
    assertThat(collector.taken()).containsExactly("Else");
  }

  /** On a page without such wishes, so that there is something to wait for. */
  private void saysSomethingElse() {
    browser.get(collector.url("/other"));
    browser.executeScript("voronka.track('Else', {})");
    Await.soon(() -> collector.batches().toString(), () -> collector.taken().contains("Else"));
  }

  private List<String> stored() {
    var names = (List<?>) browser.executeScript("return Object.keys(localStorage)");
    return names.stream().map(String::valueOf).toList();
  }
}
