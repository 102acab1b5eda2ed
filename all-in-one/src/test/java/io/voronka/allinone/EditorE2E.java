package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The funnel editor in a browser. Each test has a project of its own. */
class EditorE2E {

  private static final Map<String, String> ENV =
      Map.of(
          "VORONKA_WRITE_KEYS",
              "made:writekey-made,faulty:writekey-faulty,both:writekey-both,begun:writekey-begun",
          "VORONKA_API_TOKENS",
              "made:apitoken-made,faulty:apitoken-faulty,both:apitoken-both,begun:apitoken-begun");

  private static RunningProduct product;
  private final Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
  private Browser browser;

  @BeforeAll
  static void start(@TempDir Path folder) {
    Browser.assumeInstalled();
    product = RunningProduct.start(folder.resolve("data"), ENV);
    assumeThat(product.canBeKilled()).as("a product with the keys of this test").isTrue();
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    browser = Browser.open(product.dashboardUrl(), folder);
  }

  @AfterEach
  void close() {
    browser.closeInPeace();
  }

  @Test
  void a_funnel_is_made_of_what_was_seen_with_its_figures_beside_it() {
    var api = new ApiClient(product, "writekey-made", "apitoken-made");
    send(api, "ann", "Product Viewed", "{\"category\": \"shoes\"}");
    send(api, "ann", "Order Completed", "{\"revenue\": 40}");
    send(api, "bob", "Product Viewed", "{\"category\": \"shoes\"}");
    send(api, "eve", "Product Viewed", "{\"category\": \"bags\"}");
    api.settle();

    browser.signIn("apitoken-made");
    browser.go("#/new/blank");
    browser.shows("h1", "New funnel");
    browser.says(".preview .sentence", "Choose an event");
    browser.write("Name", "Покупка обуви");
    browser.write("Event of stage 1", "product");
    browser.shows(".options li span", "Product Viewed");
    browser.type(Keys.ARROW_DOWN, Keys.ENTER);
    browser.write("Event of stage 2", "Order Complete");
    browser.type(Keys.TAB);
    browser.press("Did you mean “Order Completed”?");
    browser.shows(".preview .stage-count", "3", "1");
    browser.shows(".stage-figures", "3", "1 · 33.3%");

    browser.press("+ only where …");
    browser.write("Property", "category");
    browser.type(Keys.TAB);
    browser.write("Value", "shoes");
    browser.shows(".preview .stage-count", "2", "1");

    browser.press("Save");
    browser.shows("h1", "Покупка обуви");
    browser.shows(".page > .key-figures dd:not(.note)", "2", "1", "50.0%", "50.0%", "0 s");
    assertThat(browser.address()).isEqualTo("#/funnel/pokupka-obuvi");
    assertThat(api.get("/funnels/pokupka-obuvi").path("definition").path("stages"))
        .isEqualTo(
            json(
                """
                [{"name": "Product Viewed", "optional": false,
                  "anyOf": [{"event": "Product Viewed",
                             "where": [{"property": "category", "op": "eq", "value": "shoes"}]}]},
                 {"name": "Order Completed", "optional": false,
                  "anyOf": [{"event": "Order Completed"}]}]
                """));
  }

  @Test
  void mistakes_are_told_at_their_fields_in_the_language_of_the_reader() {
    var api = new ApiClient(product, "writekey-faulty", "apitoken-faulty");
    send(api, "ann", "Product Viewed", "{}");
    api.settle();

    browser.signIn("apitoken-faulty");
    browser.go("#/new/blank");
    browser.shows("h1", "New funnel");
    browser.write("Event of stage 1", "Product Viewed");
    browser.press("Save");
    browser.says(".saving .notice", "3 things can’t be as they are");
    browser.shows(".field-fault", "Must not be empty.", "Must not be empty.", "Must not be empty.");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("funnel-name");

    browser.write("Name", "Shop");
    browser.write("Event of stage 2", "Product Viewed");
    browser.write("Everything within", "0");
    browser.shows(".field-fault", "Must be more than 0.");
    browser.write("Everything within", "soon");
    browser.shows(".field-fault", "Must be a time, such as 14 days.");
    browser.choose("Language", "Русский");
    browser.says(".notice", "Восстановлены несохранённые правки");
    browser.press("Сохранить");
    browser.shows(".field-fault", "Нужно время, например 14 дней.");
    browser.write("Всё в пределах", "2");
    browser.press("Сохранить");
    browser.shows("h1", "Shop");
    assertThat(api.get("/funnels/shop").path("definition").path("window").asText())
        .isEqualTo("P2D");
  }

