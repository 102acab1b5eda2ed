package io.voronka.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Goes through JSON as nearly all programs write it, straight over its bytes: a fraction of what a
 * parser costs. What is not of this kind is {@link NotPlain} and has to be read by {@link Json},
 * and so has all that is no JSON: what can be read here is read as there. Not thread-safe.
 *
 * <p>Plain are valid UTF-8, names without escapes, numbers of at most 18 digits and without an
 * exponent. That no field comes twice is for the reader to see.
 */
public final class PlainJson {

  private static final int MOST_NAME_BYTES = 1000; // a parser has a bound, too
  private static final int MOST_DIGITS = 18; // and a point or not: fit 64 bits
  private static final int UNIT_BYTES = 6; // of an escape of four digits
  static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L; // a byte, in each of a word's eight
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte[] json;
  private int at;
  private int textFrom; // of the text read last
  private int textEnd;
  private boolean hasEscapes;
  private long digits; // of the number read last
  private int nameFrom;
  private int nameEnd;
  private @Nullable FieldPlaces places; // null: none are kept

  /** Starts at the beginning. */
  public PlainJson(byte[] json) {
    this.json = json;
  }

  /** Says that something has to be read by {@link Json}. */
  public static final class NotPlain extends Exception {

    private static final long serialVersionUID = 1L;

    NotPlain() {
      super("not plain JSON", null, false, false); // a trace would cost more than reading
    }

    /** Says so unless something holds that plain JSON has to be like. */
    public static void unless(boolean isPlain) throws NotPlain {
      if (!isPlain) {
        throw new NotPlain();
      }
    }
  }

  byte[] bytes() {
    return json;
  }

  /** Says that several values come that are likely to be alike: it is quicker to read them so. */
  public void expectAlike() {
    places = new FieldPlaces(json);
  }

  /** Says that the next of them begins. */
  public void beginAlike() {
    if (places != null) {
      places.begin();
    }
  }

  /** Where the next value or mark begins. */
  public int position() {
    peek();
    return at;
  }

  /** Returns the first byte of the next value or mark; 0 at the end. */
  byte peek() {
    while (at < json.length) {
      byte next = json[at];
      if (next > ' ' || next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next;
      }
      at++;
    }
    return 0;
  }

  private void expect(char mark) throws NotPlain {
    if (peek() != mark) {
      throw new NotPlain();
    }
    at++;
  }

  /** Returns whether an object begins here. */
  public boolean isObject() {
    return peek() == '{';
  }

  /** Goes into the object that begins here. */
  public void beginObject() throws NotPlain {
    expect('{');
  }

  /** Goes into the list that begins here. */
  public void beginList() throws NotPlain {
    expect('[');
  }

  /**
   * Goes to the value of the next field of an object, or behind it; returns whether there is one.
   */
  public boolean nextField(boolean isFirst) throws NotPlain {
    int from = at;
    if (places != null && places.isNext(from, isFirst)) {
      nameFrom = from + places.nameFrom();
      nameEnd = nameFrom + places.nameLength();
      at = from + places.length();
      return true;
    }
    if (!next(isFirst, '}')) {
      return false;
    }
    readText();
    if (hasEscapes || textEnd - textFrom > MOST_NAME_BYTES) {
      throw new NotPlain();
    }
    nameFrom = textFrom;
    nameEnd = textEnd;
    expect(':');
    if (places != null && !places.put(from, isFirst, nameFrom, nameEnd, at)) {
      places = null; // such values are read as if they were not alike
    }
    return true;
  }

  /** Goes to the next value of a list, or behind it; returns whether there is one. */
  public boolean nextItem(boolean isFirst) throws NotPlain {
    return next(isFirst, ']');
  }

  private boolean next(boolean isFirst, char last) throws NotPlain {
    byte next = peek();
    if (next == last) {
      at++;
      return false;
    }
    if (!isFirst) {
      expect(',');
    }
    return true;
  }

  /** Where the name of the field begins among the bytes. */
  public int nameFrom() {
    return nameFrom;
  }

