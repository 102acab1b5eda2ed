package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The pages about alerts in a browser, with alerts, rules and pauses chosen here. */
class AlertPagesIT {

  private static final String FUNNELS =
      """
      {"funnels": [{"id": "checkout", "version": 3, "timeZone": "Europe/Berlin", "definition":
        {"name": "Checkout", "order": "ordered", "window": "P14D", "hold": [], "exclude": [],
         "breakdowns": ["browser"], "breakdownFrom": "entry", "stages": [
           {"name": "Viewed", "anyOf": [{"event": "Product Viewed"}]},
           {"name": "Carted", "anyOf": [{"event": "Product Added"}]},
           {"name": "Bought", "anyOf": [{"event": "Order Completed"}]}]}}]}
      """;
  private static final String ALERT =
      """
      {"id": "a81f", "kind": "segment_drop", "state": "firing", "funnel": "checkout", "version": 3,
       "stage": 2, "stageName": "Carted", "nextStage": "Bought", "segment": {"browser": "Safari"},
       "onset": "2026-03-05T13:08:00Z", "detectedAt": "2026-03-05T14:08:00Z",
       "updatedAt": "2026-03-05T15:00:00Z", "resolvedAt": null, "incident": "i-77",
       "window": {"view": "calendar", "minutes": 60}, "reached": 101, "expectedAdvanced": 28.6,
       "observedAdvanced": 2, "drop": {"estimate": 0.93, "low": 0.75, "high": 0.98},
       "expectedRate": 0.29, "lost": {"soFar": 27, "perHour": 27},
       "score": {"nats": 18.7, "level": 13.7, "falseAlarmsPerYear": 0.007}, "scope": "segment",
       "rootCause": [{"values": {"browser": "Safari"}, "drop": 0.93, "share": 1.0,
                      "dropInTheRest": 0.0, "score": 19.0}],
       "baseline": {"weeks": 8, "level": -0.02, "dispersion": 0.05}, "text": "",
       "persons": "/api/v1/funnels/checkout/persons?stage=2", "acknowledgement": %s, "series": [%s]}
      """;
  private static final String TRAFFIC =
      """
      {"id": "b2", "kind": "traffic_stop", "state": "resolved", "funnel": "checkout", "version": 3,
       "stage": 1, "stageName": "Viewed", "nextStage": "Carted", "segment": null,
       "onset": "2026-03-04T13:00:00Z", "detectedAt": "2026-03-04T13:05:00Z",
       "updatedAt": "2026-03-04T14:00:00Z", "resolvedAt": "2026-03-04T14:00:00Z",
       "incident": "i-78", "expectedReached": 220, "observedReached": 0,
       "drop": {"estimate": 1.0, "low": 0.98, "high": 1.0}, "scope": "unknown", "rootCause": [],
       "score": {"nats": 30, "level": 13.7, "falseAlarmsPerYear": 1e-7},
       "baseline": {"weeks": 8, "level": 0, "dispersion": 0.05}, "text": "",
       "acknowledgement": {"as": "known", "at": "2026-03-04T13:10:00Z"}}
      """;
  private static final String RULE =
      """
      {"id": "checkout", "funnel": "checkout", "stages": "all", "breakdowns": [],
       "kinds": ["stage_drop", "segment_drop", "traffic_stop", "traffic_drop"], "minDrop": 0.1,
       "falseAlarmsPerYear": 1, "enabled": true, "isDefault": true,
       "deliver": [{"id": "d1", "type": "email", "address": "ops@example.com"}%s],
       "smallestDropSeen": {"1h": 0.45, "24h": 0.17}}
      """;

  private static final String DELIVERIES =
      """
      {"id": "a81f.d2", "alert": "a81f", "alertState": "firing", "rule": "checkout",
       "receiver": "d2", "type": "slack", "isTest": false, "state": "dead", "attempts": 12,
       "createdAt": "2026-03-05T14:08:01Z", "nextAt": null, "endedAt": "2026-03-06T14:08:00Z",
       "problem": "answers 410"},
      {"id": "a81f.d1", "alert": "a81f", "alertState": "firing", "rule": "checkout",
       "receiver": "d1", "type": "email", "isTest": false, "state": "sent", "attempts": 1,
       "createdAt": "2026-03-05T14:08:01Z", "nextAt": null, "endedAt": "2026-03-05T14:08:02Z",
       "problem": null}
      """;

  private CannedDashboard dashboard;
  private DashboardWindow window;

