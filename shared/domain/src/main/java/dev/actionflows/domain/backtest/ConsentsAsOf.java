package dev.actionflows.domain.backtest;

import dev.actionflows.domain.dryrun.UnwrittenConsents;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.fan.PastConsents;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fan's consents, stops, messages and confirmations as they were at the time of the play, with
 * what the play has added.
 */
final class ConsentsAsOf implements UnwrittenConsents {
    private final Play play;
    private final PastMessages messages;
    private final PastQuestions questions;
    private final Map<Identity, ConsentChange> keywords = new HashMap<>();

    ConsentsAsOf(Play play) {
        this.play = play;
        this.messages = new PastMessages(play);
        this.questions = new PastQuestions(play);
    }

    /**
     * The sender of a keyword has agreed, even if no flow listened to it at the time.
     *
     * @param id of the message
     */
    void texted(Identity address, String id) {
        if (!known(address).consented()) {
            keywords.put(
                    address,
                    new ConsentChange(ConsentChange.Kind.KEYWORD, id, play.clock.instant()));
        }
    }

    @Override
    public Checked check(ProjectId project, Fan fan, Identity.Kind kind) {
        Map<Identity, KnownIdentity> known = new HashMap<>();
        for (FanIdentity address : fan.channels()) {
            known.put(
                    address.identity(),
                    known(address.identity()).withSent(messages.sentTo(address)));
        }
        return Checked.of(fan, kind, known);
    }

    private KnownIdentity known(Identity address) {
        Instant now = play.clock.instant();
        KnownIdentity known =
                PastConsents.at(
                        now,
                        play.past.consents().getOrDefault(address, List.of()),
                        play.past.fan());
        ConsentChange keyword = keywords.get(address);
        if (keyword != null) {
            known = PastConsents.after(known, keyword);
        }
        Optional<Instant> wrote = messages.wroteAt(address);
        if (wrote.isPresent()) {
            known = known.written(wrote.get());
        }
        Optional<Instant> replied = messages.repliedAt(address.kind());
        if (replied.isPresent()) {
            known = known.replied(replied.get());
        }
        return known.asked(questions.latest(address, now));
    }

    @Override
    public List<ConsentChange> consents(ProjectId project, Identity identity) {
        return play.past.consents().getOrDefault(identity, List.of()).stream()
                .filter(it -> !it.at().isAfter(play.clock.instant()))
                .toList();
    }

    @Override
    public Optional<ConsentChange.Kind> recordedAs(
            ProjectId project, Identity identity, String messageId) {
        return consents(project, identity).stream()
                .filter(it -> it.messageId().equals(messageId))
                .map(ConsentChange::kind)
                .findFirst();
    }

    @Override
    public boolean claimConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        KnownIdentity known = known(identity);
        boolean tooEarly =
                known.request()
                        .filter(
                                it ->
                                        request.at()
                                                .isBefore(
                                                        it.at().plus(ConfirmationRequest.INTERVAL)))
                        .isPresent();
        if (tooEarly || known.stopped() || known.returnedAt().isPresent()) {
            return false;
        }
        questions.asked(identity, request);
        return true;
    }

    @Override
    public void confirmationSent(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        questions.asked(identity, request.asSent());
    }

    @Override
    public void withdrawConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        questions.withdrawn(identity);
    }
}
