package io.voronka.flinkpeer;

/** An event that is of a stage. Open and mutable, as Flink's fast serializer wants it. */
public final class Step {

  public String person = "";
  public int stage;
  public long millis;

  /** Says which event it is, among those of the person. */
  public long id;

  /** For Flink. */
  public Step() {}

  Step(String person, int stage, long millis, long id) {
    this.person = person;
    this.stage = stage;
    this.millis = millis;
    this.id = id;
  }
}
