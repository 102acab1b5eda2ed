package io.voronka.wire;

/** Constants as numbers: their order is part of the formats, so new ones are only ever appended. */
final class WireEnums {

  private WireEnums() {}

  @SuppressWarnings("EnumOrdinal") // see above
  static int numberOf(Enum<?> constant) {
    return constant.ordinal();
  }

  static <T extends Enum<T>> T at(T[] constants, int number) {
    if (number < 0 || number >= constants.length) {
      throw new MalformedRecord("unknown number of a constant: " + number);
    }
    return constants[number];
  }
}
