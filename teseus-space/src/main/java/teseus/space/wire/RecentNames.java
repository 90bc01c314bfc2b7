package teseus.space.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Names of types, fields and hosts that were read lately: the same few come again and again, and a
 * string that is there need not be made. Whoever sends other names makes these be forgotten, and no
 * more: each stands in one of {@value #MOST} places, in that of another if need be, and long ones
 * in none. From any thread; a string that two put into one place at a time is lost by one of them.
 */
final class RecentNames {
  private static final int MOST = 1024;
  private static final int LONGEST = 32;

  private static final @Nullable String[] RECENT = new @Nullable String[MOST];

  private RecentNames() {}

  /** The name that these bytes are; null if they are too many, or not plain ASCII. */
  static @Nullable String find(byte[] bytes, int from, int length) {
    if (length > LONGEST) {
      return null;
    }
    int hash = length;
    int signs = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + bytes[i];
      signs |= bytes[i];
    }
    if (signs < 0) {
      return null;
    }
    int at = (hash ^ hash >>> 10) & MOST - 1;
    String known = RECENT[at];
    if (known == null || !is(known, bytes, from, length)) {
      known = new String(bytes, from, length, StandardCharsets.US_ASCII);
      RECENT[at] = known;
    }
    return known;
  }

  private static boolean is(String name, byte[] bytes, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}
