package io.voronka.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.Health;
import io.voronka.kit.Telemetry;
import io.voronka.kit.WebServer;
import io.voronka.model.count.Counting;
import io.voronka.model.count.FigureSum;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Range;
import io.voronka.model.count.Segment;
import io.voronka.model.count.StageFigure;
import io.voronka.model.count.StageState;
import io.voronka.model.definition.Funnel;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.explore.DriverCounts;
import io.voronka.model.explore.FlowLink;
import io.voronka.model.explore.FlowLink.Place;
import io.voronka.model.explore.FlowQuestion;
import io.voronka.model.explore.SeenEvent;
import io.voronka.model.explore.SeenProperties;
import io.voronka.model.explore.SeenProperty;
import io.voronka.testing.FunnelText;
import io.voronka.testing.Scenario;
import io.voronka.wire.DriversQuestion;
import io.voronka.wire.EventCodec;
import io.voronka.wire.ExplainQuestion;
import io.voronka.wire.Json;
import io.voronka.wire.NamesQuestion;
import io.voronka.wire.PartitionQuestion;
import io.voronka.wire.PathsQuestion;
import io.voronka.wire.PersonQuestion;
import io.voronka.wire.PersonsQuestion;
import io.voronka.wire.PersonsQuestion.Listed;
import io.voronka.wire.PropertiesQuestion;
import io.voronka.wire.TallyCodec;
import io.voronka.wire.TimelineQuestion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The questions over HTTP, to an instance that holds partition 0. */
class TimelineAnswersTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Funnel CHECKOUT =
      FunnelText.saved(
          FunnelText.brokenDownBy(FunnelText.funnel("view > cart > buy", "PT30M"), "utm"));
  private static final List<Integer> HERE = List.of(0);

  private final FunnelHarness funnel = new FunnelHarness();
  private final TimelineAnswers answers =
      new TimelineAnswers(
          partition -> {
            if (partition != 0) {
              throw new InvalidStateStoreException("elsewhere");
            }
            return funnel.rooms();
          },
          funnel.outlines());
  private final WebServer server =
      new WebServer(
          "127.0.0.1", 0, 100_000, () -> Health.READY, new Telemetry(), answers::register);

  @BeforeEach
  void start() {
    server.start();
    funnel.receives("ann: 10:00 view{utm=mail} 10:05 cart 10:10 buy 11:00 view 11:40 view");
    funnel.receives("bob: 10:00 view{utm=ads} 10:05 cart");
    funnel.receives("cleo: 11:50 view{utm=mail}");
    funnel.receives("dan: 09:00 help");
  }

  @AfterEach
  void stop() {
    server.close();
    funnel.close();
  }

  private HttpResponse<byte[]> post(PartitionQuestion<?> question) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + question.path()))
              .POST(BodyPublishers.ofByteArray(Json.bytes(question)))
              .build(),
          BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private <A> A ask(PartitionQuestion<?> question, Class<A> type) {
    var response = post(question);
    assertThat(response.statusCode()).isEqualTo(200);
    return Json.read(response.body(), type);
  }

  private static TimelineQuestion report(Counting counting) {
    long asOf = Scenario.at("12:00").toEpochMilli();
    var range =
        new Range(Long.MIN_VALUE, Long.MAX_VALUE, asOf, counting, List.of(), Granularity.DAY);
    return TimelineQuestion.of(CHECKOUT, range, asOf).to(HERE);
  }

  private List<Listed> list(Counting counting, int stage, StageState state) {
    var figure = new StageFigure(stage, state, List.of("utm"), null);
    return ask(
            PersonsQuestion.of(report(counting), figure, null, 100), PersonsQuestion.Answer.class)
        .persons();
  }

  @Test
  void a_list_has_as_many_as_the_figure() {
    for (var counting : Counting.values()) {
      var sum = new FigureSum(CHECKOUT, Granularity.DAY, report(counting).asOfMillis());
      for (var figure : ask(report(counting), TimelineQuestion.Answer.class).figures()) {
        sum.add(TallyCodec.key(figure.key()), TallyCodec.counters(figure.value()));
      }
      var first = sum.report(List.of()).stages().get(0);

      assertThat(list(counting, 0, StageState.REACHED)).hasSize((int) first.reached());
      assertThat(list(counting, 0, StageState.ADVANCED)).hasSize(first.advanced().intValue());
      assertThat(list(counting, 0, StageState.PENDING)).hasSize(first.pending().intValue());
      assertThat(list(counting, 0, StageState.DROPPED)).hasSize(first.dropped().intValue());
    }
    assertThat(list(Counting.PERSONS, 1, StageState.DROPPED))
        .singleElement()
        .isEqualTo(
            new Listed(
                "bob",
                List.of("bob"),
                Scenario.at("10:00").toEpochMilli(),
                Scenario.at("10:05").toEpochMilli(),
                2,
                "dropped",
                Scenario.at("10:30").toEpochMilli(),
                Json.read(new byte[] {'[', '"', 'a', 'd', 's', '"', ']'}),
                Json.read(new byte[] {'{', '}'})));
  }

  @Test
  void one_group_can_be_listed() {
    var mail = new Segment(List.of(new Text("mail")));
    var figure = new StageFigure(0, StageState.REACHED, List.of("utm"), mail);

    var answer =
        ask(
            PersonsQuestion.of(report(Counting.PERSONS), figure, null, 100),
            PersonsQuestion.Answer.class);

    assertThat(answer.persons()).extracting(Listed::id).containsExactly("ann", "cleo");
    assertThat(answer.last()).isNull();
  }

  @Test
  void pages_follow_each_other_whatever_comes_in_meanwhile() {
    var figure = new StageFigure(0, StageState.REACHED, List.of(), null);
    var question = PersonsQuestion.of(report(Counting.ATTEMPTS), figure, null, 1);
    var seen = new ArrayList<String>();
    var page = ask(question, PersonsQuestion.Answer.class);
    while (page.last() != null) {
      seen.add(page.persons().get(0).id());
      funnel.receives("aaron" + seen.size() + ": 10:00 view"); // before all that is left
      page = ask(question.after(page.last(), 1), PersonsQuestion.Answer.class);
    }
    seen.add(page.persons().get(0).id());

    assertThat(seen).containsExactly("ann", "ann", "ann", "bob", "cleo");
  }

  @Test
  void a_person_has_sessions_and_a_timeline_in_pages() {
    var first =
        ask(new PersonQuestion("shop", "ann", null, 3, HERE), PersonQuestion.Answer.class).person();

    assertThat(first.ids()).containsExactly("ann");
    assertThat(first.firstMillis()).isEqualTo(Scenario.at("10:00").toEpochMilli());
    assertThat(first.lastMillis()).isEqualTo(Scenario.at("11:40").toEpochMilli());
    assertThat(first.sessions())
        .extracting(PersonQuestion.SessionSpan::events)
        .containsExactly(3, 1, 1);
    assertThat(first.sessions().get(1).properties().path("number").asInt()).isEqualTo(2);
    assertThat(first.sessions().get(1).properties().path("channel").asText()).isEqualTo("Direct");
    assertThat(names(first)).containsExactly("view", "cart", "buy");
    var rest =
        ask(new PersonQuestion("shop", "ann", first.last(), 3, HERE), PersonQuestion.Answer.class)
            .person();
    assertThat(names(rest)).containsExactly("view", "view");
    assertThat(rest.last()).isNull();
  }

  private static List<String> names(PersonQuestion.Found person) {
    return person.events().stream().map(bytes -> EventCodec.decode(bytes).event().name()).toList();
  }

  @Test
  void nobody_has_an_id_that_was_never_seen() {
    assertThat(
            ask(new PersonQuestion("shop", "zoe", null, 3, HERE), PersonQuestion.Answer.class)
                .person())
        .isNull();
    assertThat(
            ask(new PersonQuestion("shop", "an", null, 3, HERE), PersonQuestion.Answer.class)
                .person())
        .isNull();
    assertThat(
            ask(new PersonQuestion("other", "ann", null, 3, HERE), PersonQuestion.Answer.class)
                .person())
        .isNull();
    assertThat(
            ask(new ExplainQuestion(report(Counting.PERSONS), "zoe"), ExplainQuestion.Answer.class)
                .person())
        .isNull();
  }

  private JsonNode explain(String id) {
    var answer =
        ask(new ExplainQuestion(report(Counting.PERSONS), id), ExplainQuestion.Answer.class);
    assertThat(answer.person()).isEqualTo(id);
    return answer.explanation();
  }

  @Test
  void attempts_are_explained() {
    funnel.receives("bob: 10:31 buy");

    var ann = explain("ann");
    assertThat(ann.at("/standing/state").asText()).isEqualTo("complete");
    assertThat(ann.path("attempts")).hasSize(3);
    assertThat(ann.at("/attempts/0/state").asText()).isEqualTo("complete");
    assertThat(ann.at("/attempts/0/stages/2/event/event").asText()).isEqualTo("buy");
    assertThat(ann.at("/attempts/2/state").asText()).isEqualTo("open");
    assertThat(ann.at("/attempts/2/openUntil").asText()).isEqualTo("2026-03-02T12:10:00Z");
    assertThat(ann.at("/attempts/2/timeLeft").asText()).isEqualTo("PT10M");

    var bob = explain("bob");
    assertThat(bob.at("/standing/state").asText()).isEqualTo("dropped");
    assertThat(bob.at("/standing/depth").asInt()).isEqualTo(2);
    assertThat(bob.at("/standing/deadline").asText()).isEqualTo("2026-03-02T10:30:00Z");
    var stopped = bob.at("/attempts/0/stoppedBy/0");
    assertThat(stopped.path("rule").asText()).isEqualTo("window");
    assertThat(stopped.at("/event/event").asText()).isEqualTo("buy");
    assertThat(stopped.path("late").asText()).isEqualTo("PT1M");
    assertThat(bob.at("/attempts/0/text").asText())
        .isEqualTo(
            "Entered with 'view' on 2026-03-02T10:00:00Z, got to stage 2 '2 cart' and can't get"
                + " further; 'buy' on 2026-03-02T10:31:00Z came PT1M after the end of the"
                + " conversion window.");

    var dan = explain("dan");
    assertThat(dan.path("standing").isNull()).isTrue();
    assertThat(dan.path("attempts")).isEmpty();
  }

  @Test
  void of_too_many_attempts_the_latest_are_explained() {
    var day = new StringBuilder("eve:");
    for (int minute = 0; minute < 210; minute++) {
      day.append(" %02d:%02d view".formatted(1 + minute / 60, minute % 60));
    }
    funnel.receives(day.toString());

    var eve = explain("eve");
    assertThat(eve.path("attempts")).hasSize(PersonAnswers.MAX_ATTEMPTS);
    assertThat(eve.path("omitted").asInt()).isEqualTo(10);
    assertThat(eve.at("/attempts/199/entered").asText()).isEqualTo("2026-03-02T04:29:00Z");
  }

  @Test
  void names_properties_and_flows_are_found() {
    assertThat(ask(new NamesQuestion("shop", HERE), NamesQuestion.Answer.class).names())
        .containsExactlyInAnyOrder(
            new SeenEvent("view", 5, Scenario.at("11:50").toEpochMilli()),
            new SeenEvent("cart", 2, Scenario.at("10:05").toEpochMilli()),
            new SeenEvent("buy", 1, Scenario.at("10:10").toEpochMilli()),
            new SeenEvent("help", 1, Scenario.at("09:00").toEpochMilli()));

    var seen = new SeenProperties("view", EventCodec::properties);
    ask(new PropertiesQuestion("shop", "view", HERE), PropertiesQuestion.Answer.class).addTo(seen);
    assertThat(seen.list())
        .containsExactly(
            new SeenProperty(
                "utm",
                3,
                Set.of(SeenProperty.ValueType.TEXT),
                List.of(
                    new SeenProperty.SeenValue(new Text("mail"), 2),
                    new SeenProperty.SeenValue(new Text("ads"), 1)),
                false));

    var flow = new FlowQuestion(Long.MIN_VALUE, Long.MAX_VALUE, "cart", null, 1, false);
    assertThat(ask(new PathsQuestion("shop", flow, HERE), PathsQuestion.Answer.class).links())
        .containsExactlyInAnyOrder(
            new FlowLink(0, Place.of("cart"), Place.of("buy"), 1),
            new FlowLink(0, Place.of("cart"), Place.END, 1));
  }

  @Test
  void those_who_went_on_are_compared_with_those_who_dropped() {
    var counts = new DriverCounts();
    ask(new DriversQuestion(report(Counting.PERSONS), 0), DriversQuestion.Answer.class)
        .addTo(counts);

    assertThat(counts.advanced()).isEqualTo(2);
    assertThat(counts.dropped()).isZero();
    assertThat(counts.pending()).isEqualTo(1);
    assertThat(counts.list())
        .extracting(count -> count.factor().name() + " " + count.advanced())
        .containsExactlyInAnyOrder("utm 1", "utm 1");
  }

  @Test
  void a_partition_that_is_elsewhere_is_said_to_be() {
    var answer = post(new NamesQuestion("shop", List.of(0, 1)));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }
}
