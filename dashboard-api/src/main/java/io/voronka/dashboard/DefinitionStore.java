package io.voronka.dashboard;

import io.voronka.kit.KafkaSettings;
import io.voronka.kit.LogKeys;
import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import io.voronka.kit.Telemetry;
import io.voronka.kit.TopicReader;
import io.voronka.model.count.SessionFigures;
import io.voronka.model.definition.Funnel;
import io.voronka.model.definition.FunnelDefinition;
import io.voronka.model.definition.FunnelVersion;
import io.voronka.model.time.Calendar;
import io.voronka.wire.FunnelRecord;
import io.voronka.wire.Topics;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The funnels' definitions. The topic is the truth; this holds its latest records, and of each
 * funnel the version before, whose figures are shown until the new ones are complete.
 *
 * <p>A saved funnel has the calendar that its project had at that time; where the settings name
 * another one at the start, it becomes a new version, whose figures are counted anew. Thread-safe.
 */
final class DefinitionStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DefinitionStore.class);
  private static final Duration READ_WAIT = Duration.ofSeconds(60);

  /** Funnels that one project may have: each costs work with every event. */
  static final int MAX_FUNNELS = 200;

  /** A funnel as it is and as it was before; null where there is none. */
  private record Versions(FunnelVersion latest, @Nullable Funnel funnel, @Nullable Funnel before) {}

  /** What saving did. */
  record Saved(Funnel funnel, boolean isNew) {}

  private final Set<String> served;
  private final Function<String, Calendar> calendars;
  private final Object writing = new Object();
  private final TopicReader reader;
  private final RecordWriter writer;
  private final Map<String, Map<String, Versions>> projects = new HashMap<>();

  /**
   * Describes a store; nothing is read before {@link #start()}.
   *
   * @param writer writes them
   * @param served the projects whose sessions are counted
   * @param calendars the calendar of each project
   */
  DefinitionStore(
      KafkaSettings kafka,
      Telemetry telemetry,
      RecordWriter writer,
      Set<String> served,
      Function<String, Calendar> calendars) {
    this.writer = writer;
    this.served = Set.copyOf(served);
    this.calendars = calendars;
    reader = new TopicReader(kafka, Topics.FUNNELS, () -> {}, this::take).watchedBy(telemetry);
  }

  /**
   * Returns once every saved funnel is known and has its project's calendar.
   *
   * @throws ServiceException if Kafka is away for too long
   */
  void start() {
    reader.startAndCatchUp(READ_WAIT, "The definitions");
    synchronized (writing) {
      served.forEach(project -> saveAlone(project, SessionFigures.ID, SessionFigures.DEFINITION));
      for (var funnel : ofOtherCalendars()) {
        LOG.atInfo()
            .addKeyValue(LogKeys.PROJECT, funnel.key().project())
            .addKeyValue(LogKeys.FUNNEL, funnel.key().funnel())
            .log("the project's calendar is another one: the funnel becomes a new version");
        saveAlone(funnel.key().project(), funnel.key().funnel(), funnel.definition());
      }
    }
  }

  private synchronized List<Funnel> ofOtherCalendars() {
    return projects.keySet().stream()
        .flatMap(project -> all(project).stream())
        .filter(funnel -> !funnel.calendar().equals(calendars.apply(funnel.key().project())))
        .toList();
  }

  boolean isCaughtUp() {
    return reader.isCaughtUp();
  }

  private synchronized void take(ConsumerRecords<byte[], byte[]> records) {
    for (var record : records) {
      if (record.key() == null || record.value() == null) {
        continue; // not of this program
      }
      try {
        take(FunnelRecord.decode(record.key(), record.value()));
      } catch (RuntimeException notUnderstood) {
        LOG.atError()
            .addKeyValue(LogKeys.OFFSET, record.offset())
            .addKeyValue(LogKeys.REASON, notUnderstood.getMessage())
            .log("a definition can't be read and is left out");
      }
    }
    notifyAll();
  }

  private void take(FunnelRecord record) {
    var key = record.key();
    var funnels = projects.computeIfAbsent(key.project(), project -> new HashMap<>());
    var known = funnels.get(key.funnel());
    if (known == null || known.latest.version() < key.version()) {
      var before = known == null || record.funnel() == null ? null : known.funnel;
      funnels.put(key.funnel(), new Versions(key, record.funnel(), before));
    } else if (record.funnel() == null) {
      funnels.put(key.funnel(), new Versions(known.latest, null, null));
    }
  }

  /** The project's funnels by id. */
  synchronized List<Funnel> all(String project) {
    return projects.getOrDefault(project, Map.of()).values().stream()
        .flatMap(versions -> Optional.ofNullable(versions.funnel).stream())
        .filter(funnel -> !funnel.key().funnel().equals(SessionFigures.ID))
        .sorted(Comparator.comparing(funnel -> funnel.key().funnel()))
        .toList();
  }

  /**
   * Returns the funnel's current version.
   *
   * @throws ServiceException ({@link ProblemType#NOT_FOUND}) if there is none
   */
  Funnel get(String project, String id) {
    return find(project, id)
        .orElseThrow(() -> new ServiceException(ProblemType.NOT_FOUND, "No funnel '" + id + "'."));
  }

  private synchronized Optional<Funnel> find(String project, String id) {
    return id.equals(SessionFigures.ID)
        ? Optional.empty()
        : Optional.ofNullable(versions(project, id)).map(Versions::funnel);
  }

  /** Returns what stands for the project's sessions, see {@link SessionFigures}. */
  synchronized Funnel sessions(String project) {
    var versions = versions(project, SessionFigures.ID);
    return versions == null || versions.funnel == null
        ? unsaved(project, SessionFigures.DEFINITION)
        : versions.funnel;
  }

  /** Returns the version before the current one, if it is known. */
  synchronized Optional<Funnel> before(Funnel current) {
    var versions = versions(current.key().project(), current.key().funnel());
    return versions != null && current.equals(versions.funnel)
        ? Optional.ofNullable(versions.before)
        : Optional.empty();
  }

  private synchronized @Nullable Versions versions(String project, String id) {
    return projects.getOrDefault(project, Map.of()).get(id);
  }

  /** A funnel of no id and version 0 with its project's calendar: to be asked about, not kept. */
  Funnel unsaved(String project, FunnelDefinition definition) {
    return new Funnel(new FunnelVersion(project, "", 0), definition, calendars.apply(project));
  }

  /**
   * Saves a definition with its project's calendar; the same as the current one changes nothing.
   *
   * @throws ServiceException if there are too many or Kafka is away
   */
  Saved save(String project, String id, FunnelDefinition definition) {
    synchronized (writing) { // one at a time, or two edits would get one version
      var versions = versions(project, id);
      boolean isNew = versions == null || versions.funnel == null;
      if (isNew && all(project).size() >= MAX_FUNNELS) {
        throw new ServiceException(
            ProblemType.INVALID, "A project has at most " + MAX_FUNNELS + " funnels.");
      }
      return saveAlone(project, id, definition);
    }
  }

  private Saved saveAlone(String project, String id, FunnelDefinition definition) {
    var versions = versions(project, id);
    var current = versions == null ? null : versions.funnel;
    var calendar = calendars.apply(project);
    if (current != null
        && current.definition().equals(definition)
        && current.calendar().equals(calendar)) {
      return new Saved(current, false);
    }
    int version = versions == null ? 1 : versions.latest.version() + 1;
    var funnel = new Funnel(new FunnelVersion(project, id, version), definition, calendar);
    write(FunnelRecord.saved(funnel));
    return new Saved(funnel, current == null);
  }

  /**
   * Deletes a funnel.
   *
   * @throws ServiceException if there is none or Kafka is away
   */
  void delete(String project, String id) {
    synchronized (writing) {
      write(FunnelRecord.deleted(get(project, id).key()));
    }
  }

  /** Writes the record and waits until it has come back: the next answer must know it. */
  private void write(FunnelRecord record) {
    var unused =
        writer.write(
            new ProducerRecord<>(Topics.FUNNELS, record.encodeKey(), record.encodeValue()),
            "the definition");
    try {
      awaitKnown(record);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ServiceException(ProblemType.UNAVAILABLE, "The service is stopping.", stopped);
    }
  }

  private synchronized void awaitKnown(FunnelRecord record) throws InterruptedException {
    for (long left = RecordWriter.WAIT.toMillis(); !isKnown(record) && left > 0; left -= 50) {
      wait(50);
    }
  }

  private boolean isKnown(FunnelRecord record) {
    var versions = versions(record.key().project(), record.key().funnel());
    return versions != null
        && versions.latest.version() >= record.key().version()
        && (record.funnel() == null) == (versions.funnel == null);
  }

  @Override
  public void close() {
    reader.close();
  }
}
