package io.voronka.model.count;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a report counts. */
public enum Counting {
  /** Each person once in every figure. */
  PERSONS,
  /** One attempt after the other, of each person as many as there were. */
  ATTEMPTS;

  /** The name in requests: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Counting> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
  }
}
