package teseus.space.vertx;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import teseus.roulette.Strategy;
import teseus.space.HostId;
import teseus.space.host.HostSettings;
import teseus.space.host.Watch;

/**
 * What a {@link SpaceVerticle} is made of.
 *
 * @param host the host's settings
 * @param links how it is linked with the others; null if there are none and it listens to nobody
 * @param log opens its store
 * @param strategies finds a strategy by name
 * @param functions those that it computes tuples with
 * @param watch is told what goes on, on the verticle's context
 * @param members is told who comes and goes, on the verticle's context
 * @param firstEpoch the least epoch its segments are led under: 1 if its store remembers epochs,
 *     else a number that rises with each start, such as the time
 */
public record SpaceSetup(
    HostSettings host,
    @Nullable LinkConfig links,
    LogOpener log,
    Function<String, Strategy> strategies,
    Functions functions,
    Watch watch,
    Members members,
    long firstEpoch) {
  /** Is told who comes and goes. */
  @FunctionalInterface
  public interface Members {
    /**
     * A link with a peer stands, or is gone.
     *
     * @param up whether it stands
     * @param why in words
     */
    void changed(HostId peer, boolean up, String why);
  }
}
