package teseus.pantheon;

import teseus.space.OpId;
import teseus.space.host.Request;

/**
 * A request under the one name that it is repeated by.
 *
 * @param session which keeps the name's number open until {@link Sessions#end}
 */
record Named(Session session, OpId op, Request request) {}
