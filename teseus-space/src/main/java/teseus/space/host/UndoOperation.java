package teseus.space.host;

import java.util.function.LongSupplier;
import teseus.space.OpId;
import teseus.space.Template;

/**
 * Undoes a take of a client that wants nothing of it any more, wherever it may have been done: its
 * turn is put on record in every segment, and what one of them gave goes back.
 */
final class UndoOperation extends TakingOperation {
  UndoOperation(OpId op, int turn, LongSupplier low, Asking asking) {
    super(op, turn, low, true, Template.any(), 0, asking);
    forget();
  }

  @Override
  void seek(long now) {
    close(empty(), now); // no segment has done it, and none will
  }

  @Override
  void stopSeeking(long now) {}
}
