package dev.actionflows.domain.intake;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.PageContinuationStore;
import dev.actionflows.domain.run.PageContinuationStore.ContinuedPage;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Receives a detected release, from inside the system only: no external request leads here. It is
 * taken, and registered to be saved, for the fans who opted in to the artist's releases, page by
 * page; each page requests the next one, and the last one requests the job that saves it.
 * Idempotent.
 */
public final class ReleaseReceiver {
    /** The fans of one page, who are handled one after the other. */
    static final int PAGE = 25;

    private final FanLookup fans;
    private final Catalog catalog;
    private final PreSaveStore preSaves;
    private final Intake intake;
    private final DetectedReleaseQueue rest;
    private final PageContinuationStore continuations;
    private final DetectedReleaseSaves saves;
    private final InstantSource clock;

    /**
     * @param rest receives the remaining work
     * @param continuations the pages that have requested the next one
     * @param saves has the release saved for the fans
     */
    public ReleaseReceiver(
            FanLookup fans,
            Catalog catalog,
            PreSaveStore preSaves,
            Intake intake,
            DetectedReleaseQueue rest,
            PageContinuationStore continuations,
            DetectedReleaseSaves saves,
            InstantSource clock) {
        this.fans = fans;
        this.catalog = catalog;
        this.preSaves = preSaves;
        this.intake = intake;
        this.rest = rest;
        this.continuations = continuations;
        this.saves = saves;
        this.clock = clock;
    }

    /**
     * When it returns, the result of the release for these fans is stored, and the next page is
     * requested. When it throws, the same arguments may be passed again; a page of which no fan
     * could be handled has requested the next one by then.
     *
     * @param message the queue's id of the message, equal for each delivery
     * @param deadline after which nothing is begun
     * @throws ProblemException NOT_FOUND or INVALID_REQUEST if it refers to something unknown;
     *     TRY_AGAIN if the time was up
     */
    public void receive(DetectedRelease detected, String message, Deadline deadline) {
        if (!deadline.left().isPositive()) {
            throw new ProblemException(ErrorCode.TRY_AGAIN, "there was no time for this release");
        }
        IncomingEvent event = event(detected, new EventSender.ManyFans());
        IntakeFacts facts =
                intake.read(
                        new IntakeReader.Question(
                                detected.project(),
                                Optional.empty(),
                                event.type(),
                                event.scopes().scopes()));
        if (facts.project().isEmpty()) {
            throw ProblemException.notFound("no such project: " + detected.project());
        }
        if (detected.fan().isPresent() || detected.cursor().isEmpty()) {
            requireThings(detected);
        }
        if (detected.fan().isPresent()) {
            Fan fan =
                    fans.find(detected.project(), detected.fan().get())
                            .orElseThrow(
                                    () ->
                                            ProblemException.invalid(
                                                    "/fanId", "not a fan of this project"));
            intake.take(event(detected, sender(detected, fan)), facts);
            if (intake.includes(event.type(), facts)) {
                saves.register(detected.project(), detected.release(), fan.id());
                saves.save(detected.project(), detected.release());
            }
        } else if (intake.refusal(event, facts)
                .filter(it -> it != NotStartedReason.NO_FLOW)
                .isEmpty()) {
            takePage(detected, message, facts);
        }
    }

    private void requireThings(DetectedRelease detected) {
        if (catalog.findArtist(detected.project(), detected.artist()).isEmpty()) {
            throw ProblemException.invalid("/artistId", "not an artist of this project");
        }
        if (catalog.findRelease(detected.project(), detected.release()).isEmpty()) {
            throw ProblemException.invalid("/releaseId", "not a release of this project");
        }
    }

    private void takePage(DetectedRelease detected, String message, IntakeFacts facts) {
        Page<Member> page =
                preSaves.nextSaves(detected.project(), detected.artist(), detected.cursor(), PAGE);
        ContinuedPage name =
                new ContinuedPage(
                        detected.project(),
                        detected.pass().orElse(message),
                        detected.cursor().orElse(""));
        Optional<String> continuation =
                page.next().flatMap(_ -> continuations.continuationOf(name));
        Taken taken = new Taken(detected, facts);
        taken.add(page);
        Optional<String> from = page.next();
        while (continuation.isPresent() && from.isPresent()) {
            // fans who have opted in since then pushed these past the end of the page
            Page<Member> pushed =
                    preSaves.nextSavesBetween(
                            detected.project(),
                            detected.artist(),
                            from.get(),
                            continuation.get(),
                            PAGE);
            taken.add(pushed);
            from = pushed.next();
        }
        if (!taken.allFailed()) {
            // a fan whose event fails gets a message of their own, so that the others are not
            // delayed
            taken.failed.forEach(id -> rest.send(detected.ofFan(id)));
        }
        if (page.next().isPresent() && continuation.isEmpty()) {
            // A crash between the two calls requests the next page once more. Both requests lead to
            // the same successor, unless they are handled at the very same time.
            rest.send(detected.from(page.next().get(), name.pass()));
            continuations.add(name, page.next().get(), clock.instant());
        }
        if (page.next().isEmpty()) {
            // even if this page failed; who is registered from here on requests it again
            saves.save(detected.project(), detected.release());
        }
        if (taken.allFailed()) {
            // not the fault of a single fan: the whole page is redelivered and delays no other
            throw new IllegalStateException(
                    "no fan of a page was handled", taken.failure.orElseThrow());
        }
    }

    /** Takes the fans of a page one after the other. */
    private final class Taken {
        private final DetectedRelease detected;
        private final IntakeFacts facts;
        private final List<FanId> failed = new ArrayList<>();
        private Optional<RuntimeException> failure = Optional.empty();
        private int count;

        Taken(DetectedRelease detected, IntakeFacts facts) {
            this.detected = detected;
            this.facts = facts;
        }

        void add(Page<Member> page) {
            List<FanId> optedIn =
                    page.items().stream()
                            .filter(member -> !member.since().isAfter(detected.detectedAt()))
                            .map(Member::fan)
                            .toList();
            Map<FanId, Fan> found = new HashMap<>();
            fans.findRecords(detected.project(), optedIn).forEach(it -> found.put(it.id(), it));
            for (FanId id : optedIn) {
                count++;
                try {
                    // a merged fan is looked up alone: a failure of one delays no other
                    current(Optional.ofNullable(found.get(id))).ifPresent(this::take);
                } catch (RuntimeException e) {
                    failed.add(id);
                    failure = Optional.of(e);
                }
            }
        }

        private void take(Fan fan) {
            saves.register(detected.project(), detected.release(), fan.id());
            intake.takeIfAnyFlowListens(event(detected, sender(detected, fan)), facts);
        }

        private Optional<Fan> current(Optional<Fan> stored) {
            return stored.flatMap(
                    fan ->
                            fan.mergedInto().isEmpty()
                                    ? stored
                                    : fans.find(detected.project(), fan.id()));
        }

        boolean allFailed() {
            return failed.size() > 1 && failed.size() == count;
        }
    }

    private static EventSender sender(DetectedRelease detected, Fan fan) {
        return new EventSender.Known(EventFan.of(detected.project(), fan));
    }

    /** Each fan has an event of their own, about the release. */
    private IncomingEvent event(DetectedRelease detected, EventSender sender) {
        String suffix = sender instanceof EventSender.Known(EventFan fan) ? ":" + fan.fan() : "";
        return new IncomingEvent(
                detected.project(),
                new EventId("release:" + detected.id() + suffix),
                TriggerType.RELEASE_DETECTED,
                EventScopes.ofProject(detected.release().value()),
                clock.instant(),
                sender);
    }
}
