package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Sessions, paths and drivers in a browser against the product: 40 people, of whom those on a
 * laptop buy and those on a phone don't.
 */
class ExploreE2E {

  private static final int PEOPLE = 40;
  private DashboardWindow window;

  @BeforeAll
  static void start() {
    TestChromium.require();
    var api = SharedProduct.api("explore");
    api.define(
        "checkout",
        Json.read(
            utf8(
                """
                {"name": "Checkout", "window": "PT1H", "stages": [
                  {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
                  {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
                """)));
    var calls =
        IntStream.range(0, PEOPLE).mapToObj(ExploreE2E::visit).collect(Collectors.joining(","));
    var answer = api.ingest("/v1/batch", utf8("{\"batch\": [" + calls + "]}"));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    api.settle();
  }

  /** What one person does, two hours ago. */
  private static String visit(int person) {
    boolean isOnPhone = person % 2 == 0;
    var view = call(person, "Product Viewed", isOnPhone ? "phone" : "laptop", 120);
    return isOnPhone ? view : view + "," + call(person, "Order Completed", "laptop", 119);
  }

  private static String call(int person, String event, String device, int minutesAgo) {
    return """
    {"type": "track", "userId": "p%d", "event": "%s", "properties": {"device": "%s"},
     "context": {"page": {"referrer": "https://www.google.com/"}}, "timestamp": "%s"}
    """
        .formatted(person, event, device, Instant.now().minus(Duration.ofMinutes(minutesAgo)));
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    window = new DashboardWindow(SharedProduct.get().dashboardUrl(), folder);
    window.open("#token=" + SharedProduct.token("explore"));
  }

  @AfterEach
  void closeInPeace() {
    window.closeInPeace();
  }

  @Test
  void sessions_have_figures_a_trend_and_groups() {
    window.clickText("Sessions");
    window.shows(".page > .key-figures dd:not(.note)", "40", "40", "50.0%", "30 s", "1.5");
    window.shows(".breakdown tbody tr:first-child th", "Organic Search", "(none)", "(none)");
    window.click(".trend-canvas canvas");
    window.clickText("Show as table");
    window.shows(".tall tbody tr:first-child .number", "40", "40", "50.0%");
    window.click("option[value='device']");
    window.says("caption + thead", "Device");
    assertThat(window.currentAddress()).contains("breakdown=device");
  }

  @Test
  void paths_are_followed_after_before_and_between() {
    window.open("#/paths");
    window.says(
        ".sentence",
        "Of 40 people who did “Product Viewed”, 50.0% did “Order Completed” next; 50.0% did"
            + " nothing more.");
    window.find(".sankey canvas");
    window.clickText("Save as PNG");
    assertThat(window.saved("paths.png")).startsWith(0x89, 'P', 'N', 'G');

    window.clickText("Show as table");
    window.shows(".tall tbody td:last-child", "50.0%", "50.0%", "100.0%");
    window.click(".paths-filter label:has([value='end'])");
    var field = window.find(".paths-filter input[type='text']");
    field.sendKeys(Keys.chord(Keys.CONTROL, "a"), "Order Completed", Keys.ENTER);
    window.says(".sentence", "Of 20 people who did “Order Completed”, 100.0% had done");
    window.click(".paths-filter label:has([value='between'])");
    window.says("main", "Nobody did this in this range.");
    window.open("#/paths?mode=between&event=Product%20Viewed&until=Order%20Completed");
    window.says(".sentence", "20 people got from “Product Viewed” to “Order Completed”.");
  }

  @Test
  void drivers_tell_what_goes_with_being_lost() {
    window.open("#/drivers?funnel=checkout");
    window.says(
        ".list-sentence", "After “Viewed”: 20 who went on, compared with 20 who were lost.");
    window.shows(
        ".drivers tbody th", "had device = phone on entering", "had device = laptop on entering");
    window.says(".drivers tbody tr:first-child", "practically excluded");
    window.clickText("See who was lost");
    window.says(".list-sentence", "20 people were lost after “Viewed”.");
  }

  @Test
  void all_fit_a_phone_and_speak_russian() {
    window.resize(360, 740);
    window.click("option[value='ru']");
    window.open("#/sessions");
    window.says("h2", "Сессии по времени");
    assertThat(window.overflow()).isZero();
    window.open("#/paths");
    window.says(".sentence", "Событие «Product Viewed» было у людей: 40.");
    assertThat(window.overflow()).isZero();
    window.open("#/drivers");
    window.says(".list-sentence", "После этапа «Viewed»: дальше пошли 20, потеряны 20.");
    assertThat(window.overflow()).isZero();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
