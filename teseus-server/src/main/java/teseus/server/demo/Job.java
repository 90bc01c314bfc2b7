package teseus.server.demo;

/** What publishers write and workers take. */
sealed interface Job permits Deliver, Index, Resize {
  /** Which demo it belongs to: what an earlier one left behind is not touched. */
  String run();

  /** Unique in its run, from 0. */
  long id();
}
