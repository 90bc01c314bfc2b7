package teseus.roulette;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The roulette wheel: every offer that is not ruled out has a slice as wide as its score. The one
 * drawn is taken off, and the rest is drawn again, so that a host that refuses has a successor.
 */
final class Wheel {
  private static final Comparator<Offer> BY_BIDDER = Comparator.comparing(Offer::bidder);

  private final List<Offer> left;
  private final List<Award.Bid> out;

  /**
   * Sorts the offers by bidder, so that the order in which they came changes nothing, and takes
   * those off that are ruled out.
   *
   * @param ruledOut why an offer may not be asked, or null if it may
   * @throws IllegalArgumentException if a host bids twice
   */
  Wheel(List<Offer> offers, Function<Offer, @Nullable String> ruledOut) {
    List<Offer> sorted = new ArrayList<>(offers);
    sorted.sort(BY_BIDDER);
    left = new ArrayList<>(sorted.size());
    out = new ArrayList<>();
    String before = null;
    for (Offer offer : sorted) {
      if (offer.bidder().equals(before)) {
        throw new IllegalArgumentException(before + " bids twice in one auction");
      }
      before = offer.bidder();
      String reason = ruledOut.apply(offer);
      if (reason == null) {
        left.add(offer);
      } else {
        out.add(new Award.Bid(offer, 0, 0, reason));
      }
    }
  }

  /** The free bytes of the one that has the most, of those that may be asked; 0 if none may. */
  long mostFree() {
    long most = 0;
    for (Offer offer : left) {
      most = Math.max(most, offer.freeBytes());
    }
    return most;
  }

  /**
   * Draws all ranks.
   *
   * @param score the width of an offer's slice, finite and at least 0. Where all slices that are
   *     left have no width they count as equal: chance decides, not the alphabet
   */
  Award spin(
      Strategy strategy, Demand demand, ToDoubleFunction<Offer> score, RandomGenerator random) {
    List<Slice> slices = new ArrayList<>(left.size());
    for (Offer offer : left) {
      slices.add(new Slice(offer, score.applyAsDouble(offer)));
    }
    double whole = total(slices);
    int players = slices.size();
    List<Award.Bid> bids = new ArrayList<>(players + out.size());
    double firstDraw = Double.NaN;
    while (!slices.isEmpty()) {
      double draw = random.nextDouble();
      if (bids.isEmpty()) {
        firstDraw = draw;
      }
      Slice drawn = slices.remove(indexAt(slices, draw));
      double odds = whole > 0 ? drawn.score / whole : 1.0 / players;
      bids.add(new Award.Bid(drawn.offer, drawn.score, odds, null));
    }
    bids.addAll(out);
    return new Award(strategy.name(), demand, bids, firstDraw);
  }

  private static int indexAt(List<Slice> slices, double draw) {
    double total = total(slices);
    if (!(total > 0)) {
      return (int) (draw * slices.size());
    }
    double at = draw * total;
    int last = 0;
    for (int i = 0; i < slices.size(); i++) {
      double width = slices.get(i).score;
      if (width > 0) {
        if (at < width) {
          return i;
        }
        last = i;
      }
      at -= width;
    }
    return last; // rounding may carry a draw just below 1 past the last slice
  }

  private static double total(List<Slice> slices) {
    double sum = 0;
    for (Slice slice : slices) {
      sum += slice.score;
    }
    return sum;
  }

  private record Slice(Offer offer, double score) {}
}
