package teseus.space.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import teseus.space.TokenId;
import teseus.space.wire.Envelope;

/** The newest tokens of this host, for people to see. */
final class Recent {
  /** How many at most. */
  static final int MOST = 400;

  private final LinkedHashMap<TokenId, Envelope> tokens = new LinkedHashMap<>();

  void added(Envelope token) {
    tokens.put(token.id(), token);
    if (tokens.size() > MOST) {
      tokens.remove(tokens.keySet().iterator().next());
    }
  }

  void removed(TokenId token) {
    tokens.remove(token);
  }

  /** The newest first. */
  List<Envelope> newest(int most) {
    List<Envelope> all = new ArrayList<>(tokens.values());
    Collections.reverse(all);
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }
}
