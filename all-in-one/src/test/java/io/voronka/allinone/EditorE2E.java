package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The funnel editor in a window. Each test has a project of its own. */
class EditorE2E {

  private final Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
  private DashboardWindow window;
  private Fields fields;

  @BeforeAll
  static void start() {
    TestChromium.require();
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    window = new DashboardWindow(SharedProduct.get().dashboardUrl(), folder);
    fields = new Fields(window);
  }

  @AfterEach
  void close() {
    window.closeInPeace();
  }

  @Test
  void a_funnel_is_made_of_what_was_seen_with_its_figures_beside_it() {
    var api = SharedProduct.api("made");
    send(api, "ann", "Product Viewed", "{\"category\": \"shoes\"}");
    send(api, "ann", "Order Completed", "{\"revenue\": 40}");
    send(api, "bob", "Product Viewed", "{\"category\": \"shoes\"}");
    send(api, "eve", "Product Viewed", "{\"category\": \"bags\"}");
    api.settle();

    window.open("#token=" + SharedProduct.token("made"));
    window.shows("h1", "Overview");
    go("#/new/blank");
    window.shows("h1", "New funnel");
    window.says(".preview .sentence", "Choose an event");
    fields.write("Name", "Покупка обуви");
    fields.write("Event of stage 1", "product");
    window.shows(".options li span", "Product Viewed");
    fields.type(Keys.ARROW_DOWN, Keys.ENTER);
    fields.write("Event of stage 2", "Order Complete");
    fields.type(Keys.TAB);
    fields.press("Did you mean “Order Completed”?");
    window.shows(".preview .stage-count", "3", "1");
    window.shows(".stage-figures", "3", "1 · 33.3%");

    fields.press("+ only where …");
    fields.write("Property", "category");
    fields.type(Keys.TAB);
    fields.write("Value", "shoes");
    window.shows(".preview .stage-count", "2", "1");

    signInInAnotherTab();
    fields.press("Save");
    window.shows("h1", "Покупка обуви");
    window.hasComplained("403"); // once, for the secret of the session before
    window.shows(".page > .key-figures .figure", "2", "1", "50.0%", "50.0%", "0 s");
    assertThat(hash()).isEqualTo("#/funnel/pokupka-obuvi");
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
    var api = SharedProduct.api("faulty");
    send(api, "ann", "Product Viewed", "{}");
    api.settle();

    window.open("#token=" + SharedProduct.token("faulty"));
    window.shows("h1", "Overview");
    go("#/new/blank");
    window.shows("h1", "New funnel");
    fields.write("Event of stage 1", "Product Viewed");
    fields.press("Save");
    window.says(".saving .notice", "3 things can’t be as they are");
    window.shows(".field-fault", "Must not be empty.", "Must not be empty.", "Must not be empty.");
    assertThat(window.run("return document.activeElement.id")).isEqualTo("funnel-name");

    fields.write("Name", "Shop");
    fields.write("Event of stage 2", "Product Viewed");
    fields.write("Everything within", "0");
    window.shows(".field-fault", "Must be more than 0.");
    fields.write("Everything within", "soon");
    window.shows(".field-fault", "Must be a time, such as 14 days.");
    fields.choose("Language", "Русский");
    window.says(".notice", "Восстановлены несохранённые правки");
    fields.press("Сохранить");
    window.shows(".field-fault", "Нужно время, например 14 дней.");
    fields.write("Всё в пределах", "2");
    fields.press("Сохранить");
    window.shows("h1", "Shop");
    assertThat(api.get("/funnels/shop").path("definition").path("window").asText())
        .isEqualTo("P2D");
  }

