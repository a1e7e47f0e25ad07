package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A project's own rules for messages: frequency caps, credits, fallbacks, double opt-in. */
class MessageRulesIT {
    private static final Pattern CONFIRM = Pattern.compile("https?://\\S+/confirm/\\S+");

    private final Label label = Label.ready(Deployment.express());

    private void set(String setting, Map<String, ?> value) {
        label.deployment
                .put("/v1/projects/" + label.projectId + "/" + setting, label.secretKey, value)
                .json(200);
    }

    private static Map<String, Object> optional(Map<String, Object> step) {
        return with(step, "onUnmet", "skip");
    }

    private static Map<String, Object> fallback(Map<String, Object> step) {
        return with(step, "fallback", true);
    }

    private static Map<String, Object> with(Map<String, Object> step, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(step);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, Object> email() {
        return Map.of("type", "send_email", "subject", "Low Tide", "body", "Out now.");
    }

    /** A setting applies within seconds: fans write until the run of one ends as expected. */
    private void eventuallyEndsAs(String flow, String keyword, String... steps) {
        Label.eventually(
                List.of(steps).toString(),
                () -> {
                    String run = runOf(flow, keyword).id();
                    return label.runs(flow).stream()
                            .filter(it -> it.id().equals(run))
                            .filter(it -> it.steps().equals(List.of(steps)))
                            .findFirst();
                });
    }

    private RunView runOf(String flow, String keyword) {
        String phone = Label.phoneNumber();
        label.text(phone, keyword);
        String fan = label.fan(phone);
        return label.runWhen(flow, "its run ends", it -> it.fanId().equals(fan) && it.hasEnded());
    }

    @Test
    void a_cap_skips_the_message_that_would_exceed_it() {
        set(
                "frequency-caps",
                Map.of("caps", List.of(Map.of("channel", "text", "max", 1, "period", "P1D"))));
        String flow =
                label.activeFlow("TIDE", List.of(Label.sendText(), optional(Label.sendText())));

        eventuallyEndsAs(
                flow, "TIDE", "send_text COMPLETED accepted", "send_text SKIPPED frequency_cap");
    }

    @Test
    void a_project_without_credits_sends_no_text() {
        label.deployment
                .put(
                        "/v1/projects/" + label.projectId + "/credits",
                        label.deployment.administratorKey(),
                        Map.of("granted", 0, "whenUsedUp", "stop"))
                .json(200);
        String flow = label.activeFlow("TIDE", List.of(Label.sendText()));

        eventuallyEndsAs(flow, "TIDE", "send_text SKIPPED credits_used_up");
    }

    @Test
    void one_message_of_a_ladder_is_sent_and_each_step_shows_its_reason() {
        label.setMailSender();
        String emailFirst =
                label.activeFlow("TIDE", List.of(optional(email()), fallback(Label.sendText())));
        String textFirst =
                label.activeFlow("SURF", List.of(optional(Label.sendText()), fallback(email())));

        assertThat(runOf(emailFirst, "TIDE").steps())
                .containsExactly("send_email SKIPPED no_email", "send_text COMPLETED accepted");
        assertThat(runOf(textFirst, "SURF").steps())
                .containsExactly(
                        "send_text COMPLETED accepted", "send_email SKIPPED earlier_message_sent");
    }

    /** Question and message answer the fan's own texts, so that no quiet hours hold them. */
    @Test
    void a_number_that_has_to_confirm_gets_the_message_after_its_yes() {
        set("double-opt-in", Map.of("channels", List.of("text")));
        String flow = label.activeFlow("TIDE", List.of(Label.sendText()));
        String phone = Label.phoneNumber();
        label.text(phone, "TIDE");
        label.runWhen(
                flow,
                "the step waits",
                it -> it.steps().equals(List.of("send_text WAITING consent_unconfirmed")));
        List<String> question = Providers.texts(label.accountSid, phone);
        assertThat(question).singleElement().asString().startsWith("Reply YES");

        label.text(phone, "Yes!");

        label.runWhen(
                flow,
                "the text is sent",
                it -> it.steps().getFirst().startsWith("send_text COMPLETED"));
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(2).containsAll(question);
    }

    @Test
    void an_address_that_has_to_confirm_gets_the_message_once_it_has() {
        String address = "success+" + UUID.randomUUID() + "@simulator.amazonses.com";
        label.setMailSender();
        set("double-opt-in", Map.of("channels", List.of("email")));
        String flow = label.activeFlow(Map.of("type", "email.opted_in"), List.of(email()));
        label.reportSignUpForMail(address);
        label.runWhen(
                flow,
                "the step waits",
                it -> it.steps().equals(List.of("send_email WAITING consent_unconfirmed")));
        Map<?, ?> question = LocalCloud.mailsTo(address).getFirst();
        Matcher link = CONFIRM.matcher(String.valueOf(question.get("BodyText")));
        assertThat(link.find()).as("%s", question).isTrue();

        HttpRequest.Builder button = HttpRequest.newBuilder(URI.create(link.group()));
        assertThat(Deployment.send(button.GET()).status()).isEqualTo(200);
        assertThat(LocalCloud.mailsTo(address)).hasSize(1);
        assertThat(Deployment.send(button.POST(BodyPublishers.noBody())).status()).isEqualTo(200);

        label.runWhen(
                flow,
                "the email is sent",
                it -> it.steps().equals(List.of("send_email COMPLETED accepted")));
        assertThat(LocalCloud.mailsTo(address))
                .extracting(it -> String.valueOf(it.get("Subject")))
                .containsExactly(String.valueOf(question.get("Subject")), "Low Tide");
    }
}
