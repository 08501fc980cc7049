/**
 * A common table expression, to be joined once, after which the statement's own commit does not wait
 * for the disk. A server that crashes may forget the last of such commits, but only together with
 * all that came after them, since there is one log: what was committed later, and waited for, is
 * never there without them. So it is for whatever is made again when it is lost, as long as a commit
 * that waits stands between it and the next effect outside.
 */
export const RELAXED_COMMIT =
  "relaxed AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))"
