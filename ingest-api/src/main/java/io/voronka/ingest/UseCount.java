package io.voronka.ingest;

import io.voronka.wire.access.KeyUse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what comes by one key or from one source of webhooks. Safe for any thread. */
final class UseCount {

  private final String project;
  private final String id;
  private final String kind;
  private final String name;
  private final boolean fromSettings;
  private final AtomicLong lastSeenMillis = new AtomicLong();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile boolean hasNews;

  UseCount(String project, String id, String kind, String name, boolean fromSettings) {
    this.project = project;
    this.id = id;
    this.kind = kind;
    this.name = name;
    this.fromSettings = fromSettings;
    this.hasNews = fromSettings; // others are known by their makers
  }

  String project() {
    return project;
  }

  /** Counts what a request brought. */
  void took(int events, int rejections, long nowMillis) {
    accepted.add(events);
    rejected.add(rejections);
    seen(nowMillis);
  }

  /** Counts a request that was refused whole. */
  void refused(long nowMillis) {
    refused.increment();
    seen(nowMillis);
  }

  private void seen(long nowMillis) {
    lastSeenMillis.accumulateAndGet(nowMillis, Math::max);
    hasNews = true;
  }

  boolean isFromSettings() {
    return fromSettings;
  }

  /** Returns whether something happened since this was asked last. */
  boolean takeNews() {
    boolean had = hasNews;
    hasNews = false; // before the counts are read: what comes in between is told twice
    return had;
  }

  KeyUse told(String run, long nowMillis) {
    return new KeyUse(
        project,
        id,
        run,
        kind,
        name,
        fromSettings,
        nowMillis,
        lastSeenMillis.get(),
        accepted.sum(),
        rejected.sum(),
        refused.sum());
  }
}
