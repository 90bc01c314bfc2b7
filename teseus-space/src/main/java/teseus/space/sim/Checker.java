package teseus.space.sim;

/** What must hold when all is mended and all is quiet. */
final class Checker {
  private final SimulatedCluster cluster;
  private final Truth truth;
  private final History history;

  Checker(SimulatedCluster cluster, Truth truth, History history) {
    this.cluster = cluster;
    this.truth = truth;
    this.history = history;
  }

  /** Whoever has a deadline was answered; whoever has none waits for what is not there. */
  void answered(long now) {
    for (Asked asked : history.all()) {
      if (asked.outcome() != Asked.Outcome.OPEN) {
        continue;
      }
      Broken.unless(asked.dueBy() > now, "past its deadline and never answered: %s", asked);
      var template = asked.template();
      if (template != null) {
        Broken.unless(
            truth.there(template).isEmpty(), "%s waits beside %s", asked, truth.there(template));
      }
    }
  }
}
