package io.voronka.ingest;

import io.voronka.wire.access.KeyUse;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.source.Source;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Counts what comes by each key and from each source, and tells what is new. Safe for any thread.
 */
final class Senders {

  private static final long SETTINGS_AGAIN_MILLIS = Duration.ofMinutes(1).toMillis();

  private final String run;
  private final InstantSource clock;
  private final Map<List<String>, UseCount> counts = new ConcurrentHashMap<>();
  private long settingsToldMillis;

  /**
   * Begins with nothing.
   *
   * @param run names this run of the service among all that ever were
   */
  Senders(String run, InstantSource clock) {
    this.run = run;
    this.clock = clock;
  }

  Sender ofKey(WriteKey key, boolean isFromSettings) {
    var use = count(key.project(), key.id(), KeyUse.OF_KEY, key.name(), isFromSettings);
    return new Sender(key, RateLimit.none(clock).of(key.eventsPerSecond()), use);
  }

  UseCount ofSource(Source source, boolean isFromSettings) {
    return count(source.project(), source.id(), source.kind(), source.id(), isFromSettings);
  }

  private UseCount count(
      String project, String id, String kind, String name, boolean isFromSettings) {
    return counts.computeIfAbsent(
        List.of(project, kind, id),
        ignored -> new UseCount(project, id, kind, name, isFromSettings));
  }

  /**
   * Tells each count that has changed, and all of the settings once a minute, which shows that they
   * are still there. For one thread.
   */
  void tell(Consumer<KeyUse> reader) {
    long now = clock.millis();
    boolean isTime = now - settingsToldMillis >= SETTINGS_AGAIN_MILLIS;
    for (var count : counts.values()) {
      boolean hasNews = count.takeNews();
      if (hasNews || isTime && count.isFromSettings()) {
        reader.accept(count.told(run, now));
      }
    }
    settingsToldMillis = isTime ? now : settingsToldMillis;
  }
}
