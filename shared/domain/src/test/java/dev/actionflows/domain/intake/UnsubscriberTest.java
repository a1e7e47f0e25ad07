package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.Unsubscriber.Way;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.testing.BrokenProjectStore;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class UnsubscriberTest {
    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final Unsubscriber unsubscriber = world.application.unsubscriber();
    private final String token = mail.token();

    private List<ConsentChange> changes() {
        return world.fans.consents(world.project, mail.email.identity());
    }

    @Test
    void looking_up_the_sender_changes_nothing() {
        List<ConsentChange> before = changes();

        assertThat(unsubscriber.senderOf(token)).contains(mail.project());
        assertThat(unsubscriber.senderOf(token)).contains(mail.project());

        assertThat(changes()).isEqualTo(before);
        assertThat(mail.permitsMail()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ONE_CLICK, one_click", "PAGE, page"})
    void unsubscribing_stops_mail_at_once_and_stores_how_and_when(Way way, String by) {
        Instant now = world.clock.instant();

        assertThat(unsubscriber.unsubscribe(token, way)).contains(mail.project());

        assertThat(mail.permission(Identity.Kind.EMAIL))
                .isEqualTo(new ConsentStore.Permission.Stopped(Reason.UNSUBSCRIBED));
        ConsentChange stored = changes().getLast();
        assertThat(stored.kind()).isEqualTo(ConsentChange.Kind.UNSUBSCRIBED);
        assertThat(stored.at()).isEqualTo(now);
        assertThat(stored.messageId()).startsWith("unsubscribe-");
        assertThat(stored.evidence()).containsEntry("by", by);
    }

    @Test
    void only_mail_ends() {
        unsubscriber.unsubscribe(token, Way.PAGE);

        assertThat(mail.permission(Identity.Kind.PHONE))
                .isEqualTo(
                        new ConsentStore.Permission.Given(mail.phone, "first-word-of-" + mail.fan));
    }

    @Test
    void unsubscribing_again_is_harmless() {
        unsubscriber.unsubscribe(token, Way.ONE_CLICK);
        unsubscriber.unsubscribe(token, Way.ONE_CLICK);
        world.clock.advance(Duration.ofDays(400));

        assertThat(unsubscriber.unsubscribe(token, Way.PAGE)).contains(mail.project());

        assertThat(mail.permitsMail()).isFalse();
        assertThat(changes())
                .extracting(ConsentChange::kind)
                .as("one for each time, and the consent before")
                .containsExactly(
                        ConsentChange.Kind.CONFIRMED,
                        ConsentChange.Kind.UNSUBSCRIBED,
                        ConsentChange.Kind.UNSUBSCRIBED);
    }

    @Test
    void a_confirmed_code_resumes_mail_and_a_form_does_not() {
        unsubscriber.unsubscribe(token, Way.ONE_CLICK);
        world.clock.advance(Duration.ofSeconds(1));

        mail.change(mail.email, ConsentChange.Kind.OPT_IN, "api:1");
        assertThat(mail.permitsMail()).isFalse();
        mail.change(mail.email, ConsentChange.Kind.CONFIRMED, "web:2");
        assertThat(mail.permitsMail()).isTrue();

        unsubscriber.unsubscribe(token, Way.ONE_CLICK);
        assertThat(mail.permitsMail()).as("after the link of an old mail").isFalse();
    }

    @Test
    void an_invalid_token_changes_nothing() {
        ProjectId unknown = ProjectId.from(world.ids);
        for (String invalid :
                new String[] {
                    "",
                    "a.b.c",
                    token.substring(0, token.length() - 1),
                    token.replace(world.project.value(), unknown.value()),
                    world.project + ".AAAA.AAAA",
                }) {
            assertThat(unsubscriber.senderOf(invalid)).isEmpty();
            assertThat(unsubscriber.unsubscribe(invalid, Way.PAGE)).isEmpty();
        }

        assertThat(mail.permitsMail()).isTrue();
        assertThat(changes()).hasSize(1);
    }

    @Test
    void an_address_that_belongs_to_no_fan_yet_can_be_unsubscribed() {
        FanIdentity stranger =
                world.identities.of(world.project, new EmailAddress("bo@fans.example"));

        unsubscriber.unsubscribe(
                new UnsubscribeToken(world.vault).issuer(mail.project()).apply(stranger.identity()),
                Way.ONE_CLICK);

        assertThat(
                        world.fans
                                .findIdentity(world.project, stranger.identity())
                                .orElseThrow()
                                .stopped())
                .isTrue();
        assertThat(mail.permitsMail()).as("to another address").isTrue();
    }

    @Test
    void a_failing_store_is_reported() {
        Unsubscriber broken =
                world.with(
                                ProjectStore.class,
                                new BrokenProjectStore(new IllegalStateException("gone")))
                        .unsubscriber();

        assertThatIllegalStateException().isThrownBy(() -> broken.unsubscribe(token, Way.PAGE));
        assertThatIllegalStateException().isThrownBy(() -> broken.senderOf(token));
    }
}
