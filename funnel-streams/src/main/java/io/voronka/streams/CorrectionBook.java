package io.voronka.streams;

import io.voronka.model.count.BucketCorrection;
import io.voronka.model.count.Counters;
import io.voronka.model.count.TallyKey;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.Correction;
import io.voronka.wire.Correction.Why;
import io.voronka.wire.TallyCodec;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells what becomes of periods that are over. A page is kept as it was when corrections were told
 * last, so that they are told together. Only of versions that were complete once: what is added
 * until then are parts of a first evaluation. A version that ends is compared with its successor.
 */
final class CorrectionBook {

  private final SumStore store;
  private final HeldFunnels held;
  private final Function<FunnelVersion, @Nullable Funnel> latest;
  private final Consumer<Correction> out;

  /** Funnels that were the latest of theirs: they are told of until they end. */
  private final Map<FunnelVersion, Funnel> known = new HashMap<>();

  private final Set<FunnelVersion> whole;

  /**
   * Makes it for a partition of sums.
   *
   * @param held is asked which versions are complete
   * @param latest gives the funnel of a version; null if that is not its latest
   */
  CorrectionBook(
      SumStore store,
      HeldFunnels held,
      Function<FunnelVersion, @Nullable Funnel> latest,
      Consumer<Correction> out) {
    this.store = store;
    this.held = held;
    this.latest = latest;
    this.out = out;
    this.whole = new HashSet<>(store.wholeFunnels());
  }

  /** Notes which versions there are, and which are complete by now. */
  void noteVersions() {
    for (var funnel : held.all()) {
      funnel(funnel); // to know it when it is no longer the latest
      if (held.isComplete(funnel) && whole.add(funnel)) {
        store.noteWhole(funnel);
      }
    }
  }

  /**
   * A sum is about to change.
   *
   * @param tally its key in the form of {@link TallyCodec}
   * @param why it changes, as bits; none: that is no correction
   * @param before the sum as it is
   * @param change what is added to it
   */
  void change(byte[] tally, int why, Counters before, Counters change) {
    if (!TallyCodec.isSeries(tally)) {
      return;
    }
    if (why == 0) {
      store.changeBefore(tally, change);
      return;
    }
    var key = TallyCodec.key(tally);
    if (whole.contains(key.funnel()) && funnel(key.funnel()) != null) {
      store.keepBefore(tally, why, before);
    }
  }

  private @Nullable Funnel funnel(FunnelVersion version) {
    return known.computeIfAbsent(version, latest);
  }

  /** Tells what is otherwise than when this was asked last. */
  void tell(long nowMillis) {
    for (var key : store.keptBefore()) {
      var tally = SumStore.tally(key);
      var kept = store.before(tally);
      tell(TallyCodec.key(tally), kept.counters, sum(tally), Why.lastOf(kept.flags), nowMillis);
      store.forgetBefore(tally);
    }
  }

  private void tell(TallyKey key, Counters before, Counters after, Why why, long nowMillis) {
    var funnel = funnel(key.funnel());
    if (funnel != null) {
      BucketCorrection.between(key, before, after, funnel.calendar(), nowMillis)
          .forEach(one -> out.accept(Correction.of(funnel, one, why, nowMillis)));
    }
  }

  /** Compares a version that ends with its successor, if both are whole; then forgets it. */
  void end(FunnelVersion ended, long nowMillis) {
    tell(nowMillis); // what it has not told yet is of before the comparison
    var successor =
        held.all().stream()
            .filter(other -> isSuccessor(other, ended) && whole.contains(other))
            .max(Comparator.comparingInt(FunnelVersion::version))
            .orElse(null);
    if (successor != null && whole.contains(ended)) {
      compare(ended, successor, nowMillis);
    }
    whole.remove(ended);
    known.remove(ended);
  }

  private void compare(FunnelVersion ended, FunnelVersion successor, long nowMillis) {
    var pages = new LinkedHashSet<TallyKey>();
    for (var version : List.of(ended, successor)) {
      for (var key : store.sumsOf(version)) {
        var page = TallyCodec.key(SumStore.tally(key));
        pages.add(new TallyKey(successor, page.bucket(), page.segment(), page.page()));
      }
    }
    for (var now : pages) {
      var then = new TallyKey(ended, now.bucket(), now.segment(), now.page());
      var before = sum(TallyCodec.encode(then));
      tell(now, before, sum(TallyCodec.encode(now)), Why.DEFINITION, nowMillis);
    }
  }

  private Counters sum(byte[] tally) {
    return store.sum(tally).counters;
  }

  private static boolean isSuccessor(FunnelVersion other, FunnelVersion than) {
    return other.project().equals(than.project())
        && other.funnel().equals(than.funnel())
        && other.version() > than.version();
  }
}
