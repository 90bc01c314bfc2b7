package teseus.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import teseus.pantheon.Pantheon;
import teseus.pantheon.Transaction;
import teseus.space.Lease;
import teseus.space.Token;

/** {@code teseus transaction}: all that the lines of a script say, or nothing. */
@Command(
    name = "transaction",
    description = {
      "Does what the lines of a script say, all of it or nothing: put TYPE FIELD=VALUE, read and"
          + " take TYPE CONDITION, with their --term, --timeout and --if-exists. What is in single"
          + " quotes is one word; # begins a comment. It is committed at the end, and aborted if a"
          + " line finds no match, fails, or the command is interrupted."
    },
    footer = {
      "",
      "Examples:",
      "  teseus transaction move.txt",
      "  teseus transaction --lease 1min <<'END'",
      "  take Job state=new --timeout 10s",
      "  put  Job state=done 'note=by hand'",
      "  END",
      "",
      "What it found is printed once it is committed. Ends with 1 if a line found no match."
    })
final class TransactionCommand implements Callable<Integer> {
  private static final String STDIN = "-";
  private static final int MOST_BYTES = 1 << 20;

  private final Console console;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "The script; - or nothing reads stdin.")
  private String file = STDIN;

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      description = "After how long it is aborted, whatever becomes of this command; default 30s.")
  private Duration lease = Duration.ofSeconds(30);

  @Option(names = "--json", description = "Print tokens and leases as JSON, one a line.")
  private boolean json;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  TransactionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (lease.toMillis() < 1) {
      throw new CommandException(Exit.USAGE, "--lease is at least 1ms");
    }
    List<TransactionScript.Step> steps = TransactionScript.read(script());
    return Client.with(cluster, client -> run(client, steps));
  }

  private String script() throws IOException {
    byte[] read;
    if (file.equals(STDIN)) {
      read = console.in().readNBytes(MOST_BYTES + 1);
    } else {
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        read = in.readNBytes(MOST_BYTES + 1);
      } catch (NoSuchFileException e) {
        throw new CommandException(Exit.USAGE, "no such file: " + file);
      }
    }
    if (read.length > MOST_BYTES) {
      throw new CommandException(Exit.REFUSED, "a script has at most " + MOST_BYTES + " bytes");
    }
    return new String(read, StandardCharsets.UTF_8);
  }

  private int run(Pantheon client, List<TransactionScript.Step> steps) {
    List<String> done = new ArrayList<>();
    try (Transaction transaction = client.begin(lease)) {
      for (TransactionScript.Step step : steps) {
        Optional<String> line = perform(transaction, step);
        if (line.isEmpty()) {
          transaction.abort();
          console.err().println("teseus: line " + step.line() + ": no match; nothing was done");
          return Exit.NONE.code();
        }
        done.add(line.get());
      }
      transaction.commit();
    }
    done.forEach(console.out()::println);
    return Exit.OK.code();
  }

  private Optional<String> perform(Transaction transaction, TransactionScript.Step step) {
    if (step instanceof TransactionScript.Put put) {
      Lease granted = transaction.write(put.tuple(), put.term());
      return Optional.of(json ? TokenText.json(granted) : TokenText.line(granted));
    }
    TransactionScript.Look look = (TransactionScript.Look) step;
    return find(transaction, look)
        .map(token -> json ? TokenText.json(token) : TokenText.line(token, console.ink()));
  }

  private static Optional<Token> find(Transaction transaction, TransactionScript.Look look) {
    if (look.take()) {
      return look.ifExists()
          ? transaction.takeIfExists(look.template(), look.timeout())
          : transaction.take(look.template(), look.timeout());
    }
    return look.ifExists()
        ? transaction.readIfExists(look.template())
        : transaction.read(look.template(), look.timeout());
  }
}
