package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ActionResult;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deals with the fans of a page one after the other. */
final class ReleaseDayPage {
    static final int SIZE = 100;

    /** The maximum time for one fan. */
    private static final Duration FAN = Duration.ofSeconds(10);

    /** When fans are tried again who could not be dealt with by the last pass. */
    private static final Duration ONCE_MORE = Duration.ofMinutes(5);

    /** A longer rate limit is not waited for: fans at other services come first. */
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(2);

    /** After so many fans in succession whose service did not answer, there is a pause. */
    private static final int MAX_UNANSWERED = 3;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final ReleaseDayPorts ports;
    private final ReleaseDayKey key;
    private final ReleaseDayJob job;
    private final ShardProgress progress;
    private final Release release;
    private final List<PreSaver> members;
    private final boolean isLastPass;
    private final Map<FanId, Fan> found;
    private final Optional<IntakeFacts> facts;
    private Project project;
    private ReleaseDayCounts counts = ReleaseDayCounts.NONE;
    private int unanswered;
    private boolean limitIsRead;

    /** When fans may be tried again who could not be dealt with. */
    private Optional<Instant> againAt = Optional.empty();

    /**
     * @param ports what it works with
     * @param progress before the page
     * @param members the fans of the page
     */
    ReleaseDayPage(
            ReleaseDayPorts ports,
            ReleaseDayKey key,
            ReleaseDayJob job,
            ShardProgress progress,
            Project project,
            Release release,
            List<PreSaver> members) {
        this.ports = ports;
        this.key = key;
        this.job = job;
        this.progress = progress;
        this.project = project;
        this.release = release;
        this.members = members;
        this.isLastPass = ReleaseDayJob.isLast(progress.pass());
        List<FanId> open =
                members.stream().filter(it -> !isConcluded(it)).map(PreSaver::fan).toList();
        this.found = open.isEmpty() ? Map.of() : ports.fans().findAll(key.project(), open);
        this.facts =
                open.isEmpty() ? Optional.empty() : Optional.of(ports.intake().read(question()));
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
        return members.size() < SIZE
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
                && reason == Reason.RATE_LIMITED) {
            if (after.compareTo(LONGEST_LIMIT) <= 0) {
                return Optional.of(after);
            }
            isAgain(after);
            readLimit();
        }
        boolean isDone = result instanceof ActionResult.Done;
        unanswered =
                result.reason() == Reason.PROVIDER_UNAVAILABLE
                                || result.reason() == Reason.INTERNAL_ERROR
                        ? unanswered + 1
                        : 0;
        if (!isDone && isLastPass) {
            if (isOfTheMoment(result.reason())) {
                isAgain(ONCE_MORE);
            } else if (result.reason() != Reason.RATE_LIMITED) {
                record(preSaver, result.reason());
            }
        }
        counts = counts.plus(isDone ? Optional.empty() : Optional.of(result.reason()));
        return Optional.empty();
    }

    /**
     * Whether it says nothing about the fan or the service. A token is refreshed for seconds only:
     * by a step, by the job itself in another shard where a merged fan is registered, too, or by a
     * call that died.
     */
    private static boolean isOfTheMoment(Reason reason) {
        return reason == Reason.INTERNAL_ERROR || reason == Reason.TOKEN_REFRESHING;
    }

    /**
     * The first limit is stored with the project: with it, the rest of the page makes no more
     * requests to that service.
     */
    private void readLimit() {
        if (!limitIsRead) {
            limitIsRead = true;
            project = ports.projects().find(key.project()).orElse(project);
        }
    }

    private void isAgain(Duration after) {
        againAt = ShardProgress.earlier(againAt, Optional.of(ports.clock().instant().plus(after)));
    }

    /** A failure concerns this fan only: the next pass tries again. */
    private ActionResult saved(PreSaver preSaver, Fan fan) {
        try {
            Deadline deadline = new Deadline(ports.clock().instant().plus(FAN), ports.clock());
            ActionResult result = ports.actions().save(project, fan, release, deadline);
            if (result instanceof ActionResult.Done) {
                eventOf(preSaver, fan)
                        .ifPresent(
                                it -> ports.intake().takeIfAnyFlowListens(it, facts.orElseThrow()));
                record(preSaver, Reason.SAVED);
            }
            return result;
        } catch (RuntimeException e) {
            ports.failed().accept(preSaver.fan(), e);
            return new ActionResult.ActionRefused(Reason.INTERNAL_ERROR);
        }
    }

    private void record(PreSaver preSaver, Reason reason) {
        ports.preSavers()
                .record(
                        key,
                        preSaver.fan(),
                        new PreSaver.Result(key.job(), reason, ports.clock().instant()));
    }

    /**
     * One for each fan and release, of the id that is registered, so that it stays the same if the
     * fan is merged before the result is recorded. Fans who are merged have one for all of their
     * registrations, or none if it was taken for one of them before.
     */
    private Optional<IncomingEvent> eventOf(PreSaver preSaver, Fan fan) {
        if (fan.former().isEmpty()) {
            return Optional.of(event(preSaver.fan(), fan));
        }
        List<PreSaver> all = ports.preSavers().findAll(key.project(), key.release(), fan.ids());
        return all.stream().anyMatch(PreSaver::isSaved)
                ? Optional.empty()
                : all.stream()
                        .map(PreSaver::fan)
                        .min(Comparator.comparing(FanId::value))
                        .map(first -> event(first, fan));
    }

    private IncomingEvent event(FanId registered, Fan fan) {
        return new IncomingEvent(
                key.project(),
                new EventId("release-day:%s:%s".formatted(key.release(), registered)),
                TriggerType.RELEASE_SAVED,
                EventScopes.of(key.release().value()),
                ports.clock().instant(),
                new EventSender.Known(EventFan.of(key.project(), fan)));
    }

    private ReleaseDayAnswer past(FanId fan, ReleaseDayAnswer next) {
        ports.jobs().store(key, progress.past(fan, counts, againAt, ports.clock().instant()));
        return next;
    }

    /**
     * Fans who pre-save it while it comes out are found by the second pass. A pass in which an app
     * was rate limited is repeated as soon as the limit is over. The last pass is repeated until
     * the job's time is over, also for fans who could not be dealt with for the moment.
     */
    private ReleaseDayAnswer passed() {
        Instant now = ports.clock().instant();
        Optional<Instant> again =
                ShardProgress.earlier(progress.repeatedAt(), againAt)
                        .filter(at -> isLastPass || at.isBefore(job.beginOf(progress.pass() + 1)));
        if (again.isPresent()) {
            return ReleaseDaySaver.stored(
                    ports.jobs(), key, progress.repeated(again.get(), counts, now));
        }
        boolean nobodyIsLeft = progress.pass() > 0 && progress.counts().plus(counts).open() == 0;
        return ReleaseDaySaver.stored(
                ports.jobs(),
                key,
                isLastPass || nobodyIsLeft
                        ? progress.ended(counts, now)
                        : progress.passed(counts, now));
    }
}
