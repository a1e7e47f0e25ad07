package dev.actionflows.domain.application;

import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.intake.ConsentConfirmer;
import dev.actionflows.domain.intake.Unsubscriber;

/** The use cases behind the links in email. */
final class MailLinks {
    private MailLinks() {}

    static ConsentConfirmer consentConfirmer(Ports ports) {
        return new ConsentConfirmer(
                ports.projects(),
                ports.fans(),
                ports.consents(),
                ports.confirmationTokens(),
                ports.wakeUps(),
                ports.clock());
    }

    static Unsubscriber unsubscriber(Ports ports) {
        return new Unsubscriber(
                ports.projects(),
                ports.consents(),
                new UnsubscribeToken(ports.vault()),
                ports.clock());
    }
}
