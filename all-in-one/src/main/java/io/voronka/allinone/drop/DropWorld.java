package io.voronka.allinone.drop;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * One stage of a made-up world, minute by minute. The same settings give the same minutes. Not
 * thread-safe.
 */
public final class DropWorld {

  private static final int MINUTES_HELD = 4096; // a delay of a day and two late events
  private static final double LATE_MINUTES = 10;
  private static final double LATE_IN_EPISODE = 0.6;
  private static final double[] ROUGHNESS = {0.6, 1, 2.2};
  private static final double ROUGH_STRETCH = 0.3;
  private static final double ROUGH_DRIFT = 0.1;
  private static final int DAY = 1440;

  private final WorldSettings settings;
  private final List<Episode> episodes;
  private final Season season;
  private final Dice people;
  private final Dice weather;
  private final Wobble traffic;
  private final Wobble slow;
  private final Wobble fast;
  private final double[] stretch = new double[168];
  private final int[][] reached;
  private final int[][] advances = new int[MINUTES_HELD][16];
  private final int[] advanced = new int[MINUTES_HELD];
  private final Consumer<Visit> visits;
  private double roughness = 1;
  private long minute;
  private int current;
  private long visitors;

  public DropWorld(WorldSettings settings) {
    this(settings, visit -> {});
  }

  /**
   * @param visits told of each visit in the minute in which it begins
   */
  DropWorld(WorldSettings settings, Consumer<Visit> visits) {
    this.settings = settings;
    this.visits = visits;
    var dice = new Dice(settings.seed());
    season = new Season(dice.split());
    var plan = EpisodePlan.of(settings, dice.split());
    people = dice.split();
    weather = dice.split();
    traffic = new Wobble(weather.split(), 0.10, 360);
    slow = new Wobble(weather.split(), 0.06, 4 * DAY);
    fast = new Wobble(weather.split(), 0.04, 60);
    for (int hour = 0; hour < stretch.length; hour++) {
      stretch[hour] = 1 + (settings.isRough() ? weather.between(-ROUGH_STRETCH, ROUGH_STRETCH) : 0);
    }
    reached = new int[MINUTES_HELD][settings.hasProperties() ? Person.KINDS : 1];
    episodes = plan.stream().map(this::referenced).toList();
  }

  private Episode referenced(Episode episode) {
    double share = episode.kind().segment() == null ? 1 : Person.PROPERTIES.get(0).shares().get(1);
    double mean = settings.ratePerHour() / 60 * share;
    return episode.referenced(Observer.delay(episode, when -> mean * season.traffic(when), mean));
  }

  /** The episodes, in order; those of the rough history among them. */
  public List<Episode> episodes() {
    return episodes;
  }

  public boolean hasNext() {
    return minute < (long) settings.days() * DAY;
  }

  /** The next minute. */
  public WorldMinute next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (current < episodes.size() && episodes.get(current).end() <= minute) {
      current++;
    }
    if (minute % DAY == 0) {
      double drawn = ROUGHNESS[weather.below(ROUGHNESS.length)];
      roughness = settings.isRough() ? drawn : 1;
    }
    double chance =
        Season.ADVANCING
            * StrictMath.exp(
                season.advancing(minute) + slow.next(roughness) + fast.next(roughness) + drift());
    int come =
        people.poisson(
            settings.ratePerHour()
                / 60
                * season.traffic(minute)
                * StrictMath.exp(traffic.next(roughness))
                * crowd());
    for (int i = 0; i < come; i++) {
      enter(chance);
    }
    return closed();
  }

  private double drift() {
    double part = minute / (settings.days() * (double) DAY);
    return settings.isRough() ? part * StrictMath.log(1 - ROUGH_DRIFT) : 0;
  }

  private boolean isIn(EpisodeKind kind) {
    return isIn(kind, minute);
  }

  private boolean isIn(EpisodeKind kind, long when) {
    for (int i = current; i < episodes.size() && episodes.get(i).start() <= when; i++) {
      if (episodes.get(i).kind() == kind && episodes.get(i).holds(when)) {
        return true;
      }
    }
    return false;
  }

  private double crowd() {
    if (isIn(EpisodeKind.TRAFFIC_STOP)) {
      return 0;
    }
    return (isIn(EpisodeKind.TRAFFIC_TIMES_3) ? 3 : 1) * Person.traffic(campaigns());
  }

  private double campaigns() {
    return isIn(EpisodeKind.CAMPAIGN_TIMES_10) ? 10 : 1;
  }

  private void enter(double chance) {
    int kind = settings.hasProperties() ? Person.draw(people, campaigns()) : 0;
    double moment = minute + people.even();
    long known = minute + late(minute);
    reached[slot(known)][kind]++;
    double own = settings.hasProperties() ? chance * Person.advancing(kind) : chance;
    double advance = advance(moment, kind, own);
    long advanceKnown = Long.MAX_VALUE;
    if (!Double.isNaN(advance)) {
      advanceKnown = Math.max(known, (long) advance + late((long) advance));
      add(advanceKnown, kind, (int) (advanceKnown - known));
    }
    visits.accept(new Visit(visitors++, kind, moment, known, advance, advanceKnown));
  }

  /** When somebody who comes at a moment advances; no number: never. */
  private double advance(double moment, int kind, double chance) {
    if (!people.happens(chance * (1 - failing(minute, kind, true)))) {
      return Double.NaN;
    }
    double delay = DelayOfWorld.draw(people, stretch[(int) (minute / 60 % stretch.length)]);
    if (delay > DelayOfWorld.LONGEST_MINUTES) {
      return Double.NaN;
    }
    long due = (long) (moment + delay);
    boolean isLost =
        people.happens(failing(due, kind, false)) || isIn(EpisodeKind.TRAFFIC_STOP, due);
    return isLost ? Double.NaN : moment + delay;
  }

  private void add(long known, int kind, int delay) {
    int slot = slot(known);
    if (advanced[slot] == advances[slot].length) {
      advances[slot] = Arrays.copyOf(advances[slot], 2 * advanced[slot]);
    }
    advances[slot][advanced[slot]++] = WorldMinute.advance(kind, delay);
  }

  private static int slot(long when) {
    return (int) (when % MINUTES_HELD);
  }

  /** The share of the advances of a kind of people that fails in a minute. */
  private double failing(long when, int kind, boolean isCohort) {
    for (int i = current; i < episodes.size() && episodes.get(i).start() <= when; i++) {
      var episode = episodes.get(i);
      if (episode.holds(when) && episode.isCohort() == isCohort) {
        boolean isConcerned = episode.kind().segment() == null || Person.isOnSafari(kind);
        return isConcerned ? episode.delta(when) : 0;
      }
    }
    return 0;
  }

  private int late(long when) {
    double share = isIn(EpisodeKind.LATE_60, when) ? LATE_IN_EPISODE : settings.lateShare();
    if (share == 0 || !people.happens(share)) {
      return 0;
    }
    return (int) Math.min(MINUTES_HELD / 4, people.exponential(LATE_MINUTES));
  }

  private WorldMinute closed() {
    int slot = slot(minute);
    var result =
        new WorldMinute(
            minute, reached[slot].clone(), Arrays.copyOf(advances[slot], advanced[slot]));
    Arrays.fill(reached[slot], 0);
    advanced[slot] = 0;
    minute++;
    return result;
  }
}
