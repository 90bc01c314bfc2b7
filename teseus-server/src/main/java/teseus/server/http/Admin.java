package teseus.server.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import teseus.space.FieldIndex;
import teseus.space.HostId;
import teseus.space.TokenId;
import teseus.space.wire.Whereabouts;

/**
 * What a host tells of itself and its cluster, and lets be changed, over HTTP. Called on event
 * loops; nothing blocks. The objects are sent as they are, as {@code docs/openapi.yaml} describes
 * them. Futures fail with a {@link NotFoundException}, an {@link IllegalArgumentException} for what
 * can never be done as asked, or a {@link teseus.space.SpaceException}; any other failure is the
 * host's fault and told without its cause.
 */
public interface Admin {
  /** The cluster: its name, configuration digest, segments with their epochs and stores. */
  Future<JsonObject> cluster();

  /** Under {@code hosts}, each host of the cluster with its figures, as this host last heard. */
  Future<JsonObject> hosts();

  /**
   * Has a host added to the list of the cluster's hosts, or found on it, or moved to where it says
   * that it is. It is not started by that.
   *
   * @return its name and where it is; fails with {@link IllegalArgumentException}, saying why, if
   *     it cannot be one of the cluster's hosts as it is, and with {@link
   *     teseus.space.UnavailableException} if META did not answer in time: it may be done later
   */
  Future<JsonObject> admit(Applicant applicant);

  /**
   * Takes a host off that list, for ever. Nothing happens if that is done.
   *
   * @param host its name
   * @return its name and standing; fails with {@link NotFoundException} if no such host was ever
   *     added, {@link IllegalArgumentException} if it is not drained or keeps META, and {@link
   *     teseus.space.UnavailableException} as above
   */
  Future<JsonObject> remove(String host);

  /**
   * Who wants to be one of the hosts.
   *
   * @param host its name
   * @param cluster the cluster's name, as it was told
   * @param release the release it runs
   * @param settings the digest of its configuration
   * @param at where it can be reached
   * @param segments how many segments it founds
   */
  record Applicant(
      HostId host, String cluster, String release, String settings, Whereabouts at, int segments) {}

  /**
   * Who keeps META: under {@code voters} each {@code host}, whether it is {@code up}, and whether
   * its vote is {@code lost} with the data folder that it ran on before; under {@code changes} how
   * often others came to keep it; and the {@code leader}, which may be null.
   */
  Future<JsonObject> voters();

  /**
   * Has these hosts keep META from now on, in place of those that do. Nothing happens if they do.
   *
   * @param hosts all of them, 1, 3, 5 or 7
   * @return as {@link #voters}, once more than half of them keep it; fails with {@link
   *     NotFoundException} if one has not joined, {@link IllegalArgumentException}, saying why, if
   *     they cannot as they are, and {@link teseus.space.UnavailableException} if META did not
   *     answer in time: it may be done later
   */
  Future<JsonObject> changeVoters(List<HostId> hosts);

  /**
   * Has a host drained: others come to lead and keep what it has, and nothing more comes to it.
   * Nothing happens if that is under way, or done.
   *
   * @param host its name
   * @return how far it is, as {@link #drained} tells; fails with {@link NotFoundException} if no
   *     such host has joined, {@link IllegalArgumentException} if nobody would be left, and {@link
   *     teseus.space.UnavailableException} if META did not answer in time: it may begin later
   */
  Future<JsonObject> drain(String host);

  /**
   * Takes a host back that is drained, or about to be. Nothing happens if it takes part.
   *
   * @return as {@link #drain}
   */
  Future<JsonObject> cancelDrain(String host);

  /**
   * How far the drain of a host is: its standing, and which segments it still leads or keeps, each
   * with the reason.
   */
  Future<JsonObject> drained(String host);

  /** Under {@code strategies}, those that can be chosen; under {@code current}, the one in use. */
  Future<JsonObject> strategies();

  /**
   * Places tokens by another strategy from now on, on every host.
   *
   * @param name one of {@link #strategies}
   * @param weights by name, finite, as the strategy knows them; those not named keep their default
   * @return the strategy in use; fails with {@link IllegalArgumentException} on an unknown name or
   *     weight, and then nothing was changed
   */
  Future<JsonObject> chooseStrategy(String name, Map<String, Double> weights);

  /** The indexes that are declared. */
  Future<SortedSet<FieldIndex>> indexes();

  /** The last auction decided here: who bid what, the odds, who won, why the others did not. */
  Future<JsonObject> lastAuction();

  /** The auction that placed a token; fails with {@link NotFoundException} once forgotten. */
  Future<JsonObject> auction(TokenId token);

  /**
   * Takes a global snapshot, with this host as its master; writers are not stopped.
   *
   * @return the finished file and what is in it; fails with {@link
   *     teseus.space.UnavailableException} if it was not taken, and then nothing of it is left
   */
  Future<JsonObject> takeSnapshot();

  /** Under {@code snapshots}, those that this host has written and kept, the newest first. */
  Future<JsonObject> snapshots();

  /** This host's state; fails with {@link teseus.space.UnavailableException} if it cannot serve. */
  Future<JsonObject> health();

  /** What was asked for is not known here. Nothing was done. */
  final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is not there.
     *
     * @param message what was looked for, and where
     */
    public NotFoundException(String message) {
      super(message, null, false, false);
    }
  }
}
