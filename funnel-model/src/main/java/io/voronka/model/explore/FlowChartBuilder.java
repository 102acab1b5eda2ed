package io.voronka.model.explore;

import io.voronka.model.explore.FlowChart.Link;
import io.voronka.model.explore.FlowChart.Node;
import io.voronka.model.explore.FlowLink.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws the largest events of each step and puts the rest of it together. Used once. */
final class FlowChartBuilder {

  private record At(int step, Place place) {}

  private record Between(At from, At to) {}

  private final FlowQuestion question;
  private final List<FlowLink> links;
  private final int top;
  private final Map<At, Long> sizes = new HashMap<>();
  private final Set<At> drawn = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<At, Integer> indexes = new HashMap<>();

  FlowChartBuilder(FlowQuestion question, List<FlowLink> links, int top) {
    this.question = question;
    this.links = links;
    this.top = top;
  }

  FlowChart build(boolean isCut) {
    for (var link : links) {
      if (link.step() == 0) {
        sizes.merge(new At(0, link.from()), link.persons(), Long::sum);
      }
      if (!link.to().equals(Place.END)) {
        sizes.merge(new At(link.step() + 1, link.to()), link.persons(), Long::sum);
      }
    }
    for (int step = 0; step <= question.depth(); step++) {
      addNodes(step);
    }
    long persons = nodes.stream().filter(node -> node.step() == 0).mapToLong(Node::persons).sum();
    return new FlowChart(persons, nodes, chartLinks(), isCut);
  }

  private void addNodes(int step) {
    var here = new ArrayList<At>();
    var others = new ArrayList<At>();
    for (var at : sizes.keySet()) {
      if (at.step == step) {
        (at.place.equals(Place.OTHER) ? others : here).add(at);
      }
    }
    here.sort(
        Comparator.comparingLong((At at) -> -sizes.getOrDefault(at, 0L))
            .thenComparing(at -> at.place.event()));
    if (here.size() > top) {
      var rest = here.subList(top, here.size());
      others.addAll(rest);
      rest.clear();
    }
    drawn.addAll(here);
    here.forEach(at -> addNode(at, 1, sizes.getOrDefault(at, 0L)));
    if (!others.isEmpty()) {
      long persons = others.stream().mapToLong(at -> sizes.getOrDefault(at, 0L)).sum();
      addNode(new At(step, Place.OTHER), others.size(), persons);
    }
  }

  private void addNode(At at, int events, long persons) {
    indexes.put(at, nodes.size());
    nodes.add(new Node(at.step, at.place, events, persons, ended(at)));
  }

  private long ended(At at) {
    return links.stream()
        .filter(link -> link.to().equals(Place.END) && shown(link.step(), link.from()).equals(at))
        .mapToLong(FlowLink::persons)
        .sum();
  }

  /** The node in which a place is drawn. */
  private At shown(int step, Place place) {
    var at = new At(step, place);
    return drawn.contains(at) ? at : new At(step, Place.OTHER);
  }

  private List<Link> chartLinks() {
    var sums = new HashMap<Between, Long>();
    for (var link : links) {
      if (!link.to().equals(Place.END)) {
        var between =
            new Between(shown(link.step(), link.from()), shown(link.step() + 1, link.to()));
        sums.merge(between, link.persons(), Long::sum);
      }
    }
    var list = new ArrayList<Link>();
    sums.forEach(
        (between, persons) -> {
          int from = indexes.getOrDefault(between.from, -1);
          int to = indexes.getOrDefault(between.to, -1);
          list.add(question.goesBack() ? new Link(to, from, persons) : new Link(from, to, persons));
        });
    list.sort(Comparator.comparingInt(Link::source).thenComparingInt(Link::target));
    return list;
  }
}
