package teseus.space.host;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import teseus.space.HostId;
import teseus.space.NoSuchFunctionException;

/** Which hosts have which functions registered, as their last beacons say. */
final class Registered {
  private static final int MOST_NAMED = 50;

  private final HostLedger own;
  private final HostId self;
  private final View view;
  private final Directory directory;

  Registered(HostId self, HostLedger own, View view, Directory directory) {
    this.self = self;
    this.own = own;
    this.view = view;
    this.directory = directory;
  }

  /** Whoever can be reached, leads something and has the function, in order. */
  SortedSet<HostId> having(String function) {
    SortedSet<HostId> having = new TreeSet<>(directory.bidders());
    having.removeIf(host -> !functions(host).contains(function));
    return having;
  }

  private Set<String> functions(HostId host) {
    if (host.equals(self)) {
      return own.functions();
    }
    Heard heard = view.hosts().get(host);
    return heard == null ? Set.of() : heard.last().functions();
  }

  /** What to say if nobody has it. */
  NoSuchFunctionException refusal(String function) {
    Map<String, Set<HostId>> known = new TreeMap<>();
    for (HostId host : directory.bidders()) {
      functions(host)
          .forEach(name -> known.computeIfAbsent(name, any -> new TreeSet<>()).add(host));
    }
    String there =
        known.entrySet().stream()
            .limit(MOST_NAMED)
            .map(each -> each.getKey() + " at " + each.getValue())
            .collect(Collectors.joining(", "));
    return new NoSuchFunctionException(
        "no host within reach has function \""
            + function
            + "\" registered; "
            + (there.isEmpty() ? "none has any" : "there are: " + there));
  }
}
