package io.voronka.flinkpeer;

/** An event that is of a stage. Open and mutable, as Flink's fast serializer wants it. */
public final class Step {

  public String person = "";
  public int stage;
  public long millis;

  /** For Flink. */
  public Step() {}

  Step(String person, int stage, long millis) {
    this.person = person;
    this.stage = stage;
    this.millis = millis;
  }
}
