package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;
import static teseus.space.host.SomeTokens.ATHENA;
import static teseus.space.host.SomeTokens.HERA;
import static teseus.space.host.SomeTokens.ZEUS;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import teseus.space.Event;
import teseus.space.HostId;
import teseus.space.Template;
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

  /** Spaces that are not as promised: hosts that are do not pass for them. */
  private enum Wrong {
    READS_DO_NOT_LOCK {
      @Override
      ListedSpace model(Template told) {
        return new ListedSpace(told) {
          @Override
          void give(Search search, Item item) {
            super.give(search, item);
            item.readers.clear();
          }
        };
      }
    },
    LEASES_END_UNDER_A_LOCK {
      @Override
      ListedSpace model(Template told) {
        return new ListedSpace(told) {
          @Override
          boolean lapses(Item item) {
            return item.until <= now;
          }
        };
      }
    },
    LEASES_DO_NOT_END {
      @Override
      ListedSpace model(Template told) {
        return new ListedSpace(told) {
          @Override
          boolean lapses(Item item) {
            return false;
          }
        };
      }
    },
    IS_BORN_BEFORE_THE_COMMIT {
      @Override
      ListedSpace model(Template told) {
        return new ListedSpace(told) {
          @Override
          void show(Item item) {
            item.keep(now);
            tell(item, Event.Kind.WRITTEN);
          }
        };
      }
    },
    NOTHING_IS_WAITED_FOR {
      @Override
      ListedSpace model(Template told) {
        return new ListedSpace(told) {
          @Override
          boolean blocked(Search search) {
            return true;
          }
        };
      }
    };

    abstract ListedSpace model(Template told);
  }

  @Test
  void oneHostIsLikeTheList() {
    assertLike(SEEDS, ALONE);
  }

  @Test
  void severalHostsAreLikeTheList() {
    assertLike(SEEDS / 10, SEVERAL);
  }

  @ParameterizedTest
  @EnumSource(Wrong.class)
  void noHostIsLikeAWrongList(Wrong wrong) {
    assertNoticed(new HostParts(), wrong::model, ALONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mutant.class,
      names = {"UPDATES_ANY_VERSION", "CALLS_NOBODY_FOR_A_CHANGE", "CALLS_THE_NEWEST"})
  void aBrokenHostIsNotLikeTheList(Mutant mutant) {
    assertNoticed(mutant.parts(), ListedSpace::new, ALONE);
  }

  @Test
  void hostsThatDoNotLookAtOthersAreNotLikeTheList() {
    assertNoticed(Mutant.CUTS_SHORT_OF_OTHERS.parts(), ListedSpace::new, SEVERAL);
  }

  private static void assertLike(int seeds, List<HostId> ids) {
    int found = 0;
    int waited = 0;
    int none = 0;
    int contended = 0;
    for (long seed = FIRST; seed < FIRST + seeds; seed++) {
      List<Step> steps = steps(seed);
      ListedSpaceRun run = new ListedSpaceRun(new HostParts(), ListedSpace::new, ids);
      Throwable wrong = failure(run, steps);
      if (wrong != null) {
        throw shortened(seed, steps, ids, wrong);
      }
      found += run.found;
      waited += run.waited;
      none += run.none;
      contended += run.contended;
    }
    assertThat(List.of(found, waited, none))
        .as("found, found later, none")
        .allMatch(each -> each >= seeds / 2);
    assertThat(contended).as("strict reads beside a lock").isGreaterThanOrEqualTo(seeds / 200);
  }

  /** Some seed, not far off, shows it. */
  private static void assertNoticed(
      HostParts parts, Function<Template, ListedSpace> model, List<HostId> ids) {
    assertThat(LongStream.range(1, MOST_SEEDS))
        .anyMatch(seed -> failure(new ListedSpaceRun(parts, model, ids), steps(seed)) != null);
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
      long seed, List<Step> steps, List<HostId> ids, Throwable wrong) {
    List<Step> few = steps;
    Throwable why = wrong;
    List<String> done = List.of();
    for (int size = STEPS / 2; size > 0; size /= 2) {
      for (int at = few.size() - size; at >= 0; at -= size) {
        List<Step> fewer = new ArrayList<>(few);
        fewer.subList(at, at + size).clear();
        ListedSpaceRun run = new ListedSpaceRun(new HostParts(), ListedSpace::new, ids);
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
