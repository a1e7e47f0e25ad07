package dev.actionflows.domain.releaseday;

import java.time.Duration;

/**
 * An estimate of what a release day uses if some calls of ports fail and processes die, made before
 * it is played. Half of what fails has taken effect.
 *
 * @param share of the calls that fail, from 0 to 1
 * @param deathInterval how often the process of one of the shards dies
 * @param pause after which it is begun again
 */
public record ReleaseDayFailures(double share, Duration deathInterval, Duration pause) {
    private static final int PAGE = ReleaseDayPage.SIZE;

    /** Of the first pass: a call leaves the rest of its last page to the next one. */
    private static final double FANS_PER_PAGE =
            (double) ReleaseDayCost.FANS_PER_CALL / ReleaseDayCost.PAGES_PER_CALL;

    /** Calls of a page that make the function's call fail if they fail. */
    private static final int CALLS_PER_PAGE = 7;

    /** Of simulated time, in milliseconds. */
    private static final int STEP = 1_000;

    /** Later passes have next to nobody left. */
    private static final int PASSES = 6;

    /** The estimate for a job, see {@link ReleaseDayCost#of}. */
    public ReleaseDayCost of(long preSavers, int shards) {
        ReleaseDayCost undisturbed = ReleaseDayCost.of(preSavers, shards);
        Expected disturbed = ofShard((double) preSavers / shards).times(shards);
        double milliseconds = undisturbed.functionMilliseconds() + disturbed.milliseconds();
        Expected deaths = DEATH.times(milliseconds / (interval(shards) - pause.toMillis()));
        return undisturbed.plus(
                disturbed.plus(deaths).plus(endedEarly(milliseconds, shards)).rounded());
    }

    /** How often the process of each shard dies, in milliseconds. */
    private double interval(int shards) {
        return (double) deathInterval.toMillis() * shards;
    }

    /** A process dies somewhere in a page: what was read of its fans and for it is read again. */
    private static final Expected DEATH =
            new Expected(
                    1,
                    1,
                    ReleaseDayCost.FAN_MILLISECONDS / 2.0 + ReleaseDayCost.OPEN_PAGE_MILLISECONDS,
                    PAGE / 2.0
                            + ReleaseDayCost.CONNECTION_READ_UNITS
                            + ReleaseDayCost.PAGE_READ_UNITS
                            + ReleaseDayCost.INTAKE_READ_UNITS
                            + ReleaseDayCost.queried(PAGE, ReleaseDayCost.REGISTRATION_BYTES),
                    0);

    /** Expected numbers, which are rounded once they are summed up. */
    private record Expected(
            double transitions, double calls, double milliseconds, double reads, double writes) {
        Expected plus(Expected other) {
            return new Expected(
                    transitions + other.transitions,
                    calls + other.calls,
                    milliseconds + other.milliseconds,
                    reads + other.reads,
                    writes + other.writes);
        }

        Expected times(double factor) {
            return new Expected(
                    transitions * factor,
                    calls * factor,
                    milliseconds * factor,
                    reads * factor,
                    writes * factor);
        }

        ReleaseDayCost rounded() {
            return new ReleaseDayCost(
                    Math.round(transitions),
                    Math.round(calls),
                    Math.round(milliseconds),
                    Math.round(reads),
                    Math.round(writes));
        }
    }

    private Expected ofShard(double fans) {
        double pages = fans / PAGE + 1;
        // the service is asked again at once; without the connections or the result, a fan is left
        double failing = 1 - Math.pow(1 - share, 2);
        // a result that is stored by a call that fails is found by the next pass
        double open = failing - (1 - share) * share / 2;
        Expected first = attempts(fans, 0);
        Expected sum =
                first.plus(
                                new Expected(
                                        0,
                                        0,
                                        -fans * ReleaseDayCost.FAN_MILLISECONDS,
                                        -fans * (1 + ReleaseDayCost.CONNECTION_READ_UNITS),
                                        0))
                        .plus(
                                failures(
                                        fans / FANS_PER_PAGE,
                                        fans / FANS_PER_PAGE,
                                        PAGE,
                                        ReleaseDayCost.REGISTRATION_BYTES));
        double left = fans;
        double played = 1;
        for (int pass = 1; pass < PASSES; pass++) {
            if (pass > 1) {
                // it takes place if anybody failed in the one before
                played *= 1 - Math.exp(-left * failing);
            }
            left *= open;
            double openPages = pages * (1 - Math.pow(1 - Math.min(1, left / fans), PAGE));
            Expected more =
                    attempts(left, openPages)
                            .plus(
                                    failures(
                                            pages,
                                            openPages,
                                            left / openPages,
                                            ReleaseDayCost.SAVED_BYTES));
            sum = sum.plus((pass == 1 ? more : more.plus(pass(fans, pages))).times(played));
        }
        return sum;
    }

