package io.voronka.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.InvalidDefinition;
import io.voronka.wire.DefinitionJson;
import io.voronka.wire.FormReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A report that is asked for together with its definition.
 *
 * @param definition saved or not
 * @param query what to report of it
 */
record AdHocQuery(FunnelDefinition definition, ReportQuery query) {

  private static final String DEFINITION = "definition";
  private static final Set<String> KNOWN = known();

  private static Set<String> known() {
    var known = new HashSet<>(ReportQueryReader.KNOWN);
    known.add(DEFINITION);
    return Set.copyOf(known);
  }

  /**
   * Reads the body of a request.
   *
   * @throws ServiceException naming every fault
   */
  static AdHocQuery parse(JsonNode body) {
    var form = new FormReader();
    if (!body.isObject()) {
      throw new ServiceException(ProblemType.INVALID, "The body must be an object.");
    }
    form.object("", body, KNOWN);
    var definition = definition(body.path(DEFINITION), form);
    List<String> breakdowns = definition == null ? null : definition.breakdowns();
    var query = new ReportQueryReader(form, body).read(breakdowns);
    if (definition == null || !form.violations().isEmpty()) {
      throw new ServiceException(
          ProblemType.INVALID, "The query can't be answered as it is.", form.violations());
    }
    return new AdHocQuery(definition, query);
  }

  private static @Nullable FunnelDefinition definition(JsonNode json, FormReader form) {
    if (!json.isObject()) {
      form.add(DEFINITION, json.isMissingNode() ? "is missing" : "must be an object");
      return null;
    }
    try {
      return DefinitionJson.read(json);
    } catch (InvalidDefinition invalid) {
      invalid
          .violations()
          .forEach(fault -> form.add(FormReader.field(DEFINITION, fault.path()), fault.message()));
      return null;
    }
  }
}
