package teseus.space;

import java.util.Optional;

/**
 * How a template finds its oldest match among one segment's tokens of one type.
 *
 * @param type the tokens' type; if it was written with several sets of supertypes, each is looked
 *     through by itself
 * @param index the index that serves, such as {@code index on section}; empty if there is none that
 *     leaves fewer candidates than there are tokens
 * @param tokens of the type, at least 0
 * @param candidates the tokens among which every match is, found without looking at the others;
 *     {@code tokens} at most
 * @param examined how many of them were compared with the template until one matched, or in vain
 * @param found whether one matched
 */
public record LookUp(
    String type,
    Optional<String> index,
    long tokens,
    long candidates,
    long examined,
    boolean found) {
  @Override
  public String toString() {
    return type
        + ": "
        + index.orElse("no index")
        + ", "
        + candidates
        + " of "
        + tokens
        + " tokens are candidates, "
        + examined
        + " examined, "
        + (found ? "one matches" : "none matches");
  }
}
