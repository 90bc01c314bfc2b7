package teseus.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import teseus.space.Edit;
import teseus.space.Edits;
import teseus.space.TokenId;

/** {@code teseus modify}: fields of a token's tuple changed in one step. */
@Command(
    name = "modify",
    description = {
      "Changes fields of a token's tuple in one step, whatever its version: nothing comes between"
          + " what it finds and what it leaves. Fields are set first, then set if absent, added to,"
          + " appended to and removed."
    },
    footer = {
      "",
      "Examples:",
      "  teseus modify 1-2v2lihr8mc500-3 --increment hits=1",
      "  teseus modify 1-2v2lihr8mc500-3 --set state=done --append log=\"it is done\"",
      "",
      "Ends with 1 if there is no such token any more, with 3 if a field does not take its edit."
    })
final class ModifyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private TokenArgument token = new TokenArgument();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Gives a field a value.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--put-if-absent",
      paramLabel = "PATH=VALUE",
      description = "Gives a field that is missing or null a value.")
  private List<String> putIfAbsent = new ArrayList<>();

  @Option(
      names = "--increment",
      paramLabel = "PATH=NUMBER",
      description = "Adds a number to a field.")
  private List<String> increment = new ArrayList<>();

  @Option(
      names = "--append",
      paramLabel = "PATH=VALUE",
      description = "Adds a value at the end of a list.")
  private List<String> append = new ArrayList<>();

  @Option(names = "--remove", paramLabel = "PATH", description = "Takes a field away.")
  private List<String> remove = new ArrayList<>();

  @Option(names = "--json", description = "Print the token as JSON.")
  private boolean json;

  ModifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    TokenId id = token.id();
    Edits edits = edits();
    return Client.with(cluster, client -> TokenText.print(client.modify(id, edits), json, console));
  }

  private Edits edits() {
    try {
      List<Edit> all = new ArrayList<>();
      add(all, set, Edit.Set::new);
      add(all, putIfAbsent, Edit.PutIfAbsent::new);
      add(all, increment, ModifyCommand::increment);
      add(all, append, Edit.Append::new);
      remove.forEach(path -> all.add(new Edit.Remove(path)));
      return new Edits(all);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, Table.visible(String.valueOf(e.getMessage())));
    }
  }

  private static void add(
      List<Edit> all, List<String> given, BiFunction<String, @Nullable Object, Edit> edit) {
    for (String one : given) {
      for (Map.Entry<String, @Nullable Object> field :
          FieldArguments.read(List.of(one)).entrySet()) {
        all.add(edit.apply(field.getKey(), field.getValue()));
      }
    }
  }

  private static Edit increment(String path, @Nullable Object by) {
    if (by instanceof Number number) {
      return new Edit.Increment(path, number);
    }
    throw new IllegalArgumentException("--increment reads PATH=NUMBER");
  }
}
