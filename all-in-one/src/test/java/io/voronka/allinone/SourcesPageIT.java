package io.voronka.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of sources and status in a browser, in states chosen here. */
class SourcesPageIT {

  private static final String KEY =
      """
      {"id": "k2", "name": "Shop website", "from": "api", "hint": "x7Qf",
       "allowedOrigins": ["https://shop.example.com"], "eventsPerSecond": 500, "disabled": false,
       "createdAt": "2026-03-01T10:00:00Z", "previousGoodUntil": null,
       "lastSeen": "2026-03-02T10:00:00Z", "accepted": 12034, "rejected": 17, "refused": 4%s}
      """;

  private CannedDashboard dashboard;
  private DashboardWindow window;

  @BeforeEach
  void open(@TempDir Path folder) {
    TestChromium.require();
    dashboard =
        new CannedDashboard()
            .answering("GET /funnels", "{\"funnels\": []}")
            .answering("GET /live", "")
            .answering(
                "GET /status",
                """
                {"project": "shop", "settled": true, "ingestUrl": "http://127.0.0.1:8081",
                 "rejected": 2, "fullPersons": 1, "funnels": [],
                 "partitions": [
                   {"partition": 0, "received": 10, "counted": 10, "lag": 0, "instance": "a:1", "ageSeconds": 1},
                   {"partition": 1, "received": 10, "counted": 7, "lag": 3, "instance": "b:1", "ageSeconds": 30}]}
                """)
            .answering("GET /keys", "{\"keys\": [" + KEY.formatted("") + "]}")
            .answering("GET /sources", "{\"sources\": []}")
            .answering("GET /tokens", "{\"tokens\": []}")
            .answering("GET /rejected", "{\"rejected\": [], \"next\": null}");
    window = new DashboardWindow(dashboard.address(), folder);
  }

  @AfterEach
  void close() {
    window.close();
    dashboard.close();
  }

  @Test
  void keys_are_listed_made_switched_off_and_carefully_removed() {
    dashboard
        .answering("POST /keys", KEY.formatted(", \"secret\": \"wk_secret_once\""))
        .answering("PUT /keys/k2", KEY.formatted(""))
        .answering("DELETE /keys/k2", "{}");
    window.open("#token=apitoken");
    window.clickText("Sources");
    window.says(".keys tbody tr", "Shop website");
    window.says(".keys tbody tr", "500 events/s, https://shop.example.com");

    window.clickText("New write key");
    window.find(".form input").sendKeys("Blog");
    window.clickText("Make the key");
    window.says(".secret", "wk_secret_once");
    window.clickText("I have it");
    window.clickText("Switch off");
    Await.soon(() -> dashboard.changes() + "", () -> dashboard.changes().size() == 2);
    window.clickText("Remove");
    assertThat(dashboard.changes()).as("it is asked before").hasSize(2);
    window.click(".danger");
    Await.soon(() -> dashboard.changes() + "", () -> dashboard.changes().size() == 3);

    assertThat(dashboard.changes())
        .containsExactly(
            "POST /keys {\"name\":\"Blog\",\"allowedOrigins\":[],\"eventsPerSecond\":null}",
            "PUT /keys/k2 {\"name\":\"Shop website\",\"allowedOrigins\":"
                + "[\"https://shop.example.com\"],\"eventsPerSecond\":500,\"disabled\":true}",
            "DELETE /keys/k2");
  }

  @Test
  void faults_stand_at_their_fields() {
    dashboard.answering(
        "POST /keys",
        400,
        """
        {"status": 400, "detail": "The key can't be made.",
         "violations": [{"path": "name", "message": "must be 1 to 100 characters"},
                        {"path": "allowedOrigins[0]", "message": "must be an origin"}]}
        """);
    window.open("#token=apitoken");
    window.open("#/sources");
    window.clickText("New write key");
    window.clickText("Make the key");

    window.shows(".field .field-error", "must be 1 to 100 characters", "must be an origin");
    assertThat(window.run("return document.activeElement.getAttribute('aria-invalid')"))
        .isEqualTo("true");
  }

