package io.voronka.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes the pictures of {@code docs/screenshots} anew, from the demonstration with its usual seed;
 * and of every page, in both languages and themes, on a wide screen and on a phone, into {@code
 * target/screenshots}, to be looked at. Run by name only.
 */
class Screenshots {

  private static final Path KEPT = Path.of("..", "docs", "screenshots");
  private static final Path ALL = Path.of("target", "screenshots");
  private static final String STILL = "--force-prefers-reduced-motion";
  private static final int WIDE = 1440;
  private static final int PHONE = 390;
  private static final int HEIGHT = 900;
  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS", "demo:writekey-demo",
          "VORONKA_API_TOKENS", "demo:apitoken-demo");

  /** Address of each page by the name of its picture. */
  private static final List<Map.Entry<String, String>> PAGES =
      List.of(
          Map.entry("overview", "#/"),
          Map.entry("funnel", "#/funnel/shop-checkout"),
          Map.entry("breakdown", "#/funnel/shop-checkout?tab=breakdown"),
          Map.entry("time", "#/funnel/shop-checkout?tab=time"),
          Map.entry("flows", "#/funnel/shop-checkout?tab=paths"),
          Map.entry("comparison", "#/funnel/shop-checkout?range=today&compare=before"),
          Map.entry("templates", "#/new"),
          Map.entry("editor", "#/edit/shop-checkout"),
          Map.entry("people", "#/people?funnel=shop-checkout&stage=2&state=dropped"),
          Map.entry("paths", "#/paths"),
          Map.entry("sessions", "#/sessions"),
          Map.entry("drivers", "#/drivers?funnel=shop-checkout"),
          Map.entry("alerts", "#/alerts"),
          Map.entry("rules", "#/alert-rules"),
          Map.entry("rule", "#/alert-rule/shop-checkout"),
          Map.entry("pauses", "#/alert-pauses"),
          Map.entry("sources", "#/sources"),
          Map.entry("status", "#/status"));

  /** Those that stand in documents: name, language, theme and width. */
  private static final List<String> IN_DOCUMENTS =
      List.of(
          "overview-en-light-1440",
          "overview-en-dark-1440",
          "overview-en-light-390",
          "funnel-en-light-1440",
          "editor-en-light-1440",
          "rules-en-light-1440",
          "funnel-ru-light-1440",
          "people-en-light-1440");

  @Test
  void take(@TempDir Path folder) throws IOException {
    TestChromium.require();
    try (var product = RunningProduct.demo(folder.resolve("data"), ENV, "--seed", "42")) {
      new ApiClient(product, "writekey-demo", "apitoken-demo").settle();
      for (var language : List.of("en", "ru")) {
        try (var window =
            new DashboardWindow(product.dashboardUrl(), folder.resolve(language), STILL)) {
          window.open("#/");
          window.find("#token");
          window.chooseLanguage(language);
          window.open("#token=apitoken-demo");
          window.shows(".project", "demo");
          take(window, language, IN_DOCUMENTS::contains, KEPT, DashboardWindow::view);
          take(window, language, file -> true, ALL, DashboardWindow::picture);
        }
      }
    }
  }

  private static void take(
      DashboardWindow window,
      String language,
      Predicate<String> isWanted,
      Path into,
      Function<DashboardWindow, byte[]> picture)
      throws IOException {
    Files.createDirectories(into);
    for (var page : PAGES) {
      for (var theme : List.of("light", "dark")) {
        for (int width : List.of(WIDE, PHONE)) {
          var file = page.getKey() + "-" + language + "-" + theme + "-" + width;
          if (isWanted.test(file)) {
            window.resize(width, HEIGHT);
            window.chooseTheme(theme);
            window.reopen(page.getValue());
            Files.write(into.resolve(file + ".png"), picture.apply(window));
          }
        }
      }
    }
  }
}
