package io.voronka.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.wire.PlainJson.NotPlain;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Brings properties from plain JSON into the form in which they are kept, without making values of
 * them. What it gives is what {@link PropertyJson} and {@link EventCodec} give together. Not
 * thread-safe.
 */
public final class PropertyPacker {

  private static final int MOST_FIELDS = 100; // of an object: each is compared with those before it
  private static final int MOST_DEPTH = Json.MAX_DEPTH / 2; // of a value
  private static final double[] TENS = tens();

  private final PlainJson json;
  private final BinaryWriter out;
  private int depth;
  private long names; // at all depths, as bits

  /** Makes one that goes through a text. */
  public PropertyPacker(PlainJson json) {
    this.json = json;
    this.out = new BinaryWriter(json.bytes().length / 2); // most of a text is names and ids
  }

  private static double[] tens() {
    var tens = new double[19];
    double ten = 1;
    for (int i = 0; i < tens.length; i++) {
      tens[i] = ten; // exact up to 10^22
      ten *= 10;
    }
    return tens;
  }

  /**
   * Properties that lie in what was packed, from here to there.
   *
   * @param names the bits of all of them
   * @param fieldFrom where the field begins whose value they are; −1 if they are no field's
   */
  public record Part(int from, int end, long names, int fieldFrom) {

    public static final Part NONE = new Part(0, 0, 0, -1);

    boolean isEmpty() {
      return from == end;
    }
  }

  /**
   * Packs the fields of the object that comes next.
   *
   * @param without a field that is left out; null: none is
   */
  public Part fields(@Nullable String without) throws NotPlain {
    int from = out.size();
    names = 0;
    packFields(without);
    return new Part(from, out.size(), names, -1);
  }

  /**
   * The same of what is to be added as a field of this name to fields that come before it. An
   * object that comes once more, as contexts do, is not read again.
   */
  public Part fieldsOf(String name, String without) throws NotPlain {
    if (json.again() instanceof Part before) {
      return copyOf(before);
    }
    int place = json.place();
    int from = json.position();
    int fieldFrom = out.size();
    int begin = out.putText(name).put(PropertyCodec.FIELDS).begin();
    names = 0;
    packFields(without);
    int length = out.size() - begin;
    out.end(begin);
    var part = new Part(out.size() - length, out.size(), names, fieldFrom);
    json.remember(place, from, part);
    return part;
  }

  private Part copyOf(Part field) {
    int moved = out.size() - field.fieldFrom;
    out.putRaw(out.bytes(), field.fieldFrom, field.end - field.fieldFrom);
    return new Part(field.from + moved, field.end + moved, field.names, field.fieldFrom + moved);
  }

  /** Adds a part, if it has any fields, as one field of this name to those of another. */
  public Part with(Part fields, String name, Part value) throws NotPlain {
    if (value.isEmpty()) {
      return fields;
    }
    NotPlain.unless((fields.names & NameBits.of(name)) == 0 || !isThere(fields, name));
    long all = fields.names | value.names | NameBits.of(name);
    if (value.fieldFrom == fields.end) {
      return new Part(fields.from, value.end, all, -1); // it lies there already
    }
    int from = out.size();
    out.putRaw(out.bytes(), fields.from, fields.end - fields.from);
    PropertyCodec.writeFields(name, out.bytes(), value.from, value.end, out);
    return new Part(from, out.size(), all, -1);
  }

  private boolean isThere(Part fields, String name) {
    var ascii = name.getBytes(StandardCharsets.US_ASCII);
    return PropertyCodec.has(reader(fields.from, fields.end), ascii, 0, ascii.length);
  }

  /** Returns a part as properties. What is packed afterwards is of no matter to them. */
  public Properties properties(Part part) {
    return new PropertyCodec.Packed(out.bytes(), part.from, part.end, part.names);
  }

  /** Reads the value that comes next. */
  public @Nullable PropertyValue value() throws NotPlain {
    int from = out.size();
    if (!packValue()) {
      return null;
    }
    var value = PropertyCodec.read(reader(from, out.size()));
    out.cut(from);
    return value;
  }

