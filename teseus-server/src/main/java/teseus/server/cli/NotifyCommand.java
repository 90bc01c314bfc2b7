package teseus.server.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.pantheon.Subscription;
import teseus.space.Event;
import teseus.space.Position;
import teseus.space.SpaceException;
import teseus.space.Token;

/** {@code teseus notify}: what happens in the space, as it happens. */
@Command(
    name = "notify",
    description = {
      "Prints what happens to tuples that match, until Ctrl-C. It goes on at another host when one"
          + " is lost, and leaves nothing out; a gap says what it cannot know."
    },
    footer = {
      "",
      "Examples:",
      "  teseus notify Package",
      "  teseus notify Package size=3 --events written --json",
      "  teseus notify --from \"$(jq -r .position last-event.json)\"",
      "",
      "Each event comes with its position in JSON, from which --from goes on, at any host."
    })
final class NotifyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private MatchArguments match = new MatchArguments();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--events",
      paramLabel = "KIND",
      split = ",",
      description = "Some of written, updated, taken, expired, returned; all if left out.")
  private List<String> events = List.of();

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      description = "Go on after an event, by the position that came with it.")
  private @Nullable String from;

  @Option(names = "--json", description = "Print events as JSON, one a line.")
  private boolean json;

  NotifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Set<Event.Kind> kinds = kinds();
    Position position = position();
    return Client.with(
        cluster,
        client -> {
          CompletableFuture<Void> stopped = new CompletableFuture<>();
          try (Subscription subscription =
              client
                  .space()
                  .subscribe(match.template(), kinds, position, event -> print(event, stopped))) {
            CompletableFuture.anyOf(stopped, subscription.ended()).join();
            return Exit.OK.code();
          } catch (CompletionException e) {
            if (e.getCause() instanceof SpaceException failed) {
              throw failed;
            }
            throw e;
          }
        });
  }

  private Set<Event.Kind> kinds() {
    Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
    for (String name : events) {
      kinds.add(
          Event.Kind.all().stream()
              .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
              .findAny()
              .orElseThrow(
                  () ->
                      new CommandException(
                          Exit.USAGE,
                          "--events is some of written, updated, taken, expired, returned, was "
                              + Table.visible(name))));
    }
    return kinds.isEmpty() ? Event.Kind.all() : kinds;
  }

  private @Nullable Position position() {
    try {
      return from == null ? null : Position.parse(from);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, Table.visible(String.valueOf(e.getMessage())));
    }
  }

  private void print(Event event, CompletableFuture<Void> stopped) {
    console.out().println(json ? TokenText.json(event) : line(event));
    if (console.out().checkError()) {
      stopped.complete(null); // nobody reads on
    }
  }

  private String line(Event event) {
    String kind = event.kind().name().toLowerCase(Locale.ROOT);
    String what =
        event
            .token()
            .map((Token token) -> TokenText.line(token, console.ink()))
            .orElse("in " + event.segment() + ": what happened before is not known");
    return event.number() + " " + kind + " " + what;
  }
}
