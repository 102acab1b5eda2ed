package io.voronka.streams;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores: what they hold and what bounds them. All have a changelog; figures, which
 * change far more often than they are committed, are held in memory until then.
 */
final class Stores {

  /**
   * The rooms of ids. Key: {@link io.voronka.wire.RoomKey}; value: {@link
   * io.voronka.wire.RoomHeadCodec} or {@link io.voronka.wire.EntryBlock}. Bound: the events of the
   * retention, once for each room that holds a copy; 10 000 a room.
   */
  static final String ROOMS = "rooms";

  /**
   * This partition's figures, see {@link TallyBook}, and how far it is, see {@link Progress}.
   * Bound: {@link io.voronka.model.count.Held} and a few values a funnel.
   */
  static final String TALLIES = "tallies";

  /**
   * The sums over the partitions of events and what each partition said last; see {@link SumStore}.
   * Bound: as the tallies of all partitions.
   */
  static final String SUMS = "sums";

  /** The definitions, on every instance. */
  static final String DEFINITIONS = "definitions";

  /**
   * The stages that the detector watches, see {@link WatchStore}. Bound: 32 KB for each of at most
   * 26 streams a stage and breakdown, open minutes, and what it has still to learn from: counts of
   * eight weeks.
   */
  static final String WATCHES = "watches";

  /** What people set about alerts, on every instance. */
  static final String ALERT_SETTINGS = "alert-settings";

  private Stores() {}

  /** How stores are kept: on disk in production, in memory in tests of the topology. */
  @FunctionalInterface
  interface Kind {
    KeyValueBytesStoreSupplier of(String name);
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> plain(Kind kind, String name) {
    return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
            kind.of(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of());
  }

  /**
   * Builds a store of figures.
   *
   * @param encoder gives the bytes under which a figure is kept
   */
  static <K> StoreBuilder<FigureStore<K>> ofFigures(
      Kind kind, String name, Function<K, byte[]> encoder) {
    var below = plain(kind, name);
    return new StoreBuilder<>() {
      @Override
      public FigureStore<K> build() {
        return new FigureStore<>(below.build(), encoder);
      }

      @Override
      public StoreBuilder<FigureStore<K>> withCachingEnabled() {
        return this; // it is a cache of its own
      }

      @Override
      public StoreBuilder<FigureStore<K>> withCachingDisabled() {
        return this;
      }

      @Override
      public StoreBuilder<FigureStore<K>> withLoggingEnabled(Map<String, String> config) {
        below.withLoggingEnabled(config);
        return this;
      }

      @Override
      public StoreBuilder<FigureStore<K>> withLoggingDisabled() {
        below.withLoggingDisabled();
        return this;
      }

      @Override
      public Map<String, String> logConfig() {
        return below.logConfig();
      }

      @Override
      public boolean loggingEnabled() {
        return below.loggingEnabled();
      }

      @Override
      public String name() {
        return below.name();
      }
    };
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> global(Kind kind, String name) {
    return plain(kind, name).withLoggingDisabled();
  }
}