  /** Passes over the value that comes next. */
  public void passOver() throws NotPlain {
    int from = out.size();
    var unused = packValue();
    out.cut(from);
  }

  private BinaryReader reader(int from, int end) {
    return new BinaryReader(out.bytes(), from, end);
  }

  /** Reads a field's value: a text, a whole number, a truth value or a null. */
  public JsonNode node() throws NotPlain {
    var nodes = JsonNodeFactory.instance;
    return switch (json.peek()) {
      case '"' -> {
        if (json.again() instanceof JsonNode before) {
          yield before;
        }
        int place = json.place();
        int from = json.position();
        var text = nodes.textNode(json.text());
        json.remember(place, from, text);
        yield text;
      }
      case 'n' -> {
        json.readWord("null");
        yield nodes.nullNode();
      }
      case 't' -> {
        json.readWord("true");
        yield nodes.booleanNode(true);
      }
      case 'f' -> {
        json.readWord("false");
        yield nodes.booleanNode(false);
      }
      default -> {
        if (json.readNumber() >= 0) {
          throw new NotPlain();
        }
        yield nodes.numberNode(json.digits());
      }
    };
  }

  /** Returns whether it was something: nothing is packed of a null. */
  private boolean packValue() throws NotPlain {
    switch (json.peek()) {
      case '"' -> json.putText(out.put(PropertyCodec.TEXT));
      case '{' -> {
        int from = out.put(PropertyCodec.FIELDS).begin();
        packFields(null);
        out.end(from);
      }
      case '[' -> {
        int from = out.put(PropertyCodec.ITEMS).begin();
        packItems();
        out.end(from);
      }
      case 't' -> {
        json.readWord("true");
        out.put(PropertyCodec.TRUE);
      }
      case 'f' -> {
        json.readWord("false");
        out.put(PropertyCodec.FALSE);
      }
      case 'n' -> {
        json.readWord("null");
        return false;
      }
      default -> packNumber();
    }
    return true;
  }

  private void packNumber() throws NotPlain {
    int fraction = json.readNumber();
    if (fraction < 0) {
      out.put(PropertyCodec.WHOLE).putSigned(json.digits());
      return;
    }
    if (Math.abs(json.digits()) >= PropertyJson.EXACT) { // the next one is rounded to it
      throw new NotPlain();
    }
    // Of two exact numbers, so rounded once: what the digits say is not nearer to any other number.
    PropertyCodec.write(PropertyJson.number(json.digits() / TENS[fraction]), out);
  }

  private void packItems() throws NotPlain {
    enter();
    json.beginList();
    for (boolean isFirst = true; json.nextItem(isFirst); isFirst = false) {
      var unused = packValue(); // nulls are left out
    }
    depth--;
  }

  private void packFields(@Nullable String without) throws NotPlain {
    enter();
    json.beginObject();
    int from = out.size();
    int fields = 0;
    long seen = 0; // a bit of each name
    boolean hasMore = false; // fields that are not among the packed ones
    while (json.nextField(fields == 0)) {
      long bit = json.nameBit();
      if ((seen & bit) != 0 && (hasMore || isThere(from)) || fields == MOST_FIELDS) {
        throw new NotPlain();
      }
      seen |= bit;
      names |= bit;
      fields++;
      boolean isLeftOut = without != null && json.isName(without);
      int before = out.size();
      json.putName(out);
      if (!packValue() || isLeftOut) {
        out.cut(before);
        hasMore = true;
      }
    }
    depth--;
  }

  /** Whether a field of this name is packed from there on. */
  private boolean isThere(int from) {
    return PropertyCodec.has(
        reader(from, out.size()), json.bytes(), json.nameFrom(), json.nameEnd());
  }

  private void enter() throws NotPlain {
    depth++;
    if (depth > MOST_DEPTH) {
      throw new NotPlain();
    }
  }
}
