package io.voronka.model.count;

import java.util.Arrays;

/**
 * Numbered counters of which few are not zero: a sparse vector that adds and subtracts. Mutable,
 * not thread-safe. O(log n) to read, O(n) to add a new cell.
 */
public final class Counters {

  /** Takes a cell that is not zero. */
  @FunctionalInterface
  public interface CellVisitor {
    void visit(int cell, long count);
  }

  private int[] cells = new int[4];
  private long[] counts = new long[4];
  private int size;

  public static Counters of(Counters original) {
    return new Counters().plus(original, 1);
  }

  public void add(int cell, long delta) {
    if (delta == 0) {
      return;
    }
    int at = Arrays.binarySearch(cells, 0, size, cell);
    if (at < 0) {
      insert(-at - 1, cell, delta);
      return;
    }
    counts[at] += delta;
    if (counts[at] == 0) {
      size--;
      System.arraycopy(cells, at + 1, cells, at, size - at);
      System.arraycopy(counts, at + 1, counts, at, size - at);
    }
  }

  private void insert(int at, int cell, long count) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(cells, at, cells, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    cells[at] = cell;
    counts[at] = count;
    size++;
  }

  /** Adds every cell of the other, multiplied by the factor; returns this. */
  public Counters plus(Counters other, long factor) {
    for (int i = 0; i < other.size; i++) {
      add(other.cells[i], other.counts[i] * factor);
    }
    return this;
  }

  /** Returns by how much each cell differs from the other's; both stay as they are. O(n). */
  public Counters minus(Counters other) {
    var difference = new Counters();
    int mine = 0;
    int theirs = 0;
    while (mine < size || theirs < other.size) {
      boolean isMine = theirs == other.size || mine < size && cells[mine] <= other.cells[theirs];
      int cell = isMine ? cells[mine] : other.cells[theirs];
      long delta = isMine ? counts[mine++] : 0;
      if (theirs < other.size && other.cells[theirs] == cell) {
        delta -= other.counts[theirs++];
      }
      if (delta != 0) {
        difference.insert(difference.size, cell, delta);
      }
    }
    return difference;
  }

  public long get(int cell) {
    int at = Arrays.binarySearch(cells, 0, size, cell);
    return at < 0 ? 0 : counts[at];
  }

  /** How many cells are not zero. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Visits the cells that are not zero, in ascending order. */
  public void forEach(CellVisitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.visit(cells[i], counts[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Counters that
        && Arrays.equals(cells, 0, size, that.cells, 0, that.size)
        && Arrays.equals(counts, 0, size, that.counts, 0, that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < size; i++) {
      hash = 31 * (31 * hash + cells[i]) + Long.hashCode(counts[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach(
        (cell, count) ->
            text.append(text.length() > 1 ? ", " : "").append(cell).append('=').append(count));
    return text.append('}').toString();
  }
}
