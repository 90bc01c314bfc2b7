package teseus.space.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * What this host knows of META, and how it asks it. META grants nothing that operations need: while
 * its voter is down, snapshots and changes of strategy wait, and all else goes on.
 */
final class Meta {
  private record Asked(MetaCommand command, Consumer<@Nullable String> done) {}

  private final HostId self;
  private final HostId voter;
  private final Post post;
  private final Timers timers;
  private final Directory directory;
  private final long resendMs;
  private final BiConsumer<MetaState, Long> changed;
  private final Map<Long, Asked> asked = new LinkedHashMap<>();
  private final Map<Long, Runnable> confirming = new LinkedHashMap<>();
  private @Nullable MetaLog leading;
  private MetaState known = MetaState.EMPTY;
  private long asks;

  /**
   * Knows nothing yet.
   *
   * @param firstAsk above every number that this host has used before it was started
   * @param changed is told of each newer state, with the time
   */
  Meta(
      HostId self,
      HostId voter,
      AskingParts parts,
      long firstAsk,
      BiConsumer<MetaState, Long> changed) {
    this.self = self;
    this.voter = voter;
    this.post = parts.post();
    this.timers = parts.timers();
    this.directory = parts.directory();
    this.resendMs = parts.times().resend();
    this.asks = firstAsk;
    this.changed = changed;
  }

  /** This host is the voter, and has recovered META's log. */
  void lead(MetaLog log) {
    leading = log;
    known = log.state();
  }

  MetaState known() {
    return known;
  }

  /**
   * Asks for a command to be done.
   *
   * @param done why it was not, or null when it is done and safe
   */
  void submit(MetaCommand command, long now, Consumer<@Nullable String> done) {
    if (!directory.linked(voter)) {
      done.accept(
          "host "
              + voter
              + ", which keeps the cluster's settings, cannot be reached; start it, or"
              + " mend its links, and try again");
      return;
    }
    long number = ++asks;
    asked.put(number, new Asked(command, done));
    post.send(voter, new Message.MetaAsk(number, command));
    timers.at(now + resendMs, due -> resend(number, due));
  }

  private void resend(long number, long now) {
    Asked open = asked.get(number);
    if (open != null) {
      post.send(voter, new Message.MetaAsk(number, open.command));
      timers.at(now + resendMs, due -> resend(number, due));
    }
  }

  /**
   * Has META's word on whether a snapshot has begun, for somebody who is not trusted with it.
   *
   * @param then whether it has; false too if META cannot be reached
   */
  void confirm(long round, Consumer<Boolean> then) {
    if (round <= known.round()) {
      then.accept(true);
    } else if (leading != null || !directory.linked(voter)) {
      then.accept(false);
    } else {
      confirming.put(++asks, () -> then.accept(round <= known.round()));
      post.send(voter, new Message.MetaAsk(asks, null));
    }
  }

  /** The link with the voter broke: what was asked is not answered over it any more. */
  void lost(HostId host) {
    if (host.equals(voter)) {
      List<Runnable> unanswered = List.copyOf(confirming.values());
      confirming.clear();
      unanswered.forEach(Runnable::run);
    }
  }

  /** Somebody knows a version; asks for it if it is news. */
  void heard(long version) {
    if (version > known.version()) {
      ask();
    }
  }

  /** Asks for META's state. */
  void ask() {
    if (!self.equals(voter)) {
      post.send(voter, new Message.MetaAsk(++asks, null));
    }
  }

  void onAsk(HostId from, Message.MetaAsk ask, long now) {
    MetaLog log = leading;
    if (log == null) {
      return;
    }
    MetaCommand command = ask.command();
    if (command == null) {
      post.send(from, new Message.MetaTold(ask.ask(), null, log.state()));
    } else {
      log.submit(
          ask.ask(),
          command,
          now,
          refused -> post.send(from, new Message.MetaTold(ask.ask(), refused, log.state())));
    }
  }

  /** META has a new state: everyone within reach is told. */
  void spread(MetaState state) {
    for (HostId host : directory.linked()) {
      post.send(host, new Message.MetaTold(0, null, state));
    }
  }

  void onTold(Message.MetaTold told, long now) {
    if (told.state().version() > known.version()) {
      known = told.state();
      changed.accept(known, now);
    }
    Runnable confirmed = confirming.remove(told.ask());
    if (confirmed != null) {
      confirmed.run();
    }
    Asked answered = asked.remove(told.ask());
    if (answered != null) {
      answered.done.accept(told.refused());
    }
  }
}
