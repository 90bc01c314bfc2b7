package teseus.space.host;

import teseus.space.HostId;
import teseus.space.wire.Message;

/**
 * A question to be sent now.
 *
 * @param to who leads the segment, as far as is known
 * @param message what to ask
 */
record Pull(HostId to, Message.PullView message) {}
