package teseus.space.host;

import teseus.space.Template;

/** Whether encoded tuples match; must not throw on bytes it cannot read, but say no. */
@FunctionalInterface
interface TupleMatcher {
  /**
   * Whether a tuple matches.
   *
   * @param template what matches
   * @param type the tuple's type
   * @param fields as the tuple codec encodes them
   */
  boolean matches(Template template, String type, byte[] fields);
}
