package io.voronka.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.ingest.call.EventDraft;
import io.voronka.ingest.call.Limits;
import io.voronka.ingest.hook.Hook;
import io.voronka.ingest.hook.HookRequest;
import io.voronka.ingest.hook.Sources;
import io.voronka.ingest.protocol.CallsOfBody;
import io.voronka.ingest.protocol.PlainRequest;
import io.voronka.ingest.protocol.Protocol;
import io.voronka.ingest.protocol.Rejection;
import io.voronka.ingest.protocol.UnusableBody;
import io.voronka.kit.ServiceException;
import io.voronka.wire.EventCodec;
import io.voronka.wire.MalformedRecord;
import io.voronka.wire.Position;
import io.voronka.wire.ReceivedEvent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is made of a sample, its decoder says what is wrong or gives events that can be kept,
 * and neither hangs nor holds on to memory: {@code -Dvoronka.cases} of each decoder, and a
 * hundredth of that over HTTP.
 */
class DecodersProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1000);
  private static final Duration RETENTION = Duration.ofDays(90);
  private static final EventDraft.Factory DRAFTS =
      new EventDraft.Factory(RETENTION, () -> new UUID(0, 7));
  private static final Map<String, Protocol> PROTOCOLS = IngestRoutes.protocols(DRAFTS);
  private static final Sources SOURCES = Door.sources();
  private static final Map<String, Hook> HOOKS = Hook.all(DRAFTS);

  /** The samples of one sender. */
  record Decoder(String name, List<Sample> samples) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Decoder> decoders() {
    return Sample.all().stream()
        .filter(sample -> sample.body().length > 0 && isDecoded(sample))
        .collect(
            Collectors.groupingBy(DecodersProperties::sender, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> new Decoder(entry.getKey(), entry.getValue()));
  }

  private static boolean isDecoded(Sample sample) {
    return isHook(sample) || PROTOCOLS.containsKey(route(sample));
  }

  private static String sender(Sample sample) {
    var name = sample.name().substring(sample.name().indexOf('/') + 1);
    return name.substring(0, name.indexOf('-'));
  }

  private static boolean isHook(Sample sample) {
    return sample.path().startsWith("/hooks/");
  }

  private static String route(Sample sample) {
    var path = sample.path().replaceFirst("\\?.*", "");
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoders")
  void nothing_breaks_a_decoder(Decoder decoder) throws InterruptedException {
    var outcome = Endurance.run(CASES, seed -> fault(decoder, seed));
    System.out.println(decoder + ": " + outcome);
    assertThat(outcome.fault()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decoders")
  @ExtendWith(SharedDoor.class)
  void nothing_breaks_the_door(Decoder decoder, Door door) throws InterruptedException {
    var outcome =
        Endurance.run(Math.max(10, CASES / 100), seed -> faultOverHttp(decoder, seed, door));
    System.out.println(decoder + " over HTTP: " + outcome);
    assertThat(outcome.fault()).isEmpty();
  }

  private static String faultOverHttp(Decoder decoder, long seed, Door door) {
    var sample = decoder.samples().get(new Random(seed).nextInt(decoder.samples().size()));
    var mutations = new Mutations(seed);
    var headers = new HashMap<>(sample.headers());
    if (seed % 2 == 0) {
      headers.replaceAll((name, value) -> mutations.of(value).replaceAll("[^ -~]", "?"));
    }
    if (seed % 1000 == 0) {
      door.sink.reset(); // it keeps everything
    }
    int status = door.send("POST", sample.path(), mutations.of(sample.body()), headers).status();
    return status < 500 ? "" : "seed " + seed + " of " + sample.name() + ": " + status;
  }

  private static String fault(Decoder decoder, long seed) {
    var sample = decoder.samples().get(new Random(seed).nextInt(decoder.samples().size()));
    String fault;
    try {
      fault = isHook(sample) ? faultOfHook(sample, seed) : faultOfProtocol(sample, seed);
    } catch (ServiceException said) {
      fault = said.type().status() < 500 ? "" : "a failure of " + said.type();
    } catch (MalformedRecord | UnusableBody said) {
      fault = said.getMessage() == null ? "a refusal without words" : "";
    } catch (RuntimeException | StackOverflowError broken) {
      fault = broken + " at " + broken.getStackTrace()[0];
    }
    return fault.isEmpty() ? "" : "seed " + seed + " of " + sample.name() + ": " + fault;
  }

  private static String faultOfProtocol(Sample sample, long seed) {
    var mutations = new Mutations(seed);
    var request = request(sample, mutations, seed);
    var bytes = mutations.of(RequestBody.inflated(sample.body(), Limits.REQUEST_BYTES));
    var ofPath = Objects.requireNonNull(PROTOCOLS.get(route(sample)));
    var body = ofPath.open(request, bytes);
    body.keys();
    var calls = body.calls();
    assertThat(body.protocol().answer(request, calls.outcome(), Position.NONE).status())
        .isEqualTo(200);
    return fault(calls, sample);
  }

  private static String faultOfHook(Sample sample, long seed) {
    var mutations = new Mutations(seed);
    var bytes = mutations.of(sample.body());
    var request =
        new HookRequest(
            request(sample, mutations, seed),
            "POST",
            "https://collect.example.com" + sample.path(),
            bytes,
            bytes);
    var source =
        Objects.requireNonNull(SOURCES.find(sample.path().split("/", -1)[2], sourceOf(sample)));
    var hook = Objects.requireNonNull(HOOKS.get(source.kind()));
    hook.isGenuine(request, source);
    return fault(hook.read(request, source, hook.body(request)), sample);
  }

  private static String sourceOf(Sample sample) {
    return sample.path().replaceFirst("\\?.*", "").split("/", -1)[3];
  }

  /** With a header or a parameter changed, now and then. */
  private static PlainRequest request(Sample sample, Mutations mutations, long seed) {
    var headers = new HashMap<>(sample.headers());
    var query = query(sample.path());
    if (seed % 3 == 0) {
      headers.replaceAll((name, value) -> mutations.of(value));
      query.replaceAll((name, value) -> mutations.of(value));
    }
    return new PlainRequest("test", headers, query, sample.receivedAt());
  }

  private static Map<String, String> query(String path) {
    var query = new HashMap<String, String>();
    int mark = path.indexOf('?');
    for (var pair : mark < 0 ? new String[0] : path.substring(mark + 1).split("&", -1)) {
      var parts = pair.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  /** Returns what of the outcome could not be kept. */
  private static String fault(CallsOfBody calls, Sample sample) {
    for (var event : calls.events()) {
      var fault = fault(event, sample);
      if (fault != null) {
        return fault;
      }
    }
    for (var refused : calls.refused()) {
      var why = refused.why();
      var request = PlainRequest.at(sample.receivedAt());
      Rejection.ofCall(request, refused, refused.call(), List.of()).toJson();
      if (why.faults().isEmpty()) {
        return "refused for nothing";
      }
    }
    return "";
  }

  private static @Nullable String fault(ReceivedEvent event, Sample sample) {
    var said = event.event();
    var ids = Stream.concat(Stream.of(said.id(), event.sender()), event.otherIds().stream());
    if (ids.anyMatch(id -> id.isBlank() || id.indexOf('\0') >= 0 || isLong(id))) {
      return "an id that can't be kept";
    }
    if (said.name().isBlank() || isLong(said.name())) {
      return "a name that can't be kept";
    }
    long earliest = sample.receivedAt().minus(RETENTION).toEpochMilli();
    long latest = sample.receivedAt().plus(Duration.ofMinutes(10)).toEpochMilli();
    if (said.timeMillis() < earliest || said.timeMillis() > latest) {
      return "a time that can't be";
    }
    var bytes = EventCodec.encode(event);
    var kept = EventCodec.decode(bytes);
    EventCodec.properties(kept.event());
    boolean isSame = kept.sender().equals(event.sender()) && kept.event().id().equals(said.id());
    return isSame && Arrays.equals(EventCodec.encode(kept), bytes) ? null : "kept otherwise";
  }

  private static boolean isLong(String text) {
    return text.codePointCount(0, text.length()) > Limits.TEXT_CHARACTERS;
  }
}
