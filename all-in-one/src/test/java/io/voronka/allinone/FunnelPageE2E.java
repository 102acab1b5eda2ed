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
import org.openqa.selenium.Keys;

/** The page of a funnel in a browser: forty people on phones, twenty on laptops. */
class FunnelPageE2E {

  private static ApiClient api;
  private DashboardWindow window;
  private Fields fields;

  @BeforeAll
  static void start() {
    TestChromium.require();
    api = SharedProduct.api("funnel-page");
    define();
    var longAgo = Instant.now().minus(Duration.ofHours(50));
    people(longAgo, "phone", 40, 10, 4);
    people(longAgo, "laptop", 20, 15, 12);
    api.settle();
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    window = new DashboardWindow(SharedProduct.get().dashboardUrl(), folder);
    fields = new Fields(window);
    window.open("#token=" + SharedProduct.token("funnel-page"));
    window.shows("h1", "Overview");
  }

  @AfterEach
  void close() {
    window.closeInPeace();
  }

  @Test
  void a_number_opens_into_its_people_by_click_and_by_keys() {
    go("#/funnel/checkout?range=7d");
    window.shows(".stage-count", "60", "25", "16");
    window.shows(".stage-lost", "35 lost", "9 lost");
    window.click(".stage-lost");
    window.says("main", "35");
    assertThat(hash()).isEqualTo("#/people?funnel=checkout&range=7d&stage=1&state=dropped");

    go("#/funnel/checkout?range=7d");
    window.shows(".stage-count", "60", "25", "16");
    window.find(".chart-panel .stage").sendKeys(Keys.ARROW_RIGHT);
    window.says(".sentence", "Of 25 who reached “Carted”, 16 went on to “Bought”");
    window.find(".chart-panel .stage.selected").sendKeys(Keys.ENTER);
    window.says("main", "25");
    assertThat(hash()).isEqualTo("#/people?funnel=checkout&range=7d&stage=2&state=reached");
  }

  @Test
  void two_groups_are_compared_and_the_link_shows_the_same() {
    go("#/funnel/checkout?range=7d&tab=breakdown");
    window.shows(".breakdown tbody th", "phone", "laptop");
    fields.press("phone");
    fields.press("laptop");
    window.says(".sentence", "To the end: 10.0% against 60.0%, −50.0 pp (−69.1 to −25.0).");
    window.says(".sentence", "↓ Lower, and hardly by chance");
    window.shows(".comparison tbody .side strong", "40", "20", "10", "15", "4", "12");
    assertThat(window.overflow()).isZero();
    var link = hash();

    window.open("#/status");
    window.shows("h1", "Status");
    window.open(link);
    window.shows(".comparison tbody .side strong", "40", "20", "10", "15", "4", "12");
    window.shows(".stage-count", "60", "25", "16");
    window.resize(360, 800);
    assertThat(window.overflow()).isZero();
  }

  @Test
  void filters_choose_whose_figures_are_shown() {
    go("#/funnel/checkout?range=7d");
    window.shows(".stage-count", "60", "25", "16");
    fields.press("Filters");
    fields.press("+ only where …");
    fields.write("Property", "device");
    fields.type(Keys.TAB);
    fields.write("Value", "lap");
    window.shows(".options li span", "laptop");
    fields.type(Keys.ARROW_DOWN, Keys.ENTER);
    window.shows(".stage-count", "20", "15", "12");
    window.says(".report-filters summary", "Filters · device is laptop");
    window.click(".stage-lost");
    window.says("main", "device is laptop");
    window.says("main", "5");
  }

  @Test
  void times_and_paths_stand_beside_the_funnel() {
    go("#/funnel/checkout?range=7d&tab=time");
    window.says(".sentence", "“Viewed” to “Carted”: 25 people. Half of them took less than 10 min");
    fields.choose("From", "“Carted” to “Bought”");
    window.says(".sentence", "“Carted” to “Bought”: 16 people.");
    window.says(".sentence", "on average 2 h.");
    window.click("[role=tab][id$=-paths]"); // the navigation has a link of that name
    window.says(
        ".sentence", "35 people were lost after “Viewed”. Most did “Help Opened” next (100.0%).");
    Await.soon(() -> "the flows are drawn", () -> window.isThere(".sankey canvas"));
    fields.choose("Show", "From “Viewed” to “Carted”");
    window.says(
        ".sentence", "From “Viewed” to “Carted”: 25. Most did “Product Added” next (100.0%).");
  }

  @Test
  void what_is_shown_can_be_taken_away() {
    go("#/funnel/checkout?range=7d&tab=breakdown");
    window.shows(".stage-count", "60", "25", "16");
    for (var form : new String[] {"Stages (CSV)", "Breakdown (CSV)", "Picture (PNG)"}) {
      fields.press("Export");
      fields.press(form);
    }
    assertThat(saved("checkout-stages.csv"))
        .contains("name,reached,advanced,pending,dropped,")
        .contains("\r\nViewed,60,25,0,35,,1.0,")
        .contains("\r\nBought,16,,,,0.64,");
    assertThat(saved("checkout-breakdown.csv"))
        .isEqualTo("device,other,Viewed,Carted,Bought\r\nphone,,40,10,4\r\nlaptop,,20,15,12\r\n");
    assertThat(window.saved("checkout.png"))
        .hasSizeGreaterThan(10_000)
        .startsWith(0x89, 'P', 'N', 'G');
  }

  private String saved(String name) {
    return new String(window.saved(name), StandardCharsets.ISO_8859_1);
  }

  /** Goes to another page of the same document. */
  private void go(String hash) {
    window.run("location.hash = arguments[0]", hash);
  }

  private String hash() {
    return String.valueOf(window.run("return location.hash"));
  }

  private static void define() {
    api.define(
        "checkout",
        Json.read(
            utf8(
                """
                {"name": "Checkout", "breakdowns": ["device"], "window": "P1D", "stages": [
                  {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
                  {"name": "Carted", "anyOf": [{"event": "Product Added"}]},
                  {"name": "Bought", "anyOf": [{"event": "Order Completed"}], "target": 0.3}]}
                """)));
  }

  /** So many who looked, of whom some put it into the cart and some of these bought. */
  private static void people(Instant start, String device, int all, int carted, int bought) {
    var calls = new StringBuilder();
    for (int i = 0; i < all; i++) {
      var person = device + i;
      calls.append(call(person, "Product Viewed", start.plus(Duration.ofMinutes(0)), device));
      if (i < carted) {
        calls.append(call(person, "Product Added", start.plus(Duration.ofMinutes(10)), device));
      } else {
        calls.append(call(person, "Help Opened", start.plus(Duration.ofMinutes(5)), device));
      }
      if (i < bought) {
        calls.append(call(person, "Order Completed", start.plus(Duration.ofMinutes(130)), device));
      }
    }
    calls.setLength(calls.length() - 1); // the last comma
    var answer = api.ingest("/v1/batch", utf8("{\"batch\": [" + calls + "]}"));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
  }

  private static String call(String person, String event, Instant time, String device) {
    return """
    {"type": "track", "userId": "%s", "event": "%s", "timestamp": "%s",
     "properties": {"device": "%s"}},\
    """
        .formatted(person, event, time, device);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
