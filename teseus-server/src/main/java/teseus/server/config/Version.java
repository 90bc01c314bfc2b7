package teseus.server.config;

import java.util.Optional;

/** Which Teseus this is. */
public final class Version {
  /** As the jar's manifest says; {@code dev} when run from classes. */
  public static final String VERSION =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");

  private Version() {}
}
