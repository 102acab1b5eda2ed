package io.voronka.wire;

import java.util.List;

/**
 * What the instances are asked, each about the partitions that it holds; the asker puts the answers
 * together. Every kind of question is a record that travels as JSON, and has a record {@code
 * Answer}.
 *
 * @param <Q> the kind of question
 */
public interface PartitionQuestion<Q> {

  /** Whose people are asked about. */
  String project();

  /** Partitions of {@link Topics#EVENTS} to look into. */
  List<Integer> partitions();

  /** The same question to these partitions. */
  Q to(List<Integer> others);

  /** The path at which an instance takes questions of this kind. */
  String path();
}