  @Test
  void form_and_json_say_the_same_and_nothing_is_lost_unasked() {
    var api = SharedProduct.api("both");
    api.define("checkout", checkout());

    window.open("#token=" + SharedProduct.token("both"));
    window.shows("h1", "Overview");
    go("#/edit/checkout");
    window.shows("h1", "Edit “Checkout”");
    assertThat(fields.value("Name of stage 2")).isEqualTo("Bought");
    fields.press("Move stage 2 up");
    assertThat(fields.value("Name of stage 1")).isEqualTo("Bought");
    fields.press("JSON");
    var written = json(fields.value("Definition as JSON"));
    assertThat(written.path("stages").findValuesAsText("name")).containsExactly("Bought", "Viewed");

    fields.write("Definition as JSON", "{\"name\": ");
    window.says(".field-error", "look at line 1");
    fields.write("Definition as JSON", checkout().toString().replace("Bought", "Paid"));
    fields.press("Form");
    assertThat(fields.value("Name of stage 2")).isEqualTo("Paid");

    go("#/");
    window.says("dialog h2", "Leave without saving?");
    fields.press("Keep editing");
    assertThat(hash()).isEqualTo("#/edit/checkout");
    go("#/status");
    fields.press("Leave");
    window.shows("h1", "Status");

    go("#/edit/checkout");
    window.shows("h1", "Edit “Checkout”");
    assertThat(fields.value("Name of stage 2")).as("what was left is gone").isEqualTo("Bought");
    window.resize(360, 800);
    assertThat(window.overflow()).isZero();
    fields.press("Delete funnel");
    window.says("dialog h2", "Delete “Checkout”?");
    window.run("document.querySelector('dialog .danger').click()");
    window.shows("h1", "Overview");
    assertThat(api.dashboard("GET", "/funnels/checkout", new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void a_template_takes_the_names_under_which_events_arrive() {
    var api = SharedProduct.api("begun");
    send(api, "ann", "Product Viewed", "{}");
    send(api, "ann", "added_to_cart", "{}");
    send(api, "ann", "order_completed", "{\"revenue\": 40}");
    api.settle();

    window.open("#token=" + SharedProduct.token("begun"));
    window.shows("h1", "Overview");
    fields.press("New funnel");
    window.says(".template-card", "Web shop checkout");
    window.says(".template-card:has(strong)", "3 of 5 stages arrive already");
    window.run("document.querySelector('[href=\"#/new/shop\"]').click()");
    window.shows(".preview .stage-count", "1", "1", "0", "0", "0");
    assertThat(fields.value("Event of stage 2")).isEqualTo("added_to_cart");
    assertThat(fields.value("Event of stage 3")).isEqualTo("Checkout Started");
    assertThat(fields.value("Event of stage 5")).isEqualTo("order_completed");
    window.says(".needs .hint", "2 of 5 have not arrived yet.");
    fields.press("Remove stage 3");
    window.shows(".preview .stage-count", "1", "1", "0", "1");
    window.says(".preview .key-figures", "40");
    fields.press("Save");
    window.shows("h1", "Web shop checkout");
    assertThat(hash()).isEqualTo("#/funnel/web-shop-checkout");
  }

  @Test
  void every_template_is_a_definition_in_both_languages() {
    var api = SharedProduct.api("begun");
    window.open("#token=" + SharedProduct.token("begun"));
    window.shows("h1", "Overview");
    for (var language : List.of("en", "ru")) {
      var drafts =
          window.run(
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

  /** Goes to another page of the same document. */
  /** The browser has one session: that of the tab that signed in last. */
  private void signInInAnotherTab() {
    var status =
        window.runUntilCalledBack(
            """
            const done = arguments[arguments.length - 1];
            fetch('/api/v1/session', {
              method: 'POST',
              headers: {'Content-Type': 'application/json'},
              body: JSON.stringify({token: 'apitoken-made'}),
            }).then((answer) => done(answer.status));
            """);
    assertThat(status).isEqualTo(200L);
  }

  private void go(String hash) {
    window.run("location.hash = arguments[0]", hash);
  }

  private String hash() {
    return String.valueOf(window.run("return location.hash"));
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
