package io.voronka.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voronka.model.event.Event;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.wire.PlainJson.NotPlain;
import io.voronka.wire.ReceivedEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random objects, many of them broken: what is packed straight from the text against what a parser
 * reads and is encoded then. Whatever the parser refuses must not be plain.
 */
class PropertyPackerProperties {

  private static final long CASES = Long.getLong("voronka.cases", 1_000_000) / 20;
  private static final List<String> NAMES =
      List.of("a", "sku", "name", "user_agent", "context", "ип", "a\\u0062", "", "c".repeat(130));
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "7",
          "-12",
          "00",
          "01",
          "-",
          "1.",
          ".5",
          "0.1",
          "-0.0",
          "3.0",
          "-2.50",
          "90.90",
          "123456789012345",
          "999999999999999999",
          "1234567890123456789",
          "9007199254740991.5",
          "900719925474099.25",
          "90071992547409.93",
          "0.000000000000000001",
          "1e3",
          "1E-2",
          "0.1e1",
          "1e400",
          "12345.678901234",
          "4503599627370497.5");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "eight by",
          "newsletter",
          "Обувь",
          "é🛒",
          "\\n",
          "\\/\\\"\\\\\\b\\f\\r\\t",
          "\\u00e9\\u0000",
          "\\ud83d\\uded2",
          "\\ud83d",
          "\\udc00x",
          "\\ud83d\\u0041",
          "\\x",
          "\\u12",
          "\u007f",
          "\u0001",
          "t".repeat(127),
          "ж".repeat(64),
          "\\u0436".repeat(64),
          "tab\there");
  private static final List<String> BLANKS =
      List.of("", "", "", " ", "\n", "\t\r", "\u000b", "\u00a0");

  @Test
  void what_is_plain_is_packed_as_it_is_read_and_encoded() {
    int packed = 0;
    int read = 0;
    for (long seed = 0; seed < CASES; seed++) {
      var random = new Random(seed);
      var json = spoilt(object(random, 3).getBytes(StandardCharsets.UTF_8), random);
      var without = random.nextBoolean() ? null : "name";
      var plain = read(json, without);
      var own = packed(json, without);
      read += plain == null ? 0 : 1;
      packed += own == null ? 0 : 1;
      var text = new String(json, StandardCharsets.UTF_8);
      if (own != null && !isSame(own, plain, text)) {
        throw new AssertionError("seed %d: %s%n%s".formatted(seed, text, plain));
      }
    }
    assertThat(packed).isGreaterThan(read / 3); // the other way would be no test
  }

  @Test
  void objects_that_are_alike_are_packed_as_each_alone() {
    int packed = 0;
    for (long seed = 0; seed < CASES / 4; seed++) {
      var random = new Random(seed);
      long form = random.nextLong();
      var objects = new ArrayList<byte[]>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        form += random.nextInt(4) == 0 ? 1 : 0;
        var object = alike(form, random).getBytes(StandardCharsets.UTF_8);
        objects.add(spoilt(object, random.nextInt(6) == 0 ? random : new Random(form)));
      }
      var alone = objects.stream().map(PropertyPackerProperties::digest).toList();
      var together = together(objects);
      packed += together == null ? 0 : 1;
      boolean isSame = together == null ? alone.contains("") : together.equals(alone);
      if (!isSame) {
        var texts = objects.stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
        throw new AssertionError("seed %d: %s%n%s%n%s".formatted(seed, texts, alone, together));
      }
    }
    assertThat(packed).isGreaterThan((int) CASES / 40);
  }

  @Test
  void objects_that_are_alike_may_have_more_fields_than_are_noted() {
    var fields =
        IntStream.range(0, 40)
            .mapToObj(i -> "\"o%d\":{\"a\":1,\"sku\":\"%d\",\"name\":true}".formatted(i, i))
            .collect(Collectors.joining(",", "{", "}"))
            .getBytes(StandardCharsets.UTF_8);
    var objects = List.of(fields, fields, fields);
    assertThat(together(objects)).isEqualTo(objects.stream().map(each -> digest(each)).toList());
  }

  /** Objects of one form differ in their values only, and in their lengths. */
  private static String alike(long form, Random random) {
    return Pattern.compile("7")
        .matcher(object(new Random(form), 3))
        .replaceAll(seven -> Integer.toString(random.nextInt(1000) + 1));
  }

  private static String digest(byte[] object) {
    var alone = packed(object, null);
    return alone == null ? "" : Arrays.toString(encoded(alone)) + bits(alone);
  }

  private static String bits(Properties properties) {
    return NAMES.stream().map(name -> "" + properties.mayName(name)).toList().toString();
  }

  /** Reads them as those of a list; null if one is not plain. */
  private static @Nullable List<String> together(List<byte[]> objects) {
    var list = new ByteArrayOutputStream();
    for (var object : objects) {
      list.write(list.size() == 0 ? '[' : ',');
      list.writeBytes(object);
    }
    list.write(']');
    var said = new ArrayList<String>();
    try {
      var json = new PlainJson(list.toByteArray());
      var packer = new PropertyPacker(json);
      json.beginList();
      json.expectAlike();
      while (json.nextItem(said.isEmpty())) {
        json.beginAlike();
        var properties = packer.properties(packer.fields(null));
        said.add(Arrays.toString(encoded(properties)) + bits(properties));
      }
      json.end();
      return said;
    } catch (NotPlain other) {
      return null;
    }
  }

  private static boolean isSame(Properties own, @Nullable Fields plain, String text) {
    return plain != null
        && own.unpacked().equals(plain)
        && Arrays.equals(encoded(own), encoded(plain))
        && Stream.of("a", "user_agent", "context", "x", "")
            .allMatch(name -> own.mayName(name) || !text.contains('"' + name + "\":"));
  }

  private static @Nullable Properties packed(byte[] bytes, @Nullable String without) {
    try {
      var json = new PlainJson(bytes);
      var packer = new PropertyPacker(json);
      var part = packer.fields(without);
      json.end();
      return packer.properties(part);
    } catch (NotPlain other) {
      return null;
    }
  }

  private static @Nullable Fields read(byte[] json, @Nullable String without) {
    try {
      var fields = new LinkedHashMap<>(Json.read(json, PropertyJson::fieldsAndNulls));
      fields.remove(without);
      return new Fields(PropertyJson.withoutNulls(fields));
    } catch (MalformedRecord malformed) {
      return null;
    }
  }

  private static byte[] encoded(Properties properties) {
    var event = new Event("id", 1, "name", properties);
    return EventCodec.encode(new ReceivedEvent(Kind.TRACK, "u", null, List.of(), 2, event));
  }

  @Test
  void a_part_becomes_the_last_field_unless_there_is_one_of_its_name() throws NotPlain {
    var two = "{\"a\":1,\"b\":{\"c\":[null,true]}}{\"context\":0,\"a\":2}";
    var json = new PlainJson(two.getBytes(StandardCharsets.UTF_8));
    var packer = new PropertyPacker(json);
    var first = packer.fields(null);
    var second = packer.fields(null);
    json.end();
    var joined = packer.properties(packer.with(first, "context", second));
    var plain = new LinkedHashMap<String, PropertyValue>();
    plain.putAll(((Fields) packer.properties(first).unpacked()).values());
    plain.put("context", (Fields) packer.properties(second).unpacked());
    assertThat(joined.unpacked()).isEqualTo(new Fields(plain));
    assertThat(encoded(joined)).isEqualTo(encoded(new Fields(plain)));
    assertThat(packer.with(first, "context", PropertyPacker.Part.NONE)).isEqualTo(first);
    assertThatThrownBy(() -> packer.with(second, "context", first)).isInstanceOf(NotPlain.class);
  }

  /** Most objects stay as they are; of others a byte is another, or missing. */
  private static byte[] spoilt(byte[] json, Random random) {
    if (random.nextInt(3) > 0) {
      return json;
    }
    int at = random.nextInt(json.length);
    if (random.nextBoolean()) {
      json[at] = (byte) random.nextInt(256);
      return json;
    }
    var shorter = new byte[json.length - 1];
    System.arraycopy(json, 0, shorter, 0, at);
    System.arraycopy(json, at + 1, shorter, at, shorter.length - at);
    return shorter;
  }

  private static String object(Random random, int depth) {
    var object = new StringBuilder("{");
    boolean mayRepeat = random.nextInt(4) == 0;
    for (int fields = random.nextInt(6); fields > 0; fields--) {
      var name =
          '"' + NAMES.get(random.nextInt(NAMES.size())) + (mayRepeat ? "" : "" + fields) + '"';
      object.append(blank(random)).append(name).append(blank(random)).append(':');
      object.append(blank(random)).append(value(random, depth - 1)).append(blank(random));
      object.append(fields > 1 ? "," : "");
    }
    return object.append("}").append(blank(random)).toString();
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> List.of("true", "false", "null", "nul", "truey").get(random.nextInt(100) / 24);
      case 1 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
      case 2 -> random.nextInt(200_000) - 100_000 + "." + random.nextInt(100_000);
      case 3 -> Long.toString(random.nextLong() >> random.nextInt(64));
      case 4, 5 -> '"' + TEXTS.get(random.nextInt(TEXTS.size())) + '"';
      case 6 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
      default -> object(random, depth);
    };
  }

  private static String blank(Random random) {
    int blank = random.nextInt(120);
    return blank < BLANKS.size() - 2
        ? BLANKS.get(blank)
        : random.nextInt(500) == 0 ? BLANKS.get(6 + blank % 2) : "";
  }
}