    /** Those for whom the release is not saved yet are tried. */
    private Expected attempts(double fans, double pages) {
        double asked =
                (1 + share) * ReleaseDayCost.PROVIDER_MILLISECONDS
                        + ReleaseDayCost.AWS_CALL_MILLISECONDS;
        double milliseconds =
                fans * (ReleaseDayCost.AWS_CALL_MILLISECONDS + (1 - share) * asked)
                        + pages
                                * (ReleaseDayCost.OPEN_PAGE_MILLISECONDS
                                        - ReleaseDayCost.PAGE_MILLISECONDS);
        double calls = pages == 0 ? 0 : milliseconds / ReleaseDayCost.CALL_MILLISECONDS;
        return new Expected(
                calls * ReleaseDayCost.CALL_TRANSITIONS,
                calls,
                milliseconds,
                fans * (1 + ReleaseDayCost.CONNECTION_READ_UNITS * (1 - share / 2))
                        + pages * ReleaseDayCost.INTAKE_READ_UNITS,
                0);
    }

    /** One more pass, which finds that the release is saved for nearly everybody. */
    private static Expected pass(double fans, double pages) {
        double milliseconds = pages * ReleaseDayCost.PAGE_MILLISECONDS;
        double calls = Math.max(1, milliseconds / ReleaseDayCost.CALL_MILLISECONDS);
        return new Expected(
                calls * ReleaseDayCost.CALL_TRANSITIONS + 1,
                calls,
                milliseconds,
                ReleaseDayCost.JOB_READ_UNITS
                        + pages * ReleaseDayCost.PAGE_READ_UNITS
                        + ReleaseDayCost.queried(Math.round(fans), ReleaseDayCost.SAVED_BYTES),
                pages);
    }

    /**
     * A call of the function fails if one of those fails that read or store a page. What was read
     * until then is read again.
     *
     * @param open the pages with fans who are open, so many each
     */
    private Expected failures(double pages, double open, double fans, int bytes) {
        double queried = ReleaseDayCost.queried(PAGE, bytes);
        double ofPage = lost(0, ReleaseDayCost.JOB_READ_UNITS, 1, 1, queried);
        double begun = ReleaseDayCost.PAGE_READ_UNITS + queried;
        double ofFans = lost(begun, fans, ReleaseDayCost.INTAKE_READ_UNITS);
        double failing = share * (pages * (CALLS_PER_PAGE - 2) + open * 2);
        return new Expected(
                failing,
                failing,
                failing * ReleaseDayCost.OPEN_PAGE_MILLISECONDS / 2,
                // progress that is not stored has the page gone through once more
                share * (pages * (ofPage + begun / 2) + open * ofFans),
                0);
    }

    /** What was read when one of these reads fails; half of them have taken effect. */
    private static double lost(double begun, double... units) {
        double sum = 0;
        double before = begun;
        for (double of : units) {
            sum += before + of / 2;
            before += of;
        }
        return sum;
    }

    /** Calls that fail leave fewer to their end, at which a page is read and left to the next. */
    private Expected endedEarly(double milliseconds, int shards) {
        double interval = interval(shards);
        double fewer =
                milliseconds / ReleaseDayCost.CALL_MILLISECONDS
                        - milliseconds / interval * ends((int) (interval / STEP));
        return new Expected(
                -fewer * ReleaseDayCost.CALL_TRANSITIONS,
                -fewer,
                0,
                -fewer
                        * (ReleaseDayCost.READ_PER_CALL
                                - ReleaseDayCost.FANS_PER_CALL
                                + ReleaseDayCost.PAGE_READ_UNITS
                                + ReleaseDayCost.INTAKE_READ_UNITS),
                // each has stored how far it has come in its last page
                -fewer);
    }

    /**
     * How many calls come to their end between two deaths, if each that fails is begun anew.
     *
     * @param steps of time between the deaths
     */
    private double ends(int steps) {
        int call = ReleaseDayCost.CALL_MILLISECONDS / STEP;
        double failing =
                share * CALLS_PER_PAGE * STEP / (FANS_PER_PAGE * ReleaseDayCost.FAN_MILLISECONDS);
        // from a call's begin to so many steps later
        double[] ends = new double[steps];
        for (int within = call; within < steps; within++) {
            double lasting = 1;
            for (int step = 0; step < call; step++) {
                ends[within] += lasting * failing * ends[within - step];
                lasting *= 1 - failing;
            }
            ends[within] += lasting * (1 + ends[within - call]);
        }
        return ends[steps - 1];
    }
}
