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

/** The people behind the numbers and single persons, in a browser against the product. */
class PeopleE2E {

  private DashboardWindow window;

  @BeforeAll
  static void start() {
    TestChromium.require();
    var api = SharedProduct.api("people");
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

  @BeforeEach
  void open(@TempDir Path folder) {
    window = new DashboardWindow(SharedProduct.get().dashboardUrl(), folder);
    window.open("#token=" + SharedProduct.token("people"));
  }

  @AfterEach
  void closeInPeace() {
    window.closeInPeace();
  }

  @Test
  void a_list_has_the_size_of_its_number_and_can_be_taken_along() {
    window.clickText("People");
    window.says(".list-sentence", "4 people reached “Viewed”.");
    window.click(".people-filter label:has([value='dropped'])");

    window.says(".list-sentence", "2 people were lost after “Viewed”.");
    window.shows(".people-table tbody th a", "cleo", "dan");
    assertThat(window.currentAddress()).contains("state=dropped");
    window.clickText("Save as CSV");
    assertThat(new String(window.saved("checkout-1-dropped.csv"), StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .first()
        .isEqualTo("id,ids,entered,reachedAt,deadline,traits");

    window.click(".people-filter label:has([value='pending'])");
    window.shows(".people-table tbody th a", "bob");
    window.open("#/people?funnel=checkout&stage=2&group=%7B%22device%22%3A%22phone%22%7D");
    window.says(".list-sentence", "1 person reached “Bought”.");
    window.shows(".group-line .badge", "device: phone");
  }

  @Test
  void a_person_tells_why_it_did_not_convert() {
    window.open("#/people?funnel=checkout&state=dropped");
    window.clickText("cleo");
    window.shows("h1", "cleo");
    window.says(".standing", "Lost after “Viewed”");
    window.says(".reasons li", "“Order Completed”");
    window.says(".reasons li", "came 6 d too late: the whole way may take 14 d.");
    window.shows(".session summary .badge", "Direct", "Direct");
    window.says(".session[open] .events", "Order Completed");

    window.find("#person-id").sendKeys("ann", Keys.ENTER);
    window.shows("h1", "ann");
    window.says(".standing", "Converted: reached “Bought”");
    window.find("#person-id").sendKeys("bob", Keys.ENTER);
    window.says(".standing", "can still reach “Bought” until");
  }

  @Test
  void it_fits_a_phone_and_speaks_russian() {
    window.resize(360, 740);
    window.open("#/people?funnel=checkout&state=dropped");
    window.click("option[value='ru']");
    window.says(".list-sentence", "После этапа «Viewed» потеряны 2 человека.");
    assertThat(window.overflow()).isZero();
    window.clickText("cleo");
    window.says(".reasons li", "опоздало на 6 д: на весь путь даётся 14 д.");
    assertThat(window.overflow()).isZero();
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
