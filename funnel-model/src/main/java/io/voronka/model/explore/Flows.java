package io.voronka.model.explore;

import io.voronka.model.explore.FlowLink.Place;
import io.voronka.model.timeline.Timeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Adds up what people did one after the other. A person has at most one flow: from the first start
 * on; back from the last end; or from the first start to the first end after it. Events of one time
 * follow each other in the order of their message ids. Mutable, not thread-safe.
 */
public final class Flows {

  /** Names that are told apart at one step; those found later are others. */
  static final int MAX_NAMES = 1000;

  /** Links that are kept; of those found later the next step is others. */
  static final int MAX_LINKS = 50_000;

  private record Key(int step, Place from, Place to) {}

  private final FlowQuestion question;
  private final List<Set<String>> names = new ArrayList<>();
  private final Map<Key, Long> links = new HashMap<>();
  private boolean isCut;

  public Flows(FlowQuestion question) {
    this.question = question;
    for (int step = 0; step <= question.depth(); step++) {
      names.add(new HashSet<>());
    }
  }

  /** Adds the person's flow, if there is one. */
  public void add(Timeline timeline) {
    addSteps(flow(namesInRange(timeline)));
  }

  /**
   * Adds a flow that was found in another way than the question says.
   *
   * @param whole the names of its steps, however many; none: no flow
   */
  public void addSteps(List<String> whole) {
    int steps = Math.min(whole.size(), question.depth() + 1);
    if (steps == 0) {
      return;
    }
    var from = place(0, whole.get(0));
    for (int step = 1; step < steps; step++) {
      var to = place(step, whole.get(step));
      if (links.size() >= MAX_LINKS && !links.containsKey(new Key(step - 1, from, to))) {
        to = Place.OTHER;
        isCut = true;
      }
      links.merge(new Key(step - 1, from, to), 1L, Long::sum);
      from = to;
    }
    if (steps == whole.size()) {
      links.merge(new Key(steps - 1, from, Place.END), 1L, Long::sum);
    }
  }

  private List<String> namesInRange(Timeline timeline) {
    var found = new ArrayList<String>();
    for (var event : timeline.events()) {
      if (event.timeMillis() >= question.fromMillis()
          && event.timeMillis() < question.toMillis()
          && (question.repeats()
              || found.isEmpty()
              || !found.get(found.size() - 1).equals(event.name()))) {
        found.add(event.name());
      }
    }
    return found;
  }

  /** The names from the first step to the last, however many; empty if there is no flow. */
  private List<String> flow(List<String> all) {
    if (question.goesBack()) {
      int last = all.lastIndexOf(Objects.requireNonNull(question.end()));
      var back = new ArrayList<>(all.subList(0, last + 1));
      Collections.reverse(back);
      return back;
    }
    int first = question.start() == null ? 0 : all.indexOf(question.start());
    if (first < 0 || all.isEmpty()) {
      return List.of();
    }
    if (question.end() == null) {
      return all.subList(first, all.size());
    }
    int length = all.subList(first + 1, all.size()).indexOf(question.end()) + 2;
    return length < 2 ? List.of() : all.subList(first, first + length);
  }

  private Place place(int step, String name) {
    var known = names.get(step);
    if (!known.contains(name)) {
      if (known.size() == MAX_NAMES) {
        isCut = true;
        return Place.OTHER;
      }
      known.add(name);
    }
    return Place.of(name);
  }

  /** Adds what another part of the people gave. */
  public void add(FlowLink link) {
    links.merge(new Key(link.step(), link.from(), link.to()), link.persons(), Long::sum);
  }

  /** Tells that a part that was added had more names or links than are kept. */
  public void cut() {
    isCut = true;
  }

  /** Whether some events or links were too many to be told apart. */
  public boolean isCut() {
    return isCut;
  }

  /** What was added up, in no order. */
  public List<FlowLink> links() {
    var list = new ArrayList<FlowLink>(links.size());
    links.forEach((key, persons) -> list.add(new FlowLink(key.step, key.from, key.to, persons)));
    return list;
  }

  /**
   * Draws them.
   *
   * @param top how many events of each step are told apart, at least 1
   */
  public FlowChart chart(int top) {
    return new FlowChartBuilder(question, links(), top).build(isCut);
  }
}
