package dev.actionflows.domain.releaseday;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An estimate of what the job of a release uses if every fan who pre-saved it is connected with an
 * access token that is still valid, no flow listens to saved releases, and nothing fails. Included
 * are the first pass, which saves the release, the second one, which finds that nobody is left, and
 * the waiting for the service.
 *
 * <p>Not included: refreshing an access token, which takes two more write units and another request
 * to the service; a fan with former ids, who takes four more read units for each; what flows that
 * listen do; further passes, each of which costs what the second one does, and the attempts that it
 * makes; logs.
 *
 * @param transitions of the state machine, which is a STANDARD one
 * @param functionCalls invocations of the Lambda function
 * @param functionMilliseconds how long they take in all
 * @param readUnits DynamoDB's, on demand
 * @param writeUnits DynamoDB's, on demand
 */
public record ReleaseDayCost(
        long transitions,
        long functionCalls,
        long functionMilliseconds,
        long readUnits,
        long writeUnits) {
    // assumed by local/cloud/prices.py, too; a test compares them
    static final int AWS_CALL_MILLISECONDS = 4;
    static final int PROVIDER_MILLISECONDS = 150;

    /** How long a call of the function begins fans. */
    static final int CALL_MILLISECONDS = 40_000;

    // per fan: the profile, which is read with its page, and the connections to two services;
    // then the request, and the result
    static final int FAN_MILLISECONDS = 2 * AWS_CALL_MILLISECONDS + PROVIDER_MILLISECONDS;
    static final int CONNECTION_READ_UNITS = 2;
    static final int FANS_PER_CALL = CALL_MILLISECONDS / FAN_MILLISECONDS;
    static final int PAGES_PER_CALL = Math.ceilDiv(FANS_PER_CALL, ReleaseDayPage.SIZE);
    static final int READ_PER_CALL = PAGES_PER_CALL * ReleaseDayPage.SIZE;

    // per page: the job and its shard, the project, the release, and the registrations; while some
    // are open, their fans, and the project with the owners of two scopes; then the progress
    static final int JOB_READ_UNITS = 2;
    static final int PAGE_READ_UNITS = JOB_READ_UNITS + 2;
    static final int INTAKE_READ_UNITS = 3;
    static final int PAGE_MILLISECONDS = 5 * AWS_CALL_MILLISECONDS;
    static final int OPEN_PAGE_MILLISECONDS = 7 * AWS_CALL_MILLISECONDS;

    /** Of a query, which counts the bytes of all its items together. */
    private static final int READ_UNIT_BYTES = 4_096;

    /** Of a registration; a test compares it with the stored item. */
    public static final int REGISTRATION_BYTES = 86;

    /** The same with the result. */
    public static final int SAVED_BYTES = 136;

    // per call: the task, and the choice of what follows; per shard: the wait for the second pass,
    // and the end; per job: its beginning, the map over its shards, the task that ends it, a choice
    // and the end
    static final int CALL_TRANSITIONS = 2;
    private static final int SHARD_TRANSITIONS = 2;
    private static final int JOB_TRANSITIONS = 5;

    /** One begins the job and one ends it; each writes it, and the latter reads its shards. */
    private static final ReleaseDayCost JOB = new ReleaseDayCost(JOB_TRANSITIONS, 2, 0, 1, 2);

    // local/cloud/prices.py has the sources; a test compares them
    private static final BigDecimal MILLION_READ_UNITS = new BigDecimal("0.125");
    private static final BigDecimal MILLION_WRITE_UNITS = new BigDecimal("0.625");
    private static final BigDecimal MILLION_CALLS = new BigDecimal("0.20");
    private static final BigDecimal THOUSAND_TRANSITIONS = new BigDecimal("0.025");
    private static final BigDecimal GIGABYTE_SECOND = new BigDecimal("0.0000133334");
    private static final BigDecimal MEMORY_GIGABYTES = new BigDecimal("0.5");

    /**
     * The estimate for a job.
     *
     * @param preSavers the number of fans who pre-saved the release
     * @param shards over which they are spread evenly, see {@link PreSaverStore#shards}
     */
    public static ReleaseDayCost of(long preSavers, int shards) {
        ReleaseDayCost sum = JOB;
        for (int shard = 0; shard < shards; shard++) {
            sum = sum.plus(ofShard(preSavers / shards + (shard < preSavers % shards ? 1 : 0)));
        }
        return sum;
    }

    private static ReleaseDayCost ofShard(long fans) {
        long fullCalls = fans / FANS_PER_CALL;
        long rest = fans % FANS_PER_CALL;
        // the last page of a call is read as a whole, though the next call deals with some of it
        long readAhead =
                fullCalls == 0
                        ? 0
                        : (fullCalls - 1) * (READ_PER_CALL - FANS_PER_CALL)
                                + Math.min(rest, READ_PER_CALL - FANS_PER_CALL);
        long openPages = fullCalls * PAGES_PER_CALL + rest / ReleaseDayPage.SIZE + 1;
        long savedPages = fans / ReleaseDayPage.SIZE + 1;
        long milliseconds =
                fans * FAN_MILLISECONDS
                        + openPages * OPEN_PAGE_MILLISECONDS
                        + savedPages * PAGE_MILLISECONDS;
        long calls =
                fullCalls + 1 + Math.ceilDiv(savedPages * PAGE_MILLISECONDS, CALL_MILLISECONDS);
        long firstPass =
                openPages * (PAGE_READ_UNITS + INTAKE_READ_UNITS)
                        + fullCalls * queried(READ_PER_CALL, REGISTRATION_BYTES)
                        + queried(rest, REGISTRATION_BYTES)
                        + fans * (1 + CONNECTION_READ_UNITS)
                        + readAhead;
        long secondPass = savedPages * PAGE_READ_UNITS + queried(fans, SAVED_BYTES);
        return new ReleaseDayCost(
                calls * CALL_TRANSITIONS + SHARD_TRANSITIONS,
                calls,
                milliseconds,
                // before it waits, it asks when the second pass begins
                firstPass + JOB_READ_UNITS + secondPass,
                fans + openPages + savedPages);
    }

    /** The read units of queries for pages of items of this size. */
    static long queried(long items, int bytes) {
        return items / ReleaseDayPage.SIZE * units(ReleaseDayPage.SIZE, bytes)
                + units(items % ReleaseDayPage.SIZE, bytes);
    }

    private static long units(long items, int bytes) {
        return Math.max(1, Math.ceilDiv(items * bytes, READ_UNIT_BYTES));
    }

    ReleaseDayCost plus(ReleaseDayCost other) {
        return new ReleaseDayCost(
                transitions + other.transitions,
                functionCalls + other.functionCalls,
                functionMilliseconds + other.functionMilliseconds,
                readUnits + other.readUnits,
                writeUnits + other.writeUnits);
    }

    /** US dollars by the public prices of us-east-1, rounded up to cents. */
    public BigDecimal usDollars() {
        return millions(readUnits)
                .multiply(MILLION_READ_UNITS)
                .add(millions(writeUnits).multiply(MILLION_WRITE_UNITS))
                .add(millions(functionCalls).multiply(MILLION_CALLS))
                .add(
                        BigDecimal.valueOf(functionMilliseconds, 3)
                                .multiply(MEMORY_GIGABYTES)
                                .multiply(GIGABYTE_SECOND))
                .add(BigDecimal.valueOf(transitions, 3).multiply(THOUSAND_TRANSITIONS))
                .setScale(2, RoundingMode.UP);
    }

    private static BigDecimal millions(long number) {
        return BigDecimal.valueOf(number, 6);
    }
}
