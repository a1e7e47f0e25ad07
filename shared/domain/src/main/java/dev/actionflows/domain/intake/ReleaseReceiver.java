package dev.actionflows.domain.intake;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.AskedPageStore.AskedPage;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detected release comes in, from inside: no request from outside leads here. It is taken for the
 * fans who opted in to the artist's releases, a page at a time; each page asks for the next one.
 * Repeating any of it starts no second run.
 */
public final class ReleaseReceiver {
    /** Fans of one page, who are dealt with one after the other. */
    static final int PAGE = 25;

    private static final List<String> SCOPES = List.of(TriggerScope.PROJECT);

    private final IntakeReader reader;
    private final FanStore fans;
    private final Catalog catalog;
    private final Intake intake;
    private final PlanTriggers plans;
    private final DetectedReleaseQueue rest;
    private final AskedPageStore asked;
    private final IntakeObserver observer;
    private final InstantSource clock;

    /**
     * @param rest takes what is left to do
     * @param asked which pages have asked for the next one
     */
    public ReleaseReceiver(
            IntakeReader reader,
            FanStore fans,
            Catalog catalog,
            Intake intake,
            PlanTriggers plans,
            DetectedReleaseQueue rest,
            AskedPageStore asked,
            IntakeObserver observer,
            InstantSource clock) {
        this.reader = reader;
        this.fans = fans;
        this.catalog = catalog;
        this.intake = intake;
        this.plans = plans;
        this.rest = rest;
        this.asked = asked;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * When it returns, what came of the release for these fans is stored, and the next page is
     * asked for. When it throws, the same may be given again; a page of which no fan could be dealt
     * with has asked for the next one by then.
     *
     * @param message the queue's id of the message, the same each time that it is delivered
     * @param deadline after which nothing is begun
     * @throws ProblemException NOT_FOUND or INVALID_REQUEST when it names what is not there;
     *     TRY_AGAIN when the time was over
     */
    public void receive(DetectedRelease detected, String message, Deadline deadline) {
        if (!deadline.left().isPositive()) {
            throw new ProblemException(ErrorCode.TRY_AGAIN, "there was no time for this release");
        }
        IntakeFacts facts =
                reader.read(
                        detected.project(), Optional.empty(), TriggerType.RELEASE_DETECTED, SCOPES);
        Project project =
                facts.project()
                        .orElseThrow(
                                () ->
                                        ProblemException.notFound(
                                                "there is no project " + detected.project()));
        if (detected.fan().isPresent() || detected.cursor().isEmpty()) {
            requireThings(detected);
        }
        if (detected.fan().isPresent()) {
            FanId named = detected.fan().get();
            Fan fan =
                    FanResolver.find(fans, project.id(), named)
                            .orElseThrow(
                                    () ->
                                            ProblemException.invalid(
                                                    "/fanId", "names no fan of this project"));
            takeOrIgnore(detected, facts, project, fan);
            return;
        }
        Optional<NotStartedReason> refusal = refusal(facts, project);
        if (refusal.isPresent()) {
            // told once, for nobody in particular, instead of once for each fan
            tell(
                    project,
                    intake.ignored(
                            project.id(),
                            Optional.empty(),
                            event(detected, Optional.empty()),
                            refusal.get()));
            return;
        }
        takePage(detected, message, facts, project);
    }

    private void requireThings(DetectedRelease detected) {
        if (catalog.findArtist(detected.project(), detected.artist()).isEmpty()) {
            throw ProblemException.invalid("/artistId", "names no artist of this project");
        }
        if (catalog.findRelease(detected.project(), detected.release()).isEmpty()) {
            throw ProblemException.invalid("/releaseId", "names no release of this project");
        }
    }

    /** The plan is looked at each time: it may have been lowered since the flow was activated. */
    private Optional<NotStartedReason> refusal(IntakeFacts facts, Project project) {
        Instant now = clock.instant();
        if (facts.claims().isEmpty()
                && project.tests().stream().noneMatch(test -> test.lastsAt(now))) {
            return Optional.of(NotStartedReason.NO_FLOW);
        }
        return plans.includes(project.plan(), TriggerType.RELEASE_DETECTED)
                ? Optional.empty()
                : Optional.of(NotStartedReason.NOT_IN_PLAN);
    }

    private void takePage(
            DetectedRelease detected, String message, IntakeFacts facts, Project project) {
        Page<Catalog.Member> page =
                catalog.nextSaves(project.id(), detected.artist(), detected.cursor(), PAGE);
        AskedPage name =
                new AskedPage(
                        project.id(),
                        detected.pass().orElse(message),
                        detected.cursor().orElse(""));
        Optional<String> askedBefore = page.next().flatMap(_ -> asked.nextOf(name));
        Taken taken = new Taken(detected, facts, project);
        taken.add(page);
        Optional<String> from = page.next();
        while (askedBefore.isPresent() && from.isPresent()) {
            // fans who have opted in meanwhile pushed these past the end of the page
            Page<Catalog.Member> pushed =
                    catalog.nextSavesBetween(
                            project.id(), detected.artist(), from.get(), askedBefore.get(), PAGE);
            taken.add(pushed);
            from = pushed.next();
        }
        if (!taken.allFailed()) {
            // whoever alone is in trouble comes again alone, and holds up nobody
            taken.failed.forEach(id -> rest.send(detected.ofFan(id)));
        }
        if (page.next().isPresent() && askedBefore.isEmpty()) {
            // Whoever dies between the two asks once more. The two pages that come of it have one
            // successor again, unless they are dealt with at the very same moment.
            rest.send(detected.from(page.next().get(), name.pass()));
            asked.add(name, page.next().get(), clock.instant());
        }
        if (taken.allFailed()) {
            // no fan is to blame: all of this page comes again, and holds up no other
            throw new IllegalStateException(
                    "no fan of a page was dealt with", taken.failure.orElseThrow());
        }
    }

    /** Fans of a page, one after the other. */
    private final class Taken {
        private final DetectedRelease detected;
        private final IntakeFacts facts;
        private final Project project;
        private final List<FanId> failed = new ArrayList<>();
        private Optional<RuntimeException> failure = Optional.empty();
        private int count;

        Taken(DetectedRelease detected, IntakeFacts facts, Project project) {
            this.detected = detected;
            this.facts = facts;
            this.project = project;
        }

        void add(Page<Catalog.Member> page) {
            List<FanId> optedIn =
                    page.items().stream()
                            .filter(member -> !member.since().isAfter(detected.detectedAt()))
                            .map(Catalog.Member::fan)
                            .toList();
            Map<FanId, Fan> records = new HashMap<>();
            fans.findAll(project.id(), optedIn).forEach(fan -> records.put(fan.id(), fan));
            for (FanId id : optedIn) {
                count++;
                try {
                    person(project, id, Optional.ofNullable(records.get(id)))
                            .ifPresent(fan -> take(detected, facts, project, fan));
                } catch (RuntimeException e) {
                    failed.add(id);
                    failure = Optional.of(e);
                }
            }
        }

        boolean allFailed() {
            return failed.size() > 1 && failed.size() == count;
        }
    }

    private Optional<Fan> person(Project project, FanId id, Optional<Fan> stored) {
        return stored.filter(fan -> fan.mergedInto().isEmpty())
                .or(() -> FanResolver.find(fans, project.id(), id));
    }

    /** Of a list: whoever is reached by no flow is no news. */
    private void take(DetectedRelease detected, IntakeFacts facts, Project project, Fan fan) {
        EventFan person = EventFan.of(project.id(), fan);
        ListeningFlows listeners = listeners(facts, person);
        if (!listeners.claims().isEmpty()) {
            tell(project, intake.take(person, event(detected, Optional.of(fan.id())), listeners));
        }
    }

    private void takeOrIgnore(
            DetectedRelease detected, IntakeFacts facts, Project project, Fan fan) {
        FanEvent event = event(detected, Optional.of(fan.id()));
        EventFan person = EventFan.of(project.id(), fan);
        ListeningFlows listeners = listeners(facts, person);
        boolean refused =
                !listeners.claims().isEmpty()
                        && !plans.includes(project.plan(), TriggerType.RELEASE_DETECTED);
        tell(
                project,
                refused
                        ? intake.ignored(
                                project.id(),
                                Optional.of(fan.id()),
                                event,
                                NotStartedReason.NOT_IN_PLAN)
                        : intake.take(person, event, listeners));
    }

    private ListeningFlows listeners(IntakeFacts facts, EventFan person) {
        return ListeningFlows.find(
                reader, facts, person.ids(), TriggerType.RELEASE_DETECTED, SCOPES, clock.instant());
    }

    /** Each fan has an event of their own; what it is about is the release. */
    private FanEvent event(DetectedRelease detected, Optional<FanId> fan) {
        String id = "release:" + detected.id() + fan.map(it -> ":" + it).orElse("");
        return new FanEvent(
                new EventId(id),
                TriggerType.RELEASE_DETECTED,
                detected.release().value(),
                clock.instant());
    }

    private void tell(Project project, IntakeResult result) {
        observer.eventReceived(project.id(), TriggerType.RELEASE_DETECTED, result.outcome());
    }
}
