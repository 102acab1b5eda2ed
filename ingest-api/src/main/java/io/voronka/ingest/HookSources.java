package io.voronka.ingest;

import io.voronka.ingest.hook.Sources;
import io.voronka.kit.LogKeys;
import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.AccessRecord.Kind;
import io.voronka.wire.source.Source;
import io.voronka.wire.source.SourceSecrets;
import io.voronka.wire.source.StoredSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the source of a webhook: one of the settings, or one that was made since. Safe for any
 * thread.
 */
final class HookSources {

  private static final Logger LOG = LoggerFactory.getLogger(HookSources.class);

  private final Sources ofSettings;
  private final @Nullable SourceSecrets secrets;
  private final Senders senders;
  private final InstantSource clock;

  /** Those that were made, by their ids: a list of more than one only if projects raced. */
  private final Map<String, List<Made>> made = new ConcurrentHashMap<>();

  /** Why those that were made and can't be read can't be, by project and id. */
  private final Map<List<String>, String> leftOut = new HashMap<>();

  private boolean isCaughtUp;

  /**
   * A source from which something comes.
   *
   * @param source with the secrets that are good now
   * @param use counts what comes
   * @param isPaused whether nothing is kept of it
   */
  record Found(Source source, UseCount use, boolean isPaused) {}

  /** One that was made, with its secrets opened. */
  private record Made(StoredSource stored, Source source, List<Opened> secrets) {

    Source at(long millis) {
      return source.with(
          secrets.stream()
              .filter(secret -> secret.closed().isGoodAt(millis))
              .map(Opened::text)
              .toList());
    }
  }

  private record Opened(StoredSource.Secret closed, String text) {

    @Override
    public String toString() {
      return "Opened"; // must not reach a log
    }
  }

  /**
   * Knows the sources of the settings; {@link #take} tells it of others.
   *
   * @param secrets opens what was closed; null: there is no key, and none that was made is known
   */
  HookSources(
      Sources ofSettings, @Nullable SourceSecrets secrets, Senders senders, InstantSource clock) {
    this.ofSettings = ofSettings;
    this.secrets = secrets;
    this.senders = senders;
    this.clock = clock;
    for (var source : ofSettings.byId().values()) {
      var unused = senders.ofSource(source, true); // so that they are told of at once
    }
  }

  /** Takes what is said of a source. */
  synchronized void take(AccessRecord record) {
    if (record.kind() != Kind.SOURCE) {
      return;
    }
    var name = List.of(record.project(), record.id());
    var reasonBefore = leftOut.remove(name);
    var known = new ArrayList<>(made.getOrDefault(record.id(), List.of()));
    known.removeIf(one -> one.stored().project().equals(record.project()));
    var stored = record.source();
    var reason = stored == null ? null : reasonToLeaveOut(stored);
    if (reason != null) {
      leftOut.put(name, reason);
      if (isCaughtUp && !reason.equals(reasonBefore)) {
        tell(name, reason);
      }
    } else if (stored != null) {
      known.add(open(stored));
    }
    // Two projects may have taken one id at the same time: the earlier one has it, everywhere.
    known.sort(
        Comparator.<Made, Long>comparing(one -> one.stored().createdMillis())
            .thenComparing(one -> one.stored().project()));
    if (known.isEmpty()) {
      made.remove(record.id());
    } else {
      made.put(record.id(), List.copyOf(known));
    }
  }

  /**
   * Tells which are left out, once everything was taken that had been said before: what can be read
   * by now was perhaps not at first.
   */
  synchronized void caughtUp() {
    isCaughtUp = true;
    leftOut.forEach(HookSources::tell);
  }

  private @Nullable String reasonToLeaveOut(StoredSource stored) {
    if (secrets == null) {
      return SourceSecrets.KEY + " is not set";
    }
    if (stored.read().isEmpty()) {
      return "another version wrote it";
    }
    return secrets.isOpen(stored)
        ? null
        : "its secret was closed with another " + SourceSecrets.KEY;
  }

  private Made open(StoredSource stored) {
    var by = Objects.requireNonNull(secrets);
    var opened = new ArrayList<Opened>();
    for (var secret : stored.secrets()) {
      by.open(stored, secret).ifPresent(text -> opened.add(new Opened(secret, text)));
    }
    return new Made(stored, stored.read().orElseThrow(), opened);
  }

  private static void tell(List<String> name, String reason) {
    LOG.atError()
        .addKeyValue(LogKeys.PROJECT, name.get(0))
        .addKeyValue(LogKeys.SOURCE, name.get(1))
        .addKeyValue(LogKeys.REASON, reason)
        .log("a source of webhooks can't be read and is left out");
  }

  /** Returns the source of an id, if it is of that kind; those of the settings go first. */
  @Nullable Found find(String kind, String id) {
    if (ofSettings.byId().containsKey(id)) {
      var source = ofSettings.find(kind, id);
      return source == null ? null : new Found(source, senders.ofSource(source, true), false);
    }
    var known = made.get(id);
    if (known == null || !known.get(0).stored().kind().equals(kind)) {
      return null;
    }
    var one = known.get(0);
    var use = senders.ofSource(one.source(), false);
    return new Found(one.at(clock.millis()), use, one.stored().paused());
  }
}
