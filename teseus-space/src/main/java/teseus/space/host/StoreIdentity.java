package teseus.space.host;

/**
 * Which store a host runs on.
 *
 * @param id drawn when its data folder was made
 * @param incarnation how often it was started, 1 and up
 */
public record StoreIdentity(long id, long incarnation) {}