  @Test
  void form_and_json_say_the_same_and_nothing_is_lost_unasked() {
    var api = new ApiClient(product, "writekey-both", "apitoken-both");
    api.define("checkout", checkout());

    browser.signIn("apitoken-both");
    browser.go("#/edit/checkout");
    browser.shows("h1", "Edit “Checkout”");
    assertThat(browser.value("Name of stage 2")).isEqualTo("Bought");
    browser.press("Move stage 2 up");
    assertThat(browser.value("Name of stage 1")).isEqualTo("Bought");
    browser.press("JSON");
    var written = json(browser.value("Definition as JSON"));
    assertThat(written.path("stages").findValuesAsText("name")).containsExactly("Bought", "Viewed");

    browser.write("Definition as JSON", "{\"name\": ");
    browser.says(".field-error", "look at line 1");
    browser.write("Definition as JSON", checkout().toString().replace("Bought", "Paid"));
    browser.press("Form");
    assertThat(browser.value("Name of stage 2")).isEqualTo("Paid");

    browser.go("#/");
    browser.says("dialog h2", "Leave without saving?");
    browser.press("Keep editing");
    assertThat(browser.address()).isEqualTo("#/edit/checkout");
    browser.go("#/status");
    browser.press("Leave");
    browser.shows("h1", "Status");

    browser.go("#/edit/checkout");
    browser.shows("h1", "Edit “Checkout”");
    assertThat(browser.value("Name of stage 2")).as("what was left is gone").isEqualTo("Bought");
    browser.resize(360, 800);
    assertThat(browser.overhang()).isZero();
    browser.press("Delete funnel");
    browser.says("dialog h2", "Delete “Checkout”?");
    browser.run("document.querySelector('dialog .danger').click()");
    browser.shows("h1", "Overview");
    assertThat(api.dashboard("GET", "/funnels/checkout", new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void a_template_takes_the_names_under_which_events_arrive() {
    var api = new ApiClient(product, "writekey-begun", "apitoken-begun");
    send(api, "ann", "Product Viewed", "{}");
    send(api, "ann", "added_to_cart", "{}");
    send(api, "ann", "order_completed", "{\"revenue\": 40}");
    api.settle();

    browser.signIn("apitoken-begun");
    browser.press("New funnel");
    browser.says(".template-card", "Web shop checkout");
    browser.says(".template-card:has(strong)", "3 of 5 stages arrive already");
    browser.run("document.querySelector('[href=\"#/new/shop\"]').click()");
    browser.shows(".preview .stage-count", "1", "1", "0", "0", "0");
    assertThat(browser.value("Event of stage 2")).isEqualTo("added_to_cart");
    assertThat(browser.value("Event of stage 3")).isEqualTo("Checkout Started");
    assertThat(browser.value("Event of stage 5")).isEqualTo("order_completed");
    browser.says(".needs .hint", "2 of 5 have not arrived yet.");
    browser.press("Remove stage 3");
    browser.shows(".preview .stage-count", "1", "1", "0", "1");
    browser.says(".preview .key-figures", "40");
    browser.press("Save");
    browser.shows("h1", "Web shop checkout");
    assertThat(browser.address()).isEqualTo("#/funnel/web-shop-checkout");
  }

  @Test
  void every_template_is_a_definition_in_both_languages() {
    var api = new ApiClient(product, "writekey-begun", "apitoken-begun");
    browser.signIn("apitoken-begun");
    for (var language : List.of("en", "ru")) {
      var drafts =
          browser.run(
              """
              return Promise.all(['i18n', 'templates', 'template-needs', 'editor-draft']
                  .map(name => import(`/${name}.js`)))
                  .then(([{chooseLanguage}, templates, {createTemplateNeeds}, {bodyOf, draftOf}]) => {
                    chooseLanguage(arguments[0]);
                    return templates.TEMPLATES.map(template => {
                      createTemplateNeeds(template, []);
                      const draft = templates.draftOfTemplate(template, [], () => []);
                      return JSON.stringify(bodyOf(draftOf(draft)));
                    });
                  });
              """,
              language);
      assertThat((List<?>) drafts)
          .hasSizeGreaterThan(10)
          .allSatisfy(draft -> assertThat(faults(api, String.valueOf(draft))).isEmpty());
    }
    assertThat(faults(api, "{\"name\": \"\", \"stages\": []}"))
        .containsExactly("name must not be blank", "stages needs at least 1");
  }

  private static List<String> faults(ApiClient api, String definition) {
    var answer = api.dashboard("POST", "/query/check", definition.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(ApiClient.text(answer)).isEqualTo(200);
    var faults = new ArrayList<String>();
    for (var fault : Json.read(answer.body()).path("violations")) {
      faults.add(fault.path("path").asText() + " " + fault.path("message").asText());
    }
    return faults;
  }

  private static JsonNode checkout() {
    return json(
        """
        {"name": "Checkout", "stages": [
          {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
          {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}
        """);
  }

  private void send(ApiClient api, String person, String event, String properties) {
    var call =
        """
        {"type": "track", "userId": "%s", "event": "%s", "properties": %s, "timestamp": "%s"}
        """
            .formatted(person, event, properties, anHourAgo);
    var answer = api.ingest("/v1/track", call.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
