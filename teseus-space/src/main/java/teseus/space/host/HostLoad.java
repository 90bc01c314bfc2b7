package teseus.space.host;

/**
 * How much a host has in memory for what is under way: it goes back to next to nothing when nobody
 * asks.
 *
 * @param operations requests under way that were asked here
 * @param questions questions of theirs to segments that are open
 * @param aims messages to other hosts that are not answered, or wait for credit
 * @param sessions sessions that this host asks in
 * @param waiters who stands in the queues of the segments led here
 * @param held tokens held for them
 * @param remembered sessions that are open in the segments led here, each counted once a segment
 * @param subscriptions that this host is the home of
 * @param followers who follows the segments led here, and waits to be told
 * @param transactions transactions begun here and open, locking here, or being decided here
 * @param moves tokens on their way out of the segments led here, or into them, as far as anybody
 *     may still ask
 * @param timers what is due at some time
 */
public record HostLoad(
    int operations,
    int questions,
    int aims,
    int sessions,
    int waiters,
    int held,
    int remembered,
    int subscriptions,
    int followers,
    int transactions,
    int moves,
    int timers) {}
