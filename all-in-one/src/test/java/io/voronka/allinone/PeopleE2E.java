package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The people behind the numbers and single persons, in a browser against the product. */
class PeopleE2E {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", "people:writekey-people",
          "VORONKA_API_TOKENS", "people:apitoken-people");

  private static RunningProduct product;
  private Browser browser;

  @BeforeAll
  static void start(@TempDir Path folder) {
    Browser.assumeInstalled();
    product = RunningProduct.start(folder.resolve("data"), ENV);
    var api = new ApiClient(product, "writekey-people", "apitoken-people");
    api.define(
        "checkout",
        Json.read(
            utf8(
                """
                {"name": "Checkout", "window": "P14D", "breakdowns": ["device"], "stages": [
                  {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
                  {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
                """)));
    send(api, "ann", "Product Viewed", 2);
    send(api, "ann", "Order Completed", 1);
    send(api, "bob", "Product Viewed", 1);
    send(api, "cleo", "Product Viewed", 40);
    send(api, "cleo", "Order Completed", 20);
    send(api, "dan", "Product Viewed", 30);
    api.settle();
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    browser = new Browser(product.dashboardUrl(), folder);
    browser.open("#token=apitoken-people");
  }

  @AfterEach
  void closeInPeace() {
    browser.closeInPeace();
  }

  @Test
  void a_list_has_the_size_of_its_number_and_can_be_taken_along() {
    browser.clickText("People");
    browser.says(".list-sentence", "4 people reached “Viewed”.");
    browser.click(".people-filter label:has([value='dropped'])");

    browser.says(".list-sentence", "2 people were lost after “Viewed”.");
    browser.shows(".people-table tbody th a", "cleo", "dan");
    assertThat(browser.currentAddress()).contains("state=dropped");
    browser.clickText("Save as CSV");
    var file = browser.downloads().resolve("checkout-1-dropped.csv");
    Await.until(SOON, () -> file + " is there", () -> Files.exists(file));
    assertThat(lines(file))
        .hasSize(3)
        .first()
        .isEqualTo("id,ids,entered,reachedAt,deadline,traits");

    browser.click(".people-filter label:has([value='pending'])");
    browser.shows(".people-table tbody th a", "bob");
    browser.open("#/people?funnel=checkout&stage=2&group=%7B%22device%22%3A%22phone%22%7D");
    browser.says(".list-sentence", "1 person reached “Bought”.");
    browser.shows(".group-line .badge", "device: phone");
  }

  @Test
  void a_person_tells_why_it_did_not_convert() {
    browser.open("#/people?funnel=checkout&state=dropped");
    browser.clickText("cleo");
    browser.shows("h1", "cleo");
    browser.says(".standing", "Lost after “Viewed”");
    browser.says(".reasons li", "“Order Completed”");
    browser.says(".reasons li", "came 6 d too late: the whole way may take 14 d.");
    browser.shows(".session summary .badge", "Direct", "Direct");
    browser.says(".session[open] .events", "Order Completed");

    browser.find("#person-id").sendKeys("ann", Keys.ENTER);
    browser.shows("h1", "ann");
    browser.says(".standing", "Converted: reached “Bought”");
    browser.find("#person-id").sendKeys("bob", Keys.ENTER);
    browser.says(".standing", "can still reach “Bought” until");
  }

  @Test
  void it_fits_a_phone_and_speaks_russian() {
    browser.resize(360, 740);
    browser.open("#/people?funnel=checkout&state=dropped");
    browser.click("option[value='ru']");
    browser.says(".list-sentence", "После этапа «Viewed» потеряны 2 человека.");
    assertThat(browser.overflow()).isZero();
    browser.clickText("cleo");
    browser.says(".reasons li", "опоздало на 6 д: на весь путь даётся 14 д.");
    assertThat(browser.overflow()).isZero();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void send(ApiClient api, String person, String event, int daysAgo) {
    var time = Instant.now().minus(Duration.ofDays(daysAgo));
    var call =
        """
        {"type": "track", "userId": "%s", "event": "%s", "properties": {"device": "phone"},
         "timestamp": "%s"}
        """
            .formatted(person, event, time);
    assertThat(api.ingest("/v1/track", utf8(call)).statusCode()).isEqualTo(200);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
