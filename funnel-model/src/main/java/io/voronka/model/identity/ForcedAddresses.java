package io.voronka.model.identity;

import org.jspecify.annotations.Nullable;

/** Where the writer of forced merges keeps whom it made follow whom. */
public interface ForcedAddresses {

  /** Returns whom the id follows by force, or null. */
  @Nullable String get(String id);

  void put(String id, String address);

  void remove(String id);
}
