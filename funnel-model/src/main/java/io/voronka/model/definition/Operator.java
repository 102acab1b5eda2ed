package io.voronka.model.definition;

import java.util.Arrays;
import java.util.Optional;

/** How a condition compares a property with its value. */
public enum Operator {
  EQ("eq"),
  NE("ne"),
  IN("in"),
  NOT_IN("notIn"),
  CONTAINS("contains"),
  STARTS_WITH("startsWith"),
  ENDS_WITH("endsWith"),
  MATCHES("matches"),
  GT("gt"),
  GTE("gte"),
  LT("lt"),
  LTE("lte"),
  EXISTS("exists"),
  NOT_EXISTS("notExists");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  /** The name in definitions. */
  public String text() {
    return text;
  }

  public static Optional<Operator> of(String text) {
    return Arrays.stream(values()).filter(operator -> operator.text.equals(text)).findFirst();
  }

  /** Whether the condition needs no value. */
  public boolean standsAlone() {
    return this == EXISTS || this == NOT_EXISTS;
  }

  /** Whether the value is a list to choose from. */
  public boolean takesList() {
    return this == IN || this == NOT_IN;
  }

  /** Whether the value has to be text. */
  public boolean takesText() {
    return this == CONTAINS || this == STARTS_WITH || this == ENDS_WITH || this == MATCHES;
  }

  /** Whether the value has to have an order: a number or text (which may be a time). */
  public boolean takesOrdered() {
    return this == GT || this == GTE || this == LT || this == LTE;
  }
}
