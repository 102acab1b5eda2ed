package io.voronka.ingest;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Keeps entries on disk, in the order in which they came, until they are removed. Those that come
 * at the same time share one write that is forced to the disk. An entry can be set aside, out of
 * the way of the others, until the folder is opened the next time. Safe for any thread.
 */
final class Spool implements AutoCloseable {

  private static final long MOST_WAITING_BYTES = 32L << 20; // in memory, until they are on disk
  private static final int OVERHEAD_BYTES = 200; // of an entry that waits
  private static final int POLL_MILLIS = 100;
  private static final long WRITE_BUFFER_BYTES = 4L << 20;
  private static final long WAL_BYTES = 16L << 20;
  private static final long BATCH_BYTES = 1L << 20;
  private static final long ASIDE = Long.MIN_VALUE; // added to a number: behind all others on disk

  private final long maxBytes;
  private final Options options;
  private final WriteOptions forced = new WriteOptions().setSync(true);
  private final RocksDB db;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong(); // of all
  private final AtomicLong asideBytes = new AtomicLong(); // of them
  private final AtomicLong entries = new AtomicLong(); // that are not set aside
  private final AtomicLong asideEntries = new AtomicLong();
  private final Thread writer = new Thread(this::write, "ingest-spool");
  private volatile boolean isClosing;
  private long nextNumber;

  /** An entry that is not on disk yet. */
  private record Waiting(byte[] entry, CompletableFuture<Void> kept) {

    int bytes() {
      return entry.length + OVERHEAD_BYTES;
    }
  }

  /** An entry on disk. */
  record Entry(long number, byte[] content) {}

  private Spool(Options options, RocksDB db, long maxBytes) {
    this.options = options;
    this.db = db;
    this.maxBytes = maxBytes;
    writer.setDaemon(true);
  }

  /**
   * Opens a folder, with what is left there from before.
   *
   * @param maxBytes of entries; beyond that none are taken
   * @throws ServiceException if the folder can't be used, or another process uses it
   */
  static Spool open(Path folder, long maxBytes) {
    var options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxTotalWalSize(WAL_BYTES)
            .setKeepLogFileNum(2);
    Spool spool;
    try {
      Files.createDirectories(folder);
      spool = new Spool(options, RocksDB.open(options, folder.toString()), maxBytes);
    } catch (RocksDBException | IOException failed) {
      options.close();
      throw unusable(folder, failed);
    }
    try {
      spool.takeBack();
    } catch (RocksDBException failed) {
      spool.close();
      throw unusable(folder, failed);
    }
    spool.writer.start();
    return spool;
  }

  private static ServiceException unusable(Path folder, Exception failed) {
    return new ServiceException(
        ProblemType.UNAVAILABLE, "The spool in " + folder + " can't be used.", failed);
  }

