package io.voronka.streams;

import io.voronka.kit.LogKeys;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.wire.FunnelRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current version of every funnel, as the instance knows it. Written by the thread of the
 * global store, read by all.
 */
final class DefinitionView {

  private static final Logger LOG = LoggerFactory.getLogger(DefinitionView.class);

  private volatile Map<String, LiveFigures> programs = Map.of();

  /** The current version of each funnel that is not deleted; a new map after each change. */
  Map<String, LiveFigures> programs() {
    return programs;
  }

  /** Returns the funnel if that is its current version; null of sessions, too. */
  @Nullable Funnel funnel(FunnelVersion version) {
    var program = programs.get(name(version));
    return program instanceof FunnelProgram && program.key().equals(version)
        ? program.funnel()
        : null;
  }

  private static String name(FunnelVersion version) {
    return version.project() + '\0' + version.funnel();
  }

  private void take(byte[] key, byte[] value) {
    try {
      take(FunnelRecord.decode(key, value));
    } catch (RuntimeException notUnderstood) {
      // Of a later release, perhaps: its figures stay as they are, all others go on.
      LOG.atError()
          .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
          .log("a funnel's definition can't be read and is left out");
    }
  }

  private void take(FunnelRecord record) {
    var changed = new HashMap<>(programs);
    var name = name(record.key());
    var funnel = record.funnel();
    if (funnel == null) {
      changed.remove(name);
    } else {
      changed.put(name, LiveFigures.of(funnel));
    }
    programs = Map.copyOf(changed);
  }

  /** Keeps the global store and this view: the store for the next start, the view for now. */
  Processor<byte[], byte[], Void, Void> keeper() {
    return new Processor<>() {
      private KeyValueStore<Bytes, byte[]> store;

      @Override
      public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Stores.DEFINITIONS);
        try (var all = store.all()) {
          all.forEachRemaining(entry -> take(entry.key.get(), entry.value));
        }
      }

      @Override
      public void process(Record<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
          LOG.atError().log("a definition without key or value is left out");
          return;
        }
        store.put(Bytes.wrap(record.key()), record.value());
        take(record.key(), record.value());
      }
    };
  }
}
