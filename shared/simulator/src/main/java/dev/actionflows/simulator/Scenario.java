package dev.actionflows.simulator;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The events of one history: drawn at its start, and scheduled on the kernel. */
final class Scenario {
    private final Deployment deployment;
    private final Kernel kernel;
    private final Sources sources;
    private final ApiClient api;
    private final ApiActions actions;
    private final ReleaseChanges releaseChanges;
    private final FlowFactory flowFactory;
    private final Instant start;
    private final Instant endOfFaults;
    private final List<PhoneNumber> phones = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final TextSource texts;

    /** Creates the project with its flows; nothing happens yet. */
    Scenario(Deployment deployment, Sources sources, Instant start) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.sources = sources;
        this.api = new ApiClient(deployment);
        this.actions = new ApiActions(deployment);
        this.releaseChanges = new ReleaseChanges(deployment, api);
        this.flowFactory =
                new FlowFactory(
                        kernel,
                        deployment.memory,
                        deployment.sample,
                        deployment.application.steps(),
                        deployment.ids);
        this.start = start;
        this.endOfFaults = start.plus(draw("chaos").between(60_000, 900_000));
        deployment.limits.startWith(CreditPool.ALL_TIME, deployment.sample.usedBefore);
        deployment.sample.create(
                draw("number").hits(0.7),
                draw("app").hits(0.7),
                draw("email sender").hits(0.7),
                draw("token").hits(0.7));
        int fans = 1 + draw("fans").below(3);
        for (int fan = 0; fan < fans; fan++) {
            phones.add(new PhoneNumber("+1415555012" + fan));
            if (draw("email of " + fan).hits(0.5)) {
                SimulatedFan who = new SimulatedFan(fan);
                deployment.stored.addEmail(who.phone(), who.email(), deployment.ids, start);
                if (draw("second email of " + fan).hits(0.4)) {
                    deployment.stored.addEmail(
                            who.phone(), who.secondEmail(), deployment.ids, start);
                }
            }
        }
        int count = 1 + draw("flows").below(3);
        for (int flow = 0; flow < count; flow++) {
            flows.add(flowFactory.create("keyword" + flow));
        }
        this.texts = new TextSource(deployment, phones, flows.size());
    }

    /** The time of the last possible fault. */
    Instant endOfFaults() {
        return endOfFaults;
    }

    /** The texts that were answered with 2xx. */
    Set<AcknowledgedText> acknowledgedTexts() {
        return texts.acknowledged();
    }

    /** Schedules everything that happens while faults occur. */
    void schedule() {
        new Pauses(deployment, api, texts).schedule(flows, this::atRandomTime);
        new Operators(deployment, api).schedule(flows, this::atRandomTime);
        releaseChanges.schedule(this::atRandomTime, endOfFaults);
        new PreSavers(deployment, api, actions, releaseChanges)
                .schedule(phones, this::atRandomTime, endOfFaults);
        new Replays(deployment, api).schedule(flows, this::atRandomTime, endOfFaults);
        int count = 2 + draw("texts").below(8);
        for (int text = 0; text < count; text++) {
            String messageId = "SM" + text;
            texts.send(messageId, atRandomTime(draw(messageId)));
        }
        if (draw("twins").of("are there").hits(0.6)) {
            texts.sendTwins("SMtwin", atRandomTime(draw("SMtwin")));
        }
        scheduleOtherEvents();
        phones.forEach(this::mayConnect);
        phones.forEach(this::mayBeNamed);
        mayMerge();
        deployment.segments.schedule(
                draw("imports"), SimulatedFan.first(phones.size()), api, this::whenAbout);
        deployment.unreadable.schedule(
                deployment.faults, this::draw, this::atRandomTime, endOfFaults);
        phones.forEach(this::mayUseInstagram);
        mayBeUsed("use number", actions::useNumber);
        mayBeUsed("use app", actions::useApp);
        mayBeUsed("use email sender", actions::useEmailSender);
        mayBeUsed("use token", actions::useInstagramToken);
        mayBeUsed("use more credits", actions::useMoreCredits);
        mayBeUsed("save another release", deployment.matches::save);
        mayBeUsed("save a release by its recording", deployment.matches::saveByRecording);
        deployment.watcher.schedule(start, endOfFaults);
        mayLoseToken();
        for (int run = 0; run < 2; run++) {
            kernel.at(
                    atRandomTime(draw("token refresh " + run)), deployment.instagramTokens::invoke);
        }
        if (draw("meets").hits(0.7)) {
            deployment.factReads.listen(this::meetRequirement);
            deployment.limits.listen(this::raiseCredits);
        }
    }

    /** Activates every flow that is still paused when faults end. */
    void activateFlows() {
        new Operators(deployment, api).sendAgain();
        for (Flow flow : flows) {
            api.call(
                    kernel.instant(),
                    "activate " + flow.definition().name(),
                    () -> actions.activate(flow.id()));
        }
    }

    private void mayConnect(PhoneNumber phone) {
        Chance chance = draw("connection of " + phone.e164());
        if (chance.of("connects").hits(0.7)) {
            api.call(
                    whenAbout(phone, chance),
                    "connect " + phone.e164(),
                    () -> actions.connect(phone));
        }
    }

    private void mayBeNamed(PhoneNumber phone) {
        Chance chance = draw("name of " + phone.e164());
        if (chance.of("is known").hits(0.5)) {
            api.call(whenAbout(phone, chance), "name " + phone.e164(), () -> actions.name(phone));
        }
    }

    /** Two numbers may turn out to belong to one fan. */
    private void mayMerge() {
        if (phones.size() > 1 && draw("merge").of("merges").hits(0.4)) {
            PhoneNumber one = phones.getFirst();
            PhoneNumber other = phones.getLast();
            api.call(
                    whenAbout(other, draw("merge")),
                    "merge " + one.e164(),
                    () -> actions.merge(one, other));
            if (draw("merge").of("both").hits(0.5)) {
                api.call(
                        whenAbout(one, draw("other merge")),
                        "merge " + other.e164(),
                        () -> actions.merge(other, one));
            }
        }
    }

    /** Some flows listen to events other than texts, and these events occur. */
    private void scheduleOtherEvents() {
        List<SimulatedFan> people = SimulatedFan.first(phones.size());
        for (TriggerType type : TriggerType.values()) {
            Chance chance = draw("source of " + type.wireName());
            if (type == TriggerType.SMS_KEYWORD || !chance.of("is there").hits(shareOf(type))) {
                continue;
            }
            flowFactory.create(type);
            if (type == TriggerType.RELEASE_DETECTED) {
                sources.optIn(people);
            }
            int events = 1 + chance.of("events").below(3);
            for (int event = 0; event < events; event++) {
                Chance one = chance.of("event " + event);
                String id = type.wireName().replace('.', '-') + "-" + event;
                SimulatedFan who = one.of("who").anyOf(people);
                kernel.at(atRandomTime(one), () -> sources.emit(type, who, id, one));
            }
        }
    }

    /** In how many histories a flow listens; few messages have links, and few releases come out. */
    private static double shareOf(TriggerType type) {
        return type == TriggerType.LINK_CLICKED || type == TriggerType.RELEASE_SAVED ? 0.5 : 0.15;
    }

    /** Some fans turn out to have an Instagram account, and send STOP or START there. */
    private void mayUseInstagram(PhoneNumber phone) {
        Chance chance = draw("instagram of " + phone.e164());
        if (!chance.of("has an account").hits(0.2)) {
            return;
        }
        String account = phone.e164().substring(1);
        api.call(
                whenAbout(phone, chance),
                "instagram of " + phone.e164(),
                () -> actions.addInstagram(phone, account));
        int messages = 1 + chance.of("messages").below(3);
        for (int message = 0; message < messages; message++) {
            String id = "mid-%d-%s".formatted(message, account);
            Chance said = chance.of(id);
            String word =
                    said.of("stops").hits(0.5)
                            ? "STOP"
                            : said.of("returns").hits(0.5)
                                    ? "START"
                                    : said.of("is a photo").hits(0.3) ? "" : "hello";
            api.call(
                    whenAbout(phone, said),
                    "message " + id,
                    () -> actions.receiveMessage(account, id, word));
        }
    }

    /** The owner of the Instagram account withdraws its access, and may grant it again. */
    private void mayLoseToken() {
        Chance chance = draw("token is revoked");
        if (chance.of("happens").hits(0.15)) {
            Instant at = atRandomTime(chance);
            kernel.at(at, deployment.instagram::revoke);
            if (chance.of("is granted again").hits(0.7)) {
                api.call(
                        at.plus(chance.of("after").between(0, 120_000)),
                        "use token again",
                        actions::useInstagramToken);
            }
        }
    }

    private void mayBeUsed(String name, Runnable use) {
        Chance chance = draw(name);
        if (chance.of("is used").hits(0.5)) {
            api.call(whenAbout(chance.of("phone").anyOf(phones), chance), name, use);
        }
    }

    private Chance draw(String purpose) {
        return kernel.chance("history").of(purpose);
    }

    /** Sometimes meets a requirement just when a step is about to wait for it. */
    private void meetRequirement(Run run) {
        if (!kernel.instant().isBefore(endOfFaults) || !kernel.chance("meets").hits(0.4)) {
            return;
        }
        Instant at = kernel.instant().plus(kernel.chance("meets at").between(0, 300));
        new RequirementActions(deployment, phones, texts, api, actions)
                .meetOne(run, kernel.chance("meets what"), at);
    }

    /** Sometimes raises credits just when a step finds that they are used up. */
    private void raiseCredits() {
        if (kernel.instant().isBefore(endOfFaults) && kernel.chance("raises").hits(0.8)) {
            api.call(
                    kernel.instant().plus(kernel.chance("raises at").between(0, 300)),
                    "raise credits",
                    actions::useMoreCredits);
        }
    }

    /** At any time, or soon after one of the fan's texts, when its run may be about to wait. */
    private Instant whenAbout(PhoneNumber phone, Chance chance) {
        List<Instant> textedAt = texts.textedAt(phone);
        return textedAt.isEmpty() || chance.of("any time").hits(0.3)
                ? atRandomTime(chance)
                : chance.of("text")
                        .anyOf(textedAt)
                        .plus(
                                chance.of("after")
                                        .between(0, chance.of("soon").hits(0.6) ? 300 : 3_000));
    }

    private Instant atRandomTime(Chance chance) {
        return start.plus(
                chance.of("time").between(0, Duration.between(start, endOfFaults).toMillis()));
    }
}