  /** Counts what is there, and puts what was set aside behind the rest, some at a time. */
  private void takeBack() throws RocksDBException {
    try (var all = db.newIterator();
        var batch = new WriteBatch()) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        bytes.addAndGet(all.value().length);
        entries.incrementAndGet();
        long number = number(all.key());
        if (number >= 0) {
          nextNumber = number + 1;
          continue;
        }
        batch.delete(all.key());
        batch.put(key(nextNumber++), all.value());
        if (batch.getDataSize() > BATCH_BYTES) {
          db.write(forced, batch);
          batch.clear();
        }
      }
      all.status();
      if (batch.count() > 0) {
        db.write(forced, batch);
      }
    }
  }

  /**
   * Keeps an entry.
   *
   * @return done once it is on disk; failed with {@link ProblemType#UNAVAILABLE} if there is no
   *     room, or the disk fails
   */
  CompletableFuture<Void> append(byte[] entry) {
    var waiting = new Waiting(entry, new CompletableFuture<>());
    boolean hasPlace = bytes.addAndGet(entry.length) <= maxBytes;
    boolean hasMemory = waitingBytes.addAndGet(waiting.bytes()) <= MOST_WAITING_BYTES;
    if (hasPlace && hasMemory && !isClosing) {
      queue.add(waiting);
    } else {
      bytes.addAndGet(-entry.length);
      waitingBytes.addAndGet(-waiting.bytes());
      waiting.kept().completeExceptionally(full());
    }
    return waiting.kept();
  }

  private static ServiceException full() {
    return new ServiceException(
        ProblemType.UNAVAILABLE,
        "Kafka does not acknowledge events now, and no more can be kept meanwhile.");
  }

  private void write() {
    while (!isClosing || !queue.isEmpty()) {
      var batch = new ArrayList<Waiting>();
      try {
        var first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch);
          write(batch);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      } catch (RocksDBException | RuntimeException failed) {
        var problem = unwritable(failed);
        for (var waiting : batch) {
          bytes.addAndGet(-waiting.entry().length);
          waiting.kept().completeExceptionally(problem);
        }
      } finally {
        waitingBytes.addAndGet(-batch.stream().mapToLong(Waiting::bytes).sum());
      }
    }
  }

  private void write(List<Waiting> waiting) throws RocksDBException {
    try (var batch = new WriteBatch()) {
      for (var one : waiting) {
        batch.put(key(nextNumber++), one.entry());
      }
      db.write(forced, batch);
    }
    entries.addAndGet(waiting.size());
    waiting.forEach(one -> one.kept().complete(null));
  }

  /** Whether nothing is kept, or about to be, but what was set aside. */
  boolean isEmpty() {
    return bytes.get() == asideBytes.get();
  }

  /** How many bytes are kept, with those set aside. */
  long bytes() {
    return bytes.get();
  }

  /** How many entries are kept, without those set aside. */
  long entries() {
    return entries.get();
  }

  /** How many entries are set aside. */
  long asideEntries() {
    return asideEntries.get();
  }

  /**
   * Returns the oldest entries that are not set aside.
   *
   * @param most bytes of them together, but at least one entry if there is any
   * @throws ServiceException if the disk fails
   */
  List<Entry> oldest(int most) {
    var found = new ArrayList<Entry>();
    long size = 0;
    try (var all = db.newIterator()) {
      for (all.seekToFirst(); all.isValid() && size < most; all.next()) {
        long number = number(all.key());
        if (number < 0) {
          break;
        }
        var content = all.value();
        size += content.length;
        if (found.isEmpty() || size <= most) {
          found.add(new Entry(number, content));
        }
      }
      all.status();
    } catch (RocksDBException failed) {
      throw new ServiceException(ProblemType.UNAVAILABLE, "The spool can't be read.", failed);
    }
    return found;
  }

  /**
   * Removes entries that {@link #oldest} gave. After a crash they may come once more.
   *
   * @throws ServiceException if the disk fails
   */
  void remove(List<Entry> done) {
    if (done.isEmpty()) {
      return;
    }
    try {
      db.deleteRange(key(done.get(0).number()), key(done.get(done.size() - 1).number() + 1));
    } catch (RocksDBException failed) {
      throw unwritable(failed);
    }
    entries.addAndGet(-done.size());
    bytes.addAndGet(-done.stream().mapToLong(entry -> entry.content().length).sum());
  }

  /**
   * Lets the others pass an entry that {@link #oldest} gave. What is left of it stays on disk, and
   * is the last when the folder is opened the next time.
   *
   * @throws ServiceException if the disk fails
   */
  void setAside(Entry entry, byte[] left) {
    try (var batch = new WriteBatch()) {
      batch.delete(key(entry.number()));
      batch.put(key(ASIDE + entry.number()), left);
      db.write(forced, batch);
    } catch (RocksDBException failed) {
      throw unwritable(failed);
    }
    asideEntries.incrementAndGet();
    asideBytes.addAndGet(left.length);
    entries.decrementAndGet();
    bytes.addAndGet((long) left.length - entry.content().length);
  }

  private static ServiceException unwritable(Exception failed) {
    return new ServiceException(ProblemType.UNAVAILABLE, "The spool can't be written.", failed);
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static long number(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  /** Writes what is waiting; what is kept stays for the next time. */
  @Override
  public void close() {
    isClosing = true;
    try {
      writer.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    db.close();
    forced.close();
    options.close();
  }
}
