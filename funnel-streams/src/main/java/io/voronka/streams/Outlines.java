package io.voronka.streams;

import io.voronka.model.timeline.Timeline;
import io.voronka.wire.EventCodec;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The outlines of people in one partition, in memory: what was done and when. To read them costs a
 * tenth of reading the rooms, and many funnels ask for no more. They are made by the first question
 * that does, of one project each; a project for which there is no space is read from its rooms.
 * Thread-safe.
 */
final class Outlines {

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
  private final long maxBytes;
  private final Map<String, ProjectOutlines> byProject = new ConcurrentHashMap<>();
  private final Set<String> withoutSpace = ConcurrentHashMap.newKeySet();

  /**
   * Makes them of nobody yet.
   *
   * @param store the rooms; whoever changes one says so here
   * @param maxBytes what they may take in memory, about
   */
  Outlines(ReadOnlyKeyValueStore<Bytes, byte[]> store, long maxBytes) {
    this.store = store;
    this.maxBytes = maxBytes;
  }

  /** What they take in memory, about. */
  long bytes() {
    return byProject.values().stream().mapToLong(ProjectOutlines::bytes).sum();
  }

  /** A room was changed in the store. */
  void changed(byte[] room) {
    if (byProject.isEmpty()) {
      return; // the usual case costs nothing
    }
    var project = EventCodec.projectOf(room);
    var outlines = byProject.get(project);
    if (outlines != null) {
      outlines.changed(room);
      hasSpace(project, outlines);
    }
  }

  /**
   * Shows everybody of a project: at least the events with certain names, by name and time. Returns
   * false, having shown nobody, if there is no space for the project.
   */
  boolean forEach(String project, Set<String> names, Consumer<Timeline> visitor) {
    var outlines = withoutSpace.contains(project) ? null : ofProject(project);
    if (outlines == null) {
      return false;
    }
    if (outlines.areComplete()) {
      outlines.forEach(names, visitor);
    } else {
      outlines.make(() -> hasSpace(project, outlines), visitor);
    }
    return true;
  }

  /** Whoever was told that there is no space put that down before the old ones left. */
  private @Nullable ProjectOutlines ofProject(String project) {
    return byProject.computeIfAbsent(
        project,
        absent -> withoutSpace.contains(project) ? null : new ProjectOutlines(store, project));
  }

  /** Whether there is space for them; if not, they are given up. Who reads them still may go on. */
  private boolean hasSpace(String project, ProjectOutlines outlines) {
    if (byProject.get(project) != outlines) {
      return false;
    }
    if (bytes() <= maxBytes && !outlines.haveTooManyNames()) {
      return true;
    }
    withoutSpace.add(project);
    byProject.remove(project, outlines);
    return false;
  }
}
