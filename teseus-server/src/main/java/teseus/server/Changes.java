package teseus.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import teseus.space.UnavailableException;
import teseus.space.vertx.SpaceVerticle;
import teseus.space.wire.MetaCommand;

/** Has META changed through a running host. */
final class Changes {
  private final SpaceVerticle space;

  Changes(SpaceVerticle space) {
    this.space = space;
  }

  /**
   * Asks for a change.
   *
   * @return once it is done and safe; fails with {@link UnavailableException}, saying why, if it
   *     was refused or META did not answer in time
   */
  Future<Void> ask(MetaCommand command) {
    Promise<Void> done = Promise.promise();
    space
        .ask(
            (host, now) -> {
              host.command(
                  command,
                  refused -> {
                    if (refused == null) {
                      done.complete();
                    } else {
                      done.fail(new UnavailableException(refused));
                    }
                  },
                  now);
              return true;
            })
        .onFailure(done::tryFail);
    return done.future();
  }
}
