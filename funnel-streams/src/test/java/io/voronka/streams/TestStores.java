package io.voronka.streams;

import io.voronka.model.count.TallyKey;
import io.voronka.wire.TallyCodec;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Stores in memory, without a program around them. */
final class TestStores {

  private TestStores() {}

  static KeyValueStore<Bytes, byte[]> plain(String name) {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(new MockProcessorContext<Void, Void>().getStateStoreContext(), store);
    return store;
  }

  /** A store of figures as it is after a start: it knows what is in the plain one. */
  static FigureStore<TallyKey> figures(KeyValueStore<Bytes, byte[]> below) {
    return new FigureStore<>(below, TallyCodec::encode);
  }
}
