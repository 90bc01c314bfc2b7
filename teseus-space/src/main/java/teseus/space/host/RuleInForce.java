package teseus.space.host;

import java.util.function.Function;
import teseus.roulette.Strategy;

/**
 * How bids become awards at this host now: what {@code cluster.json} says, until META says more.
 */
final class RuleInForce {
  private final Function<String, Strategy> strategies;
  private StrategyChoice choice;
  private Auction.Rule rule;

  /**
   * In force from the start.
   *
   * @param strategies finds a strategy by name
   * @throws IllegalArgumentException if the strategy is not installed here
   */
  RuleInForce(Function<String, Strategy> strategies, StrategyChoice first) {
    this.strategies = strategies;
    this.choice = first;
    this.rule = rule(first);
  }

  StrategyChoice choice() {
    return choice;
  }

  Auction.Rule rule() {
    return rule;
  }

  /** From now on; a strategy that is not installed here leaves the one before in force. */
  void choose(StrategyChoice next) {
    if (!next.equals(choice)) {
      try {
        rule = rule(next);
        choice = next;
      } catch (IllegalArgumentException e) {
        // The status of this host shows what is in force.
      }
    }
  }

  private Auction.Rule rule(StrategyChoice of) {
    return new Auction.Rule(strategies.apply(of.name()), of.weights());
  }
}
