package io.voronka.allinone.drop;

/** What hours and days do to traffic and to the chance to advance, by hour of the week. */
final class Season {

  static final double ADVANCING = 0.30;

  private static final int HOURS = 168;
  private static final int DAY_HOURS = 24;
  private static final int WEEKEND_HOUR = 120;

  private final double[] traffic = new double[HOURS];
  private final double[] advancing = new double[HOURS];

  Season(Dice dice) {
    double peak = 15 + dice.between(-1, 1);
    double sum = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      double day = 2 * Math.PI * (hour - peak) / DAY_HOURS;
      traffic[hour] =
          StrictMath.exp(1.05 * StrictMath.cos(day))
              * (hour >= WEEKEND_HOUR ? 0.7 : 1)
              * StrictMath.exp(0.05 * dice.normal());
      sum += traffic[hour];
    }
    for (int hour = 0; hour < HOURS; hour++) {
      traffic[hour] *= HOURS / sum;
      double day = 2 * Math.PI * (hour - peak) / DAY_HOURS;
      advancing[hour] =
          0.12 * StrictMath.cos(day)
              + 0.05 * StrictMath.cos(2 * day)
              + (hour >= WEEKEND_HOUR ? -0.06 : 0)
              + 0.02 * dice.normal();
    }
  }

  private static int hour(long minute) {
    return (int) (minute / 60 % HOURS);
  }

  /** Traffic as a multiple of its mean. */
  double traffic(long minute) {
    return traffic[hour(minute)];
  }

  /** The logarithm of the chance to advance, against {@value #ADVANCING}. */
  double advancing(long minute) {
    return advancing[hour(minute)];
  }
}
