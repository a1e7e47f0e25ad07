package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of {@link VerificationStore} implementations. */
public abstract class VerificationStoreContract {
    private final VerificationStore verifications;
    private final ProjectId project = Samples.projectId();
    private final Verification first = sample(Optional.of(Samples.fanId()));
    private final Instant now = first.createdAt().plusSeconds(60);

    protected VerificationStoreContract(VerificationStore verifications) {
        this.verifications = verifications;
    }

    private Verification sample(Optional<FanId> bearer) {
        VerificationId id = VerificationId.of(Samples.nonce());
        return new Verification(
                id,
                project,
                Samples.identity(),
                Samples.sealed(),
                TriggerType.SMS_OPTED_IN,
                bearer,
                Map.of("wording", "Jag vill få sms 🌊", "version", "3"),
                Samples.nonce(),
                Samples.NOW,
                Samples.NOW.plus(Verification.LENGTH),
                0,
                Optional.empty(),
                bearer.map(_ -> new FirstName("Ada")));
    }

    private VerificationStore.Try take(String token) {
        return verifications.take(project, first.id(), token, now).orElseThrow();
    }

    private Verification.Solved solved() {
        return new Verification.Solved(now, Samples.fanId());
    }

    @Test
    void a_verification_is_found_as_it_was_stored() {
        Verification bare = sample(Optional.empty());
        assertThat(verifications.create(first)).isEmpty();
        assertThat(verifications.create(bare)).isEmpty();

        assertThat(verifications.find(project, first.id())).contains(first);
        assertThat(verifications.find(project, bare.id())).contains(bare);
        assertThat(verifications.find(Samples.projectId(), first.id())).isEmpty();
    }

    @Test
    void only_one_of_several_concurrent_creations_succeeds() {
        Verification other =
                new Verification(
                        first.id(),
                        project,
                        first.identity(),
                        first.value(),
                        first.type(),
                        first.bearer(),
                        first.evidence(),
                        "another code",
                        first.createdAt(),
                        first.endsAt(),
                        0,
                        Optional.empty(),
                        first.firstName());

        List<Optional<Verification>> before =
                Together.run(2, number -> verifications.create(number == 0 ? first : other));

        assertThat(before).filteredOn(Optional::isEmpty).hasSize(1);
        Verification stored = verifications.find(project, first.id()).orElseThrow();
        assertThat(before).contains(Optional.of(stored));
    }

    @Test
    void a_discarded_verification_is_gone() {
        verifications.create(first);
        verifications.discard(project, first.id());

        assertThat(verifications.find(project, first.id())).isEmpty();
        assertThat(verifications.create(first)).isEmpty();
    }

    @Test
    void an_unknown_verification_grants_no_try() {
        assertThat(verifications.take(project, first.id(), "a", now)).isEmpty();
    }

    @Test
    void a_verification_grants_five_tries() {
        verifications.create(first);
        for (int tries = 1; tries <= Verification.MAX_TRIES; tries++) {
            VerificationStore.Try taken = take("try-" + tries);
            assertThat(taken.taken()).isTrue();
            assertThat(taken.verification().tries()).isEqualTo(tries);
        }
        assertThat(take("one more").taken()).isFalse();
        assertThat(take("one more").verification().tries()).isEqualTo(Verification.MAX_TRIES);
    }

    @Test
    void the_same_try_counts_once() {
        verifications.create(first);
        take("a");

        assertThat(take("a").taken()).isTrue();
        assertThat(take("a").verification().tries()).isEqualTo(1);
        for (int tries = 2; tries <= Verification.MAX_TRIES; tries++) {
            take("try-" + tries);
        }
        assertThat(take("a").taken()).isTrue();
    }

    @Test
    void at_most_five_of_many_concurrent_tries_are_granted() {
        verifications.create(first);

        List<VerificationStore.Try> tries = Together.run(16, number -> take("try-" + number));

        assertThat(tries).filteredOn(VerificationStore.Try::taken).hasSize(Verification.MAX_TRIES);
    }

    @Test
    void an_expired_verification_grants_no_try() {
        verifications.create(first);

        VerificationStore.Try late =
                verifications.take(project, first.id(), "a", first.endsAt()).orElseThrow();

        assertThat(late.taken()).isFalse();
        assertThat(late.verification()).isEqualTo(first);
    }

    @Test
    void a_correct_code_returns_its_try_and_is_recorded_once() {
        verifications.create(first);
        Verification.Solved solved = solved();
        take("wrong");
        take("right");

        Verification after = verifications.solve(project, first.id(), "right", solved);

        assertThat(after.solved()).contains(solved);
        assertThat(after.tries()).isEqualTo(1);
        assertThat(verifications.solve(project, first.id(), "right", solved())).isEqualTo(after);
        assertThat(verifications.find(project, first.id())).contains(after);
    }

    @Test
    void a_solved_verification_grants_no_additional_tries() {
        verifications.create(first);
        take("right");
        verifications.solve(project, first.id(), "right", solved());
        for (int tries = 0; tries < Verification.MAX_TRIES; tries++) {
            take("try-" + tries);
        }
        assertThat(take("one more").taken()).isFalse();
    }

    @Test
    void the_correct_try_is_granted_again_after_further_tries_and_expiry() {
        verifications.create(first);
        take("right");
        Verification.Solved solved = solved();
        verifications.solve(project, first.id(), "right", solved);
        take("also right");
        verifications.solve(project, first.id(), "also right", solved());
        for (int tries = 0; tries < Verification.MAX_TRIES; tries++) {
            take("try-" + tries);
        }

        assertThat(take("right").taken()).isTrue();
        assertThat(take("also right").taken()).isFalse();
        Instant late = first.endsAt().plusSeconds(1);
        VerificationStore.Try again =
                verifications.take(project, first.id(), "right", late).orElseThrow();
        assertThat(again.taken()).isTrue();
        assertThat(again.verification().solved()).contains(solved);
        assertThat(verifications.take(project, first.id(), "try-0", late).orElseThrow().taken())
                .isFalse();
    }
}
