package teseus.server.demo;

/**
 * A photo to make smaller.
 *
 * @param thumbnail makes it as large as such a thing would be
 */
record Resize(String run, long id, String photo, int width, String thumbnail) implements Job {}
