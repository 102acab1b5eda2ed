package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.voronka.model.event.Event;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.wire.ReceivedEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The bytes of random events against the form that {@link EventCodec} describes, put together part
 * by part.
 */
class EventCodecProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 50;
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final List<String> PIECES =
      List.of(
          "a", "Product Viewed", "~ \u007f", "\u0080", "é", "ж", "🛒", "\ud800", "\udc00", "\0");

  @Test
  void events_have_the_bytes_of_their_description() {
    for (long seed = 0; seed < CASES; seed++) {
      var event = event(new Random(seed));
      assertThat(EventCodec.encode(event)).as("seed %d", seed).isEqualTo(plain(event));
    }
  }

  /** What can be read is found to be readable, and the other way round, whatever is damaged. */
  @Test
  void damaged_properties_are_unreadable_exactly_if_reading_them_fails() {
    int unreadable = 0;
    for (long seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      var bytes = damaged(EventCodec.encode(event(random)), random);
      try {
        var event = EventCodec.decode(bytes).event();
        boolean fails = fails(() -> EventCodec.properties(event));
        assertThat(fails(() -> EventCodec.requireReadable(event)))
            .as("seed %d", seed)
            .isEqualTo(fails);
        unreadable += fails ? 1 : 0;
      } catch (MalformedRecord beforeItsProperties) {
        // the event itself can't be read
      }
    }
    assertThat(unreadable).isGreaterThan((int) (CASES / 20));
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    var damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(2));
    for (int times = random.nextInt(3); times > 0; times--) {
      damaged[18 + random.nextInt(damaged.length - 18)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  private static boolean fails(Runnable reading) {
    try {
      reading.run();
      return false;
    } catch (MalformedRecord unreadable) {
      return true;
    }
  }

  @Test
  void known_texts_are_the_texts_that_the_bytes_say() {
    for (long seed = 0; seed < CASES; seed++) {
      var text = text(new Random(seed % (CASES / 2)));
      var bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
      var plain = new String(bytes, 1, bytes.length - 2, StandardCharsets.UTF_8);
      var known = KnownTexts.at(bytes, 1, bytes.length - 1);
      assertThat(known).as("seed %d", seed).isEqualTo(plain);
      if (bytes.length < 64) {
        assertThat(KnownTexts.at(bytes, 1, bytes.length - 1)).isSameAs(known);
      }
    }
  }

  private static byte[] plain(ReceivedEvent received) {
    var event = received.event();
    var out = new ByteArrayOutputStream();
    out.write(1);
    out.write(KINDS.indexOf(received.kind()));
    out.writeBytes(ByteBuffer.allocate(8).putLong(event.timeMillis()).array());
    out.writeBytes(ByteBuffer.allocate(8).putLong(received.receivedMillis()).array());
    out.writeBytes(plain(event.id()));
    out.writeBytes(plain(event.name()));
    out.writeBytes(plain(received.userId() == null ? "" : received.userId()));
    out.writeBytes(plain(received.anonymousId() == null ? "" : received.anonymousId()));
    out.write(received.otherIds().size());
    received.otherIds().forEach(id -> out.writeBytes(plain(id)));
    out.writeBytes(plain((Fields) event.properties()));
    return out.toByteArray();
  }

  private static byte[] plain(Fields fields) {
    var out = new ByteArrayOutputStream();
    fields
        .values()
        .forEach(
            (name, value) -> {
              out.writeBytes(plain(name));
              out.writeBytes(plain(value));
            });
    return out.toByteArray();
  }

  private static byte[] plain(PropertyValue value) {
    var out = new ByteArrayOutputStream();
    if (value instanceof Flag flag) {
      out.write(flag.value() ? 2 : 1);
    } else if (value instanceof Whole whole) {
      out.write(3);
      out.writeBytes(varint(whole.value() << 1 ^ whole.value() >> 63));
    } else if (value instanceof Real real) {
      out.write(4);
      out.writeBytes(ByteBuffer.allocate(8).putDouble(real.value()).array());
    } else if (value instanceof Text text) {
      out.write(5);
      out.writeBytes(plain(text.value()));
    } else if (value instanceof Items items) {
      var inner = new ByteArrayOutputStream();
      items.values().forEach(item -> inner.writeBytes(plain(item)));
      out.write(6);
      out.writeBytes(withLength(inner.toByteArray()));
    } else {
      out.write(7);
      out.writeBytes(withLength(plain((Fields) value)));
    }
    return out.toByteArray();
  }

  private static byte[] plain(String text) {
    return withLength(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] withLength(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(varint(bytes.length));
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] varint(long value) {
    var out = new ByteArrayOutputStream();
    long rest = value;
    do {
      long bits = rest & 0x7f;
      rest >>>= 7;
      out.write((int) (rest == 0 ? bits : bits | 0x80));
    } while (rest != 0);
    return out.toByteArray();
  }

  private static ReceivedEvent event(Random random) {
    var others = new ArrayList<String>();
    for (int ids = random.nextInt(3); ids > 0; ids--) {
      others.add(text(random));
    }
    var kind = KINDS.get(random.nextInt(KINDS.size()));
    long time = random.nextLong() >> 20;
    var event = new Event(text(random), time, text(random), object(random, 3));
    var anonymousId = random.nextBoolean() ? "anon" : null;
    return new ReceivedEvent(kind, "u" + text(random), anonymousId, others, 5, event);
  }

  private static Fields object(Random random, int depth) {
    var fields = new LinkedHashMap<String, PropertyValue>();
    for (int size = random.nextInt(6); size > 0; size--) {
      fields.put(text(random), value(random, depth - 1));
    }
    return new Fields(fields);
  }

  private static PropertyValue value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> new Flag(random.nextBoolean());
      case 1 -> new Whole(random.nextLong() >> random.nextInt(64));
      case 2 -> new Real(random.nextGaussian());
      case 3, 4, 5 -> new Text(text(random));
      case 6 -> new Items(List.of(value(random, depth - 1), value(random, depth - 1)));
      default -> object(random, depth);
    };
  }

  /** Mostly short; some about as long as a length of one byte or two can say. */
  private static String text(Random random) {
    int size = random.nextInt(12);
    if (random.nextInt(20) == 0) {
      size = (random.nextInt(20) == 0 ? 16_384 : 128) - 4 + random.nextInt(8);
    }
    var text = new StringBuilder();
    boolean isAscii = random.nextInt(3) > 0;
    while (text.length() < size) {
      text.append(isAscii ? "x" : PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
