package io.voronka.model.detection;

/**
 * What is watched, and how readily it is reported.
 *
 * @param name of the funnel, its version and the stage: what makes the ids of alerts differ from
 *     those of others
 * @param followedMinutes how long somebody who reached the stage can still advance, and is waited
 *     for: 1 to 10 080
 */
public record StageSettings(String name, int followedMinutes, Sensitivity sensitivity) {

  public static final int MOST_FOLLOWED_MINUTES = Windows.LONGEST;

  /**
   * Checks itself.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public StageSettings {
    if (followedMinutes < 1 || followedMinutes > MOST_FOLLOWED_MINUTES) {
      throw new IllegalArgumentException(
          "followedMinutes must be from 1 to " + MOST_FOLLOWED_MINUTES);
    }
  }
}
