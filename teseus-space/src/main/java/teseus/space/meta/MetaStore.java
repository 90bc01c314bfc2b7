package teseus.space.meta;

import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.SegmentId;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;
import teseus.space.wire.VoterGroup;
import teseus.space.wire.VoterMessage;

/**
 * META as one host keeps it, from a start of that host to the end of its process: as one of the
 * group of voters that there is, or as one that knows of a group. Whatever it says, to whoever asks
 * or to other hosts, it says once all that it had written before is forced.
 */
public interface MetaStore {
  /** Hears what becomes of META; called from within {@link #run} and {@link #forced}. */
  interface Listener {
    /**
     * META has a state that more than half of the voters agree on: a newer one, or the same under a
     * new leader.
     *
     * @param leads whether this host leads
     */
    void agreed(MetaState state, boolean leads);
  }

  /** Who asked for a command. It is told one of these, or nothing: then it is to ask again. */
  interface Answer {
    /**
     * It was done, now or when it was asked before, or refused; that stays so.
     *
     * @param refused why it was not done, or null
     */
    void done(@Nullable String refused);

    /** This voter cannot say: ask another. What was asked may be done all the same. */
    void elsewhere();
  }

  /** META's log on this host. */
  SegmentId log();

  /** Goes on from what is on record, if anything is; called once, before all else. */
  void start();

  /**
   * Begins as one of the first group of voters; nothing happens if this host was in a group. Only
   * for a host that cannot have voted before, on a disk that was lost ({@link #blank}).
   */
  void begin();

  /**
   * META says who votes. A host of the first group that does so from another folder than this one
   * votes no more: whatever it had promised is gone with that.
   */
  void learned(VoterGroup voters);

  /** Whether this host votes. */
  boolean votes();

  /** Whether nothing of META has come to this host: no command that its voters may have done. */
  boolean blank();

  /** Who leads, as far as this voter knows; null if nobody does. */
  @Nullable HostId leader();

  /**
   * Asks for a command.
   *
   * @param number the asker's, unique over all askers: asked again under the same number, here or
   *     at another voter, the command is done once. The latest {@value Outcomes#MOST} are
   *     remembered
   */
  void submit(long number, MetaCommand command, Answer answer);

  /**
   * Another host said something of what voters say.
   *
   * @param group the number of the group that it is or was in
   */
  void received(HostId from, long group, VoterMessage message);

  /** The journal has forced everything up to a position. */
  void forced(long position);

  /**
   * Does all that is to be done now.
   *
   * @return whether there was anything
   */
  boolean run();

  /** Hands the log an image of what is kept here, unless some of it is not forced yet. */
  void checkpoint();
}