  @BeforeEach
  void open(@TempDir Path folder) {
    TestChromium.require();
    dashboard =
        new CannedDashboard()
            .answering("GET /funnels", FUNNELS)
            .answering("GET /live", "")
            .answering("GET /status", "{\"project\": \"shop\"}")
            .answering(
                "GET /alerts",
                """
                {"alerts": [%s, %s], "isComplete": true, "incidents": [
                  {"id": "i-77", "lead": "a81f", "alerts": ["a81f"]},
                  {"id": "i-78", "lead": "b2", "alerts": ["b2"]}]}
                """
                    .formatted(ALERT.formatted("null", ""), TRAFFIC))
            .answering("GET /alerts/a81f", ALERT.formatted("null", series()))
            .answering("GET /alerts/rules", "{\"rules\": [" + RULE.formatted("") + "]}")
            .answering("GET /alerts/rules/checkout", RULE.formatted(""))
            .answering("GET /alerts/deliveries", "{\"deliveries\": [" + DELIVERIES + "]}")
            .answering("GET /alerts/pauses", "{\"pauses\": []}");
    window = new DashboardWindow(dashboard.address(), folder);
    window.open("#token=apitoken");
  }

  private static String series() {
    return IntStream.range(0, 24)
        .mapToObj(
            hour ->
                """
                {"at": "2026-03-05T%02d:00:00Z", "minutes": 60, "observed": %d, "expected": 28.5}
                """
                    .formatted(hour, hour < 13 ? 28 : 1))
        .collect(Collectors.joining(","));
  }

  @AfterEach
  void close() {
    window.close();
    dashboard.close();
  }

  @Test
  void alerts_stand_in_the_list_and_in_the_navigation() {
    window.shows(".nav-count", "2");
    window.open("#/alerts");

    window.shows(
        ".incident h2",
        "Since Mar 5, 2:08 PM hardly anybody with browser = Safari goes from “Carted” to “Bought”:"
            + " 2 instead of about 29. The others are fine.",
        "Since Mar 4, 2:00 PM nobody reaches “Viewed”; about 220 were expected.");
    window.shows(".incident .state", "going on", "ended Mar 4, 3:00 PM");
    window.shows(".incident .badge", "known");
  }

  @Test
  void an_alert_tells_who_was_told_and_tries_again_what_did_not_arrive() {
    dashboard.answering("POST /alerts/deliveries/a81f.d2/retry", "{}");
    window.open("#/alert/a81f");
    window.says(".deliveries tbody tr:first-child", "given up Mar 6, 3:08 PM");
    window.says(".deliveries tbody tr:first-child", "answers 410");
    window.says(".deliveries tbody tr:last-child", "arrived Mar 5, 3:08 PM");
    window.clickText("Try again");

    Await.soon(() -> dashboard.changes() + "", () -> !dashboard.changes().isEmpty());
    assertThat(dashboard.changes()).containsExactly("POST /alerts/deliveries/a81f.d2/retry");
  }

  @Test
  void who_may_only_look_is_offered_nothing_else() {
    var viewer = "{\"project\": \"shop\", \"role\": \"viewer\", \"csrf\": \"secret\"}";
    dashboard.answering("GET /session", viewer).answering("POST /session", viewer);
    window.open("#token=viewer-token");
    window.shows(".project", "shop");
    window.open("#/alert/a81f");
    window.says(".deliveries tbody tr:first-child", "given up");
    window.says("main", "This needs the role “Editor”.");
    assertThat(window.texts("main button")).doesNotContain("Try again");
    window.open("#/alert-rules");
    window.says(".incident h2", "Checkout");
    assertThat(window.isThere(".incident h2 a")).isFalse();
    window.open("#/alert-rule/checkout");
    window.says("h1", "This needs the role “Editor”.");
    window.open("#/edit/checkout");
    window.says("h1", "This needs the role “Editor”.");
    window.open("#/");
    window.says(".card h2", "Checkout");
    assertThat(window.texts("main a")).doesNotContain("New funnel");
  }

  @Test
  void the_pages_can_be_used_by_everybody() {
    var axe = new AxeCore();
    for (var page : List.of("#/alerts", "#/alert/a81f", "#/alert-rule/checkout")) {
      window.reopen(page);
      for (var theme : List.of("light", "dark")) {
        window.chooseTheme(theme);
        assertThat(axe.seriousFaults(window)).as(page + ", " + theme).isEmpty();
      }
    }
  }

