package dev.actionflows.simulator;

import dev.actionflows.domain.application.HostedPageVisits;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.ActionEvents;
import dev.actionflows.domain.page.CodeResult;
import dev.actionflows.domain.page.OfferResult;
import dev.actionflows.domain.page.OpenPage;
import dev.actionflows.domain.page.PageContent;
import dev.actionflows.domain.page.PageOffer;
import dev.actionflows.domain.page.PageSignUps;
import dev.actionflows.domain.page.PageTrack;
import dev.actionflows.domain.page.PageVisit;
import dev.actionflows.domain.page.ReleasePage;
import dev.actionflows.domain.page.ReleasePageVisits;
import dev.actionflows.domain.page.SignUp;
import dev.actionflows.domain.page.SignUpForm;
import dev.actionflows.domain.page.SignUpResult;
import dev.actionflows.domain.page.Slug;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The page about the release that the deployment hosts: browsers send its forms until answered. */
final class HostedPageSource {
    private static final String FUNCTION = "release-pages";
    private static final Slug SLUG = new Slug("low-tide");
    private static final SignUpForm FORM = new SignUpForm("I want messages", "1", Optional.of("1"));

    private final SourceContext context;
    private final PageSource pages;

    HostedPageSource(SourceContext context, PageSource pages) {
        this.context = context;
        this.pages = pages;
        SampleProject sample = context.deployment.sample;
        context.deployment.memory.releasePages.put(
                new ReleasePage(
                        SLUG,
                        SampleProject.ID,
                        sample.release.id(),
                        new PageContent(
                                Optional.empty(),
                                Optional.of(sample.artist.id()),
                                Optional.of(
                                        new PageTrack("Tide", "https://audio.example/tide.mp3")),
                                Optional.of(FORM),
                                Optional.of(FORM),
                                Optional.empty(),
                                Optional.empty())));
    }

    /** A fan whom the page knows presses a button, or listens. */
    void act(TriggerType type, SimulatedFan fan, String id) {
        Optional<String> token = pages.token(fan);
        if (token.isEmpty()) {
            return;
        }
        if (type == TriggerType.TRACK_LISTENED) {
            listen(token, id);
            return;
        }
        send(
                id,
                (visits, page) ->
                        offer(page, type)
                                .filter(
                                        it ->
                                                visits.releasePages()
                                                                .accept(page, it, visit(token, id))
                                                        instanceof OfferResult.Done),
                done ->
                        done.map(it -> event(token.get(), it.name() + "." + id))
                                .ifPresent(
                                        event -> {
                                            context.acknowledge(ReleasePageVisits.class, event);
                                            if (pages.savesRelease(type)) {
                                                context.acknowledge(
                                                        ReleasePageVisits.class,
                                                        ActionEvents.idOfSaved(event));
                                            }
                                        }));
    }

    private void listen(Optional<String> token, String id) {
        send(
                id,
                (visits, page) -> visits.releasePages().listened(page, visit(token, id)),
                heard -> {
                    if (heard) {
                        context.acknowledge(
                                ReleasePageVisits.class, event(token.orElseThrow(), id));
                    }
                });
    }

    private static EventId event(String token, String id) {
        return new EventId("web:%s:%s".formatted(fanIn(token), id));
    }

    /** A token begins with the id of its fan. */
    private static String fanIn(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    /** The button that fires the trigger; which there are depends on whether the release is out. */
    private static Optional<PageOffer> offer(OpenPage page, TriggerType type) {
        return page.offers().stream()
                .filter(it -> it.provider() == StreamingProvider.SPOTIFY)
                .filter(it -> firesAs(it.action(), type))
                .findFirst();
    }

    private static boolean firesAs(FanAction action, TriggerType type) {
        return action.trigger() == type;
    }

    /** A fan enters an address on the page, receives a code at it, and enters the code. */
    void signUp(TriggerType type, SimulatedFan fan, String id) {
        boolean mail = type == TriggerType.EMAIL_OPTED_IN;
        SignUp typed =
                new SignUp(
                        mail ? Identity.Kind.EMAIL : Identity.Kind.PHONE,
                        mail ? fan.email().value() : fan.phone().e164(),
                        NameHistory.TYPED.text(),
                        true);
        send(
                id,
                (visits, page) ->
                        visits.signUps().signUp(page, FORM, typed, visit(Optional.empty(), id)),
                result -> {
                    if (result instanceof SignUpResult.CodeSent(var verification, _)) {
                        pages.codeOf(type, fan)
                                .ifPresent(
                                        code ->
                                                context.kernel.after(
                                                        Duration.ofSeconds(20),
                                                        () -> enter(verification, code)));
                    }
                });
    }

    private void enter(VerificationId verification, String code) {
        send(
                "code " + verification,
                (visits, page) ->
                        visits.signUps()
                                .enterCode(
                                        page,
                                        verification,
                                        code,
                                        visit(Optional.empty(), "attempt of " + verification)),
                result -> {
                    if (result instanceof CodeResult.Right) {
                        context.acknowledge(PageSignUps.class, new EventId("web:" + verification));
                    }
                });
    }

    private PageVisit visit(Optional<String> token, String id) {
        return new PageVisit(token, id, SourceContext.CLIENT, context.deadline());
    }

    /** Sends a form until it is answered. */
    private <T> void send(
            String id, BiFunction<HostedPageVisits, OpenPage, T> form, Consumer<T> answered) {
        List<T> answers = new ArrayList<>();
        context.repeat(
                FUNCTION,
                "page of the release " + id,
                () -> {
                    // each process has its own, which handles requests one after the other
                    HostedPageVisits visits = context.hostedPages();
                    answers.add(form.apply(visits, visits.releasePages().open(SLUG).orElseThrow()));
                },
                () -> answered.accept(answers.getLast()));
    }
}
