package teseus.space.host;

import teseus.space.wire.LogRecord;
import teseus.space.wire.Result;

/** What a primary makes of an action. */
sealed interface Decision {
  /** It is done by a record. */
  record Append(LogRecord record) implements Decision {}

  /** Nothing is done. */
  record Nothing(Result.Nothing answer) implements Decision {}
}
