package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventReaderTest {

  private static byte[] encoded(String name) {
    return encoded(ReceivedEvent.Kind.TRACK, name);
  }

  private static byte[] encoded(ReceivedEvent.Kind kind, String name) {
    var properties =
        PropertyJson.fields(Json.read("{\"p\": \"ü\"}".getBytes(StandardCharsets.UTF_8)));
    var event = new Event("m-1", 1_772_445_600_000L, name, properties);
    return EventCodec.encode(
        new ReceivedEvent(kind, "user", "device", List.of("email:1"), 5, event));
  }

  @Test
  void reads_what_the_codec_reads() {
    var bytes = encoded("Produkt gesehen 🛒");

    for (var reader :
        List.of(EventReader.ALL, EventReader.of(List.of("other", "Produkt gesehen 🛒")))) {
      var event = reader.read(bytes);

      assertThat(event).isEqualTo(EventCodec.decode(bytes).event());
      assertThat(event.name()).isEqualTo("Produkt gesehen 🛒");
      assertThat(event.properties().get("p")).isEqualTo(new Text("ü"));
    }
  }

  @Test
  void passes_over_other_names() {
    var reader = EventReader.of(List.of("view", "views"));

    assertThat(reader.read(encoded("vie"))).isNull();
    assertThat(reader.read(encoded("viewss"))).isNull();
    assertThat(reader.read(encoded("View"))).isNull();
    assertThat(EventReader.of(List.of()).read(encoded("view"))).isNull();
    assertThat(EventReader.of(null).read(encoded("view"))).isNotNull();
  }

  @Test
  void reads_what_is_no_event_whatever_its_name() {
    var statement = encoded(ReceivedEvent.Kind.IDENTIFY, "");

    assertThat(isEvent(statement)).isFalse();
    assertThat(isEvent(encoded("view"))).isTrue();
    assertThat(EventReader.of(List.of("view")).read(statement))
        .isEqualTo(EventCodec.decode(statement).event());
  }

  @Test
  void rubbish_is_refused_and_nothing_else() {
    var good = encoded("view");
    var reader = EventReader.of(List.of("view"));
    var random = new Random(42);
    for (int i = 0; i < 100_000; i++) {
      var bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int changes = random.nextInt(4); changes > 0 && bad.length > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        reader.read(bad);
        isEvent(bad);
      } catch (MalformedRecord expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
    assertThatThrownBy(() -> reader.read(new byte[] {9})).isInstanceOf(MalformedRecord.class);
  }

  private static boolean isEvent(byte[] bytes) {
    return EventReader.isEvent(bytes, 0, bytes.length);
  }
}
