package teseus.space.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.LimitReached;
import teseus.space.OpId;
import teseus.space.Template;
import teseus.space.Tuple;

/** Hosts and the {@link ListedSpace} that they are to be like, and what both are asked. */
final class ListedHosts {
  static final Template JOBS = Template.ofType("job");

  /** One that the first two hosts have registered. */
  static final String COMMON = "common";

  /** One that the first host alone has registered. */
  static final String RARE = "rare";

  private static final int VALUES = 3;

  final List<HostId> ids;
  final WiredHosts hosts;
  final ListedSpace model;
  final ListedLimits limits;
  final List<String> done = new ArrayList<>();
  private final Map<HostId, HeldFunctions> functions = new HashMap<>();
  private final int copies;

  /**
   * Nothing was asked.
   *
   * @param parts what the hosts are made of
   * @param open how many operations are under way that were asked at a host
   */
  ListedHosts(
      HostParts parts,
      ListedBounds bounds,
      CopySettings copies,
      ListedSpace model,
      List<HostId> ids,
      ToIntFunction<HostId> open) {
    this.ids = ids;
    this.model = model;
    this.copies = copies.min();
    this.limits = new ListedLimits(bounds, model, open);
    functions.put(ids.get(0), new HeldFunctions(COMMON, RARE));
    for (HostId id : ids.subList(1, ids.size())) {
      functions.put(id, id.equals(ids.get(1)) ? new HeldFunctions(COMMON) : new HeldFunctions());
    }
    this.hosts =
        new WiredHosts(
            parts,
            bounds.budget(),
            bounds.load(),
            bounds.transacted(),
            this::functions,
            copies,
            ids.toArray(HostId[]::new));
    model.now = hosts.now;
  }

  HeldFunctions functions(HostId at) {
    HeldFunctions its = functions.get(at);
    return its == null ? new HeldFunctions() : its;
  }

  /** Each segment is where as many stores are as were asked for. */
  void assertCopies() {
    assertThat(host(ids.get(0)).meta().segments().values())
        .hasSameSizeAs(ids)
        .allSatisfy(config -> assertThat(config.members()).hasSize(copies));
  }

  /** Whether a host, or any at all, has a function. */
  boolean has(@Nullable HostId at, String function) {
    return (at == null ? Set.copyOf(ids) : Set.of(at))
        .stream().anyMatch(one -> functions(one).functions().contains(function));
  }

  long now() {
    return hosts.now;
  }

  Host host(HostId at) {
    return hosts.host(at);
  }

  HostId any(SplittableRandom random) {
    return ids.get(random.nextInt(ids.size()));
  }

  /** For people, if something goes wrong later on. */
  void note(String what, Object... of) {
    done.add(hosts.now + ": " + String.format(what, of));
  }

  /** What a host says at once; null if that is that it has reached a limit, as it has. */
  @Nullable Reply ask(HostId at, Request request) {
    return ask(at, request, false);
  }

  /** As that; {@code within} if the caller is in the host's own process. */
  @Nullable Reply ask(HostId at, Request request, boolean within) {
    LimitReached limit = ends(request) ? null : limits.reached(at, transaction(request));
    List<Reply> replies = new ArrayList<>();
    OpId unused =
        within
            ? host(at).call(request, replies::add, hosts.now)
            : host(at).submit(request, replies::add, hosts.now);
    hosts.settle();
    assertThat(replies).as("%s", request).hasSize(1);
    Reply reply = replies.get(0);
    if (limit == null) {
      return reply;
    }
    limits.assertRefused(reply, limit);
    return null;
  }

  /** Whether it ends a transaction, which is open: that is let in however much is under way. */
  private static boolean ends(Request request) {
    return request instanceof Request.Commit || request instanceof Request.Abort;
  }

  private static @Nullable OpId transaction(Request request) {
    return request instanceof Request.Within step ? step.transaction() : null;
  }

  static Tuple job(SplittableRandom random) {
    String type = random.nextInt(4) == 0 ? "note" : "job";
    String text = "x".repeat(random.nextInt(3) == 0 ? random.nextInt(500) : 0);
    return Tuple.of(type, Map.of("n", random.nextInt(VALUES), "text", text));
  }

  static Template wanted(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> Template.any();
      case 1, 2 -> JOBS;
      case 3 -> Template.ofType("note");
      default -> JOBS.where("n", value(random));
    };
  }

  static int value(SplittableRandom random) {
    return random.nextInt(VALUES);
  }

  static long term(SplittableRandom random) {
    return random.nextInt(3) == 0 ? 1 + random.nextInt(300) : Long.MAX_VALUE;
  }
}
