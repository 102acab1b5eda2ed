package io.voronka.model.detection;

/**
 * How finely the past is kept.
 *
 * @param minuteSpan how many of the last minutes are kept each by itself; a multiple of 60
 * @param fiveMinuteSpan how many minutes before them are kept by fives; a multiple of 60. What is
 *     older, up to {@value Windows#LONGEST} minutes, is kept by hours
 * @param isCompact whether what is kept is rounded to single precision, which halves the state, and
 *     levels older than a day are kept by hours
 */
record Layout(int minuteSpan, int fiveMinuteSpan, boolean isCompact) {

  /** Six hours of minutes, fives up to 42 hours: what is longer costs more than it tells. */
  static final Layout COMPACT = new Layout(360, 2160, true);

  /** Every minute: what {@link #COMPACT} is measured against. */
  static final Layout EXACT = new Layout(10_140, 0, false);

  /** How many hours there are beyond minutes and fives. */
  int hours() {
    int rest = Windows.LONGEST - minuteSpan - fiveMinuteSpan;
    return rest <= 0 ? 0 : (rest + 59) / 60 + 1;
  }

  /** How many levels are kept in steps of {@value Level#STEP_MINUTES} minutes. */
  int levelSteps() {
    return (isCompact ? 1440 : Windows.LONGEST) / Level.STEP_MINUTES + 4;
  }

  double rounded(double value) {
    return isCompact ? (float) value : value;
  }

  /** Writes a number that has been rounded. */
  void write(StateOutput out, double value) {
    if (isCompact) {
      out.single((float) value);
    } else {
      out.real(value);
    }
  }

  double read(StateInput in) {
    return isCompact ? in.single() : in.real();
  }
}