  @Test
  void an_alert_tells_how_it_went_whom_it_concerns_and_takes_an_answer() {
    dashboard.answering("POST /alerts/a81f/ack", ALERT.formatted("null", ""));
    window.open("#/alert/a81f");
    window.says("h1", "hardly anybody with browser = Safari");
    window.says(".person-facts", "once in 143 years");
    window.find(".trend-canvas canvas");
    window.clickText("Show as table");
    window.shows(".tall tbody tr:first-child td", "1", "28.5");
    window.says(".pair-of-panels tbody tr", "browser = Safari");
    dashboard.answering(
        "GET /alerts/a81f",
        ALERT.formatted("{\"as\": \"known\", \"at\": \"2026-03-05T14:20:00Z\"}", series()));
    window.clickText("We know");

    window.says("main", "Known since Mar 5, 3:20 PM.");
    assertThat(dashboard.changes()).containsExactly("POST /alerts/a81f/ack {\"as\":\"known\"}");
  }

  @Test
  void a_rule_says_what_its_settings_do_and_keeps_what_is_secret() {
    window.open("#/alert-rules");
    window.says(
        ".incident", "it sees a drop of 45.0% within an hour, and one of 17.0% within a day");
    window.click(".incident h2 a");
    window.says(".effect", "10.0%: from 30.0% to 27.0% is told, less is not.");
    window.find("input[type='range']").sendKeys(Keys.ARROW_RIGHT);
    window.says(".effect", "11.0%: from 30.0% to 26.7% is told, less is not.");
    window.click("option[value='0.1']");
    window.says(".effect", "About one false alarm in 10 years for each stage.");
    window.clickText("Add a receiver");
    window.find(".receivers input").sendKeys("http://inside");
    dashboard.answering(
        "PUT /alerts/rules/checkout",
        400,
        """
        {"detail": "The rule breaks rules.",
         "violations": [{"path": "deliver[1].url", "message": "must be https"}]}
        """);
    window.clickText("Save the rule");
    window.shows(".form .field-error", "2. must be https");
    dashboard.answering(
        "PUT /alerts/rules/checkout",
        RULE.formatted(
            ", {\"id\": \"d2\", \"type\": \"webhook\", \"url\": \"https://a\", \"secret\":"
                + " \"whsec_x\"}"));
    window.clickText("Save the rule");

    window.says(".secret", "whsec_x");
    assertThat(dashboard.changes())
        .last()
        .isEqualTo(
            "PUT /alerts/rules/checkout {\"funnel\":\"checkout\",\"stages\":\"all\","
                + "\"breakdowns\":[],\"kinds\":[\"stage_drop\",\"segment_drop\",\"traffic_stop\","
                + "\"traffic_drop\"],\"minDrop\":0.11,\"falseAlarmsPerYear\":0.1,\"enabled\":true,"
                + "\"deliver\":[{\"id\":\"d1\"},{\"type\":\"webhook\",\"url\":\"http://inside\"}]}");
  }

  @Test
  void a_pause_is_planned_by_the_clocks_of_the_project() {
    dashboard.answering("POST /alerts/pauses", 201, "{\"id\": \"p1\"}");
    window.open("#/alert-pauses");
    window.says("main", "No pause is planned.");
    window.find("input[type='datetime-local']");
    window.run(
        """
        const [from, to] = document.querySelectorAll('input[type=datetime-local]');
        from.value = '2026-03-29T01:30';
        to.value = '2026-03-29T04:00';
        """);
    window.clickText("Plan it");

    Await.soon(() -> "it is sent", () -> !dashboard.changes().isEmpty());
    assertThat(dashboard.changes())
        .as("clocks go forward in that night")
        .containsExactly(
            "POST /alerts/pauses {\"from\":\"2026-03-29T00:30:00.000Z\","
                + "\"to\":\"2026-03-29T02:00:00.000Z\",\"funnel\":null,\"weekly\":false,"
                + "\"reason\":\"\"}");
  }

  @Test
  void all_fit_a_phone_and_speak_russian() {
    window.resize(360, 740);
    window.click("option[value='ru']");
    for (var page :
        new String[] {
          "#/alerts", "#/alert/a81f", "#/alert-rules", "#/alert-rule/checkout", "#/alert-pauses"
        }) {
      window.open(page);
      window.find("main .panel");
      assertThat(window.overflow()).as(page).isZero();
    }
    window.open("#/alerts");
    window.says(".incident h2", "С 5 мар., 14:08 почти никто с browser = Safari не доходит");
  }
}
