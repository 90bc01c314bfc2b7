/**
 * The {@code teseus} command: what is asked on the command line, and how the answer is shown. What
 * commands and exit codes there are is described in {@code docs/cli.md}.
 */
@CheckReturnValue
@NullMarked
package teseus.server.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
