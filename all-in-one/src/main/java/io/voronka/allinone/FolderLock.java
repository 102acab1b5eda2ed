package io.voronka.allinone;

import io.voronka.kit.ProblemType;
import io.voronka.kit.ServiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a data folder, held by one process at a time. The operating system takes it back
 * when the process ends in whatever way, so a crash leaves nothing to clean up.
 */
final class FolderLock implements AutoCloseable {

  private static final String FILE = "lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, making the folder if it is missing.
   *
   * @throws ServiceException if another process has it or the folder can't be written
   */
  static FolderLock take(Path folder) {
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException failed) {
      throw unavailable("The data folder " + folder + " can't be written.", failed);
    }
    try {
      if (channel.tryLock() != null) {
        return new FolderLock(channel);
      }
      channel.close();
    } catch (IOException failed) {
      throw unavailable("The data folder " + folder + " can't be locked.", failed);
    } catch (OverlappingFileLockException mine) {
      throw inUse(folder, mine);
    }
    throw inUse(folder, null);
  }

  private static ServiceException inUse(Path folder, @Nullable Exception cause) {
    var detail =
        "The data folder "
            + folder
            + " is in use by another Voronka: stop that one or choose another folder with --data.";
    return cause == null
        ? new ServiceException(ProblemType.UNAVAILABLE, detail)
        : unavailable(detail, cause);
  }

  private static ServiceException unavailable(String detail, Exception cause) {
    return new ServiceException(ProblemType.UNAVAILABLE, detail, cause);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException lost) {
      // The operating system takes the lock back in any case.
    }
  }
}
