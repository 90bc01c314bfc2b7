package teseus.space;

import java.io.Serializable;

/**
 * The figures behind a refusal.
 *
 * @param setting the limit's key in {@code cluster.json}, dotted
 * @param used how much of it was taken
 * @param limit how much there is in all
 */
public record LimitReached(String setting, long used, long limit) implements Serializable {}
