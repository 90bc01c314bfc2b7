package teseus.server.demo;

/** A letter to bring to someone. */
record Deliver(String run, long id, String to, String text) implements Job {}
