package teseus.space.wire;

/**
 * A part of the state that META's voters have agreed on up to an entry.
 *
 * @param index of that entry
 * @param term of that entry
 * @param part which part, 0 and up
 * @param parts how many there are, at most {@value #MOST}
 * @param bytes what is in it, at most {@value #MOST_BYTES}; must not be changed
 */
public record VoterPart(long index, int term, int part, int parts, byte[] bytes) {
  /** The most parts of one state. */
  public static final int MOST = 4_096;

  /** The most bytes of one part. */
  public static final int MOST_BYTES = 128 << 10;

  public VoterPart {
    Voters.least("index", index, 1);
    Voters.least("term", term, 1);
    if (parts < 1 || parts > MOST || part < 0 || part >= parts || bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "no state has a part " + part + " of " + parts + " with " + bytes.length + " bytes");
    }
  }
}
