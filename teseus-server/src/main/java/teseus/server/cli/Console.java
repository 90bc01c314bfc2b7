package teseus.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes: results to {@code out}, all else to {@code err}.
 *
 * @param in what is piped in
 * @param outIsTerminal whether people see {@code out}, and may be shown colours
 * @param errIsTerminal whether people see {@code err}, and lines on it may be redrawn
 */
record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {
  /** Set by the script that starts us, which can ask the shell what Java 17 cannot tell. */
  private static final String OUT_IS_TERMINAL = "teseus.out.terminal";

  private static final String ERR_IS_TERMINAL = "teseus.err.terminal";

  /** This process's own, in UTF-8. */
  static Console ofProcess() {
    return new Console(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        Boolean.getBoolean(OUT_IS_TERMINAL),
        Boolean.getBoolean(ERR_IS_TERMINAL));
  }

  private static PrintStream stream(FileDescriptor to) {
    return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }

  /** Colours for {@code out}: none if it is no terminal, or if {@code NO_COLOR} is set. */
  Ink ink() {
    String no = System.getenv("NO_COLOR");
    return new Ink(outIsTerminal && (no == null || no.isEmpty()));
  }
}
