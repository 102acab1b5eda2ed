package io.voronka.allinone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voronka.allinone.load.OutgoingCall;
import io.voronka.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A bundled set of real events; the README beside it tells its origin and licence.
 *
 * @param name of its folder below {@code samples/}, and the first part of its message ids
 * @param title for people
 * @param events how many it has
 * @param last the time of its last event
 * @param numbers its columns that are numbers
 * @param flags its columns that are true or false
 */
public record SampleSet(
    String name, String title, long events, Instant last, Set<String> numbers, Set<String> flags) {

  public static final SampleSet GROCERY_OFFERS =
      new SampleSet(
          "grocery-offers",
          "Grocery offers",
          83_691,
          Instant.parse("2018-01-01T04:59:59Z"),
          Set.of("quantity", "sales_value", "retail_disc", "coupon_disc"),
          Set.of());

  public static final SampleSet SUPPORT_INCIDENTS =
      new SampleSet(
          "support-incidents",
          "Support incidents",
          166_630,
          Instant.parse("2017-02-18T15:00:00Z"),
          Set.of("reassignment_count", "reopen_count"),
          Set.of("made_sla"));

  public static final List<SampleSet> ALL = List.of(GROCERY_OFFERS, SUPPORT_INCIDENTS);

  private static final String ID = "event_id";
  private static final String PERSON = "person_id";
  private static final String EVENT = "event";
  private static final String TIME = "timestamp";
  private static final Set<String> OWN_FIELDS = Set.of(ID, PERSON, EVENT, TIME);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * A funnel that the set is made for.
   *
   * @param definition as the dashboard API takes it
   */
  public record SampleFunnel(String id, JsonNode definition) {}

  public SampleSet {
    numbers = Set.copyOf(numbers);
    flags = Set.copyOf(flags);
  }

  /** The funnels of the set. */
  public List<SampleFunnel> funnels() {
    try (var in = resource("funnels.json")) {
      var funnels = new ArrayList<SampleFunnel>();
      for (var funnel : Json.read(in.readAllBytes())) {
        funnels.add(new SampleFunnel(funnel.path("id").asText(), funnel.path("definition")));
      }
      return funnels;
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /** The events as calls, in the order of their times; close the stream. */
  public Stream<OutgoingCall> calls(Duration moved) {
    return calls(List.of(PERSON), "", moved);
  }

  /**
   * The events as calls of other persons, whose ids are the values of some columns, joined with a
   * colon. Events that lack one of them are left out. The message ids are different from those of
   * {@link #calls(Duration)}.
   */
  public Stream<OutgoingCall> calls(List<String> personColumns, Duration moved) {
    return calls(List.copyOf(personColumns), ":" + String.join("+", personColumns), moved);
  }

  private Stream<OutgoingCall> calls(List<String> personColumns, String suffix, Duration moved) {
    CSVParser rows;
    try {
      rows =
          CSVParser.parse(
              new InputStreamReader(
                  new GZIPInputStream(resource("events.csv.gz")), StandardCharsets.UTF_8),
              CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get());
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
    Iterable<CSVRecord> each = rows;
    return StreamSupport.stream(each.spliterator(), false)
        .filter(row -> personColumns.stream().noneMatch(column -> row.get(column).isEmpty()))
        .map(
            row -> new OutgoingCall(call(row, personColumns, suffix, moved), row.getRecordNumber()))
        .onClose(() -> close(rows));
  }

  private ObjectNode call(
      CSVRecord row, List<String> personColumns, String suffix, Duration moved) {
    var call =
        NODES
            .objectNode()
            .put("type", "track")
            .put("messageId", name + ":" + row.get(ID) + suffix)
            .put("userId", String.join(":", personColumns.stream().map(row::get).toList()))
            .put("event", row.get(EVENT))
            .put("timestamp", Instant.parse(row.get(TIME)).plus(moved).toString());
    var properties = call.putObject("properties");
    for (var column : row.getParser().getHeaderNames()) {
      var text = row.get(column);
      if (!text.isEmpty() && !OWN_FIELDS.contains(column)) {
        properties.set(column, value(column, text));
      }
    }
    return call;
  }

  private JsonNode value(String column, String text) {
    if (numbers.contains(column)) {
      return NODES.numberNode(new BigDecimal(text));
    }
    return flags.contains(column)
        ? NODES.booleanNode(Boolean.parseBoolean(text))
        : NODES.textNode(text);
  }

  private InputStream resource(String file) {
    var path = "/samples/" + name + "/" + file;
    var in = SampleSet.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException(path + " is missing from the program");
    }
    return in;
  }

  private static void close(CSVParser rows) {
    try {
      rows.close();
    } catch (IOException nothingLost) {
      throw new UncheckedIOException(nothingLost);
    }
  }

  /**
   * Returns by how much to move the set so that its last event lies within the last day before a
   * moment: whole days, so that the hours of the day stay what they were.
   */
  public Duration movedTo(Instant now) {
    return Duration.ofDays(Duration.between(last, now).toDays());
  }
}
