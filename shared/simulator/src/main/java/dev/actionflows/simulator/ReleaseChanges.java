package dev.actionflows.simulator;

import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;

/**
 * The label moves its release forward and back, states a month only, cancels and reinstates it:
 * while faults occur, just when a step is about to wait for it, and days later.
 */
final class ReleaseChanges {
    /** Two minutes for each run to be found, and the time to wake it. */
    private static final Duration FOLLOWED = Duration.ofMinutes(6);

    /** A change that meets another one is repeated for so long. */
    private static final Duration REPEATED = Duration.ofMinutes(1);

    private static final Duration A_DAY = Duration.ofHours(24);

    private static final List<Integer> DAYS = List.of(-9, -1, 0, 1, 2, 4, 9, 20, 45, 400);
    private static final List<ZoneId> ZONES =
            List.of(
                    ReleaseDate.DEFAULT_ZONE,
                    ReleaseWatch.HOME,
                    ZoneId.of("Pacific/Auckland"),
                    SampleProject.SOON);

    private final Deployment deployment;
    private final Kernel kernel;
    private final ApiClient api;
    private final ReleaseWatch watch;

    ReleaseChanges(Deployment deployment, ApiClient api) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.api = api;
        this.watch = deployment.turns.releases;
    }

    /**
     * @param times draws a time while faults occur
     */
    void schedule(Function<Chance, Instant> times, Instant endOfFaults) {
        Chance chance = kernel.chance("history").of("release date");
        for (int number = 0; number < 3; number++) {
            Chance one = chance.of("change " + number);
            if (one.of("happens").hits(0.25)) {
                change(times.apply(one), "change " + number, one);
            }
        }
        for (int number = 0; number < 2; number++) {
            Chance one = chance.of("late change " + number);
            if (one.of("happens").hits(0.25)) {
                Instant at =
                        endOfFaults
                                .plus(Duration.ofHours(1))
                                .plus(one.of("time").between(0, Duration.ofDays(12).toMillis()));
                changeInCalm(at, "late change " + number, one);
            }
        }
        Chance becomesExact = chance.of("becomes exact");
        if (becomesExact.of("happens").hits(0.15)) {
            becomeExact(times.apply(becomesExact), becomesExact);
        }
        if (chance.of("just then").hits(0.5)) {
            deployment.factReads.listen(
                    run -> {
                        if (kernel.instant().isBefore(endOfFaults)) {
                            mayChangeNow(run);
                        }
                    });
        }
    }

    private void changeInCalm(Instant at, String name, Chance chance) {
        watch.expectChange(at);
        change(at, name, chance);
        kernel.at(at.plus(FOLLOWED), () -> check(at));
    }

    /**
     * The label states a later month than so far, and up to ten minutes later a day that is too far
     * away to wait for: nobody is to be woken by either.
     */
    private void becomeExact(Instant at, Chance chance) {
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        ZoneId zone = chance.of("zone").anyOf(ZONES);
        move(
                at,
                "only a month",
                new ReleaseDate(today.plusDays(45), ReleaseDate.Precision.MONTH, zone));
        move(
                at.plus(chance.of("after").between(0, 600_000)),
                "a day after it",
                new ReleaseDate(today.plusDays(400), ReleaseDate.Precision.DAY, zone));
    }

    /**
     * While the release is being saved for those who pre-saved it. A cancelled one may come out
     * after all.
     */
    void onReleaseDay(Instant at, String name, Chance chance) {
        changeInCalm(at, name, chance);
        if (chance.of("again").hits(0.5)) {
            Instant later = at.plus(chance.of("later").between(0, A_DAY.toMillis()));
            LocalDate out = LocalDate.ofInstant(later, ZoneOffset.UTC).minusDays(1);
            watch.expectChange(later);
            move(later, name + " again", ReleaseDate.of(out));
            kernel.at(later.plus(FOLLOWED), () -> check(later));
        }
    }

    /**
     * Called some minutes after a change without faults. One that has been replaced is not waited
     * for: the one in its place is checked in its turn.
     */
    private void check(Instant changedAt) {
        if (watch.versions.currentSince().isAfter(changedAt.plus(REPEATED))) {
            return;
        }
        watch.checkFollowed(run -> deployment.unreadable.excusedUntil(run).isPresent());
    }

    private void mayChangeNow(Run run) {
        boolean waits =
                deployment.stored.stepsOf(run).stream()
                        .anyMatch(
                                step ->
                                        step instanceof WaitStep(WaitTime.ReleaseDay _)
                                                || step instanceof Step.AddToLibrary);
        Chance chance = kernel.chance("release changes just then");
        if (waits && chance.of("happens").hits(0.2)) {
            change(
                    kernel.now().plus(chance.of("after").between(0, 300)),
                    "change just then",
                    chance.of("what"));
        }
    }

    private void change(Instant at, String name, Chance chance) {
        if (chance.of("is cancelled").hits(0.2)) {
            api.call(
                    at,
                    name + ": cancel",
                    () ->
                            new Management(deployment.ports)
                                    .catalog()
                                    .cancel(SampleProject.ID, id()));
            return;
        }
        LocalDate today = LocalDate.ofInstant(at, ZoneOffset.UTC);
        ReleaseDate date =
                new ReleaseDate(
                        today.plusDays(chance.of("days").anyOf(DAYS)),
                        switch (chance.of("precision").below(8)) {
                            case 0 -> ReleaseDate.Precision.YEAR;
                            case 1, 2 -> ReleaseDate.Precision.MONTH;
                            default -> ReleaseDate.Precision.DAY;
                        },
                        chance.of("zone").anyOf(ZONES));
        move(at, name, date);
    }

    private void move(Instant at, String name, ReleaseDate date) {
        api.call(
                at,
                name + ": " + date.text(),
                () ->
                        new Management(deployment.ports)
                                .catalog()
                                .move(SampleProject.ID, id(), date));
    }

    private ReleaseId id() {
        return deployment.sample.release.id();
    }
}
