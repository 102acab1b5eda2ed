package io.voronka.wire;

import io.voronka.model.event.Properties;
import io.voronka.model.event.PropertyValue;
import io.voronka.model.event.PropertyValue.Fields;
import io.voronka.model.event.PropertyValue.Flag;
import io.voronka.model.event.PropertyValue.Items;
import io.voronka.model.event.PropertyValue.Real;
import io.voronka.model.event.PropertyValue.Text;
import io.voronka.model.event.PropertyValue.Whole;
import io.voronka.model.session.EventsInContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of property values: a tag byte, then the value; text, lists and objects begin
 * with their length in bytes, so that a reader can pass over them.
 */
final class PropertyCodec {

  private static final int ABSENT = 0;
  static final int FALSE = 1;
  static final int TRUE = 2;
  static final int WHOLE = 3;
  private static final int REAL = 4;
  static final int TEXT = 5;
  static final int ITEMS = 6;
  static final int FIELDS = 7;

  private PropertyCodec() {}

  static void write(@Nullable PropertyValue value, BinaryWriter out) {
    if (value == null) {
      out.put(ABSENT);
    } else if (value instanceof Flag flag) {
      out.put(flag.value() ? TRUE : FALSE);
    } else if (value instanceof Whole whole) {
      out.put(WHOLE).putSigned(whole.value());
    } else if (value instanceof Real real) {
      out.put(REAL).putLong(Double.doubleToLongBits(real.value()));
    } else if (value instanceof Text text) {
      out.put(TEXT).putText(text.value());
    } else if (value instanceof Items items) {
      int from = out.put(ITEMS).begin();
      for (var item : items.values()) {
        write(item, out);
      }
      out.end(from);
    } else {
      int from = out.put(FIELDS).begin();
      writeFields((Fields) value, out);
      out.end(from);
    }
  }

  /** The names and values of an object, one after the other. */
  static void writeFields(Fields fields, BinaryWriter out) {
    for (var field : fields.values().entrySet()) {
      write(field.getValue(), out.putText(field.getKey()));
    }
  }

  /** The fields of properties; what is packed stays as it is. */
  static void writeAll(Properties properties, BinaryWriter out) {
    if (properties instanceof Packed packed) {
      out.putRaw(packed.bytes, packed.from, packed.end - packed.from);
    } else {
      writeFields(all(properties), out);
    }
  }

  /** Adds a field whose value is an object, of fields that are written already. */
  static void writeFields(String name, byte[] fields, int from, int end, BinaryWriter out) {
    out.putText(name).put(FIELDS).putVarint(end - from).putRaw(fields, from, end - from);
  }

  static @Nullable PropertyValue read(BinaryReader in) {
    int tag = in.get();
    return switch (tag) {
      case ABSENT -> null;
      case FALSE -> new Flag(false);
      case TRUE -> new Flag(true);
      case WHOLE -> new Whole(in.getSigned());
      case REAL -> new Real(finite(Double.longBitsToDouble(in.getLong())));
      case TEXT -> new Text(in.getText());
      case ITEMS -> items(inner(in));
      case FIELDS -> new Fields(readFields(inner(in)));
      default -> throw unknown(tag);
    };
  }

  private static MalformedRecord unknown(int tag) {
    return new MalformedRecord("unknown kind of property value: " + tag);
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new MalformedRecord("a number that is none");
    }
    return value;
  }

  static Map<String, PropertyValue> readFields(BinaryReader in) {
    var values = new LinkedHashMap<String, PropertyValue>();
    while (in.hasMore()) {
      var name = in.getText();
      var value = read(in);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static Items items(BinaryReader in) {
    var values = new ArrayList<PropertyValue>();
    while (in.hasMore()) {
      var value = read(in);
      if (value != null) {
        values.add(value);
      }
    }
    return new Items(values);
  }

  private static BinaryReader inner(BinaryReader in) {
    int length = in.getLength();
    int from = in.position();
    in.skip(length);
    return new BinaryReader(in.source(), from, from + length);
  }

  /** Throws what reading all of them would throw, and makes nothing of them. */
  static void requireReadable(Properties properties) {
    if (EventsInContext.said(properties) instanceof Packed packed) {
      requireFields(readerOf(packed));
    }
  }

  private static void requireFields(BinaryReader in) {
    while (in.hasMore()) {
      in.skip(in.getLength());
      requireValue(in);
    }
  }

  private static void requireValue(BinaryReader in) {
    int tag = in.get();
    switch (tag) {
      case ABSENT, FALSE, TRUE -> {}
      case WHOLE -> in.getVarint();
      case REAL -> finite(Double.longBitsToDouble(in.getLong()));
      case TEXT -> in.skip(in.getLength());
      case ITEMS -> {
        for (var items = inner(in); items.hasMore(); ) {
          requireValue(items);
        }
      }
      case FIELDS -> requireFields(inner(in));
      default -> throw unknown(tag);
    }
  }

  private static void skip(BinaryReader in) {
    int tag = in.get();
    switch (tag) {
      case ABSENT, FALSE, TRUE -> {}
      case WHOLE -> in.getVarint();
      case REAL -> in.skip(8);
      case TEXT, ITEMS, FIELDS -> in.skip(in.getLength());
      default -> throw unknown(tag);
    }
  }

  /** Returns whether there is a field of this name. */
  static boolean has(BinaryReader in, byte[] name, int from, int end) {
    while (in.hasMore()) {
      if (in.isNextText(name, from, end)) {
        return true;
      }
      skip(in);
    }
    return false;
  }

  /** Properties that stay packed until one of them is asked for; with the bits of all names. */
  record Packed(byte[] bytes, int from, int end, long names) implements Properties {

    Packed(byte[] bytes, int from, int end) {
      this(bytes, from, end, NameBits.ANY);
    }

    @Override
    public boolean mayName(String ascii) {
      return (names & NameBits.of(ascii)) != 0;
    }

    @Override
    public Properties unpacked() {
      return new Fields(readFields(readerOf(this)));
    }

    @Override
    public @Nullable PropertyValue get(String name) {
      var wanted = name.getBytes(StandardCharsets.UTF_8);
      var in = new BinaryReader(bytes, from, end);
      while (in.hasMore()) {
        if (in.isNextText(wanted)) {
          return read(in);
        }
        skip(in);
      }
      return null;
    }
  }

  /** Returns all values of properties, packed or not. */
  static Fields all(Properties properties) {
    var said = EventsInContext.said(properties);
    return said instanceof Fields fields ? fields : new Fields(readFields(readerOf((Packed) said)));
  }

  private static BinaryReader readerOf(Packed packed) {
    return new BinaryReader(packed.bytes, packed.from, packed.end);
  }
}
