package teseus.space.wire;

/**
 * A command to META under a number, so that it is done once however often it is asked.
 *
 * @param number the asker's, unique over all askers
 * @param command what to do
 */
public record NumberedCommand(long number, MetaCommand command) {}
