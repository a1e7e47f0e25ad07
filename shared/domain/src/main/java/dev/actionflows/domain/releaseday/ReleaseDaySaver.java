package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ActionResult;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobShard;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Saves a release for the fans who pre-saved it, page by page. Any call may be interrupted anywhere
 * and repeated, also by several callers at once.
 *
 * <p>For each fan, the service is asked first, then the event that the release is saved is taken,
 * and the result is recorded last. A fan who is dealt with again after an interruption therefore
 * costs another request, which the services permit, and the event has the same id. A fan for whom
 * the release is not saved is tried again by each pass; the last one records why.
 */
public final class ReleaseDaySaver {
    private static final int PAGE = 100;

    /** The maximum time for one fan. */
    private static final Duration FAN = Duration.ofSeconds(10);

    /** A longer rate limit is not waited for: fans at other services come first. */
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(2);

    /** After so many fans in succession whose service did not answer, there is a pause. */
    private static final int MAX_UNANSWERED = 3;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** A release that is due so soon was announced by a faster clock. */
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(15);

    private final ReleaseDayJobStore jobs;
    private final PreSaverStore preSavers;
    private final ProjectStore projects;
    private final Catalog catalog;
    private final FanLookup fans;
    private final FanActions actions;
    private final Intake intake;
    private final BiConsumer<FanId, RuntimeException> failed;
    private final InstantSource clock;

    /**
     * @param failed is told about fans who could not be dealt with, and are tried again
     */
    public ReleaseDaySaver(
            ReleaseDayJobStore jobs,
            PreSaverStore preSavers,
            ProjectStore projects,
            Catalog catalog,
            FanLookup fans,
            FanActions actions,
            Intake intake,
            BiConsumer<FanId, RuntimeException> failed,
            InstantSource clock) {
        this.jobs = jobs;
        this.preSavers = preSavers;
        this.projects = projects;
        this.catalog = catalog;
        this.fans = fans;
        this.actions = actions;
        this.intake = intake;
        this.failed = failed;
        this.clock = clock;
    }

    /** Makes this the job of its release. */
    public void begin(ReleaseDayKey key) {
        jobs.begin(key, clock.instant());
    }

    /**
     * Deals with some fans of a shard, at least one.
     *
     * @param deadline no fan begins after it
     * @throws RuntimeException if nothing could be done; call again
     */
    public ReleaseDayAnswer save(ReleaseDayKey key, int shard, Deadline deadline) {
        ReleaseDayAnswer answer;
        do {
            answer = savePage(key, shard, deadline);
        } while (answer instanceof ReleaseDayAnswer.More && deadline.left().isPositive());
        return answer;
    }

    /**
     * Ends a job whose shards are done, or cannot be done.
     *
     * @return whether it has dealt with every fan, or another job has taken its place
     */
    public boolean finish(ReleaseDayKey key) {
        Optional<ReleaseDayJobStore.JobProgress> progress =
                jobs.find(key.project(), key.release()).filter(it -> it.job().key().equals(key));
        if (progress.isEmpty()) {
            return true;
        }
        boolean complete = progress.get().isComplete(preSavers.shards());
        jobs.end(key, new ReleaseDayJob.End(complete, clock.instant()));
        return complete;
    }

    private ReleaseDayAnswer savePage(ReleaseDayKey key, int shard, Deadline deadline) {
        Optional<JobShard> found = jobs.find(key, shard);
        Instant now = clock.instant();
        if (found.isEmpty() || found.get().job().isOver(now)) {
            return new ReleaseDayAnswer.Done();
        }
        ReleaseDayJob job = found.get().job();
        ShardProgress progress = progressOf(key, shard, found.get());
        if (progress.done()) {
            return new ReleaseDayAnswer.Done();
        }
        if (progress.after().isEmpty() && now.isBefore(job.beginOf(progress.pass()))) {
            return until(job.beginOf(progress.pass()), now);
        }
        Optional<Project> project = projects.find(key.project());
        Optional<Release> release = catalog.findRelease(key.project(), key.release());
        if (project.isEmpty() || release.filter(it -> !it.isCancelled()).isEmpty()) {
            return stored(key, progress.ended(ReleaseDayCounts.NONE, now));
        }
        if (!release.get().isOut(now)) {
            Instant out = release.get().outAt();
            return out.isBefore(now.plus(CLOCK_ERROR))
                    ? until(out, now)
                    : stored(key, progress.ended(ReleaseDayCounts.NONE, now));
        }
        List<PreSaver> page =
                preSavers.page(key.project(), key.release(), shard, progress.after(), PAGE);
        return new Page(key, progress, project.get(), release.get(), page).save(deadline);
    }

    private ShardProgress progressOf(ReleaseDayKey key, int shard, JobShard found) {
        return found.progress()
                .filter(it -> it.job().equals(key.job()))
                .orElseGet(
                        () ->
                                ShardProgress.begin(
                                        shard,
                                        key.job(),
                                        found.progress().map(ShardProgress::revision).orElse(0L),
                                        clock.instant()));
    }

    /** Another call may have been faster; then the next one goes on behind it. */
    private ReleaseDayAnswer stored(ReleaseDayKey key, ShardProgress progress) {
        return jobs.store(key, progress) && progress.done()
                ? new ReleaseDayAnswer.Done()
                : new ReleaseDayAnswer.More();
    }

    private static ReleaseDayAnswer until(Instant at, Instant now) {
        return new ReleaseDayAnswer.After(Duration.between(now, at));
    }

