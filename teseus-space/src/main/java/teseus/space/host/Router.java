package teseus.space.host;

import java.util.HashMap;
import java.util.Map;
import teseus.space.HostId;
import teseus.space.wire.Message;

/** Brings each kind of message to the part of the host that handles it. */
final class Router {
  /** Handles one kind. */
  interface Handler<M> {
    void handle(HostId from, M message, long now);
  }

  private final Map<Class<? extends Message>, Handler<Message>> handlers = new HashMap<>();

  <M extends Message> void on(Class<M> kind, Handler<M> handler) {
    handlers.put(kind, (from, message, now) -> handler.handle(from, kind.cast(message), now));
  }

  void handle(HostId from, Message message, long now) {
    Handler<Message> handler = handlers.get(message.getClass());
    if (handler == null) {
      throw new IllegalStateException("nobody handles " + message.getClass());
    }
    handler.handle(from, message, now);
  }
}
