package teseus.space.wire;

/**
 * A message under way, with the sender's colour, the highest global snapshot it had seen, the list
 * of hosts it goes by, and the newest state of META it has heard of.
 *
 * @param colour 0 and up
 * @param roster the number of that list, 0 and up
 * @param meta the version of that state, 0 and up
 * @param message what is said
 */
public record Frame(long colour, long roster, long meta, Message message) {}
