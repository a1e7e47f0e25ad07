package dev.actionflows.emailconfirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConfirmationToken;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Double opt-in for email, from the step that asks to the page that confirms. */
class EmailConfirmHandlerTest {
    final MailWorld mail = new MailWorld();
    final World world = mail.world;

    /** An address about which a server has reported a consent. */
    private final FanIdentity address =
            world.identities.of(world.project, new EmailAddress("new@fans.example"));

    private final FanId fan;

    EmailConfirmHandlerTest() {
        world.projects.change(world.project, it -> it.withDoubleOptIn(Set.of(Channel.EMAIL)));
        fan =
                world.fans
                        .findOrCreate(
                                world.project,
                                address,
                                FanId.from(world.ids),
                                world.clock.instant())
                        .id();
        mail.change(address, ConsentChange.Kind.OPT_IN, "event-1");
        world.clock.advance(Duration.ofSeconds(3));
    }

    static APIGatewayProxyRequestEvent event(String name) {
        return SampleEvents.read("email-confirm/" + name, APIGatewayProxyRequestEvent.class);
    }

    private APIGatewayProxyResponseEvent handle(String method, String token) {
        return handle(method, token, world.application);
    }

    private APIGatewayProxyResponseEvent handle(
            String method, String token, Application application) {
        return Invocations.invoke(
                new EmailConfirmHandler(
                        new ConfirmPages(application.consentConfirmer(), world.ids),
                        new Log(new ByteArrayOutputStream(), world.clock),
                        world.clock),
                event("invalid-forged-post.json")
                        .withPathParameters(Map.of("token", token))
                        .withHttpMethod(method),
                APIGatewayProxyResponseEvent.class,
                new TestContext());
    }

