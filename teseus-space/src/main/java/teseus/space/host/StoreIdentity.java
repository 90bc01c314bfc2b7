package teseus.space.host;

/**
 * Which store a host runs on.
 *
 * @param id drawn when the store was made, which holds copies of segments
 * @param folder drawn when its data folder was made, from which a host votes on META; the same as
 *     the id where the store is all of the folder
 * @param incarnation how often it was started, 1 and up
 */
public record StoreIdentity(long id, long folder, long incarnation) {}
