/**
 * What users import: start at {@link teseus.pantheon.Pantheon}. Objects are records or beans; what
 * one program writes, any other takes by what it contains.
 *
 * <pre>{@code
 * record Job(String name, int size) {}
 *
 * try (Pantheon pantheon = Pantheon.connect("http://127.0.0.1:8081", "http://127.0.0.1:8082")) {
 *   pantheon.write(new Job("compile", 3));
 *   pantheon.write(new Job("link", 1), Duration.ofMinutes(5)); // kept no longer
 *   Optional<Job> small = pantheon.take(Match.type(Job.class).lt(Job::size, 2), Duration.ZERO);
 *   Optional<Job> any = pantheon.take(Job.class, Duration.ofSeconds(10)); // waits for one
 *   CompletableFuture<Optional<Job>> next =
 *       pantheon.space().take(Job.class, Duration.ofHours(1)); // does not
 *   pantheon.write(new Job("test", 8));
 *   System.out.println(List.of(small, any, next.join()));
 * }
 * }</pre>
 */
@CheckReturnValue
@NullMarked
package teseus.pantheon;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
