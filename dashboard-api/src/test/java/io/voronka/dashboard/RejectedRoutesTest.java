package io.voronka.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.dashboard.RejectedReader.Kept;
import io.voronka.dashboard.RejectedReader.Page;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedRoutesTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Kept> kept = new ArrayList<>(); // of the project shop, the oldest first
  private final Set<Long> marked = new HashSet<>();
  private final List<Kept> sent = new ArrayList<>();
  private String answer = "{}";

  private final RejectedReader reader =
      new RejectedReader() {
        @Override
        public Page page(String project, @Nullable Long before, int limit) {
          var page = new ArrayList<Kept>();
          for (int i = kept.size() - 1; i >= 0 && page.size() < limit; i--) {
            if (project.equals("shop") && (before == null || kept.get(i).id() < before)) {
              page.add(kept.get(i));
            }
          }
          return new Page(page, page.size() == limit ? page.get(limit - 1).id() : null);
        }

        @Override
        public Optional<Kept> find(String project, long id) {
          return kept.stream().filter(one -> project.equals("shop") && one.id() == id).findFirst();
        }
      };

  private final WebServer server =
      new WebServer(
          "127.0.0.1",
          0,
          100_000,
          () -> Health.READY,
          new Telemetry(),
          new RejectedRoutes(
                  new Access(Map.of("token", "shop", "mall-token", "mall")),
                  reader,
                  marked::contains,
                  (project, one) -> {
                    sent.add(one);
                    return json(answer);
                  },
                  (project, id) -> marked.add(id))
              ::register);

  RejectedRoutesTest() {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private void keep(long id, String json) {
    kept.add(new Kept(id, (ObjectNode) json(json)));
  }

  private Desk.Reply send(String method, String path, String token)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.noBody())
            .build();
    return new Desk.Reply(HTTP.send(request, BodyHandlers.ofByteArray()));
  }

  @Test
  void they_are_listed_the_newest_first_page_by_page() throws Exception {
    for (int id = 1; id <= 5; id++) {
      keep(
          id, "{\"reason\": \"r" + id + "\", \"source\": \"v1/batch\", \"query\": {\"a\": \"b\"}}");
    }
    marked.add(4L);

    var ids = new ArrayList<String>();
    var path = "/rejected?limit=2";
    while (path != null) {
      var page = send("GET", path, "token").json();
      page.path("rejected").forEach(one -> ids.add(one.path("id").textValue()));
      var next = page.path("next").textValue();
      path = next == null ? null : "/rejected?limit=2&cursor=" + next;
    }

    assertThat(ids).containsExactly("5", "4", "3", "2", "1");
    assertThat(send("GET", "/rejected?limit=2", "token").json().path("rejected"))
        .isEqualTo(
            json(
                "[{\"id\":\"5\",\"reason\":\"r5\",\"source\":\"v1/batch\",\"retried\":false},"
                    + "{\"id\":\"4\",\"reason\":\"r4\",\"source\":\"v1/batch\",\"retried\":true}]"));
    assertThat(send("GET", "/rejected", "mall-token").json().path("rejected")).isEmpty();
  }

  @Test
  void what_is_taken_this_time_is_marked() throws Exception {
    keep(7, "{\"reason\": \"r\", \"call\": {}}");
    answer = "{\"accepted\": 1, \"rejected\": [], \"position\": \"p\"}";

    var reply = send("POST", "/rejected/7/retry", "token");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json())
        .isEqualTo(
            json("{\"id\":\"7\",\"taken\":true,\"accepted\":1,\"reasons\":[],\"position\":\"p\"}"));
    assertThat(marked).containsExactly(7L);
    assertThat(sent).containsExactlyElementsOf(kept);
  }

  @Test
  void what_is_refused_again_is_not() throws Exception {
    keep(7, "{\"reason\": \"r\", \"call\": {}}");
    answer = "{\"accepted\": 0, \"rejected\": [{\"reason\": \"still bad\"}], \"position\": \"\"}";

    var reply = send("POST", "/rejected/7/retry", "token");

    assertThat(reply.json().path("taken").booleanValue()).isFalse();
    assertThat(reply.json().at("/reasons/0").textValue()).isEqualTo("still bad");
    assertThat(marked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8", "x", "-1", "99999999999999999999"})
  void what_is_not_there_can_not_be_sent(String id) throws Exception {
    keep(7, "{\"reason\": \"r\", \"call\": {}}");
    assertThat(send("POST", "/rejected/" + id + "/retry", "token").status()).isEqualTo(404);
    assertThat(send("POST", "/rejected/7/retry", "mall-token").status()).isEqualTo(404);
    assertThat(sent).isEmpty();
  }

  @Test
  void a_record_that_no_sender_sent_can_not_be_sent_again() throws Exception {
    keep(7, "{\"reason\": \"event of version 9\", \"record\": \"CQ==\"}");
    assertThat(send("POST", "/rejected/7/retry", "token").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "cursor=x", "page=2"})
  void what_is_asked_wrongly_is_refused(String query) throws Exception {
    assertThat(send("GET", "/rejected?" + query, "token").faults())
        .containsExactly(query.split("=", 2)[0]);
  }
}
