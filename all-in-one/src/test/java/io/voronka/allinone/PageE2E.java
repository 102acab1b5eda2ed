package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a browser, live against the product. Each test has a project of its own, and must
 * leave nothing severe in the console and no request to another origin. Skipped where Chromium and
 * its driver are not installed; nothing is downloaded for it.
 */
class PageE2E {

  private final Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
  private DashboardWindow window;

  @BeforeAll
  static void start() {
    TestChromium.require();
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    window = new DashboardWindow(SharedProduct.get().dashboardUrl(), folder);
  }

  @AfterEach
  void close() {
    window.closeInPeace();
  }

  @Test
  void a_first_funnel_appears_and_moves_without_a_reload() {
    var api = SharedProduct.api("fresh");
    signIn("fresh");
    window.shows("h2", "No funnels yet");
    assertThat(window.currentAddress()).as("the token left the address").endsWith("/#/");
    window.run("window.isSameDocument = true");

    define(api);
    window.shows(".card h2", "Checkout");
    buy(api, "ann", "phone");
    view(api, "bob", "laptop");
    window.shows(".card .key-figures dd", "2", "50.0%", "0 s");
    window.shows(".card .stage-count", "2", "1");

    view(api, "eve", "phone");
    window.shows(".card .key-figures dd", "3", "33.3%", "0 s");
    assertThat(window.run("return window.isSameDocument")).isEqualTo(true);
  }

  @Test
  void a_funnel_opens_into_stages_breakdown_trend_and_status_in_two_languages() {
    var api = SharedProduct.api("india");
    define(api);
    buy(api, "ann", "phone");
    buy(api, "bob", "laptop");
    view(api, "eve", "phone");
    api.settle();

    signIn("india");
    window.shows(".card h2", "Checkout");
    window.clickText("Checkout");
    window.shows(".page > .key-figures .figure", "3", "2", "66.7%", "66.7%", "0 s");
    window.shows(".stage-name", "Viewed", "Bought");
    window.shows(".stage-count", "3", "2");
    window.clickText("Breakdown");
    window.shows(".breakdown tbody th", "phone", "laptop");
    window.shows(".breakdown tbody td:first-of-type", "2", "1");
    window.clickText("Trend");
    Await.soon(() -> "the trend is drawn", () -> !window.texts(".trend-canvas canvas").isEmpty());
    window.click("section:has(.trend-figure) button");
    assertThat(window.texts(".trend-figure tbody th"))
        .as("the hour by the clocks of the project")
        .singleElement()
        .asString()
        .matches(".*:00.[AP]M GMT\\+5:30");

    window.clickText("Status");
    window.shows(".verdict", "Everything is counted up to now.");
    window.shows("td.name", "Checkout");

    window.click("option[value='ru']");
    window.shows(".verdict", "Всё посчитано по текущий момент.");
    window.shows(".nav-link[aria-current]", "Состояние");
  }

  private void signIn(String project) {
    window.open("#token=" + SharedProduct.token(project));
  }

  private static void define(ApiClient api) {
    api.define(
        "checkout",
        Json.read(
            utf8(
                """
                {"name": "Checkout", "breakdowns": ["device"], "stages": [
                  {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
                  {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
                """)));
  }

  private void view(ApiClient api, String person, String device) {
    send(api, person, "Product Viewed", device);
  }

  private void buy(ApiClient api, String person, String device) {
    view(api, person, device);
    send(api, person, "Order Completed", device);
  }

  private void send(ApiClient api, String person, String event, String device) {
    var call =
        """
        {"type": "track", "userId": "%s", "event": "%s", "properties": {"device": "%s"},
         "timestamp": "%s"}
        """
            .formatted(person, event, device, anHourAgo);
    assertThat(api.ingest("/v1/track", utf8(call)).statusCode()).isEqualTo(200);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
