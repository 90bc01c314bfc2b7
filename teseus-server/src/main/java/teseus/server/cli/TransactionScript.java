package teseus.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import teseus.space.Consistency;
import teseus.space.Order;
import teseus.space.Space;
import teseus.space.Template;
import teseus.space.Tuple;

/** The lines of a transaction, each checked before the first is done. */
final class TransactionScript {
  /** The most lines: a host allows no more operations, unless it is told to. */
  static final int MOST_LINES = 10_000;

  /** One thing to do. */
  sealed interface Step {
    /** The line it is in, from 1. */
    int line();
  }

  /** Write a tuple. */
  record Put(int line, Tuple tuple, Duration term) implements Step {}

  /** Read or take a match. */
  record Look(int line, boolean take, boolean ifExists, Template template, Duration timeout)
      implements Step {}

  private TransactionScript() {}

  /**
   * Reads lines; empty ones, and those that begin with {@code #}, say nothing.
   *
   * @throws CommandException if one is wrong; the message names it
   */
  static List<Step> read(String text) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String bare = line.strip();
      if (!bare.isEmpty() && !bare.startsWith("#")) {
        steps.add(step(number, bare));
      }
      if (steps.size() > MOST_LINES) {
        throw wrong(number, "more than " + MOST_LINES + " operations");
      }
    }
    return steps;
  }

  private static Step step(int number, String line) {
    List<String> words = words(number, line);
    String verb = words.get(0).toLowerCase(Locale.ROOT);
    String[] rest = words.subList(1, words.size()).toArray(String[]::new);
    if (!List.of("put", "read", "take").contains(verb)) {
      throw wrong(number, "put, read or take, was " + Table.visible(verb));
    }
    try {
      return verb.equals("put")
          ? parsed(new Writing(), rest).step(number)
          : parsed(new Finding(), rest).step(number, verb.equals("take"));
    } catch (ParameterException | CommandException | IllegalArgumentException e) {
      throw wrong(number, Table.visible(String.valueOf(e.getMessage())));
    }
  }

  private static <T> T parsed(T into, String... words) {
    CommandLine command = new CommandLine(into);
    command.registerConverter(Duration.class, new TimeConverter());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    var unused = command.parseArgs(words);
    return into;
  }

  /** Splits at blanks; what stands in single quotes, blanks too, belongs to its word as it is. */
  private static List<String> words(int number, String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (char c : line.toCharArray()) {
      if (c == '\'') {
        quoted = !quoted;
        begun = true;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
          begun = false;
        }
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quoted) {
      throw wrong(number, "a single quote is not closed");
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static CommandException wrong(int line, String what) {
    return new CommandException(Exit.USAGE, "line " + line + ": " + what + "; nothing was done");
  }

  @Command(name = "put")
  private static final class Writing {
    @Parameters(index = "0")
    private String type = "";

    @Parameters(index = "1..*", arity = "0..*")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--term")
    private @Nullable Duration term;

    private Step step(int line) {
      Duration keep = term == null ? Space.LONGEST : term;
      if (keep.toMillis() < 1) {
        throw new IllegalArgumentException("--term is at least 1ms");
      }
      return new Put(
          line, Tuple.of(type, FieldArguments.nested(FieldArguments.read(fields))), keep);
    }
  }

  @Command(name = "look")
  private static final class Finding {
    @Mixin private MatchArguments match = new MatchArguments();
    @Mixin private Looking looking = new Looking();

    private Step step(int line, boolean take) {
      if (looking.consistency() != Consistency.SESSION || looking.order() != Order.NEAR) {
        throw new IllegalArgumentException("no --consistency and no --order in a transaction");
      }
      if (!take && looking.ifExists() && looking.hasTimeout()) {
        throw new IllegalArgumentException("a read with --if-exists has no --timeout");
      }
      return new Look(line, take, looking.ifExists(), match.template(), looking.timeout());
    }
  }
}
