package dev.actionflows.domain.intake;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.AskedPageStore.AskedPage;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.InstantSource;
import java.util.ArrayList;
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

    private final FanLookup fans;
    private final Catalog catalog;
    private final PreSaveStore preSaves;
    private final Intake intake;
    private final DetectedReleaseQueue rest;
    private final AskedPageStore asked;
    private final InstantSource clock;

    /**
     * @param rest takes what is left to do
     * @param asked which pages have asked for the next one
     */
    public ReleaseReceiver(
            FanLookup fans,
            Catalog catalog,
            PreSaveStore preSaves,
            Intake intake,
            DetectedReleaseQueue rest,
            AskedPageStore asked,
            InstantSource clock) {
        this.fans = fans;
        this.catalog = catalog;
        this.preSaves = preSaves;
        this.intake = intake;
        this.rest = rest;
        this.asked = asked;
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
        IncomingEvent event = event(detected, new EventSender.Nobody());
        IntakeFacts facts =
                intake.read(
                        new IntakeReader.Question(
                                detected.project(),
                                Optional.empty(),
                                event.type(),
                                event.scopes().scopes()));
        if (facts.project().isEmpty()) {
            throw ProblemException.notFound("there is no project " + detected.project());
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
                                                    "/fanId", "names no fan of this project"));
            intake.take(event(detected, sender(detected, fan)), facts);
        } else if (!intake.refuses(event, facts)) {
            takePage(detected, message, facts);
        }
    }

    private void requireThings(DetectedRelease detected) {
        if (catalog.findArtist(detected.project(), detected.artist()).isEmpty()) {
            throw ProblemException.invalid("/artistId", "names no artist of this project");
        }
        if (catalog.findRelease(detected.project(), detected.release()).isEmpty()) {
            throw ProblemException.invalid("/releaseId", "names no release of this project");
        }
    }

    private void takePage(DetectedRelease detected, String message, IntakeFacts facts) {
        Page<Member> page =
                preSaves.nextSaves(detected.project(), detected.artist(), detected.cursor(), PAGE);
        AskedPage name =
                new AskedPage(
                        detected.project(),
                        detected.pass().orElse(message),
                        detected.cursor().orElse(""));
        Optional<String> askedBefore = page.next().flatMap(_ -> asked.nextOf(name));
        Taken taken = new Taken(detected, facts);
        taken.add(page);
        Optional<String> from = page.next();
        while (askedBefore.isPresent() && from.isPresent()) {
            // fans who have opted in meanwhile pushed these past the end of the page
            Page<Member> pushed =
                    preSaves.nextSavesBetween(
                            detected.project(),
                            detected.artist(),
                            from.get(),
                            askedBefore.get(),
                            PAGE);
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
            Map<FanId, Fan> found = fans.findAll(detected.project(), optedIn);
            for (FanId id : optedIn) {
                count++;
                try {
                    Optional.ofNullable(found.get(id))
                            .ifPresent(
                                    fan ->
                                            intake.takeIfHeard(
                                                    event(detected, sender(detected, fan)), facts));
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
