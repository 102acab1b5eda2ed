package io.voronka.dashboard.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of an attempt to send something. */
sealed interface Sending {

  /** The receiver has it. */
  record Done() implements Sending {}

  /**
   * It did not work this time.
   *
   * @param why without anything secret
   * @param after how long the receiver asked to be left alone; null: it did not
   */
  record Failed(String why, @Nullable Duration after) implements Sending {}

  /**
   * It will not work however often it is tried.
   *
   * @param isGone whether the receiver said that it is no more
   */
  record Refused(String why, boolean isGone) implements Sending {}
}
