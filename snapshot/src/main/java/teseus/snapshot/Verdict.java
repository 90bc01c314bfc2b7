package teseus.snapshot;

/**
 * What the recovery of a store found, at this start or at earlier ones since which nobody called
 * {@link FileLog#trust}: the worst of them.
 *
 * @param kind how much of it can be trusted
 * @param bytesCut from the end of the last whole batch to the last byte that was not zero; 0 if
 *     nothing was cut; the sum over those starts
 * @param detail for the operator: which file, at which byte, what was done
 */
public record Verdict(Kind kind, long bytesCut, String detail) {
  /** How much of a store can be trusted, from best to worst; kept on disk by its ordinal. */
  public enum Kind {
    /** Everything is there. */
    CLEAN,
    /** A file had been begun and holds nothing; no entry was in it. */
    TAIL,
    /**
     * The last batch was not whole and was cut. Most likely its force never returned, and no entry
     * in it was answered for; that cannot be proven. A segment that has other members of R may not
     * be led from here until it is synced.
     */
    DOUBTFUL,
    /**
     * Entries that were safe are lost, and a person accepted it ({@link
     * JournalSettings#acceptLoss}). No segment that has other members of R may be led from here
     * until it is synced.
     */
    DAMAGED
  }
}
