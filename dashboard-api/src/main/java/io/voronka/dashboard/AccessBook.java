package io.voronka.dashboard;

import io.voronka.wire.access.AccessRecord;
import io.voronka.wire.access.AccessRecord.Kind;
import io.voronka.wire.access.ApiToken;
import io.voronka.wire.access.Secrets;
import io.voronka.wire.access.WriteKey;
import io.voronka.wire.source.StoredSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The write keys, tokens and sources of all projects, as the records say that were taken.
 * Thread-safe.
 */
final class AccessBook {

  /** Names a key, token or source. */
  private record Name(Kind kind, String project, String id) {}

  private final Map<Name, AccessRecord> records = new HashMap<>();
  private final Map<String, ApiToken> tokensByHash = new HashMap<>();

  synchronized void take(AccessRecord record) {
    var name = new Name(record.kind(), record.project(), record.id());
    var before = record.isRemoval() ? records.remove(name) : records.put(name, record);
    if (before != null && before.token() != null) {
      tokensByHash.remove(before.token().hash());
    }
    if (record.token() != null) {
      tokensByHash.put(record.token().hash(), record.token());
    }
    notifyAll();
  }

  synchronized @Nullable ApiToken tokenOf(String secret) {
    return tokensByHash.get(Secrets.hash(secret));
  }

  /** The write keys that people made, the oldest first. */
  List<WriteKey> keys(String project) {
    return all(Kind.KEY, project, AccessRecord::writeKey).stream()
        .filter(key -> !key.internal())
        .sorted(Comparator.comparing(WriteKey::createdMillis).thenComparing(WriteKey::id))
        .toList();
  }

  Optional<WriteKey> key(String project, String id) {
    return find(Kind.KEY, project, id).map(AccessRecord::writeKey).filter(key -> !key.internal());
  }

  /** The tokens that people made, the oldest first. */
  List<ApiToken> tokens(String project) {
    return all(Kind.TOKEN, project, AccessRecord::token).stream()
        .sorted(Comparator.comparing(ApiToken::createdMillis).thenComparing(ApiToken::id))
        .toList();
  }

  Optional<ApiToken> token(String project, String id) {
    return find(Kind.TOKEN, project, id).map(AccessRecord::token);
  }

  /** The sources of webhooks that people made, the oldest first. */
  List<StoredSource> sources(String project) {
    return all(Kind.SOURCE, project, AccessRecord::source).stream()
        .sorted(Comparator.comparing(StoredSource::createdMillis).thenComparing(StoredSource::id))
        .toList();
  }

  Optional<StoredSource> source(String project, String id) {
    return find(Kind.SOURCE, project, id).map(AccessRecord::source);
  }

  /** Whether a source of this id was made in another project. */
  synchronized boolean isSourceOfAnother(String project, String id) {
    return records.keySet().stream()
        .anyMatch(
            name ->
                name.kind() == Kind.SOURCE
                    && name.id().equals(id)
                    && !name.project().equals(project));
  }

  private synchronized Optional<AccessRecord> find(Kind kind, String project, String id) {
    return Optional.ofNullable(records.get(new Name(kind, project, id)));
  }

  private synchronized <T> List<T> all(
      Kind kind, String project, Function<AccessRecord, @Nullable T> part) {
    return records.values().stream()
        .filter(record -> record.kind() == kind && record.project().equals(project))
        .<T>map(record -> Objects.requireNonNull(part.apply(record)))
        .toList();
  }

  /** Waits until a record is what the book says; at most this long. */
  synchronized void await(AccessRecord record, long millis) throws InterruptedException {
    for (long left = millis; !says(record) && left > 0; left -= 50) {
      wait(50);
    }
  }

  private boolean says(AccessRecord record) {
    var known = records.get(new Name(record.kind(), record.project(), record.id()));
    return record.isRemoval() ? known == null : record.equals(known);
  }
}
