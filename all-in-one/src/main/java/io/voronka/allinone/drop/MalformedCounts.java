package io.voronka.allinone.drop;

/** A line of a file is no minute's counts. */
public final class MalformedCounts extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedCounts(long line, String faults) {
    super("line " + line + ": " + faults);
  }
}