    /** Starts a run that sends a mail, and which asks first. */
    private Run begun() {
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave", OnFailure.CONTINUE, MailWorld.step("News", "Hello")),
                        fan,
                        "SM1");
        mail.machine.execute(run);
        return run;
    }

    private String tokenInMail() {
        String text = mail.mails().getFirst().text();
        String url = text.lines().filter(it -> it.startsWith("https://")).findFirst().orElseThrow();
        assertThat(url).startsWith("https://flows.example.com/confirm/");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private void wake() {
        int before = world.executions.started().size();
        Stream.generate(world.wakeUps::take)
                .takeWhile(Optional::isPresent)
                .forEach(wakeUp -> world.waker.wake(wakeUp.orElseThrow()));
        List<Run> resumed = world.executions.started();
        resumed.subList(before, resumed.size()).forEach(mail.machine::execute);
    }

    private String requestId() {
        return world.fans.consents(world.project, address.identity()).stream()
                .filter(it -> it.kind() == ConsentChange.Kind.CONFIRMATION_REQUESTED)
                .map(ConsentChange::messageId)
                .findFirst()
                .orElseThrow();
    }

    private boolean isConfirmed() {
        return world.fans.findIdentity(world.project, address.identity()).orElseThrow().confirmed();
    }

    /** A token for the address, requested now; a second passes. */
    String token() {
        String token =
                new ConfirmationToken(world.vault)
                        .issuer(mail.project(), world.clock.instant())
                        .apply(address.identity());
        world.clock.advance(Duration.ofSeconds(1));
        return token;
    }

    @Test
    void the_address_is_asked_by_mail_and_the_message_follows_the_button() {
        Run run = begun();
        Mail question = mail.mails().getFirst();
        assertThat(question.isQuestion()).isTrue();
        assertThat(question.marketing().orElseThrow().html())
                .contains("<a href=\"https://flows.example.com/confirm/");
        assertThat(question.marketing().orElseThrow().unsubscribeUrl())
                .startsWith("https://flows.example.com/unsubscribe/");
        assertThat(question.to().value()).isEqualTo("new@fans.example");
        assertThat(mail.outcome(run).reason()).isEqualTo(Reason.CONSENT_UNCONFIRMED);
        String token = tokenInMail();
        world.clock.advance(Duration.ofHours(1));

        assertThat(handle("POST", token).getBody())
                .contains("Your email address is confirmed")
                .contains("Night Harbour")
                .doesNotContain("<form");
        wake();

        assertThat(mail.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(mail.mails()).extracting(Mail::subject).hasSize(2).last().isEqualTo("News");
        ConsentChange last = world.fans.consents(world.project, address.identity()).getLast();
        assertThat(last.kind()).isEqualTo(ConsentChange.Kind.CONFIRMED);
        assertThat(last.evidence())
                .containsEntry("by", "page")
                .containsEntry("request", requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void opening_the_link_changes_nothing(String method) {
        String token = token();

        APIGatewayProxyResponseEvent answer = handle(method, token);

        assertThat(answer.getStatusCode()).isEqualTo(200);
        if (method.equals("GET")) {
            assertThat(answer.getBody())
                    .contains("<form method=\"post\" action=\"" + token + "\">")
                    .contains("<button>Confirm</button>")
                    .doesNotContain("new@");
        } else {
            assertThat(answer.getBody()).isEmpty();
        }
        assertThat(isConfirmed()).isFalse();
        assertThat(world.wakeUps.take()).isEmpty();
    }

    @Test
    void a_second_click_has_the_same_result() {
        String token = token();
        handle("POST", token);

        assertThat(handle("POST", token).getBody()).contains("is confirmed");
        assertThat(handle("GET", token).getBody()).contains("is confirmed");
        assertThat(world.fans.consents(world.project, address.identity())).hasSize(2);
    }

    @Test
    void a_link_works_for_seven_days() {
        String token = token();
        world.clock.advance(ConfirmationRequest.ANSWERABLE.minusSeconds(2));
        assertThat(handle("GET", token).getStatusCode()).isEqualTo(200);
        world.clock.advance(Duration.ofSeconds(2));

        assertThat(handle("GET", token).getStatusCode()).isEqualTo(410);
        assertThat(handle("POST", token).getStatusCode()).isEqualTo(410);
        assertThat(isConfirmed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = ConsentChange.Kind.class,
            names = {"STOP", "UNSUBSCRIBED", "COMPLAINED"})
    void a_link_from_before_an_unsubscription_or_complaint_does_not_undo_it(
            ConsentChange.Kind kind) {
        String token = token();
        mail.change(address, kind, "end-1");

        assertThat(handle("POST", token).getBody()).contains("You have unsubscribed");

        assertThat(isConfirmed()).isFalse();
    }

    @Test
    void forged_and_truncated_links_and_those_for_other_purposes_are_rejected() {
        String token = token();
        for (String invalid :
                List.of(
                        token.substring(1),
                        token.substring(0, token.length() - 1),
                        token.replaceFirst("\\.(\\d+)\\.", ".9$1."),
                        mail.token(),
                        "",
                        "...")) {
            assertThat(handle("POST", invalid).getStatusCode()).isEqualTo(404);
        }
        assertThat(isConfirmed()).isFalse();
    }

    /** Killed at any call, the request can be repeated, and waiting runs are woken. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_crash_at_any_call_loses_no_confirmation(boolean afterwards) {
        for (int call = 1; ; call++) {
            EmailConfirmHandlerTest other = new EmailConfirmHandlerTest();
            Run run = other.begun();
            String token = other.tokenInMail();
            other.world.clock.advance(Duration.ofMinutes(1));
            Interruption crash = new Interruption(call, afterwards);
            int status = other.handle("POST", token, other.world.decorated(crash)).getStatusCode();
            if (status != 200) {
                assertThat(other.handle("POST", token).getStatusCode()).isEqualTo(200);
            }
            other.wake();

            assertThat(other.mail.outcome(run))
                    .isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
            if (!crash.hasHappened()) {
                return;
            }
        }
    }
}
