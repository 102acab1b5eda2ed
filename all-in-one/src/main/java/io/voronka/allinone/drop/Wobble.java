package io.voronka.allinone.drop;

/** A level that wanders about 0 (Ornstein-Uhlenbeck), minute by minute. Not thread-safe. */
final class Wobble {

  private final Dice dice;
  private final double kept;
  private final double kick;
  private double value;

  /**
   * @param deviation its standard deviation
   * @param minutes its time constant
   */
  Wobble(Dice dice, double deviation, double minutes) {
    this.dice = dice;
    kept = StrictMath.exp(-1 / minutes);
    kick = deviation * StrictMath.sqrt(1 - kept * kept);
    value = deviation * dice.normal();
  }

  /**
   * The level of the next minute.
   *
   * @param roughness a factor on how far it moves
   */
  double next(double roughness) {
    value = kept * value + roughness * kick * dice.normal();
    return value;
  }
}
