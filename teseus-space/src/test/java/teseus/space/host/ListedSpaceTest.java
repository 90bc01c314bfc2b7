package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.host.ListedSpaceRun.Step;

/**
 * Random operations, transactions and leases, in virtual time, beside a list. {@code
 * -Dmodel.seeds=100000} runs for longer, {@code -Dmodel.first=7} from another seed on.
 */
class ListedSpaceTest {
  private static final long FIRST = Long.getLong("model.first", 1);
  private static final int SEEDS = Integer.getInteger("model.seeds", 1_000);
  private static final int STEPS = 60;
  private static final int MOST_SEEDS = 500; // that something wrong lives through
  private static final List<HostId> ALONE = List.of(HERA);
  private static final List<HostId> SEVERAL = List.of(HERA, ZEUS, ATHENA);

  /** What has to happen once in so many seeds at least. */
  private static final Map<String, Integer> OFTEN =
      Map.ofEntries(
          Map.entry("found at once", 2),
          Map.entry("found later", 2),
          Map.entry("none", 2),
          Map.entry("strict read beside a lock", 200),
          Map.entry("computed", 4),
          Map.entry("went on after it had left", 4),
          Map.entry(ListedLimits.ROOM, 20),
          Map.entry(LoadLimits.OPEN, 20),
          Map.entry(TransactionLimits.OPEN, 100),
          Map.entry(TransactionLimits.PER_CLIENT, 100),
          Map.entry(TransactionLimits.OPERATIONS, 100),
          Map.entry(TransactionLimits.BYTES, 1_000));

  /** Spaces that are not as promised: hosts that are do not pass for them. */
  private enum Wrong {
    READS_DO_NOT_LOCK {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          void give(ListedSearch search, ListedItem item) {
            super.give(search, item);
            item.readers.clear();
          }
        };
      }
    },
    LEASES_END_UNDER_A_LOCK {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          boolean lapses(ListedItem item) {
            return item.until <= now;
          }
        };
      }
    },
    LEASES_DO_NOT_END {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          boolean lapses(ListedItem item) {
            return false;
          }
        };
      }
    },
    IS_BORN_BEFORE_THE_COMMIT {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          void show(ListedItem item) {
            item.keep(now);
            tell(item, Event.Kind.WRITTEN);
          }
        };
      }
    },
    NOTHING_IS_WAITED_FOR {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          boolean blocked(ListedSearch search) {
            return true;
          }
        };
      }
    },
    COMPUTES_THE_YOUNGEST_FIRST {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          ListedItem next(List<ListedItem> due) {
            return due.remove(due.size() - 1);
          }
        };
      }
    },
    WHAT_IS_COMPUTED_DOES_NOT_LAPSE {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          boolean lapses(ListedItem item) {
            return !item.active() && super.lapses(item);
          }
        };
      }
    },
    WHAT_IS_NOT_COMMITTED_COSTS_NOTHING {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          boolean costs(ListedItem item, HostId at) {
            return item.isKept(at);
          }
        };
      }
    },
    WHO_WAITS_IS_NOT_COUNTED {
      @Override
      ListedSpace model(ListedBounds bounds) {
        return new ListedSpace(bounds) {
          @Override
          boolean underWay(ListedSearch search) {
            return !search.waits();
          }
        };
      }
    };

    abstract ListedSpace model(ListedBounds bounds);
  }

  @Test
  void oneHostIsLikeTheList() {
    assertLike(SEEDS, ALONE, CopySettings.ALONE);
  }

  @Test
  void severalHostsAreLikeTheList() {
    assertLike(SEEDS / 10, SEVERAL, CopySettings.ALONE);
  }

  @Test
  void severalHostsWithCopiesAreLikeTheList() {
    assertLike(SEEDS / 20, SEVERAL, new CopySettings(2, 1, 1_000, 1 << 20, true));
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void noHostIsLikeAWrongList(Wrong wrong) {
    assertNoticed(new HostParts(), wrong::model, ALONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mutant.class,
      names = {
        "UPDATES_ANY_VERSION",
        "CALLS_NOBODY_FOR_A_CHANGE",
        "CALLS_THE_NEWEST",
        "PUTS_RESULTS_TWICE",
        "GOES_ON_TOO_LATE"
      })
  void aBrokenHostIsNotLikeTheList(Mutant mutant) {
    assertNoticed(mutant.parts(), ListedSpace::new, ALONE);
  }

  @Test
  void hostsThatDoNotLookAtOthersAreNotLikeTheList() {
    assertNoticed(Mutant.CUTS_SHORT_OF_OTHERS.parts(), ListedSpace::new, SEVERAL);
  }

  private static void assertLike(int seeds, List<HostId> ids, CopySettings copies) {
    Map<String, Integer> happened = new TreeMap<>();
    for (long seed = FIRST; seed < FIRST + seeds; seed++) {
      List<Step> steps = steps(seed);
      ListedSpaceRun run = run(seed, new HostParts(), ListedSpace::new, ids, copies);
      Throwable wrong = failure(run, steps);
      if (wrong != null) {
        throw shortened(seed, steps, ids, copies, wrong);
      }
      run.happened().forEach((what, times) -> happened.merge(what, times, Integer::sum));
    }
    for (String what : OFTEN.keySet()) {
      if (copies.alone() || !what.equals(ListedLimits.ROOM)) {
        assertThat(happened.getOrDefault(what, 0))
            .as("%s, of %s", what, happened)
            .isGreaterThanOrEqualTo(seeds / OFTEN.getOrDefault(what, 1));
      }
    }
  }

  private static ListedSpaceRun run(
      long seed,
      HostParts parts,
      Function<ListedBounds, ListedSpace> model,
      List<HostId> ids,
      CopySettings copies) {
    ListedBounds drawn = ListedBounds.drawn(seed);
    ListedBounds bounds = copies.alone() ? drawn : drawn.withRoom(); // copies take some, too
    return new ListedSpaceRun(parts, bounds, copies, model.apply(bounds), ids);
  }

  /** Some seed, not far off, shows it. */
  private static void assertNoticed(
      HostParts parts, Function<ListedBounds, ListedSpace> model, List<HostId> ids) {
    assertThat(LongStream.range(1, MOST_SEEDS))
        .anyMatch(
            seed -> failure(run(seed, parts, model, ids, CopySettings.ALONE), steps(seed)) != null);
  }

  private static List<Step> steps(long seed) {
    return new SplittableRandom(seed).longs(STEPS).mapToObj(Step::new).toList();
  }

  private static @Nullable Throwable failure(ListedSpaceRun run, List<Step> steps) {
    try {
      run.run(steps);
      return null;
    } catch (AssertionError | RuntimeException wrong) {
      return wrong;
    }
  }

  /** What went wrong, with few of the steps. */
  private static AssertionError shortened(
      long seed, List<Step> steps, List<HostId> ids, CopySettings copies, Throwable wrong) {
    List<Step> few = steps;
    Throwable why = wrong;
    List<String> done = List.of();
    for (int size = STEPS / 2; size > 0; size /= 2) {
      for (int at = few.size() - size; at >= 0; at -= size) {
        List<Step> fewer = new ArrayList<>(few);
        fewer.subList(at, at + size).clear();
        ListedSpaceRun run = run(seed, new HostParts(), ListedSpace::new, ids, copies);
        Throwable still = failure(run, fewer);
        if (still != null) {
          few = fewer;
          why = still;
          done = run.done();
        }
      }
    }
    return new AssertionError("seed " + seed + " of " + ids + ":\n" + String.join("\n", done), why);
  }
}