  @Test
  void webhooks_whose_secret_is_lost_say_so_and_without_a_key_none_can_be_made() {
    dashboard.answering(
        "GET /sources",
        """
        {"secretsKeySet": false, "sources": [
          {"id": "fixed", "name": "fixed", "kind": "json", "from": "settings",
           "path": "/hooks/json/fixed", "state": "active", "lastSeen": null, "accepted": 0,
           "rejected": 0, "refused": 0},
          {"id": "pay", "name": "pay", "kind": "stripe", "from": "api", "path": "/hooks/stripe/pay",
           "state": "unreadable", "problem": "It can't be read.", "paused": false,
           "secretSetAt": "2026-03-01T10:00:00Z", "createdAt": "2026-03-01T10:00:00Z",
           "previousGoodUntil": null, "lastSeen": "2026-03-02T10:00:00Z", "accepted": 7,
           "rejected": 0, "refused": 0}]}
        """);
    window.open("#token=apitoken");
    window.reopen("#/sources");

    window.says(".webhooks tbody tr", "Nothing is taken: its secret can’t be read");
    window.says(".webhooks tbody tr", "from the settings");
    window.says("main", "To make webhooks here, set VORONKA_SECRETS_KEY");
    assertThat(window.texts("summary")).doesNotContain("New webhook").contains("New write key");
    assertThat(window.texts(".webhooks td:last-child button"))
        .containsExactly("Change", "Pause", "Remove");
    window.resize(360, 740);
    assertThat(window.overflow()).isZero();
  }

  @Test
  void who_is_no_admin_sees_webhooks_and_changes_none() {
    var session = "{\"project\": \"shop\", \"role\": \"editor\", \"csrf\": \"secret\"}";
    dashboard
        .answering("GET /session", session)
        .answering("POST /session", session)
        .answering("GET /sources", "{\"secretsKeySet\": true, \"sources\": []}");
    window.open("#token=apitoken");
    window.reopen("#/sources");

    window.says("main", "Webhooks are made and changed by those with the role admin.");
    assertThat(window.texts("summary")).doesNotContain("New webhook");
  }

  @Test
  void what_was_rejected_tells_why_and_can_be_tried_again() {
    dashboard
        .answering(
            "GET /rejected",
            """
            {"rejected": [{"id": "r1", "receivedAt": "2026-03-02T10:00:00Z", "source": "v1/batch",
                           "reason": "timestamp is no time", "index": 3,
                           "call": {"event": "Order Completed"}}], "next": null}
            """)
        .answering("POST /rejected/r1/retry", "{\"id\": \"r1\", \"taken\": true, \"accepted\": 1}");
    window.open("#token=apitoken");
    window.open("#/sources");
    window.says(".rejected-head strong", "timestamp is no time");
    window.clickText("What was sent");
    window.says(".rejected pre", "Order Completed");
    window.clickText("Try again");

    window.shows(".rejected .outcome", "Taken: 1 event.");
    assertThat(dashboard.changes()).containsExactly("POST /rejected/r1/retry");
  }

  @Test
  void who_may_not_see_tokens_is_told_so_and_the_rest_fails_by_itself() {
    dashboard
        .answering("GET /tokens", 403, "{\"status\": 403, \"detail\": \"This needs an admin.\"}")
        .answering("GET /rejected", 503, "{\"status\": 503, \"detail\": \"The log is away.\"}");
    window.open("#token=apitoken");
    window.open("#/sources");
    window.says("main", "Tokens are shown to those with the role admin.");
    window.says(".error", "Could not load: The log is away.");
    window.says(".keys tbody tr", "Shop website");
    dashboard.answering("GET /rejected", "{\"rejected\": [], \"next\": null}");
    window.clickText("Try again");
    window.says("#rejected", "Nothing was rejected.");
  }

  @Test
  void the_status_tells_the_worst_first() {
    window.open("#token=apitoken");
    window.clickText("Status");
    window.says(".verdict", "No word from 1 partition: its figures may be old.");
    window.says("main", "1 person has as many events as a timeline may hold");
    window.clickText("See what was rejected, and why");
    window.shows("h1", "Sources");

    window.resize(360, 740);
    assertThat(window.overflow()).isZero();
    window.open("#/status");
    window.find(".verdict");
    assertThat(window.overflow()).isZero();
  }
}
