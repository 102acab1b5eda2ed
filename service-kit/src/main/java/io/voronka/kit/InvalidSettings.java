package io.voronka.kit;

import java.util.List;

/** Settings that can't be used; names every fault. */
public final class InvalidSettings extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public InvalidSettings(List<String> faults) {
    super(String.join("\n", faults));
  }
}
