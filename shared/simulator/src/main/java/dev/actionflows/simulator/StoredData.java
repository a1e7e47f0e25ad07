package dev.actionflows.simulator;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The actual contents of the stores, read without faults. */
final class StoredData {
    private final InMemoryPorts memory;
    private final IdentityHasher hasher;
    private final NavigableMap<Instant, CreditLimits> limits = new TreeMap<>();

    StoredData(InMemoryPorts memory) {
        this.memory = memory;
        this.hasher = new IdentityHasher(memory.keyRing);
    }

    Project project() {
        return memory.projects.find(SampleProject.ID).orElseThrow();
    }

    Flow flowOf(Run run) {
        return memory.flows.find(SampleProject.ID, run.flow()).orElseThrow();
    }

    Run runOf(StepKey step) {
        return memory.ledger.find(step.run()).orElseThrow();
    }

    /** Whether the run of a step is there, and its fan was not erased. */
    boolean exists(StepKey step) {
        return memory.ledger.find(step.run()).flatMap(this::fanOf).isPresent();
    }

    /** Whether a token in a link to connect stands for the fan of a step. */
    boolean identifies(String token, StepKey step, Instant now) {
        return Stream.of(ConnectLinks.PURPOSE, ConnectLinks.PLAYLISTS_PURPOSE)
                .map(purpose -> new FanToken(memory.vault(), purpose))
                .flatMap(tokens -> tokens.verify(project(), token, now).stream())
                .anyMatch(runOf(step).fan()::equals);
    }

    List<Step> stepsOf(Run run) {
        return flowOf(run).definition().steps();
    }

    /** All ids of a run's fan. */
    List<FanId> idsOf(Run run) {
        return memory.fans.find(SampleProject.ID, run.fan()).map(Fan::ids).orElse(List.of());
    }

    Optional<Fan> fanOf(Run run) {
        return memory.fans.find(SampleProject.ID, run.fan());
    }

    Optional<PhoneNumber> phoneOf(Run run) {
        return memory.fans
                .find(SampleProject.ID, run.fan())
                .flatMap(Fan::phone)
                .map(Fan.Phone::number);
    }

    /** The addresses of a run's fan. */
    List<Identity> addressesOf(Run run, Identity.Kind kind) {
        return memory.fans.find(SampleProject.ID, run.fan()).stream()
                .flatMap(fan -> fan.of(kind).stream())
                .map(FanIdentity::identity)
                .toList();
    }

    /** The fan with a number, if any. */
    Optional<FanId> fanOf(PhoneNumber phone) {
        return memory.fans
                .findIdentity(SampleProject.ID, identityOf(phone).identity())
                .flatMap(KnownIdentity::fan);
    }

    /** Finds or creates the fan with a number. */
    FanId createFan(PhoneNumber phone, IdSource ids, Instant now) {
        return memory.fans
                .findOrCreate(SampleProject.ID, identityOf(phone), FanId.from(ids), now)
                .id();
    }

    /** Whether mail to this address was ever stopped. */
    boolean hasStopped(EmailAddress address) {
        return memory.fans
                .findIdentity(SampleProject.ID, hasher.of(SampleProject.ID, address).identity())
                .filter(
                        it ->
                                it.stoppedAt().isPresent()
                                        || it.mail().bouncedAt().isPresent()
                                        || it.mail().complainedAt().isPresent())
                .isPresent();
    }

    /** Whether the message with this id changed the consent of a number. */
    boolean hasConsentChange(PhoneNumber phone, String messageId) {
        return memory.fans
                .recordedAs(SampleProject.ID, identityOf(phone).identity(), messageId)
                .isPresent();
    }

    /** Gives the fan with a number an address and the consent to receive mail. */
    void addEmail(PhoneNumber phone, EmailAddress address, IdSource ids, Instant now) {
        FanId id = createFan(phone, ids, now);
        FanIdentity email = hasher.of(SampleProject.ID, address);
        memory.fans
                .find(SampleProject.ID, id)
                .filter(fan -> !fan.has(email))
                .ifPresent(fan -> memory.fans.attach(SampleProject.ID, fan, email));
        memory.fans.recordConsent(
                SampleProject.ID,
                email.identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form-" + id, now));
    }

    /** Remembers the limits of credits, which are about to be raised. */
    void limitsAreRaised(Instant at) {
        limits.put(at, project().limits().credits());
    }

    /** The limits of credits that applied since then. */
    Stream<CreditLimits> creditLimitsSince(Instant since) {
        return Stream.concat(
                limits.tailMap(since).values().stream(), Stream.of(project().limits().credits()));
    }

    /**
     * Since when a step of a run with double opt-in is permitted to send to an address. Of several
     * that may be written to, the first counts: the fan may have got the others later.
     *
     * @return empty if it is not
     */
    Optional<Instant> permittedSince(Run run, StepType type, OptInCheck optIns) {
        Identity.Kind kind = type == StepType.SEND_TEXT ? Identity.Kind.PHONE : Identity.Kind.EMAIL;
        return memory.fans.find(SampleProject.ID, run.fan()).stream()
                .map(fan -> memory.fans.check(SampleProject.ID, fan, kind))
                .filter(it -> it.confirmed() instanceof ConsentStore.Permission.Given)
                .flatMap(StoredData::confirmed)
                .flatMap(address -> optIns.confirmedSince(run.fan(), address).stream())
                .min(Comparator.naturalOrder());
    }

    /** The addresses that have confirmed their consent and where mail arrives. */
    private static Stream<Identity> confirmed(ConsentStore.Checked checked) {
        return checked.known().entrySet().stream()
                .filter(it -> it.getKey().kind() == checked.kind())
                .filter(it -> it.getValue().confirmed() && !it.getValue().mail().bounced())
                .map(Map.Entry::getKey);
    }

    /** Whether a question whether an address agrees has reached the fan of a run. */
    boolean wasAsked(Run run, StepType type, OptInCheck optIns) {
        Identity.Kind kind = type == StepType.SEND_TEXT ? Identity.Kind.PHONE : Identity.Kind.EMAIL;
        return memory.fans.find(SampleProject.ID, run.fan()).stream()
                .flatMap(fan -> fan.of(kind).stream())
                .anyMatch(it -> optIns.wasAsked(it.identity()));
    }

    private FanIdentity identityOf(PhoneNumber phone) {
        return hasher.of(SampleProject.ID, phone);
    }
}
