package io.voronka.wire;

/** A record does not have the form that its topic or store prescribes. */
public final class MalformedRecord extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public MalformedRecord(String message) {
    super(message);
  }

  public MalformedRecord(String message, Throwable cause) {
    super(message, cause);
  }
}