    /** Deals with the fans of a page one after the other. */
    private final class Page {
        private final ReleaseDayKey key;
        private final ShardProgress progress;
        private final Project project;
        private final Release release;
        private final List<PreSaver> members;
        private final boolean isLastPass;
        private final Map<FanId, Fan> found;
        private final Optional<IntakeFacts> facts;
        private ReleaseDayCounts counts = ReleaseDayCounts.NONE;
        private int unanswered;

        Page(
                ReleaseDayKey key,
                ShardProgress progress,
                Project project,
                Release release,
                List<PreSaver> members) {
            this.key = key;
            this.progress = progress;
            this.project = project;
            this.release = release;
            this.members = members;
            this.isLastPass = ReleaseDayJob.isLast(progress.pass());
            List<FanId> open =
                    members.stream().filter(it -> !isConcluded(it)).map(PreSaver::fan).toList();
            this.found = open.isEmpty() ? Map.of() : fans.findAll(key.project(), open);
            this.facts = open.isEmpty() ? Optional.empty() : Optional.of(intake.read(question()));
        }

        private boolean isConcluded(PreSaver preSaver) {
            return preSaver.isSaved() || preSaver.givenUpBy(key.job()).isPresent();
        }

        private IntakeReader.Question question() {
            return new IntakeReader.Question(
                    key.project(),
                    Optional.empty(),
                    TriggerType.RELEASE_SAVED,
                    EventScopes.of(key.release().value()).scopes());
        }

        ReleaseDayAnswer save(Deadline deadline) {
            Optional<FanId> last = Optional.empty();
            for (PreSaver preSaver : members) {
                if (last.isPresent() && !deadline.left().isPositive()) {
                    return past(last.get(), new ReleaseDayAnswer.More());
                }
                Optional<Duration> limit = deal(preSaver);
                if (limit.isPresent()) {
                    ReleaseDayAnswer answer = new ReleaseDayAnswer.After(limit.get());
                    return last.map(it -> past(it, answer)).orElse(answer);
                }
                last = Optional.of(preSaver.fan());
                if (unanswered == MAX_UNANSWERED) {
                    return past(preSaver.fan(), new ReleaseDayAnswer.After(PAUSE));
                }
            }
            return members.size() < PAGE
                    ? passed()
                    : past(last.orElseThrow(), new ReleaseDayAnswer.More());
        }

        /**
         * @return the delay after which to deal with this fan, if the service asks for a short one
         */
        private Optional<Duration> deal(PreSaver preSaver) {
            Optional<Reason> givenUp = preSaver.givenUpBy(key.job());
            if (preSaver.isSaved() || givenUp.isPresent()) {
                counts = counts.plus(givenUp);
                return Optional.empty();
            }
            Fan fan = found.get(preSaver.fan());
            if (fan == null) {
                counts = counts.plusErased();
                return Optional.empty();
            }
            ActionResult result = saved(preSaver, fan);
            if (result instanceof ActionResult.TryLater(Reason reason, Duration after)
                    && reason == Reason.RATE_LIMITED
                    && after.compareTo(LONGEST_LIMIT) <= 0) {
                return Optional.of(after);
            }
            boolean isDone = result instanceof ActionResult.Done;
            unanswered =
                    result.reason() == Reason.PROVIDER_UNAVAILABLE
                                    || result.reason() == Reason.INTERNAL_ERROR
                            ? unanswered + 1
                            : 0;
            if (!isDone && isLastPass) {
                record(preSaver, result.reason());
            }
            counts = counts.plus(isDone ? Optional.empty() : Optional.of(result.reason()));
            return Optional.empty();
        }

        /** A failure concerns this fan only: the next pass tries again. */
        private ActionResult saved(PreSaver preSaver, Fan fan) {
            try {
                Deadline deadline = new Deadline(clock.instant().plus(FAN), clock);
                ActionResult result = actions.save(project, fan, release, deadline);
                if (result instanceof ActionResult.Done) {
                    intake.takeIfAnyFlowListens(event(fan), facts.orElseThrow());
                    record(preSaver, Reason.SAVED);
                }
                return result;
            } catch (RuntimeException e) {
                failed.accept(preSaver.fan(), e);
                return new ActionResult.ActionRefused(Reason.INTERNAL_ERROR);
            }
        }

        private void record(PreSaver preSaver, Reason reason) {
            preSavers.record(
                    key, preSaver.fan(), new PreSaver.Result(key.job(), reason, clock.instant()));
        }

        /** One for each fan and release, also if it is saved under two ids of a merged fan. */
        private IncomingEvent event(Fan fan) {
            return new IncomingEvent(
                    key.project(),
                    new EventId("release-day:%s:%s".formatted(key.release(), fan.id())),
                    TriggerType.RELEASE_SAVED,
                    EventScopes.of(key.release().value()),
                    clock.instant(),
                    new EventSender.Known(EventFan.of(key.project(), fan)));
        }

        private ReleaseDayAnswer past(FanId fan, ReleaseDayAnswer next) {
            jobs.store(key, progress.past(fan, counts, clock.instant()));
            return next;
        }

        /** Fans who pre-save it while it comes out are found by the second pass. */
        private ReleaseDayAnswer passed() {
            Instant now = clock.instant();
            boolean nobodyIsLeft =
                    progress.pass() > 0 && progress.counts().plus(counts).open() == 0;
            return stored(
                    key,
                    isLastPass || nobodyIsLeft
                            ? progress.ended(counts, now)
                            : progress.passed(counts, now));
        }
    }
}
