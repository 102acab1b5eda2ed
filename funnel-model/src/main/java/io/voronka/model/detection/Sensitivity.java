package io.voronka.model.detection;

/**
 * How readily a stage is reported.
 *
 * @param minDrop the smallest drop of the advances that is of interest, as a share: 0.01 to 0.9
 * @param falseAlarmsPerYear how many false alarms are put up with, a stage and year: 0.001 to 100
 */
public record Sensitivity(double minDrop, double falseAlarmsPerYear) {

  public static final Sensitivity DEFAULT = new Sensitivity(0.10, 1);

  /** The level of one false alarm a year, in nats: calibrated on the bench. */
  private static final double LEVEL_OF_ONE = 10.5;

  /** The level of traffic, which is to be wrong once in five years at most. */
  private static final double LEVEL_OF_TRAFFIC = 9.3;

  private static final double NATS_WHILE_YOUNG = 2;

  /**
   * Checks itself.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Sensitivity {
    if (!isMinDrop(minDrop)) {
      throw new IllegalArgumentException("minDrop must be from 0.01 to 0.9");
    }
    if (!isFalseAlarms(falseAlarmsPerYear)) {
      throw new IllegalArgumentException("falseAlarmsPerYear must be from 0.001 to 100");
    }
  }

  public static boolean isMinDrop(double share) {
    return share >= 0.01 && share <= 0.9;
  }

  public static boolean isFalseAlarms(double perYear) {
    return perYear >= 0.001 && perYear <= 100;
  }

  /**
   * The score at which a stream fires, in nats.
   *
   * @param streams how many share the budget: 1 of a stage, all segments' of theirs
   * @param isYoung whether fewer than eight weeks are known
   */
  double level(int streams, boolean isYoung) {
    return LEVEL_OF_ONE
        - Math.log(falseAlarmsPerYear)
        + Math.log(streams)
        + (isYoung ? NATS_WHILE_YOUNG : 0);
  }

  /** The score at which traffic fires, in nats; it is no matter of taste. */
  static double trafficLevel(boolean isYoung) {
    return LEVEL_OF_TRAFFIC + (isYoung ? NATS_WHILE_YOUNG : 0);
  }
}
