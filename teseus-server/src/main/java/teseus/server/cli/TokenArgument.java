package teseus.server.cli;

import picocli.CommandLine.Parameters;
import teseus.space.TokenId;

/** Which token a command is about. */
final class TokenArgument {
  @Parameters(
      index = "0",
      paramLabel = "TOKEN",
      description = "The token's id, as put, read and others print it.")
  private String token = "";

  TokenId id() {
    try {
      return TokenId.parse(token);
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, Table.visible(token) + " is no token's id");
    }
  }
}
