package teseus.space.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import teseus.space.SegmentId;
import teseus.space.spi.Image;
import teseus.space.spi.Log;
import teseus.space.spi.LogEntry;
import teseus.space.wire.Frame;
import teseus.space.wire.FrameCodec;
import teseus.space.wire.LogRecord;
import teseus.space.wire.LogRecordCodec;
import teseus.space.wire.Message;
import teseus.space.wire.MetaCommand;
import teseus.space.wire.MetaState;

/**
 * META where it has one voter: its log on that host's journal. A command is done when its record is
 * forced; one repeated under the same number is answered again.
 */
final class MetaLog {
  private static final int REMEMBERED = 1_024;

  private record Waiting(long position, LogRecord.Meta record, Consumer<@Nullable String> done) {}

  /** What became of a command: under way, or refused for a reason, or done. */
  private record Outcome(boolean known, @Nullable String refused) {}

  private final SegmentId id;
  private final Log log;
  private final MetaMachine machine;
  private final Consumer<MetaState> changed;
  private final ArrayDeque<Waiting> tail = new ArrayDeque<>();
  private final Map<Long, Outcome> done = new HashMap<>();
  private final ArrayDeque<Long> order = new ArrayDeque<>();
  private final long epoch;
  private long next;

  /**
   * META as recovered.
   *
   * @param epoch one more than the last
   * @param next the first free lsn
   * @param changed is told of each new state
   */
  MetaLog(
      SegmentId id,
      Log log,
      MetaMachine machine,
      long epoch,
      long next,
      Consumer<MetaState> changed) {
    this.id = id;
    this.log = log;
    this.machine = machine;
    this.epoch = epoch;
    this.next = next;
    this.changed = changed;
  }

  SegmentId id() {
    return id;
  }

  MetaState state() {
    return machine.state();
  }

  /**
   * Does a command, once.
   *
   * @param number the asker's, unique over all askers
   * @param answer why it was refused, or null when it is done and safe; not called if a copy of the
   *     command is still under way
   */
  void submit(long number, MetaCommand command, long now, Consumer<@Nullable String> answer) {
    Outcome before = done.get(number);
    if (before != null) {
      if (before.known) {
        answer.accept(before.refused);
      }
      return;
    }
    String refusal = machine.refusal(command);
    if (refusal != null) {
      answer.accept(refusal);
      return;
    }
    remember(number);
    LogRecord.Meta record = new LogRecord.Meta(now, command);
    long position = log.append(new LogEntry(id, epoch, next++, LogRecordCodec.encode(record)));
    tail.add(
        new Waiting(
            position,
            record,
            refused -> {
              done.replace(number, new Outcome(true, refused));
              answer.accept(refused);
            }));
  }

  private void remember(long number) {
    done.put(number, new Outcome(false, null));
    order.add(number);
    if (order.size() > REMEMBERED) {
      done.remove(order.remove());
    }
  }

  /** Keeps an image of META, so that the log before it may go. */
  void checkpoint() {
    Frame frame = new Frame(0, new Message.MetaTold(0, null, machine.state()));
    long applied = next - tail.size();
    log.checkpoint(new Image(id, epoch, applied, List.of(FrameCodec.encode(frame))));
  }

  /** The state that an image holds. */
  static MetaState state(List<byte[]> image) {
    if (image.size() == 1
        && FrameCodec.decode(image.get(0)).message() instanceof Message.MetaTold told) {
      return told.state();
    }
    throw new IllegalStateException("this is no image of META");
  }

  void forced(long position) {
    for (Waiting head = tail.peek();
        head != null && head.position <= position;
        head = tail.peek()) {
      tail.remove();
      String refusal = machine.refusal(head.record.command());
      machine.apply(head.record);
      head.done.accept(refusal);
      changed.accept(machine.state());
    }
  }
}
