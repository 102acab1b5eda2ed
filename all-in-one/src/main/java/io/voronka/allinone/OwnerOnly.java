package io.voronka.allinone;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that their owner alone can read, where the file system knows owners. */
final class OwnerOnly {

  private OwnerOnly() {}

  /**
   * Makes an empty one.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  static void create(Path file) throws IOException {
    boolean hasOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    var ownerOnly = PosixFilePermissions.fromString("rw-------");
    Files.createFile(
        file,
        hasOwners
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ownerOnly)}
            : new FileAttribute<?>[0]);
  }
}
