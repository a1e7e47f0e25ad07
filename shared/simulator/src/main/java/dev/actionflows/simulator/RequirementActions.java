package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Meets a requirement just when a step is about to wait for it. */
final class RequirementActions {
    private final Deployment deployment;
    private final List<PhoneNumber> phones;
    private final TextSource texts;
    private final ApiClient api;
    private final ApiActions actions;

    RequirementActions(
            Deployment deployment,
            List<PhoneNumber> phones,
            TextSource texts,
            ApiClient api,
            ApiActions actions) {
        this.deployment = deployment;
        this.phones = phones;
        this.texts = texts;
        this.api = api;
        this.actions = actions;
    }

    /**
     * One of the requirements that are not met; the run's fan may connect at any time, or turn out
     * to be another one.
     */
    void meetOne(Run run, Chance chance, Instant at) {
        Project project = deployment.stored.project();
        if (project.doubleOptIn().contains(Channel.TEXT) && chance.of("confirms").hits(0.6)) {
            confirm(run, at);
            return;
        }
        List<Runnable> open = new ArrayList<>();
        if (project.sms().isEmpty()) {
            open.add(() -> api.call(at, "use number", actions::useNumber));
        }
        if (project.spotify().isEmpty()) {
            open.add(() -> api.call(at, "use app", actions::useApp));
        }
        if (project.email().isEmpty()) {
            open.add(() -> api.call(at, "use email sender", actions::useEmailSender));
        }
        if (!hasInstagramAccess()) {
            open.add(() -> api.call(at, "use token", actions::useInstagramToken));
        }
        open.add(() -> connect(run, at));
        open.add(() -> merge(run, at));
        chance.anyOf(open).run();
    }

    private void confirm(Run run, Instant at) {
        deployment.stored.phoneOf(run).ifPresent(phone -> texts.sendStart(phone, at));
    }

    private boolean hasInstagramAccess() {
        return deployment
                .memory
                .instagramAccounts
                .find(SampleProject.ID)
                .flatMap(InstagramAccount::access)
                .filter(access -> !access.hasEnded())
                .isPresent();
    }

    /** The other fan may be connected. */
    private void merge(Run run, Instant at) {
        deployment.stored.phoneOf(run).ifPresent(phone -> mergeWithAnother(phone, at));
    }

    private void mergeWithAnother(PhoneNumber one, Instant at) {
        phones.stream()
                .filter(it -> !it.equals(one))
                .findFirst()
                .ifPresent(
                        other ->
                                api.call(
                                        at,
                                        "merge " + one.e164(),
                                        () -> actions.merge(one, other)));
    }

    private void connect(Run run, Instant at) {
        deployment
                .stored
                .phoneOf(run)
                .ifPresent(
                        phone ->
                                api.call(
                                        at,
                                        "connect " + phone.e164(),
                                        () -> actions.connect(phone)));
    }
}
