package teseus.space.host;

import org.jspecify.annotations.Nullable;
import teseus.space.HostId;
import teseus.space.OpId;
import teseus.space.Order;
import teseus.space.Template;

/**
 * A read or a take that was not answered yet.
 *
 * @param number later ones have higher numbers
 * @param at which host
 * @param template what matches
 * @param take or read
 * @param transaction it is part of, if any
 * @param order which match
 * @param strict whether "none" says that there was none, locked or not
 * @param waits for what comes, and not only for what is locked
 * @param deadline until when it waits
 */
record ListedSearch(
    int number,
    HostId at,
    Template template,
    boolean take,
    @Nullable OpId transaction,
    Order order,
    boolean strict,
    boolean waits,
    long deadline) {}
