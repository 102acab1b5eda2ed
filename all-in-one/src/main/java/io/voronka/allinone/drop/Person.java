package io.voronka.allinone.drop;

import java.util.List;
import java.util.stream.IntStream;

/** The properties of those who come, each kind of person as one small number. */
public final class Person {

  /**
   * A property.
   *
   * @param values with their shares
   */
  public record Property(String name, List<String> values, List<Double> shares) {}

  public static final List<Property> PROPERTIES =
      List.of(
          new Property(
              "browser",
              List.of("chrome", "safari", "firefox", "edge"),
              List.of(0.55, 0.20, 0.15, 0.10)),
          new Property("device", List.of("mobile", "desktop"), List.of(0.45, 0.55)),
          new Property(
              "country",
              List.of("us", "de", "fr", "br", "jp"),
              List.of(0.35, 0.25, 0.20, 0.12, 0.08)),
          new Property("source", List.of("organic", "campaign"), List.of(0.9, 0.1)));

  /** How many kinds of people there are. */
  public static final int KINDS =
      PROPERTIES.stream()
          .mapToInt(property -> property.values().size())
          .reduce(1, Math::multiplyExact);

  private static final int SOURCE = 3;
  private static final int CAMPAIGN = 1;
  private static final int SAFARI = 1;
  private static final double CAMPAIGN_ADVANCING = 0.7;
  private static final double CAMPAIGN_SHARE = 0.1;

  private Person() {}

  /**
   * Draws somebody.
   *
   * @param campaigns how many times as much campaign traffic as usual comes
   */
  static int draw(Dice dice, double campaigns) {
    int kind = 0;
    for (int property = 0; property < PROPERTIES.size(); property++) {
      var values = PROPERTIES.get(property).values();
      int value =
          property == SOURCE
              ? source(dice, campaigns)
              : pick(dice, PROPERTIES.get(property).shares());
      kind = kind * values.size() + value;
    }
    return kind;
  }

  private static int pick(Dice dice, List<Double> shares) {
    double left = dice.even();
    for (int i = 0; i < shares.size() - 1; i++) {
      left -= shares.get(i);
      if (left < 0) {
        return i;
      }
    }
    return shares.size() - 1;
  }

  private static int source(Dice dice, double campaigns) {
    double share = CAMPAIGN_SHARE * campaigns / (1 - CAMPAIGN_SHARE + CAMPAIGN_SHARE * campaigns);
    return dice.happens(share) ? CAMPAIGN : 0;
  }

  /** How many times as many people come when campaigns bring more. */
  static double traffic(double campaigns) {
    return 1 - CAMPAIGN_SHARE + CAMPAIGN_SHARE * campaigns;
  }

  /** The chance of this kind to advance, against that of all as they usually come. */
  static double advancing(int kind) {
    double mean = 1 - CAMPAIGN_SHARE + CAMPAIGN_SHARE * CAMPAIGN_ADVANCING;
    return (value(kind, SOURCE) == CAMPAIGN ? CAMPAIGN_ADVANCING : 1) / mean;
  }

  static boolean isOnSafari(int kind) {
    return value(kind, 0) == SAFARI;
  }

  /** Which value of a property this kind of people has. */
  public static int value(int kind, int property) {
    int divisor =
        IntStream.range(property + 1, PROPERTIES.size())
            .map(later -> PROPERTIES.get(later).values().size())
            .reduce(1, Math::multiplyExact);
    return kind / divisor % PROPERTIES.get(property).values().size();
  }
}
