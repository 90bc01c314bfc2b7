package teseus.space.vertx;

/**
 * What a link has carried since it is up.
 *
 * @param messages payloads sent
 * @param writes writes to the socket they left in, heartbeats included
 * @param bytesSent bytes given to the socket
 * @param bytesReceived bytes that came
 * @param queued bytes that the operating system has not taken yet
 */
record Traffic(long messages, long writes, long bytesSent, long bytesReceived, long queued) {}
