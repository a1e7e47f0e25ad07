package dev.actionflows.simulator;

import dev.actionflows.domain.link.LinkAddress;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.messaging.LinkDestination;
import dev.actionflows.domain.visit.LinkOpener;
import dev.actionflows.domain.visit.OpenedLink;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who follows the links in messages: scanners, which open them at once, and people, whose browsers
 * also report that the page was seen. No browser repeats a report.
 */
final class LinkVisitors {
    private static final Pattern LINK = Pattern.compile("https://\\S+/l/([0-9A-Za-z]+)");

    private static final String TOKEN = "&t=";
    private static final int TRIES = 3;

    /** Longer than it takes from a click to the start of the run that it leads to. */
    private static final Duration UNTIL_FOLLOWED = Duration.ofMinutes(2);

    private final Kernel kernel;
    private final LambdaRuntime lambda;
    private final LinkOpener opener;
    private final ViolationLog violations;
    private final StoredData stored;

    /** When the first report about a message's links began, whatever became of it. */
    private final Map<StepKey, Instant> reported = new HashMap<>();

    private final Set<StepKey> acknowledged = new LinkedHashSet<>();
    private int expected;

    /** They get the messages of every channel. */
    LinkVisitors(Deployment deployment) {
        this.kernel = deployment.kernel;
        this.lambda = deployment.lambda;
        this.opener = deployment.application.linkOpener();
        this.violations = deployment.violations;
        this.stored = deployment.stored;
        deployment.carrier.deliver(
                text -> receive(DeliveryReports.stepOf(text.statusUrl()), text.body()));
        deployment.instagram.deliver((step, message) -> receive(step, message.text()));
    }

    /** Whether a person is about to follow a link, or what that leads to has not begun yet. */
    boolean areExpected() {
        return expected > 0;
    }

    /** Whether a person has seen the page behind a link of the step's message. */
    boolean hasSeen(StepKey step) {
        return reported.containsKey(step);
    }

    /** The steps for whose message a click was answered with 2xx, and when the first one began. */
    Map<StepKey, Instant> clicked() {
        Map<StepKey, Instant> clicked = new HashMap<>(reported);
        clicked.keySet().retainAll(acknowledged);
        return clicked;
    }

    /** A mail arrives. */
    void receive(Mail mail) {
        if (!mail.isQuestion()) {
            receive(
                    MailService.stepOf(MailService.keyOf(mail)),
                    mail.subject() + "\n" + mail.text());
        }
    }

    private void receive(StepKey step, String text) {
        LINK.matcher(text).results().forEach(link -> receive(step, text, link.group(1)));
    }

    private void receive(StepKey step, String text, String part) {
        Optional<LinkAddress> address = LinkAddress.parse(part);
        if (address.isEmpty()) {
            violations.add(Guarantee.LINKS_LEAD, step.text() + " sent a broken link: " + text);
            return;
        }
        Chance chance = kernel.chance("visitor").of(step.text()).of(part);
        if (chance.of("scanner").hits(0.5)) {
            open(step, address.get(), () -> {});
        }
        if (chance.of("shares").hits(0.3)) {
            forge(step, address.get(), text);
        }
        int visits = chance.of("person").hits(0.8) ? 1 + chance.of("visits").below(2) : 0;
        for (int i = 0; i < visits; i++) {
            visitAfter(
                    chance.of("after").of("visit " + i).between(0, 120_000),
                    step,
                    address.get(),
                    TRIES);
        }
    }

    private void visitAfter(Duration after, StepKey step, LinkAddress address, int tries) {
        expected++;
        kernel.after(after.plus(UNTIL_FOLLOWED), () -> expected--);
        kernel.after(after, () -> open(step, address, () -> click(step, address, tries)));
    }

    private void open(StepKey step, LinkAddress address, Runnable seen) {
        lambda.invoke(
                "message-links",
                "open " + address.text(),
                () -> check(step, opener.open(address, List.of(), deadline())),
                seen,
                () -> {});
    }

    /** A message may arrive before its fan is erased, and be opened after that. */
    private void check(StepKey step, Optional<OpenedLink> opened) {
        if (opened.isEmpty() && stored.exists(step)) {
            violations.add(Guarantee.LINKS_LEAD, "the link of " + step.text() + " leads nowhere");
        }
        opened.stream()
                .flatMap(link -> link.destinations().stream())
                .map(LinkDestination::url)
                .filter(url -> url.contains(TOKEN))
                .map(url -> url.substring(url.indexOf(TOKEN) + TOKEN.length()))
                .filter(token -> !stored.identifies(token, step, kernel.instant()))
                .forEach(
                        token ->
                                violations.add(
                                        Guarantee.LINKS_LEAD,
                                        "the link of " + step.text() + " is another fan's"));
    }

    /** Somebody changes a link that a fan has shared. */
    private void forge(StepKey step, LinkAddress address, String text) {
        for (LinkTarget target : LinkTarget.values()) {
            LinkAddress forged = new LinkAddress(address.code(), target);
            if (!text.contains(forged.text())) {
                lambda.invoke(
                        "message-links",
                        "forge " + forged.text(),
                        () ->
                                opener.open(forged, List.of(), deadline())
                                        .ifPresent(
                                                _ ->
                                                        violations.add(
                                                                Guarantee.LINKS_LEAD,
                                                                step.text()
                                                                        + " has a link that was"
                                                                        + " not in its message")),
                        () -> {},
                        () -> {});
            }
        }
    }

    private Deadline deadline() {
        return new Deadline(kernel.instant().plusSeconds(10), kernel);
    }

    /** A person who sees nothing happen opens the link again. */
    private void click(StepKey step, LinkAddress address, int tries) {
        reported.putIfAbsent(step, kernel.instant());
        lambda.invoke(
                "message-links",
                "click " + address.text(),
                () -> opener.click(address),
                () -> acknowledged.add(step),
                () -> {
                    if (tries > 1) {
                        visitAfter(Duration.ofSeconds(10), step, address, tries - 1);
                    }
                });
    }
}
