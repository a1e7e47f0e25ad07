package dev.actionflows.simulator;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Fans who have pre-saved the release before it is out: some of those who take part in flows, and
 * others who send no message. While the release is saved for them, they connect, turn out to be one
 * fan, or are erased, and the label changes the date.
 */
final class PreSavers {
    /** More than a page of each shard. */
    private static final int CROWD = 230;

    private static final int MAX_EVENTS = 4;

    /** Of the fan who pre-saves it last. */
    private static final PhoneNumber LATE = new PhoneNumber("+14155559920");

    /** Less than a function on a page has time. */
    private static final Duration SLOW = Duration.ofSeconds(15);

    private static final Duration SECOND_PASS = Duration.ofMinutes(15);
    private static final Duration LAST_PASS = Duration.ofDays(2);

    /** Without faults, the simulator checks that everything is settled by then. */
    private static final Duration CALM = Duration.ofMinutes(7);

    private final Deployment deployment;
    private final Kernel kernel;
    private final ApiClient api;
    private final ApiActions actions;
    private final ReleaseChanges changes;
    private final IdSource ids;
    private final List<PhoneNumber> silent = new ArrayList<>();
    private int events;

    PreSavers(Deployment deployment, ApiClient api, ApiActions actions, ReleaseChanges changes) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.api = api;
        this.actions = actions;
        this.changes = changes;
        this.ids = kernel.chance("pre-savers")::bytes;
    }

    /**
     * @param phones of the fans who send messages
     * @param times draws a time while faults occur
     */
    void schedule(List<PhoneNumber> phones, Function<Chance, Instant> times, Instant endOfFaults) {
        Chance chance = kernel.chance("history").of("pre-savers");
        Release release = deployment.sample.release;
        if (release.isOut(kernel.now()) || !chance.of("are there").hits(0.8)) {
            return;
        }
        int count = 2 + chance.of("silent").below(3);
        for (int fan = 0; fan < count; fan++) {
            silent.add(new PhoneNumber("+1415555991" + fan));
        }
        for (PhoneNumber phone : Stream.concat(phones.stream(), silent.stream()).toList()) {
            if (chance.of("pre-save of " + phone.e164()).hits(0.8)) {
                register(deployment.stored.createFan(phone, ids, kernel.now()));
            }
        }
        for (PhoneNumber phone : silent) {
            Chance one = chance.of("connection of " + phone.e164());
            boolean isLate = one.of("is late").hits(0.3);
            if (isLate || one.of("connects").hits(0.9)) {
                connect(isLate ? afterDay(one, release) : times.apply(one), phone);
            }
        }
        if (chance.of("crowd").hits(0.04)) {
            // whose data was deleted since
            for (int fan = 0; fan < CROWD; fan++) {
                register(FanId.from(ids));
            }
        }
        if (chance.of("late").hits(0.5)) {
            preSave(
                    release.outAt().plus(chance.of("late at").between(-2_000, 2_000)),
                    silent.getFirst());
        }
        if (chance.of("slow").hits(0.6)) {
            kernel.at(
                    release.outAt().plus(chance.of("slow at").between(0, SLOW.toMillis())),
                    this::preSaveSlowly);
        }
        deployment.releaseDays.listen(
                _ -> {
                    Instant now = kernel.now();
                    if (now.isBefore(endOfFaults) || now.isAfter(endOfFaults.plus(CALM))) {
                        mayHappen(phones, endOfFaults);
                    }
                });
    }

    /** Between the first two passes, or any. */
    private static Instant afterDay(Chance chance, Release release) {
        Duration within = chance.of("is soon").hits(0.5) ? SECOND_PASS : LAST_PASS;
        return release.outAt().plus(chance.of("after").between(0, within.toMillis()));
    }

    private void register(FanId fan) {
        deployment.memory.catalog.registerPreSave(
                SampleProject.ID, deployment.sample.release.id(), fan, kernel.now());
    }

    private void connect(Instant at, PhoneNumber phone) {
        api.call(at, "connect " + phone.e164(), () -> actions.connect(phone));
    }

    /** On a page, just when the release comes out. */
    private void preSave(Instant at, PhoneNumber phone) {
        api.call(
                at,
                "pre-save of " + phone.e164(),
                () ->
                        deployment
                                .application
                                .fanActions()
                                .perform(
                                        deployment.stored.project(),
                                        deployment.stored.createFan(phone, ids, kernel.now()),
                                        new FanAction.PreSave(deployment.sample.release.id()),
                                        new Deadline(kernel.instant().plusSeconds(10), kernel)));
    }

    /** A function that has read the release before it came out. */
    private void preSaveSlowly() {
        ReleaseVersions versions = deployment.turns.releases.versions;
        Instant read = kernel.now().minus(SLOW);
        boolean wasAnnounced =
                versions.since(read).stream()
                        .anyMatch(it -> !it.isCancelled() && it.outAt().isAfter(read));
        if (wasAnnounced) {
            register(deployment.stored.createFan(LATE, ids, kernel.now()));
        }
    }

    private void mayHappen(List<PhoneNumber> phones, Instant endOfFaults) {
        Chance chance = kernel.chance("on release day");
        if (events == MAX_EVENTS || !chance.of("happens").hits(0.12)) {
            return;
        }
        events++;
        long within = chance.of("at once").hits(0.5) ? 2_000 : Duration.ofHours(20).toMillis();
        Instant at = kernel.now().plus(chance.of("after").between(0, within));
        boolean isCalm = !at.isBefore(endOfFaults) && at.isBefore(endOfFaults.plus(CALM));
        if (isCalm) {
            return;
        }
        String name = "on release day " + events;
        switch (chance.of("what").below(6)) {
            case 0, 1 -> changes.onReleaseDay(at, name, chance.of("date"));
            case 2 -> merge(at, silent.getFirst(), silent.get(1));
            case 3 -> merge(at, chance.of("phone").anyOf(phones), silent.getFirst());
            case 4 -> connect(at, chance.of("who").anyOf(silent));
            default -> erase(at, silent.getLast());
        }
    }

    private void merge(Instant at, PhoneNumber one, PhoneNumber other) {
        api.call(at, "merge " + one.e164(), () -> actions.merge(one, other));
    }

    /** Who takes part in a flow is not erased: checks ask who the fan of a run is. */
    private void erase(Instant at, PhoneNumber phone) {
        boolean entersFlows =
                deployment
                        .memory
                        .flows
                        .list(SampleProject.ID, Optional.empty(), 1000)
                        .items()
                        .stream()
                        .anyMatch(
                                it ->
                                        it.definition().trigger().type()
                                                == TriggerType.RELEASE_SAVED);
        if (entersFlows || silent.size() < 3) {
            return;
        }
        kernel.at(
                at,
                () ->
                        deployment
                                .stored
                                .fanOf(phone)
                                .ifPresent(
                                        fan -> {
                                            deployment.releaseDays.erased();
                                            api.call(
                                                    at,
                                                    "erase " + fan,
                                                    () ->
                                                            deployment
                                                                    .application
                                                                    .management()
                                                                    .fanEraser()
                                                                    .erase(SampleProject.ID, fan));
                                        }));
    }
}
