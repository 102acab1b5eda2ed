package io.voronka.model.explore;

import java.util.List;

/**
 * Flows between events, each person once.
 *
 * @param persons how many flows there are
 * @param nodes step by step, the largest first
 * @param links between them, by step and size
 * @param isCut whether there were more event names or links than are told apart: some of those
 *     found later are among the others
 */
public record FlowChart(long persons, List<Node> nodes, List<Link> links, boolean isCut) {

  public FlowChart {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /**
   * What people did at a step.
   *
   * @param step from 0
   * @param place an event, or all that are not among the largest of the step
   * @param events how many different events it stands for
   * @param persons how many came there
   * @param ended how many of them did nothing more in the range (in flows that go back: nothing
   *     before)
   */
  public record Node(int step, FlowLink.Place place, int events, long persons, long ended) {}

  /**
   * How many people went from one node to another.
   *
   * @param source index of the node that came earlier in time
   * @param target index of the later one
   */
  public record Link(int source, int target, long persons) {}
}