  /** Where the name of the field ends among the bytes. */
  public int nameEnd() {
    return nameEnd;
  }

  /** Returns the name of the field. */
  public String name() {
    return new String(json, nameFrom, nameEnd - nameFrom, StandardCharsets.UTF_8);
  }

  /** The bit of {@link NameBits} of the field's name. */
  long nameBit() {
    return places == null ? NameBits.of(json, nameFrom, nameEnd) : places.nameBit();
  }

  /** Returns what {@link #mean} said of the same name in a value before; null: nothing. */
  public @Nullable Object meaning() {
    return places == null ? null : places.meaning();
  }

  /** Notes what the field's name means to the reader, for values after this one. */
  public void mean(Object meaning) {
    if (places != null) {
      places.mean(meaning);
    }
  }

  /** Which of the fields of values that are alike the field is, for {@link #remember}; −1: none. */
  int place() {
    return places == null ? -1 : places.place();
  }

  /**
   * Passes over the field's value if it is, to the byte, the one at this place before, and returns
   * what {@link #remember} noted of that; null if it has to be read.
   */
  @Nullable Object again() {
    peek();
    if (places == null) {
      return null;
    }
    var before = places.again(at);
    at += before == null ? 0 : places.valueLength();
    return before;
  }

  /**
   * Notes what a value said that ends here.
   *
   * @param from where it begins; a text, a list or an object, whose end can be told by itself
   */
  void remember(int place, int from, Object said) {
    if (places != null && place >= 0) {
      places.remember(place, from, at, said);
    }
  }

  /** Whether the field has this name of ASCII. */
  boolean isName(String ascii) {
    boolean isIt = nameEnd - nameFrom == ascii.length();
    for (int i = 0; isIt && i < ascii.length(); i++) {
      isIt = json[nameFrom + i] == ascii.charAt(i);
    }
    return isIt;
  }

  /** Puts the name of the field into the form of {@link BinaryWriter#putText}. */
  void putName(BinaryWriter out) {
    out.putVarint(nameEnd - nameFrom).putRaw(json, nameFrom, nameEnd - nameFrom);
  }

  /** Requires that nothing else comes. */
  public void end() throws NotPlain {
    peek();
    if (at < json.length) {
      throw new NotPlain();
    }
  }

  /** Reads a word such as {@code true}. */
  void readWord(String word) throws NotPlain {
    for (int i = 0; i < word.length(); i++) {
      if (byteAt(at) != word.charAt(i)) {
        throw new NotPlain();
      }
      at++;
    }
  }

  /**
   * Reads a number into {@link #digits()}.
   *
   * @return how many of its digits are behind the point; −1 if it has none
   */
  int readNumber() throws NotPlain {
    boolean isNegative = byteAt(at) == '-';
    int from = isNegative ? at + 1 : at;
    int end = readDigits(from, 0);
    int fraction = -1;
    if (byteAt(end) == '.') {
      int point = end;
      end = readDigits(point + 1, digits);
      fraction = end - point - 1;
    }
    boolean isNumber = end > from && fraction != 0 && byteAt(from) != '.';
    boolean hasZeroBefore = byteAt(from) == '0' && isDigit(byteAt(from + 1));
    boolean hasExponent = (byteAt(end) | 0x20) == 'e';
    if (!isNumber || hasZeroBefore || hasExponent || end - from > MOST_DIGITS) {
      throw new NotPlain();
    }
    digits = isNegative ? -digits : digits;
    at = end;
    return fraction;
  }

