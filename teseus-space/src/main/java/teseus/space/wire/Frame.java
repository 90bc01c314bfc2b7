package teseus.space.wire;

/**
 * A message under way, with the sender's colour: the highest global snapshot it had seen.
 *
 * @param colour 0 and up
 * @param message what is said
 */
public record Frame(long colour, Message message) {}
