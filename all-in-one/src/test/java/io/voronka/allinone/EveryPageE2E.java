package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every page against the product, in both languages, light on a wide screen and dark on a phone:
 * nothing that keeps people from using it, nothing wider than the window, no error in the console,
 * no request to another origin.
 */
class EveryPageE2E {

  private static final int PEOPLE = 40;
  private static final int[] WIDTHS = {1440, 390};
  private static final List<String> PAGES =
      List.of(
          "#/",
          "#/funnel/checkout",
          "#/funnel/checkout?tab=breakdown",
          "#/funnel/checkout?tab=time",
          "#/funnel/checkout?tab=paths",
          "#/funnel/checkout?view=table",
          "#/funnel/missing",
          "#/new",
          "#/edit/checkout",
          "#/people?funnel=checkout",
          "#/person/p1?funnel=checkout",
          "#/paths",
          "#/sessions",
          "#/drivers?funnel=checkout",
          "#/alerts",
          "#/alert-rules",
          "#/alert-rule/checkout",
          "#/alert-rule/new",
          "#/alert-pauses",
          "#/sources",
          "#/status",
          "#/missing");

  @BeforeAll
  static void start() {
    TestChromium.require();
    var api = SharedProduct.api("every");
    api.define(
        "checkout",
        Json.read(
            utf8(
                """
                {"name": "Checkout", "breakdowns": ["device"], "stages": [
                  {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
                  {"name": "Carted", "anyOf": [{"event": "Product Added"}], "target": 0.7},
                  {"name": "Bought", "anyOf": [{"event": "Order Completed"}], "value": "revenue"}]}
                """)));
    var calls =
        IntStream.range(0, PEOPLE).mapToObj(EveryPageE2E::visit).collect(Collectors.joining(","));
    var answer = api.ingest("/v1/batch", utf8("{\"batch\": [" + calls + "]}"));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    var source = "{\"kind\": \"stripe\", \"secret\": \"whsec_every-page\"}";
    answer = api.dashboard("PUT", "/sources/payments", utf8(source));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(201);
    api.settle();
  }

  private static String visit(int person) {
    var device = person % 3 == 0 ? "phone" : "laptop";
    var calls = new ArrayList<String>();
    calls.add(call(person, "Product Viewed", device, 90));
    if (person % 4 != 0) {
      calls.add(call(person, "Product Added", device, 80));
    }
    if (person % 2 == 1) {
      calls.add(call(person, "Order Completed", device, 60));
    }
    return String.join(",", calls);
  }

  private static String call(int person, String event, String device, int minutesAgo) {
    return """
    {"type": "track", "userId": "p%d", "event": "%s", "timestamp": "%s",
     "properties": {"device": "%s", "revenue": 20}}
    """
        .formatted(person, event, Instant.now().minus(Duration.ofMinutes(minutesAgo)), device);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ru"})
  void can_be_used_by_everybody(String language, @TempDir Path folder) {
    try (var look = new PageLook(SharedProduct.get().dashboardUrl(), folder, language)) {
      look.at("signing in", "#/", "#token");
      look.signIn("empty");
      look.at("an empty project", "#/");
      look.at("a first funnel", "#/new");
      look.signIn("every");
      for (var page : PAGES) {
        look.at(page, page);
      }

      assertThat(look.faults()).isEmpty();
      look.closeInPeace();
    }
  }

  /** One window that goes from page to page and writes down what is wrong with them. */
  private static final class PageLook implements AutoCloseable {

    private final DashboardWindow window;
    private final AxeCore axe = new AxeCore();
    private final List<String> faults = new ArrayList<>();
    private final String language;
    private int seen;

    PageLook(String address, Path folder, String language) {
      this.language = language;
      window = new DashboardWindow(address, folder);
      window.open("#/");
      window.find("#token");
      window.chooseLanguage(language);
    }

    void signIn(String project) {
      window.open("#token=" + SharedProduct.token(project));
      window.shows(".project", project);
    }

    void at(String name, String hash) {
      at(name, hash, "main");
    }

    void at(String name, String hash, String awaited) {
      window.resize(WIDTHS[0], 1000);
      window.reopen(hash);
      window.find(awaited);
      seen++;
      for (int width : WIDTHS) {
        window.resize(width, 1000);
        if (window.overflow() > 0) {
          faults.add(name + ": wider by " + window.overflow() + " pixels than " + width);
        }
        if (isLookedAt(width)) {
          var theme = width == WIDTHS[0] ? "light" : "dark";
          window.chooseTheme(theme);
          var where = name + ", " + width + " px, " + theme + ": ";
          axe.seriousFaults(window).forEach(fault -> faults.add(where + fault));
        }
      }
    }

    /** A close look takes long: each page has one at each width, in one language each. */
    private boolean isLookedAt(int width) {
      return (language.equals("en") == (width == WIDTHS[0])) == (seen % 2 == 0);
    }

    List<String> faults() {
      return faults;
    }

    void closeInPeace() {
      window.closeInPeace();
    }

    @Override
    public void close() {
      window.close();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
