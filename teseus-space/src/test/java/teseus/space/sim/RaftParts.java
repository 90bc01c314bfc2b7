package teseus.space.sim;

/** What voters are made of. */
class RaftParts {
  /** Holds what a voter says that found so many records on its disk. */
  RaftGate gate(int found) {
    return new RaftGate(found);
  }

  RaftMender mender() {
    return new RaftMender();
  }
}
