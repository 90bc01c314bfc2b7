package teseus.space.host;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.ObjLongConsumer;
import teseus.space.HostId;
import teseus.space.wire.LogRecord;
import teseus.space.wire.Member;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.Roster;

/**
 * The list of the cluster's hosts that this host goes by. It is on record here before META hears
 * that it is known; and whoever hears of a newer one says of nothing that it is nowhere before it
 * knows that (docs/decisions/0017).
 */
class Roll {
  private record Written(long position, long number) {}

  private final HostId self;
  private final long store;
  private final Post post;
  private final Timers timers;
  private final long resendMs;
  private final Directory directory;
  private final Meta meta;
  private final StoreNotes notes;
  private final ObjLongConsumer<Roster> changed;
  private final ArrayDeque<Written> unforced = new ArrayDeque<>();
  private Roster roster;
  private long written;
  private long recorded;
  private long wanted;
  private boolean unsure;
  private boolean telling;

  /**
   * Goes on from what is on record.
   *
   * @param found the list on record
   * @param unsure whether the record may not be the last
   * @param changed is told of each newer list, with the time
   */
  Roll(
      StoreIdentity store,
      Roster found,
      boolean unsure,
      AskingParts parts,
      HostId self,
      Meta meta,
      StoreNotes notes,
      ObjLongConsumer<Roster> changed) {
    this.self = self;
    this.store = store.id();
    this.post = parts.post();
    this.timers = parts.timers();
    this.resendMs = parts.times().resend();
    this.directory = parts.directory();
    this.meta = meta;
    this.notes = notes;
    this.changed = changed;
    this.roster = found;
    this.unsure = unsure;
    this.written = found.number();
    this.recorded = found.number();
    this.wanted = found.number();
  }

  /** Begins. */
  void start() {
    post.roster(roster.number());
    list();
  }

  private void list() {
    directory.list(roster.segments(), newcomers());
    directory.complete(complete());
  }

  /** The list. */
  Roster roster() {
    return roster;
  }

  /**
   * META's list, as of some version.
   *
   * @param told whether META has said so, and not this host's own record
   */
  void learned(Roster its, boolean told, long now) {
    if (its.number() >= roster.number() && (!its.equals(roster) || unsure && told)) {
      take(its, told, now);
    } // else a voter that has just started knows less than this host had on record
    tell(now);
  }

  private void take(Roster its, boolean told, long now) {
    unsure &= !told;
    roster = its;
    wanted = Math.max(wanted, its.number());
    post.roster(its.number());
    list();
    if (its.number() > written) {
      written = its.number();
      unforced.add(new Written(notes.write(new LogRecord.Listed(now, its)), written));
    }
    changed.accept(its, now);
  }

  /** Somebody goes by a list; if it is a newer one, this host wants to know it. */
  void heard(HostId from, long number, long now) {
    if (number > wanted) {
      wanted = number;
      directory.complete(complete());
      ask(from, now);
    }
  }

  /** The hosts that no tokens may come to yet. */
  List<HostId> newcomers() {
    return roster.newcomers();
  }

  /** Whether nobody is known to go by a newer list. */
  boolean complete() {
    return !unsure && wanted <= roster.number();
  }

  private void ask(HostId from, long now) {
    if (wanted > roster.number()) {
      meta.ask(from);
      meta.ask();
      timers.at(now + resendMs, due -> ask(from, due));
    }
  }

  /** The log has forced everything up to a position. */
  void forced(long position, long now) {
    boolean more = false;
    while (!unforced.isEmpty() && unforced.peek().position <= position) {
      recorded = unforced.remove().number;
      more = true;
    }
    if (more) {
      tell(now);
    }
  }

  /** Tells META which list is on record here, if it does not know. */
  private void tell(long now) {
    Member own = roster.members().get(self);
    boolean registered = meta.known().registered(self, store);
    if (own != null && registered && own.knows() < recorded && !telling) {
      telling = true;
      long number = recorded;
      meta.submit(new MetaCommand.Knows(self, store, number), now, refused -> {});
      timers.at(now + resendMs, this::tellAgain);
    }
  }

  /** META may have been out of reach; its state shows whether it knows. */
  private void tellAgain(long now) {
    telling = false;
    tell(now);
  }

  /** What an image of the notes has to hold of it. */
  LogRecord.Listed record(long now) {
    return new LogRecord.Listed(now, roster);
  }
}
