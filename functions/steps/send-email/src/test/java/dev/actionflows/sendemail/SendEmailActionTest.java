package dev.actionflows.sendemail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.Unsubscriber;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.WrappedKey;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.testing.ChangedProjects;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class SendEmailActionTest {
    private static final String LINKED =
            "Thanks from {{project_name}}!{{#connect_link}} Connect:"
                    + " {{connect_link}}{{/connect_link}}";

    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;

    private StepOutcome execute(String subject, String body) {
        return execute(subject, body, mail.machine);
    }

    private StepOutcome execute(String subject, String body, StateMachine machine) {
        Run run = mail.start(MailWorld.step(subject, body));
        machine.execute(run);
        return mail.outcome(run);
    }

    /** The flow was stored when its template was valid, and something else has changed since. */
    private StepOutcome executeStored(String subject, String body) {
        Flow draft =
                Flow.draft(
                        FlowId.from(world.ids),
                        world.definition(
                                "presave", OnFailure.CONTINUE, MailWorld.step(subject, body)),
                        world.clock.instant());
        world.flowStore.create(world.project, draft);
        Flow active = draft.withStatus(FlowStatus.ACTIVE, world.clock.instant());
        world.flowStore.save(world.project, draft, active);
        Run run = world.startRun(active, mail.fan, "SM1");
        mail.machine.execute(run);
        return mail.outcome(run);
    }

    private StepOutcome executeFor(FanId fan) {
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave", OnFailure.CONTINUE, MailWorld.step("News", "Hello")),
                        fan,
                        "SM1");
        mail.machine.execute(run);
        return mail.outcome(run);
    }

    private StateMachine machine(StepRunner<?> runner) {
        return new StateMachine(world.clock).with(StepType.SEND_EMAIL, runner);
    }

    /** The machine over ports, one of which does something when it is requested. */
    private StateMachine machineThatRequests(Class<?> port, Runnable effect) {
        return machine(
                new StepActions(
                                InMemoryPorts.decorated(
                                        world.ports,
                                        new InMemoryPorts.Decorator() {
                                            @Override
                                            public <P> P decorate(Class<P> type, P original) {
                                                if (type == port) {
                                                    effect.run();
                                                }
                                                return original;
                                            }
                                        }))
                        .runner(StepType.SEND_EMAIL));
    }

    private Mail onlyMail() {
        assertThat(mail.mails()).hasSize(1);
        return mail.mails().getFirst();
    }

    private static Mail.Marketing marketing(Mail sent) {
        return sent.marketing().orElseThrow();
    }

    private static StepOutcome accepted() {
        return new StepOutcome.Completed(Reason.ACCEPTED);
    }

    private static StepOutcome skipped(Reason reason) {
        return new StepOutcome.Skipped(reason);
    }

    @Test
    void a_fan_who_agreed_gets_the_mail_from_the_projects_sender() {
        assertThat(execute("News from {{project_name}}", "Hello\n\nBye")).isEqualTo(accepted());

        Mail sent = onlyMail();
        String link = "https://flows.example.com/unsubscribe/" + mail.token();
        assertThat(sent.from()).isEqualTo(mail.project().email().orElseThrow());
        assertThat(sent.to()).isEqualTo(MailWorld.ADDRESS);
        assertThat(sent.subject()).isEqualTo("News from Night Harbour");
        assertThat(sent.text())
                .isEqualTo("Hello\n\nBye\n\n-- \nNight Harbour\nUnsubscribe: " + link + "\n");
        assertThat(marketing(sent).unsubscribeUrl()).isEqualTo(link);
    }

    @Test
    void the_token_in_the_link_identifies_the_project_and_the_recipient_only() {
        execute("News", "Hello");

        String url = marketing(onlyMail()).unsubscribeUrl();
        String token = url.substring(url.lastIndexOf('/') + 1);
        assertThat(UnsubscribeToken.projectOf(token)).contains(world.project);
        assertThat(new UnsubscribeToken(world.vault).verify(mail.project(), token))
                .contains(mail.email.identity());
        assertThat(url).doesNotContain("ada").doesNotContain(mail.fan.value());
    }

    @Test
    void the_text_and_the_html_part_hold_the_same_content() {
        execute(
                "News & \"more\"",
                "Hi <friends> & 'family',\nsee https://label.example/?a=1&b=2.\n\n🌊 שלום");

        Mail sent = onlyMail();
        String html = marketing(sent).html();
        String url = marketing(sent).unsubscribeUrl();
        assertThat(words(readable(html.substring(html.indexOf("<body")))))
                .isEqualTo(words(sent.text().replace("-- ", "").replace(": " + url, "")));
        assertThat(html).contains("<title>News &amp; &quot;more&quot;</title>");
        assertThat(html).contains("href=\"" + url + "\"");
        assertThat(sent.text()).endsWith("Unsubscribe: " + url + "\n");
    }

    private static String readable(String html) {
        return html.replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                // the end of a link that closing punctuation follows
                .replace(" .", ".");
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /** Letters, digits, hyphens and underscores, at most 256: "MessageTag", SES API v2. */
    @Test
    void the_key_in_the_mail_services_reports_identifies_the_step() {
        Run run = mail.send();

        assertThat(mail.messageKey())
                .isEqualTo(world.project + "-" + run.key().run() + "-0")
                .matches("[A-Za-z0-9_-]{1,256}");
    }

    @Test
    void a_connected_fan_gets_the_mail_without_a_link_to_connect() {
        world.connect(mail.fan);

        execute("Hi{{#connect_link}} {{connect_link}}{{/connect_link}}", LINKED);

        assertThat(onlyMail().subject()).isEqualTo("Hi");
        assertThat(onlyMail().text()).startsWith("Thanks from Night Harbour!\n");
    }

    @Test
    void a_fan_without_a_connection_gets_a_link_valid_for_this_fan_only() {
        execute("{{#connect_link}}Connect at {{connect_link}}{{/connect_link}}.", LINKED);

        String subject = onlyMail().subject();
        String sent = subject.substring("Connect at ".length(), subject.length() - 1);
        assertThat(sent).matches("https://flows\\.example\\.com/l/[0-9A-Za-z]{13}");
        String link = world.followed(sent);
        assertThat(link)
                .startsWith(
                        "https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "&t=");
        assertThat(
                        new FanToken(world.vault, ConnectLinks.PURPOSE)
                                .verify(
                                        mail.project(),
                                        link.substring(link.indexOf("&t=") + 3),
                                        world.clock.instant()))
                .contains(mail.fan);
        assertThat(onlyMail().text()).startsWith("Thanks from Night Harbour! Connect: " + sent);
        assertThat(marketing(onlyMail()).html()).contains("<a href=\"" + sent + "\"");
    }

    @Test
    void a_fan_without_an_address_gets_no_mail() {
        FanId other = world.fan(new PhoneNumber("+14155550199"));

        assertThat(executeFor(other)).isEqualTo(skipped(Reason.NO_EMAIL));

        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void without_a_sender_the_step_waits_and_is_woken_once_there_is_one() {
        MailFrom from = mail.project().email().orElseThrow();
        world.projects.change(world.project, ChangedProjects::withoutEmail);
        Run run = mail.start(MailWorld.step("News", "Hello"));
        mail.machine.execute(run);
        assertThat(mail.outcome(run))
                .isInstanceOfSatisfying(
                        StepOutcome.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo(Reason.NO_SENDER));
        assertThat(mail.mails()).isEmpty();

        world.application.management().projects().useEmail(world.project, from);
        Stream.generate(world.wakeUps::take)
                .takeWhile(Optional::isPresent)
                .forEach(wakeUp -> world.waker.wake(wakeUp.orElseThrow()));
        mail.machine.execute(world.executions.started().getLast());

        assertThat(mail.outcome(run)).isEqualTo(accepted());
        assertThat(onlyMail().from()).isEqualTo(from.of(world.project.value()));
    }

    @Test
    void an_address_that_never_agreed_gets_no_mail() {
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        world.resolver.resolve(
                world.project,
                Optional.of(other),
                List.of(world.identities.of(world.project, new EmailAddress("b@fans.example"))));

        assertThat(executeFor(other)).isEqualTo(skipped(Reason.NO_CONSENT));

        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void a_fan_who_sent_stop_by_text_gets_no_mail() {
        mail.change(mail.phone, ConsentChange.Kind.STOP, "SM0");

        assertThat(execute("News", "Hello")).isEqualTo(skipped(Reason.STOPPED));

        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void a_fan_who_unsubscribed_gets_no_mail_but_still_gets_texts() {
        world.application.unsubscriber().unsubscribe(mail.token(), Unsubscriber.Way.ONE_CLICK);
        Run run =
                mail.start(
                        MailWorld.step("News", "Hello"),
                        new Step.SendText(new MessageTemplate("Hello"), OnUnmet.HOLD));

        mail.machine.execute(run);

        assertThat(mail.outcome(run)).isEqualTo(skipped(Reason.UNSUBSCRIBED));
        assertThat(world.run(run.key()).step(1).outcome()).contains(accepted());
        assertThat(mail.mails()).isEmpty();
        assertThat(world.ports.texts.handedOver()).hasSize(1);
    }

    /** The sender is requested after the step has read the fan. */
    @Test
    void a_stop_during_the_step_is_noticed() {
        StateMachine machine =
                machineThatRequests(
                        MailSender.class,
                        () -> mail.change(mail.phone, ConsentChange.Kind.STOP, "SM0"));

        assertThat(execute("News", "Hello", machine)).isEqualTo(skipped(Reason.STOPPED));

        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void a_fan_who_changes_during_the_step_is_read_again() {
        AtomicBoolean changed = new AtomicBoolean();
        EmailAddress second = new EmailAddress("ada@work.example");
        StateMachine machine =
                machineThatRequests(
                        MailSender.class,
                        () -> {
                            if (!changed.getAndSet(true)) {
                                world.fans.attach(
                                        world.project,
                                        world.fans.find(world.project, mail.fan).orElseThrow(),
                                        world.identities.of(world.project, second));
                            }
                        });

        assertThat(execute("News", "Hello", machine)).isEqualTo(accepted());

        assertThat(onlyMail().to()).as("the address that agreed").isEqualTo(MailWorld.ADDRESS);
    }

    @Test
    void an_opt_out_known_only_to_the_mail_service_is_stored() {
        world.ports.mails.answers(new SendResult.OptedOut());

        assertThat(execute("News", "Hello")).isEqualTo(skipped(Reason.STOPPED));

        assertThat(mail.permitsMail()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'{{#connect_link}}Connect{{/connect_link}}', Hello",
        "Hello, '{{#connect_link}}Connect{{/connect_link}}'",
    })
    void a_mail_whose_subject_or_body_is_empty_for_this_fan_is_skipped(
            String subject, String body) {
        world.connect(mail.fan);

        assertThat(execute(subject, body)).isEqualTo(skipped(Reason.EMPTY_TEXT));

        assertThat(mail.mails()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u200B \u2060", "\u3164"})
    void a_mail_with_an_invisible_subject_or_body_is_not_sent(String nothing) {
        assertThat(executeStored(nothing, "Hello")).isEqualTo(skipped(Reason.EMPTY_TEXT));
        assertThat(executeStored("News", nothing)).isEqualTo(skipped(Reason.EMPTY_TEXT));

        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void a_mail_whose_result_is_unknown_is_never_resent() {
        world.ports.mails.answers(new SendResult.Unknown(Reason.NO_ANSWER));

        assertThat(execute("News", "Hello")).isEqualTo(new StepOutcome.Unknown(Reason.NO_ANSWER));

        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void a_mail_whose_sending_breaks_off_is_never_resent() {
        AtomicInteger handedOver = new AtomicInteger();
        MailSender breaking =
                _ -> {
                    handedOver.incrementAndGet();
                    throw new IllegalStateException("handed over, then broken");
                };
        StepRunner<?> runner =
                world.with(MailSender.class, breaking).steps().runner(StepType.SEND_EMAIL);

        assertThat(execute("News", "Hello", machine(runner)))
                .isInstanceOf(StepOutcome.Unknown.class);

        assertThat(handedOver).hasValue(1);
    }

    @Test
    void a_second_execution_of_the_same_run_sends_nothing() {
        Run run = mail.send();

        mail.machine.execute(run);

        assertThat(mail.mails()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"RATE_LIMITED, 10", "SENDING_PAUSED, 900", "QUOTA_EXCEEDED, 3600"})
    void a_mail_that_was_not_accepted_waits_and_is_sent_once_later(Reason reason, int seconds) {
        Duration after = Duration.ofSeconds(seconds);
        world.ports.mails.answers(new SendResult.NotTaken(reason, after));
        Run run = mail.send();
        assertThat(mail.outcome(run))
                .isInstanceOfSatisfying(
                        StepOutcome.Waiting.class,
                        waiting -> {
                            assertThat(waiting.reason()).isEqualTo(reason);
                            assertThat(waiting.until())
                                    .isEqualTo(world.clock.instant().plus(after));
                        });

        world.clock.advance(after);
        world.resumer.resume(run.key());
        mail.machine.execute(world.executions.started().getLast());

        assertThat(mail.outcome(run)).isEqualTo(accepted());
        assertThat(mail.mails()).hasSize(2);
        assertThat(mail.mails().getFirst()).isEqualTo(mail.mails().getLast());
    }

    /** SES verifies a domain after its DNS records are there, and makes a tenant visible later. */
    @Test
    void a_mail_waits_for_a_sender_that_is_not_verified_yet() {
        world.ports.mails.answers(new SendResult.MessageRefused(Reason.SENDER_NOT_VERIFIED));
        Run run = mail.send();
        assertThat(mail.outcome(run).reason()).isEqualTo(Reason.SENDER_NOT_VERIFIED);

        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(run.key());
        mail.machine.execute(world.executions.started().getLast());

        assertThat(mail.outcome(run)).isEqualTo(accepted());
    }

    @Test
    void a_step_that_does_not_wait_is_skipped_so_that_its_fallback_follows() {
        world.ports.mails.answers(new SendResult.MessageRefused(Reason.SENDER_NOT_VERIFIED));
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.SendEmail(
                                        new MessageTemplate("News"),
                                        new MessageTemplate("Hello"),
                                        OnUnmet.SKIP)),
                        mail.fan,
                        "SM1");

        mail.machine.execute(run);

        assertThat(mail.outcome(run))
                .isEqualTo(new StepOutcome.Skipped(Reason.SENDER_NOT_VERIFIED));
    }

    @Test
    void a_refused_mail_is_a_failure() {
        world.ports.mails.answers(new SendResult.MessageRefused(Reason.REJECTED));

        assertThat(execute("News", "Hello")).isEqualTo(new StepOutcome.Failed(Reason.REJECTED));

        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void a_mail_is_sent_later_if_its_client_cannot_be_created() {
        AtomicBoolean misconfigured = new AtomicBoolean(true);
        StateMachine machine =
                machineThatRequests(
                        MailSender.class,
                        () -> {
                            if (misconfigured.getAndSet(false)) {
                                throw new IllegalStateException("no region");
                            }
                        });

        assertThat(execute("News", "Hello", machine)).isEqualTo(accepted());
        assertThat(mail.mails()).hasSize(1);
    }

    private KeyRing keyRing(Runnable onUnwrap) {
        return new KeyRing() {
            @Override
            public WrappedKey createDataKey(ProjectId project) {
                return world.keys.createDataKey(project);
            }

            @Override
            public byte[] unwrap(ProjectId project, WrappedKey key) {
                onUnwrap.run();
                return world.keys.unwrap(project, key);
            }

            @Override
            public byte[] identityKey() {
                return world.keys.identityKey();
            }
        };
    }

    @Test
    void a_busy_key_service_only_delays_the_mail() {
        AtomicBoolean busy = new AtomicBoolean(true);
        KeyRing keys =
                keyRing(
                        () -> {
                            if (busy.getAndSet(false)) {
                                throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                            }
                        });
        StepRunner<?> runner = world.with(KeyRing.class, keys).steps().runner(StepType.SEND_EMAIL);

        assertThat(execute("News", "Hello", machine(runner))).isEqualTo(accepted());
        assertThat(mail.mails()).hasSize(1);
    }

    /** A call between the two would leave time for a STOP. */
    @Test
    void the_consent_is_checked_immediately_before_the_mail_is_sent() {
        List<String> calls = new ArrayList<>();
        KeyRing keys = keyRing(() -> calls.add("key"));
        StepRunner<?> runner =
                world.decorated(
                                new InMemoryPorts.Decorator() {
                                    @Override
                                    public <P> P decorate(Class<P> type, P port) {
                                        Object decorated = port;
                                        if (type == KeyRing.class) {
                                            decorated = keys;
                                        } else if (type == ConsentStore.class) {
                                            decorated = recorded(world.fans, calls);
                                        } else if (type == MailSender.class) {
                                            decorated = recorded(calls);
                                        }
                                        return type.cast(decorated);
                                    }
                                })
                        .steps()
                        .runner(StepType.SEND_EMAIL);

        assertThat(execute("News", LINKED, machine(runner))).isEqualTo(accepted());

        assertThat(calls).endsWith("key", "check", "send");
    }

    private MailSender recorded(List<String> calls) {
        return sent -> {
            calls.add("send");
            return world.ports.mails.send(sent);
        };
    }

    private static ConsentStore recorded(ConsentStore others, List<String> calls) {
        return (ConsentStore)
                Proxy.newProxyInstance(
                        ConsentStore.class.getClassLoader(),
                        new Class<?>[] {ConsentStore.class},
                        (_, method, arguments) -> {
                            calls.add(method.getName());
                            return method.invoke(others, arguments);
                        });
    }
}