  private int readDigits(int from, long before) {
    long read = before;
    int i = from;
    for (; isDigit(byteAt(i)); i++) {
      read = read * 10 + json[i] - '0';
    }
    digits = read;
    return i;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  /** The digits of the number read last, with its sign and without its point. */
  long digits() {
    return digits;
  }

  private byte byteAt(int place) {
    return place < json.length ? json[place] : 0;
  }

  /** Reads a text. */
  String text() throws NotPlain {
    readText();
    if (hasEscapes) {
      var plain = new BinaryWriter(textEnd - textFrom);
      putUnescaped(plain);
      return new String(plain.toBytes(), StandardCharsets.UTF_8);
    }
    return new String(json, textFrom, textEnd - textFrom, StandardCharsets.UTF_8);
  }

  /** Reads a text into the form of {@link BinaryWriter#putText}. */
  void putText(BinaryWriter out) throws NotPlain {
    readText();
    if (!hasEscapes) {
      out.putVarint(textEnd - textFrom).putRaw(json, textFrom, textEnd - textFrom);
      return;
    }
    int from = out.begin();
    putUnescaped(out);
    out.end(from);
  }

  /** Goes from before a text's first quote behind its last. */
  private void readText() throws NotPlain {
    expect('"');
    textFrom = at;
    hasEscapes = false;
    int i = endOfPrintable(at);
    while (byteAt(i) != '"') {
      byte next = byteAt(i);
      if (next < 0) {
        i = endOfCharacter(i);
      } else if (next == '\\') {
        hasEscapes = true;
        i += 2; // the one behind it may be a quote
      } else {
        throw new NotPlain(); // a control character, or the end
      }
      i = endOfPrintable(i);
    }
    textEnd = i;
    at = i + 1;
  }

  /** Returns where the first byte is that is a quote, a backslash, no ASCII or not printable. */
  private int endOfPrintable(int from) {
    int i = from;
    for (; i <= json.length - Long.BYTES; i += Long.BYTES) {
      long found = others((long) WORDS.get(json, i));
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < json.length && json[i] >= ' ' && json[i] != '"' && json[i] != '\\') {
      i++;
    }
    return i;
  }

  /** Sets the high bit of such bytes, exactly up to the first of them, which is all that counts. */
  private static long others(long word) {
    return (word | below(word, ' ') | below(word ^ '"' * ONES, 1) | below(word ^ '\\' * ONES, 1))
        & HIGH_BITS;
  }

  private static long below(long word, int bound) {
    return word - bound * ONES & ~word;
  }

  /** Returns where a character of several bytes ends; what is no valid UTF-8 is not plain. */
  private int endOfCharacter(int from) throws NotPlain {
    int first = json[from] & 0xff;
    int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    int character = first & 0x7f >> length;
    for (int i = 1; i < length; i++) {
      int next = byteAt(from + i);
      if ((next & 0xc0) != 0x80) {
        throw new NotPlain();
      }
      character = character << 6 | next & 0x3f;
    }
    int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (first < 0xc0
        || first > 0xf7
        || character < least
        || character > Character.MAX_CODE_POINT
        || Character.getType(character) == Character.SURROGATE) {
      throw new NotPlain();
    }
    return from + length;
  }

  /** Puts the text read last as it is meant. Half of a character is not plain. */
  private void putUnescaped(BinaryWriter out) throws NotPlain {
    int i = textFrom;
    while (i < textEnd) {
      if (json[i] != '\\') {
        out.put(json[i]);
        i++;
      } else if (json[i + 1] != 'u') {
        out.put(escaped(json[i + 1]));
        i += 2;
      } else {
        int character = unit(i);
        i += UNIT_BYTES;
        if (Character.isSurrogate((char) character)) {
          character = pair((char) character, (char) unit(i));
          i += UNIT_BYTES;
        }
        var utf8 = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        out.putRaw(utf8, 0, utf8.length);
      }
    }
  }

  private static int escaped(byte letter) throws NotPlain {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> throw new NotPlain();
    };
  }

  /** Returns what an escape such as {@code \\u00e9} says that begins here. */
  private int unit(int from) throws NotPlain {
    if (from + UNIT_BYTES > textEnd || json[from] != '\\' || json[from + 1] != 'u') {
      throw new NotPlain();
    }
    int unit = 0;
    for (int i = from + 2; i < from + UNIT_BYTES; i++) {
      int digit = Character.digit(json[i], 16);
      if (digit < 0) {
        throw new NotPlain();
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private static int pair(char high, char low) throws NotPlain {
    if (!Character.isSurrogatePair(high, low)) {
      throw new NotPlain();
    }
    return Character.toCodePoint(high, low);
  }
}
