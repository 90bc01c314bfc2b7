package teseus.space.meta;

import io.microraft.RaftNode;
import io.microraft.model.message.RaftMessage;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import teseus.space.wire.StoreName;

/** Voters that break one rule each. Whoever watches over the rules must notice. */
public final class BrokenVoters {
  /** They say what their disk has not forced yet. */
  public static final VoterParts SPEAK_BEFORE_IT_IS_SAFE =
      new VoterParts() {
        @Override
        RaftGate gate() {
          return new RaftGate() {
            @Override
            void say(long position, Runnable what) {
              super.say(0, what);
            }
          };
        }
      };

  /** They do a command again that is asked again, here or at another voter. */
  public static final VoterParts FORGET_WHAT_THEY_DID =
      new VoterParts() {
        @Override
        Outcomes outcomes() {
          return new Outcomes() {
            @Override
            @Nullable Optional<String> of(long number) {
              return null;
            }
          };
        }
      };

  /** They hand the library all that they hear, as it comes. */
  public static final VoterParts BELIEVE_ALL_THEY_HEAR =
      new VoterParts() {
        @Override
        RaftMender mender() {
          return new RaftMender() {
            @Override
            Optional<RaftMessage> received(RaftNode node, RaftMessage message) {
              return Optional.of(message);
            }
          };
        }
      };

  /** They take what was said in an earlier group for what is said in theirs. */
  public static final VoterParts HEAR_EARLIER_GROUPS =
      new VoterParts() {
        @Override
        VoterGroups groups(
            StoreName self,
            MetaSettings settings,
            VoterLog log,
            VoterState found,
            Replica replica,
            VoterHost host,
            RandomGenerator random,
            MetaStore.Listener listener) {
          return new VoterGroups(
              self, settings, log, found, replica, host, random, listener, this) {
            @Override
            boolean same(long group) {
              return group >= 0 && votes();
            }
          };
        }
      };

  private BrokenVoters() {}
}
