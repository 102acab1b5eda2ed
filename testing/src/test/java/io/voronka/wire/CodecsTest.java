package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.count.Bucket;
import io.voronka.model.count.Counters;
import io.voronka.model.count.Granularity;
import io.voronka.model.count.Page;
import io.voronka.model.count.Segment;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.session.EventsInContext;
import io.voronka.model.timeline.SessionRule;
import io.voronka.model.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecsTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void an_event_comes_back_as_it_was() {
    var properties =
        PropertyJson.fields(
            Json.read(
                utf8(
                    """
                    {"text": "🛒 ü", "whole": -9007199254740993, "real": 0.1, "yes": true,
                     "list": [1, "a", {"b": []}], "object": {"a": {"b": 2}}, "none": null}
                    """)));
    var event = new Event("m-1", 1_772_445_600_000L, "Produkt gesehen 🛒", properties);
    var received =
        new ReceivedEvent(ReceivedEvent.Kind.PAGE, null, "anon", List.of("email:1", "b"), 5, event);

    var back = EventCodec.decode(EventCodec.encode(received));

    assertThat(back.kind()).isEqualTo(ReceivedEvent.Kind.PAGE);
    assertThat(back.otherIds()).containsExactly("email:1", "b");
    assertThat(back.sender()).isEqualTo("anon");
    assertThat(back.receivedMillis()).isEqualTo(5);
    assertThat(back.event()).isEqualTo(event);
    assertThat(back.event().name()).isEqualTo(event.name());
    assertThat(EventCodec.properties(back.event())).isEqualTo(properties);
    assertThat(back.event().properties().get("real")).isEqualTo(new Real(0.1));
    assertThat(back.event().properties().get("none")).isNull();
  }

  @Test
  void traits_are_what_was_said_last_and_events_in_context_keep_what_came_with_them() {
    var timeline =
        Timeline.of(
            List.of(packed("m", 5, "{\"path\": \"/a\"}")),
            List.of(
                packed("s1", 1, "{\"plan\": \"free\", \"size\": 2}"),
                packed("s2", 2, "{\"plan\": \"pro\"}")));

    assertThat(EventCodec.traits(timeline).values())
        .containsExactlyInAnyOrderEntriesOf(Map.of("plan", new Text("pro"), "size", new Whole(2)));
    var event = EventsInContext.of(timeline, SessionRule.DEFAULT).events().get(0);
    assertThat(event.properties().get("session.landing")).isEqualTo(new Text("/a"));
    assertThat(EventCodec.properties(event).values())
        .containsExactly(Map.entry("path", new Text("/a")));
  }

  private static Event packed(String id, long time, String properties) {
    var event = new Event(id, time, "a", PropertyJson.fields(Json.read(utf8(properties))));
    var kind = ReceivedEvent.Kind.TRACK;
    return EventCodec.decode(
            EventCodec.encode(new ReceivedEvent(kind, "u", null, List.of(), 5, event)))
        .event();
  }

  @Test
  void rubbish_is_refused_and_nothing_else() {
    var event = new Event("m", 1, "a", PropertyJson.fields(Json.read(utf8("{\"p\": \"x\"}"))));
    var good =
        EventCodec.encode(
            new ReceivedEvent(ReceivedEvent.Kind.TRACK, "u", null, List.of(), 5, event));
    var random = new Random(42);
    for (int i = 0; i < 100_000; i++) {
      var bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int changes = random.nextInt(4); changes > 0 && bad.length > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        EventCodec.properties(EventCodec.decode(bad).event());
      } catch (MalformedRecord expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void a_tally_comes_back_as_it_was() {
    var key =
        new TallyKey(
            new FunnelVersion("shop", "checkout", 3),
            new Bucket(Granularity.DAY, -86_400_000),
            new Segment(Arrays.asList(null, new Text("google"), new Flag(false))),
            new Page(Page.Kind.TIMES, 77));
    var counters = new Counters();
    counters.add(3, 17);
    counters.add(900, -4);

    assertThat(TallyCodec.key(TallyCodec.encode(key))).isEqualTo(key);
    assertThat(TallyCodec.counters(TallyCodec.encode(counters))).isEqualTo(counters);
  }

  @Test
  void keys_of_other_funnels_never_share_the_prefix() {
    var prefix = TallyCodec.prefix(new FunnelVersion("shop", "check", 1));
    for (var other :
        List.of(
            new FunnelVersion("shop", "check", 257),
            new FunnelVersion("shop", "checkout", 1),
            new FunnelVersion("shopcheck", "", 1),
            new FunnelVersion("sho", "pcheck", 1))) {
      var key = TallyCodec.encode(new TallyKey(other, Bucket.ALL, Segment.EVERYBODY, Page.COUNTS));
      assertThat(Arrays.copyOf(key, prefix.length)).as("%s", other).isNotEqualTo(prefix);
    }
  }
}
