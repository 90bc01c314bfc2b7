package teseus.server.demo;

import java.util.List;

/** A page to make searchable. */
record Index(String run, long id, String page, List<String> words) implements Job {
  Index {
    words = List.copyOf(words);
  }
}
